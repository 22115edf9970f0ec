"""Laying, moving and recomputing the duties of a file."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from followup.casework import deadlines, policies
from followup.casework.errors import FollowUpClosed, NeedsCoordinator
from followup.models import Deadline
from followup.rules.next_step import Step
from followup.rules.policy_json import to_json
from followup.rules.terms import hours
from followup.vocabulary import (
    DeadlineEnd,
    DeadlineKind,
    MoveReason,
    Risk,
    Role,
    StepWhy,
    Strand,
)
from tests import factories


def running(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def test_the_worklist_shows_the_duty_that_is_due_first(follow_up):
    rows = running(follow_up)

    assert follow_up.due_at == min(row.due_at for row in rows.values())
    assert follow_up.contact_due_at == rows[DeadlineKind.CONTACT_MADE].due_at


def test_the_database_keeps_one_open_duty_of_a_kind(db, follow_up):
    db.session.add(
        Deadline(
            follow_up_id=follow_up.id,
            kind=DeadlineKind.CONTACT_MADE,
            rule="test",
            starts_at=follow_up.received_at,
            due_at=follow_up.received_at,
            opened_at=follow_up.received_at,
            explained={},
        )
    )

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_planned_step_is_due_when_its_window_ends(follow_up, worker, noon):
    step = Step(
        noon + timedelta(hours=1), noon + timedelta(hours=2), None, None, StepWhy.FIRST_POSSIBLE
    )

    deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=worker)
    deadlines.refresh(follow_up)

    assert follow_up.due_kind is DeadlineKind.NEXT_ATTEMPT
    assert (follow_up.step_from, follow_up.due_at) == (step.starts_at, step.ends_at)


def test_a_worker_moves_a_step_within_the_rule(follow_up, worker, noon):
    row = planned(follow_up, worker, noon)
    to = follow_up.contact_due_at - timedelta(hours=1)

    deadlines.move(follow_up, row, to, reason=MoveReason.PERSON_ASKED, by=worker)

    assert row.due_at == to


def test_a_step_past_the_rule_needs_the_coordinator(follow_up, worker, noon):
    row = planned(follow_up, worker, noon)
    to = follow_up.contact_due_at + timedelta(hours=1)

    with pytest.raises(NeedsCoordinator):
        deadlines.move(follow_up, row, to, reason=MoveReason.OTHER, by=worker)


def test_the_clock_of_the_rule_itself_is_moved_by_the_coordinator_only(follow_up, worker):
    row = running(follow_up)[DeadlineKind.CONTACT_MADE]
    to = row.due_at + timedelta(days=1)

    with pytest.raises(NeedsCoordinator):
        deadlines.move(follow_up, row, to, reason=MoveReason.OTHER, by=worker)
    deadlines.move(follow_up, row, to, reason=MoveReason.OTHER, by=worker, decided=True)

    assert row.due_at == to


def test_a_moved_duty_escalates_as_much_later_and_is_told_again(follow_up, worker, noon):
    row = running(follow_up)[DeadlineKind.CONTACT_MADE]
    told_at, row.escalated_at = row.escalates_at, noon

    deadlines.move(
        follow_up,
        row,
        row.due_at + timedelta(days=1),
        reason=MoveReason.OTHER,
        by=worker,
        decided=True,
    )

    assert row.escalates_at == told_at + timedelta(days=1)
    assert row.escalated_at is None


def test_a_review_moves_until_the_coordinator_is_told_and_not_on_and_on(follow_up, worker, noon):
    follow_up.contact_due_at = None
    told_at = noon + timedelta(days=7)
    row = factories.deadline(
        follow_up, DeadlineKind.REVIEW_1_MONTH, due_at=noon, escalates_at=told_at
    )

    deadlines.move(follow_up, row, told_at, reason=MoveReason.PERSON_ASKED, by=worker)

    assert row.escalates_at == told_at
    with pytest.raises(NeedsCoordinator):
        deadlines.move(
            follow_up,
            row,
            told_at + timedelta(days=1),
            reason=MoveReason.PERSON_ASKED,
            by=worker,
        )


def test_nothing_moves_in_a_closed_file(follow_up, worker, noon):
    row = running(follow_up)[DeadlineKind.CONTACT_MADE]
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        deadlines.move(follow_up, row, row.due_at, reason=MoveReason.OTHER, by=worker)


def test_new_rules_move_a_file_only_on_purpose_and_keep_what_was_promised(db, follow_up, worker):
    before = running(follow_up)[DeadlineKind.CONTACT_MADE]
    policy = policies.policy_of(follow_up)
    rules = dict(policy.rules)
    key = (Strand.VICTIM, Risk.HIGH)
    rules[key] = type(rules[key])(**{**vars(rules[key]), "contact_made": hours(30)})
    kept = factories.deadline_policy(
        worker.organisation, to_json(type(policy)(**{**vars(policy), "rules": rules}))
    )
    assert deadlines.recompute(follow_up, by=worker) == 0

    follow_up.policy_id = kept.id
    moved = deadlines.recompute(follow_up, by=worker)

    assert moved == 1
    assert before.end is DeadlineEnd.REPLACED
    after = running(follow_up)[DeadlineKind.CONTACT_MADE]
    assert after.due_at == before.starts_at + timedelta(hours=30)
    assert after.policy_version == 1


def planned(follow_up, worker, noon):
    step = Step(
        noon + timedelta(hours=1), noon + timedelta(hours=2), None, None, StepWhy.FIRST_POSSIBLE
    )
    row = deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=worker)
    deadlines.refresh(follow_up)
    return row


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def follow_up(worker):
    row = factories.follow_up(worker=worker)
    deadlines.start_clocks(row, by=worker)
    deadlines.refresh(row)
    return row
