"""The victim-first gate from both sides, the number outside its hours, and whereabouts."""

import pytest
from sqlalchemy import select

from followup.casework import file
from followup.models import AuditEntry
from followup.vocabulary import Role, Strand
from tests import factories

CARD = {
    "phones": [{"number": "+32470123456"}],
    "windows": [{"opens": "08:00", "closes": "10:00"}],
    "permits": {"call": "yes"},
}
ALL_THREE = {"informed": "y", "no_objection": "y", "plan_looked_at": "y"}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def referral(db):
    return factories.referral()


@pytest.fixture
def victim(db, worker, referral):
    return factories.follow_up(worker=worker, referral=referral, card=CARD)


@pytest.fixture
def perpetrator(db, victim, referral):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )


def text(answer):
    return answer.get_data(as_text=True)


def test_the_victims_worker_opens_the_other_sides_gate(victim, perpetrator, worker, sign_in, noon):
    answer = sign_in(worker).post(f"/c/{victim.code}/no-objection", data=ALL_THREE)

    assert answer.status_code == 303
    assert perpetrator.released_at == noon
    assert file.events(perpetrator)[0].note is None


@pytest.mark.parametrize("missing", ALL_THREE)
def test_all_three_are_needed(victim, perpetrator, worker, sign_in, missing):
    data = {name: value for name, value in ALL_THREE.items() if name != missing}

    answer = sign_in(worker).post(f"/c/{victim.code}/no-objection", data=data)

    assert answer.status_code == 422
    assert perpetrator.released_at is None


def test_the_perpetrators_side_has_no_such_page(db, perpetrator, sign_in):
    reader = db.session.get(type(factories.account()), perpetrator.worker_id)
    browser = sign_in(reader)

    assert browser.get(f"/c/{perpetrator.code}/no-objection").status_code == 404
    assert browser.get(f"/c/{perpetrator.code}/release").status_code == 404


def test_the_coordinator_of_the_service_releases_with_a_reason(db, perpetrator, sign_in, noon):
    service = db.session.get(type(factories.organisation()), perpetrator.organisation_id)
    browser = sign_in(factories.account(Role.COORDINATOR, service))

    empty = browser.post(f"/c/{perpetrator.code}/release", data={})
    done = browser.post(f"/c/{perpetrator.code}/release", data={"words": "The law obliges."})

    assert (empty.status_code, done.status_code) == (422, 303)
    assert perpetrator.released_at == noon
    assert "The law obliges." in [one.note for one in file.events(perpetrator)]


def test_outside_the_safe_window_the_page_asks_why(db, victim, worker, sign_in):
    browser = sign_in(worker)
    url = f"/c/{victim.code}/call-anyway"

    asked = text(browser.get(url))
    empty = browser.post(url, data={})
    shown = browser.post(url, data={"words": "She asked us to ring at once."})

    assert "Outside the safe window (Every day 08:00–10:00). Call anyway?" in asked
    assert "0470 12 34 56" not in asked
    assert empty.status_code == 422
    assert "0470 12 34 56" in text(shown)
    assert file.events(victim)[0].note == "She asked us to ring at once."


def test_who_is_shown_a_number_outside_its_hours_gets_no_link_that_calls(victim, worker, sign_in):
    browser = sign_in(factories.account(Role.COORDINATOR, worker.organisation))

    page = text(browser.post(f"/c/{victim.code}/safe-contact/show"))

    assert "0470 12 34 56" in page
    assert "tel:" not in page


def test_a_forbidden_call_is_not_offered_at_all(db, worker, sign_in):
    case = factories.follow_up(worker=worker, card=CARD | {"permits": {"call": "no"}})

    answer = sign_in(worker).post(f"/c/{case.code}/call-anyway", data={"words": "Urgent."})

    assert answer.status_code == 409
    assert "The safe-contact card does not allow this." in text(answer)
    assert "0470 12 34 56" not in text(answer)


def test_whereabouts_are_shown_by_the_button_only_and_each_look_is_written_down(
    db, victim, worker, sign_in
):
    factories.whereabouts(victim, "Quai des Ardennes 12")
    browser = sign_in(worker)

    pages = [text(browser.get(f"/c/{victim.code}{path}")) for path in ("", "/whereabouts")]
    assert browser.get(f"/c/{victim.code}/whereabouts/show").status_code == 405
    shown = browser.post(f"/c/{victim.code}/whereabouts/show")

    assert not any("Ardennes" in page for page in pages)
    assert "Quai des Ardennes 12" in text(shown)
    looks = select(AuditEntry).where(AuditEntry.action == "showed_whereabouts")
    assert db.session.scalars(looks).one().account_id == worker.id


def test_the_coordinator_learns_only_that_a_place_is_kept(victim, worker, sign_in):
    factories.whereabouts(victim, "Quai des Ardennes 12")
    browser = sign_in(factories.account(Role.COORDINATOR, worker.organisation))

    page = text(browser.get(f"/c/{victim.code}"))

    assert "Where the person is now is kept here." in page
    assert "/whereabouts/show" not in page
    assert browser.post(f"/c/{victim.code}/whereabouts/show").status_code == 404


def test_the_other_side_learns_nothing_of_a_place(db, victim, perpetrator, sign_in):
    factories.whereabouts(victim, "Quai des Ardennes 12")
    reader = db.session.get(type(factories.account()), perpetrator.worker_id)

    page = text(sign_in(reader).get(f"/c/{perpetrator.code}"))

    assert "Where the person is now" not in page


def test_a_new_place_is_noted(db, victim, worker, sign_in):
    browser = sign_in(worker)
    browser.post(f"/c/{victim.code}/whereabouts", data={"address": "With her sister"})

    assert "With her sister" in text(browser.post(f"/c/{victim.code}/whereabouts/show"))
