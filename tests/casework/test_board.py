"""What the coordinator must decide now, and in which order."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import board
from followup.vocabulary import Alert, DeadlineKind, Outcome, Risk, Role, State, Strand
from tests import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def worker(service):
    return factories.account(organisation=service)


def asked_of(follow_up, due_at=None, **explained):
    return factories.deadline(
        follow_up, DeadlineKind.COORDINATOR_DECISION, due_at=due_at, explained=explained
    )


def test_nobodys_past_its_limit_and_late_high_risk_come_first_then_the_latest(
    service, coordinator, worker, watched
):
    now = clock.now()
    late_low = factories.follow_up(risk=Risk.LOW, worker=worker, due_at=now - 90 * HOUR)
    late_high = factories.follow_up(risk=Risk.HIGH, worker=worker, due_at=now - 1 * HOUR)
    waiting = factories.follow_up(organisation=service, unassigned_alarm_at=now + HOUR)
    too_long = factories.follow_up(
        risk=Risk.LOW, organisation=service, unassigned_alarm_at=now - 2 * HOUR
    )
    decision = factories.follow_up(risk=Risk.LOW, worker=worker)
    asked_of(decision, now + 2 * HOUR)

    ids = [one.id for one in board.needs_decision(coordinator).every]

    assert ids == [one.id for one in (too_long, late_high, late_low, waiting, decision)]


def test_one_case_with_two_reasons_is_one_row(coordinator, worker):
    follow_up = factories.follow_up(worker=worker, due_at=clock.now() - HOUR)
    asked_of(follow_up, asked="close")

    (one,) = board.needs_decision(coordinator).every

    assert (one.overdue, one.asked, one.at) == (True, "close", follow_up.due_at)


@pytest.mark.parametrize(
    ("state", "explained", "said", "question"),
    [
        (State.OPEN, {"asked": "close"}, None, "close"),
        (State.STOPPED, {}, None, "stop"),
        (State.NOT_REACHED, {}, Outcome.NO_ANSWER, "not_reached"),
        (State.OPEN, {}, Outcome.SPOKE_THINK, "think"),
        (State.OPEN, {}, Outcome.SPOKE_NOT_NOW, "not_now"),
        (State.OPEN, {}, None, "look"),
    ],
)
def test_a_decision_says_what_is_asked(coordinator, worker, state, explained, said, question):
    follow_up = factories.follow_up(worker=worker, state=state)
    asked_of(follow_up, **explained)
    if said:
        factories.contact_attempt(follow_up, Outcome.NO_ANSWER, at=clock.now() - HOUR)
        factories.contact_attempt(follow_up, said)

    (one,) = board.needs_decision(coordinator).asked

    assert one.asked == question


def test_a_later_deadline_asked_for_is_a_decision_until_it_is_settled(
    db, service, coordinator, worker
):
    follow_up = factories.follow_up(worker=worker)
    alert = factories.alert(Alert.MOVE_ASKED, organisation_id=service.id, follow_up_id=follow_up.id)
    before = [one.asked for one in board.needs_decision(coordinator).every]
    alert.seen_at = clock.now()
    db.session.commit()

    assert before == ["move"]
    assert board.needs_decision(coordinator).every == []


def test_closed_cases_and_those_of_others_ask_for_nothing(coordinator, worker):
    now = clock.now()
    factories.follow_up(worker=worker, due_at=now - HOUR, closed_at=now)
    factories.follow_up(worker=factories.account(), due_at=now - HOUR)
    factories.follow_up(unassigned_alarm_at=now - HOUR)
    asked_of(factories.follow_up(worker=factories.account()))

    assert board.needs_decision(coordinator).every == []


def test_a_source_that_holds_more_than_is_read_says_so(coordinator, worker, monkeypatch):
    monkeypatch.setattr(board, "MOST", 2)
    for _ in range(3):
        factories.follow_up(worker=worker, due_at=clock.now() - HOUR)

    decisions = board.needs_decision(coordinator)

    assert (len(decisions.every), decisions.more) == (2, True)


def test_at_the_gate_wait_perpetrators_whom_nobody_has_released_oldest_first(service, coordinator):
    now = clock.now()
    younger = factories.follow_up(Strand.PERPETRATOR, organisation=service, received_at=now)
    older = factories.follow_up(
        Strand.PERPETRATOR, organisation=service, received_at=now - timedelta(days=1)
    )
    factories.follow_up(Strand.PERPETRATOR, organisation=service, released_at=now)
    factories.follow_up(Strand.VICTIM, organisation=service)

    assert board.at_the_gate(coordinator) == [older.id, younger.id]
