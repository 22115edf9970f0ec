"""Asking about a role and deciding on it."""

import pytest

from followup.vocabulary import Role, Strand
from tests import factories


@pytest.fixture
def perpetrator(db, noon):
    return factories.follow_up(
        Strand.PERPETRATOR,
        worker=factories.account(Role.PERPETRATOR_WORKER),
        released_at=noon,
    )


@pytest.fixture
def worker(db, perpetrator, sign_in):
    return sign_in(db.session.get(factories.Account, perpetrator.worker_id))


@pytest.fixture
def coordinator(db, perpetrator, sign_in):
    service = db.session.get(factories.Organisation, perpetrator.organisation_id)
    return sign_in(factories.account(Role.COORDINATOR, service))


def text(answer):
    return answer.get_data(as_text=True)


def test_the_worker_asks_and_the_board_names_it(perpetrator, worker, coordinator):
    empty = worker.post(f"/c/{perpetrator.code}/role/ask", data={})
    asked = worker.post(f"/c/{perpetrator.code}/role/ask", data={"words": "Injuries."})

    board = text(coordinator.get("/board"))
    assert (empty.status_code, asked.status_code) == (422, 303)
    assert "Roles to be looked at anew" in board
    assert f"/c/{perpetrator.code}/role" in board


def test_the_coordinator_decides_and_the_worker_loses_the_file(perpetrator, worker, coordinator):
    data = {"change": "reversed", "words": "The report says so."}
    empty = coordinator.post(f"/c/{perpetrator.code}/role", data={})

    decided = coordinator.post(f"/c/{perpetrator.code}/role", data=data)

    assert (empty.status_code, decided.status_code) == (422, 303)
    assert worker.get(f"/c/{perpetrator.code}").status_code == 404
    assert "The report says so." in text(coordinator.get(f"/c/{perpetrator.code}"))


def test_a_worker_decides_nothing(perpetrator, worker):
    assert worker.get(f"/c/{perpetrator.code}/role").status_code == 404


def test_seeing_the_alert_answers_no_question(perpetrator, worker, coordinator):
    worker.post(f"/c/{perpetrator.code}/role/ask", data={"words": "Injuries."})

    coordinator.post("/alerts/seen", data={})

    assert "Roles to be looked at anew" in text(coordinator.get("/board"))


def test_a_child_has_no_such_pages(db, sign_in):
    child = factories.follow_up(Strand.CHILD, worker=factories.account(Role.CHILD_WORKER))
    browser = sign_in(db.session.get(factories.Account, child.worker_id))

    assert browser.get(f"/c/{child.code}/role/ask").status_code == 404
