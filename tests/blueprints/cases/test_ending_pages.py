"""Ending, opening again, deciding, and the risk, on their pages."""

import json
import re

import pytest
from sqlalchemy import select

from followup.casework import deadlines, endings, file, followups, safe_contact
from followup.models import AlertRow
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    Risk,
    Role,
    State,
)
from tests import factories


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def coordinator(db, worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def case(db, worker):
    """High risk and not reached yet."""
    case = factories.follow_up(worker=worker)
    deadlines.start_clocks(case, by=None)
    db.session.commit()
    return case


@pytest.fixture
def calm(db, worker, noon):
    """Low risk, contact made."""
    return factories.follow_up(risk=Risk.LOW, worker=worker, contact_made_at=noon)


def text(answer):
    return answer.get_data(as_text=True)


def test_a_calm_follow_up_ends_at_once(calm, worker, sign_in):
    answer = sign_in(worker).post(f"/c/{calm.code}/close", data={"reason": "needs_met"})

    assert answer.status_code == 303
    assert (calm.state, calm.close_reason) == (State.CLOSED, CloseReason.NEEDS_MET)


def test_that_the_coordinator_decides_is_said_before_pressing(case, calm, worker, sign_in):
    browser = sign_in(worker)

    assert "Ask the coordinator to end it" in text(browser.get(f"/c/{case.code}/close"))
    assert "Ask the coordinator to end it" not in text(browser.get(f"/c/{calm.code}/close"))


def test_a_high_risk_goes_to_the_coordinator_and_its_clocks_run_on(db, case, worker, sign_in):
    answer = sign_in(worker).post(f"/c/{case.code}/close", data={"reason": "moved"})

    kinds = {row.kind for row in deadlines.open_deadlines(case)}
    assert answer.status_code == 303
    assert case.closed_at is None
    assert {DeadlineKind.COORDINATOR_DECISION, DeadlineKind.CONTACT_MADE} <= kinds
    assert db.session.scalars(select(AlertRow)).one().kind is Alert.CLOSE_ASKED


def test_one_more_call_may_be_agreed(calm, worker, sign_in):
    answer = sign_in(worker).post(
        f"/c/{calm.code}/close",
        data={"reason": "not_wanted", "once_more": "y", "once_more_on": "15/12/2026"},
    )

    assert answer.status_code == 303
    assert [row.kind for row in deadlines.open_deadlines(calm)] == [DeadlineKind.CALL_ONCE_MORE]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Select why follow-up ends"),
        ({"once_more": "y"}, "Enter a date after today"),
        ({"once_more": "y", "once_more_on": "1/11/2026"}, "Enter a date after today"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(calm, worker, sign_in, wrong, sentence):
    answer = sign_in(worker).post(
        f"/c/{calm.code}/close", data={"reason": "moved", "words": "Moved to Gent."} | wrong
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Moved to Gent." in text(answer)
    assert calm.closed_at is None


def test_ending_twice_is_refused_with_a_sentence(calm, worker, sign_in):
    browser = sign_in(worker)
    browser.post(f"/c/{calm.code}/close", data={"reason": "needs_met"})

    answer = browser.post(f"/c/{calm.code}/close", data={"reason": "moved"})

    assert answer.status_code == 409
    assert calm.close_reason is CloseReason.NEEDS_MET


def test_opening_again_needs_a_reason(calm, worker, sign_in):
    browser = sign_in(worker)
    browser.post(f"/c/{calm.code}/close", data={"reason": "needs_met"})

    empty = browser.post(f"/c/{calm.code}/reopen", data={"words": " "})
    again = browser.post(f"/c/{calm.code}/reopen", data={"words": "She called us."})

    assert (empty.status_code, again.status_code) == (422, 303)
    assert calm.closed_at is None
    assert file.events(calm)[0].note == "She called us."


def test_the_coordinator_ends_as_asked(case, worker, coordinator, sign_in):
    endings.ask_to_close(case, reason=CloseReason.MOVED, by=worker, words="To Gent.")
    browser = sign_in(coordinator)

    assert "Ending asked for: Moved" in text(browser.get(f"/c/{case.code}/decide"))
    answer = browser.post(
        f"/c/{case.code}/decide", data={"decision": "close", "reason": "moved", "words": "Agreed."}
    )

    assert answer.status_code == 303
    assert case.close_reason is CloseReason.MOVED


def test_what_is_asked_stands_on_the_page_and_its_reason_is_proposed(case, coordinator, sign_in):
    case.state = State.NOT_REACHED
    factories.deadline(case, DeadlineKind.COORDINATOR_DECISION)

    answer = sign_in(coordinator).get(f"/c/{case.code}/decide")

    assert "Not reached after the agreed attempts" in text(answer)
    assert re.search(r'<input[^>]*checked[^>]*value="not_reached"', text(answer))


def test_a_page_without_a_question_says_so(case, coordinator, sign_in):
    answer = sign_in(coordinator).get(f"/c/{case.code}/decide")

    assert "No decision is asked for now." in text(answer)


def test_the_coordinator_lets_stopped_contact_go_on(case, coordinator, sign_in, worker):
    safe_contact.lock_every_way(case, by=worker)
    case.state = State.STOPPED

    answer = sign_in(coordinator).post(
        f"/c/{case.code}/decide", data={"decision": "go_on", "words": "New number, own phone."}
    )

    assert answer.status_code == 303
    assert case.state is State.OPEN
    assert not safe_contact.current_card(case).locked


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decision": ""}, "Select what you decide"),
        ({"decision": "perhaps"}, "Select what you decide"),
        ({"decision": "close", "reason": ""}, "Select why follow-up ends"),
        ({"words": ""}, "Enter the reason"),
    ],
)
def test_a_decision_is_whole_or_not_taken(case, coordinator, sign_in, wrong, sentence):
    data = {"decision": "go_on", "words": "Agreed."} | wrong

    answer = sign_in(coordinator).post(f"/c/{case.code}/decide", data=data)

    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_worker_does_not_decide(case, worker, sign_in):
    assert sign_in(worker).get(f"/c/{case.code}/decide").status_code == 404


def test_a_worker_raises_the_risk_with_a_reason(case, worker, sign_in):
    answer = sign_in(worker).post(
        f"/c/{case.code}/risk", data={"risk": "critical", "words": "He has a weapon."}
    )

    assert answer.status_code == 303
    assert case.risk is Risk.CRITICAL


def test_a_risk_that_a_colleague_set_meanwhile_is_not_overwritten(
    case, worker, coordinator, sign_in
):
    seen = json.dumps({"risk": [case.risk.value], "words": []})
    followups.set_risk(case, Risk.CRITICAL, by=coordinator, words="Strangled before.")

    answer = sign_in(worker).post(
        f"/c/{case.code}/risk", data={"risk": "medium", "words": "Calm.", "seen": seen}
    )

    assert answer.status_code == 409
    assert f"{coordinator.name} changed this (today 12:00) while you were writing." in text(answer)
    assert "Critical risk" in text(answer)
    assert 'value="Calm."' in text(answer)
    assert case.risk is Risk.CRITICAL


def test_only_the_coordinator_lowers_it(case, worker, coordinator, sign_in):
    data = {"risk": "medium", "words": "He has left the country."}

    refused = sign_in(worker).post(f"/c/{case.code}/risk", data=data)
    done = sign_in(coordinator).post(f"/c/{case.code}/risk", data=data)

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Only the coordinator sets a lower risk" in text(refused)
    assert "He has left the country." in text(refused)
    assert case.risk is Risk.MEDIUM


def test_nobody_sets_the_risk_to_not_known(case, coordinator, sign_in):
    answer = sign_in(coordinator).post(
        f"/c/{case.code}/risk", data={"risk": "unknown", "words": "No idea."}
    )

    assert answer.status_code == 422
    assert case.risk is Risk.HIGH


def test_what_was_written_and_not_sent_comes_back(calm, worker, sign_in):
    browser = sign_in(worker)
    path = f"/c/{calm.code}/close"
    browser.post("/drafts", query_string={"for": path}, data={"words": "Moved to Gent."})

    assert "Moved to Gent." in text(browser.get(path))
    browser.post(path, data={"reason": "moved", "words": "Moved to Gent."})
    assert "Moved to Gent." not in text(browser.get(path))
