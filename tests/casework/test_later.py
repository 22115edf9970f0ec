"""Plan for later: safe moments within the rule, the clocks run on, and undo gives all back."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import deadlines, later, outreach, planning, reversal, worklist
from followup.casework.entry import Entry
from followup.casework.errors import FollowUpClosed, GateShut, LaterThanRule, NotThatMoment, TooLate
from followup.rules.worklist import Group
from followup.vocabulary import DeadlineKind, Outcome, Risk, Role, Strand, Way
from tests import factories, files


@pytest.fixture
def file(db):
    """High risk, received this noon: contact is due the day after tomorrow."""
    return files.running()


@pytest.fixture
def worker(db, file):
    return db.session.get(factories.Account, file.worker_id)


def test_it_stands_among_later_until_the_chosen_moment(file, worker, clock_at, noon):
    later.put_off(file, noon + timedelta(hours=3), by=worker)

    day = worklist.day_of(worker)
    assert [row.id for row in day.groups[Group.LATER]] == [file.id]
    assert day.to_do == []
    clock_at(noon + timedelta(hours=3))
    assert [row.id for row in worklist.day_of(worker).to_do] == [file.id]


def test_the_clocks_run_on(file, worker, noon):
    before = [(row.kind, row.due_at) for row in deadlines.open_deadlines(file)]

    later.put_off(file, noon + timedelta(hours=3), by=worker)

    assert [(row.kind, row.due_at) for row in deadlines.open_deadlines(file)] == before


def test_a_planned_try_moves_along_and_undo_gives_it_back(file, worker, noon):
    files.logged(file)
    planned = [row for row in deadlines.open_deadlines(file) if row.step_from]
    to = noon + timedelta(hours=2)

    later.put_off(file, to, by=worker)
    moved = [row for row in deadlines.open_deadlines(file) if row.step_from]
    assert (moved[0].step_from, moved[0].kind) == (to, planned[0].kind)
    later.take_back(file, by=worker)

    back = [row for row in deadlines.open_deadlines(file) if row.step_from]
    assert [row.id for row in back] == [planned[0].id]
    assert file.shown_again_at is None


def test_the_choices_are_safe_moments_within_the_rule(file, worker):
    limits = planning.limits_of(file)

    steps = later.choices(file, limits)

    assert steps
    assert all(step.starts_at <= later.latest(file) for step in steps.values())
    assert len({step.starts_at for step in steps.values()}) == len(steps)


def test_later_than_the_rule_is_the_coordinators(file, worker):
    with pytest.raises(LaterThanRule):
        later.put_off(file, later.latest(file) + timedelta(minutes=1), by=worker)


def test_overdue_and_high_risk_waits_four_hours_at_most(file, worker, clock_at):
    due = max(row.due_at for row in deadlines.open_deadlines(file))
    now = due + timedelta(hours=1)
    clock_at(now)

    assert later.latest(file) == now + timedelta(hours=4)


def test_what_is_past_every_limit_may_wait_a_few_hours_more(worker, noon):
    file = factories.follow_up(worker=worker, risk=Risk.LOW)
    explained = {"latest_at": (noon - timedelta(days=3)).isoformat()}
    due_at = noon - timedelta(days=4)
    factories.deadline(file, DeadlineKind.CALL_BACK, due_at, explained=explained)

    assert later.latest(file) == noon + timedelta(hours=4)


def test_a_step_without_a_limit_waits_a_month_at_most(worker, noon):
    file = factories.follow_up(worker=worker, contact_made_at=noon)
    factories.deadline(file, DeadlineKind.CALL_BACK, noon + timedelta(days=1))

    assert later.latest(file) == noon + timedelta(days=30)


def test_nothing_due_leaves_nothing_to_put_off(worker):
    idle = factories.follow_up(worker=worker)

    assert later.latest(idle) is None
    with pytest.raises(LaterThanRule):
        later.put_off(idle, clock.now() + timedelta(hours=1), by=worker)


def test_a_moment_that_is_past_or_not_safe_is_refused(worker, noon):
    card = files.card(windows=[{"opens": "14:00", "closes": "16:00"}])
    file = factories.follow_up(worker=worker, card=card)
    factories.deadline(file, DeadlineKind.CALL_BACK, noon + timedelta(days=1))

    for moment in (noon - timedelta(minutes=1), noon, noon + timedelta(hours=1)):
        with pytest.raises(NotThatMoment):
            later.put_off(file, moment, by=worker)


def test_behind_a_shut_gate_or_in_an_ended_file_nothing_is_planned(db, worker, noon):
    closed = factories.follow_up(worker=worker, closed_at=noon)
    gated = factories.follow_up(
        Strand.PERPETRATOR, worker=factories.account(Role.PERPETRATOR_WORKER)
    )

    with pytest.raises(FollowUpClosed):
        later.put_off(closed, noon + timedelta(hours=1), by=worker)
    with pytest.raises(GateShut):
        later.put_off(gated, noon + timedelta(hours=1), by=worker)


def test_after_a_minute_it_is_not_taken_back(file, worker, clock_at, noon):
    later.put_off(file, noon + timedelta(hours=3), by=worker)
    clock_at(noon + timedelta(minutes=2))

    with pytest.raises(TooLate):
        later.take_back(file, by=worker)


def test_logging_a_contact_ends_it_and_undoing_that_restores_it(file, worker, noon):
    to = noon + timedelta(hours=3)
    later.put_off(file, to, by=worker)

    entry = outreach.log_contact(file, Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER), by=worker)
    assert file.shown_again_at is None
    reversal.undo(file, entry, by=worker)

    assert file.shown_again_at == to


def test_a_low_risk_may_be_put_off_longer_than_a_high_one(db, worker, noon):
    low = files.running(risk=Risk.LOW)

    assert later.latest(low) > noon + timedelta(days=1)
