from datetime import datetime, timedelta

import pytest
from sqlalchemy import or_, select

from followup import clock
from followup.casework import attempts, deadlines, errors, followups, reversal, safe_contact
from followup.models import Account, AlertRow, AuditEntry
from followup.rules.next_step import Step
from followup.rules.reaching import way_for
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import (
    CardSource,
    DeadlineKind,
    Outcome,
    Risk,
    State,
    StepWhy,
    Way,
)
from tests import factories, files

EVERY_WAY = {way.value: "yes" for way in Way if way.needs_permit}


@pytest.fixture
def follow_up(db):
    return files.running(risk=Risk.MEDIUM, card=files.card(permits=EVERY_WAY))


@pytest.fixture
def worker(db, follow_up):
    return db.session.get(Account, follow_up.worker_id)


def log(follow_up, outcome=Outcome.NO_ANSWER, **said):
    if outcome is Outcome.CAME_TO_US:
        said = {"asked": Outcome.SPOKE_SUPPORT} | said
    return files.logged(follow_up, outcome, way_for(Way.CALL, outcome), **said)


def standing(follow_up):
    """Everything an entry can change."""
    return (
        {row.kind: row.due_at for row in deadlines.open_deadlines(follow_up)},
        {name: getattr(follow_up, name) for name in reversal.COLUMNS},
        (follow_up.due_at, follow_up.due_kind, follow_up.contact_due_at, follow_up.step_from),
        safe_contact.current_card(follow_up),
    )


def unseen(db, follow_up):
    mine = or_(AlertRow.follow_up_id == follow_up.id, AlertRow.referral_id == follow_up.referral_id)
    return list(db.session.scalars(select(AlertRow.kind).where(mine, AlertRow.seen_at.is_(None))))


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.MISTAKE])
def test_undoing_any_outcome_gives_back_exactly_what_stood_before(outcome, db, follow_up, worker):
    before = standing(follow_up)
    entry = log(follow_up, outcome)

    reversal.undo(follow_up, entry, by=worker)

    assert standing(follow_up) == before
    assert unseen(db, follow_up) == []
    assert attempts.all_of(follow_up) == []


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.MISTAKE])
def test_striking_the_newest_entry_gives_back_what_stood_before_and_stays_readable(
    outcome, db, follow_up, worker, clock_at
):
    before = standing(follow_up)
    entry = log(follow_up, outcome)
    clock_at(clock.now() + timedelta(hours=2))

    correction = reversal.strike(follow_up, entry, by=worker, words="Wrong person")

    assert standing(follow_up) == before
    assert entry.struck_at == clock.now()
    assert (correction.corrects_id, correction.note) == (entry.id, "Wrong person")
    assert attempts.valid_of(follow_up) == []


def test_undo_is_over_after_a_minute(follow_up, worker, clock_at):
    entry = log(follow_up)
    clock_at(clock.now() + timedelta(seconds=61))

    with pytest.raises(errors.TooLate):
        reversal.undo(follow_up, entry, by=worker)


def test_undo_is_over_once_something_else_was_written_down(follow_up, worker):
    entry = log(follow_up)
    log(follow_up, Outcome.VISIT_NOBODY)

    with pytest.raises(errors.TooLate):
        reversal.undo(follow_up, entry, by=worker)


def test_nothing_is_undone_twice(follow_up, worker):
    entry = log(follow_up)
    reversal.undo(follow_up, entry, by=worker)

    with pytest.raises(errors.TooLate):
        reversal.undo(follow_up, entry, by=worker)


def test_nothing_is_struck_twice(follow_up, worker):
    entry = log(follow_up)
    reversal.strike(follow_up, entry, by=worker, words="Wrong")

    with pytest.raises(errors.TooLate):
        reversal.strike(follow_up, entry, by=worker, words="Wrong")


def test_an_older_contact_that_was_a_mistake_lets_the_contact_clock_run_again(
    follow_up, worker, clock_at
):
    contact_due = follow_up.contact_due_at
    wrong = log(follow_up, Outcome.SPOKE_SUPPORT)
    clock_at(clock.now() + timedelta(hours=1))
    right = log(follow_up, Outcome.VISIT_NOBODY)

    reversal.strike(follow_up, wrong, by=worker, words="Another Amina")

    kinds = {row.kind for row in deadlines.open_deadlines(follow_up)}
    assert (follow_up.contact_made_at, follow_up.contact_due_at) == (None, contact_due)
    assert (follow_up.attempts, follow_up.first_attempt_at) == (1, right.at)
    assert not kinds & {DeadlineKind.REVIEW_1_MONTH, DeadlineKind.REVIEW_3_MONTHS}


def test_a_card_changed_after_the_entry_is_never_taken_back_with_it(follow_up, worker, db):
    entry = log(follow_up)
    stricter = safe_contact.current_card(follow_up)
    safe_contact.change(
        follow_up,
        type(stricter)(phones=stricter.phones, permits={"call": "no"}),
        based_on=follow_up.card_version,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=worker,
    )

    reversal.strike(follow_up, entry, by=worker, words="Wrong")

    assert safe_contact.current_card(follow_up).permits == {"call": "no"}


def test_a_risk_that_was_set_after_the_entry_stays(follow_up, worker):
    entry = log(follow_up, Outcome.DANGER_NOW)
    followups.set_risk(follow_up, Risk.CRITICAL, by=worker, words="Weapon seen")

    reversal.strike(follow_up, entry, by=worker, words="Wrong")

    assert follow_up.risk is Risk.CRITICAL


def test_a_step_planned_after_the_entry_stays(follow_up, worker):
    log(follow_up)
    entry = log(follow_up, Outcome.VISIT_NOBODY)
    tomorrow = datetime(2026, 11, 24, 16, tzinfo=BRUSSELS)
    step = Step(tomorrow, tomorrow + timedelta(hours=1), None, None, StepWhy.CHOSEN)
    deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=worker)
    deadlines.refresh(follow_up)

    reversal.strike(follow_up, entry, by=worker, words="Wrong")

    assert follow_up.step_from == tomorrow


def test_a_stop_that_was_a_mistake_opens_the_ways_again(follow_up, worker):
    entry = log(follow_up, Outcome.STOP_UNSAFE)

    reversal.strike(follow_up, entry, by=worker, words="Wrong file")

    assert follow_up.state is State.OPEN
    assert not safe_contact.current_card(follow_up).locked


def test_undoing_leaves_other_peoples_alerts_alone(db, follow_up, worker):
    other = files.running()
    files.logged(other, Outcome.DANGER_NOW)
    entry = log(follow_up, Outcome.DANGER_NOW)

    reversal.undo(follow_up, entry, by=worker)

    assert len(unseen(db, other)) == 1


def test_each_correction_leaves_a_trace(db, follow_up, worker):
    undone = log(follow_up)
    reversal.undo(follow_up, undone, by=worker)
    struck = log(follow_up)
    reversal.strike(follow_up, struck, by=worker, words="Wrong")

    acts = select(AuditEntry.action).where(AuditEntry.object_id == follow_up.id)
    assert set(db.session.scalars(acts)) >= {"undid_contact", "corrected_contact"}


def test_nothing_is_corrected_on_a_follow_up_that_ended(db, follow_up, worker):
    entry = factories.contact_attempt(follow_up)
    follow_up.closed_at = clock.now()

    with pytest.raises(errors.FollowUpClosed):
        reversal.strike(follow_up, entry, by=worker, words="Wrong")
