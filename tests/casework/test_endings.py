"""Pausing, closing and reopening."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import deadlines, endings, whereabouts
from followup.casework.errors import FollowUpClosed, LaterThanRule, Refused
from followup.models import AlertRow
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    PauseReason,
    Risk,
    Role,
    State,
)
from tests import factories


def running(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def test_a_pause_stops_both_clocks_and_plants_a_review(follow_up, worker, noon):
    endings.pause(
        follow_up,
        reason=PauseReason.HOSPITAL,
        review_at=noon + timedelta(days=3),
        by=worker,
    )

    assert set(running(follow_up)) == {DeadlineKind.PAUSE_REVIEW}
    assert follow_up.due_at == noon + timedelta(days=3)


def test_after_a_pause_the_clocks_run_on_with_the_time_that_was_left(
    follow_up, worker, noon, clock_at
):
    before = running(follow_up)[DeadlineKind.CONTACT_MADE].due_at
    endings.pause(
        follow_up, reason=PauseReason.DETENTION, review_at=noon + timedelta(days=5), by=worker
    )
    clock_at(noon + timedelta(days=2))

    endings.resume(follow_up, by=worker)

    assert running(follow_up)[DeadlineKind.CONTACT_MADE].due_at == before + timedelta(days=2)
    assert endings.running_pause(follow_up) is None


def test_a_follow_up_is_paused_once_at_a_time(follow_up, worker, noon):
    review_at = noon + timedelta(days=3)
    endings.pause(follow_up, reason=PauseReason.ABROAD, review_at=review_at, by=worker)

    with pytest.raises(Refused):
        endings.pause(follow_up, reason=PauseReason.ABROAD, review_at=review_at, by=worker)


def test_a_worker_closes_a_standard_file_after_contact(follow_up, worker, noon):
    follow_up.risk = follow_up.timed_as = Risk.LOW
    follow_up.contact_made_at = noon

    closed = endings.close(follow_up, reason=CloseReason.NEEDS_MET, by=worker)

    assert closed
    assert follow_up.state is State.CLOSED
    assert running(follow_up) == {}
    assert follow_up.due_at is None


@pytest.mark.parametrize(
    ("risk", "reached", "reason"),
    [
        (Risk.HIGH, True, CloseReason.NEEDS_MET),
        (Risk.CRITICAL, True, CloseReason.MOVED),
        (Risk.UNKNOWN, True, CloseReason.NEEDS_MET),
        (Risk.LOW, False, CloseReason.NOT_WANTED),
        (Risk.LOW, True, CloseReason.NOT_REACHED),
        (Risk.LOW, True, CloseReason.NOT_SAFE),
    ],
)
def test_high_unreached_and_unsafe_files_are_put_before_the_coordinator(
    db, follow_up, worker, noon, risk, reached, reason
):
    follow_up.risk = follow_up.timed_as = risk
    follow_up.contact_made_at = noon if reached else None

    closed = endings.close(follow_up, reason=reason, by=worker)

    assert not closed
    assert follow_up.closed_at is None
    assert DeadlineKind.COORDINATOR_DECISION in running(follow_up)
    asked = db.session.scalars(select(AlertRow).where(AlertRow.kind == Alert.CLOSE_ASKED)).one()
    assert asked.organisation_id == follow_up.organisation_id


def test_the_coordinator_closes_what_a_worker_may_not(follow_up, coordinator):
    closed = endings.close(follow_up, reason=CloseReason.NOT_REACHED, by=coordinator)

    assert closed
    assert follow_up.close_reason is CloseReason.NOT_REACHED


def test_a_closed_file_is_not_closed_again(follow_up, coordinator):
    endings.close(follow_up, reason=CloseReason.DIED, by=coordinator)

    with pytest.raises(FollowUpClosed):
        endings.close(follow_up, reason=CloseReason.DIED, by=coordinator)


def test_a_reopened_file_runs_the_clocks_that_were_never_met(follow_up, coordinator):
    due_at = running(follow_up)[DeadlineKind.CONTACT_MADE].due_at
    endings.close(follow_up, reason=CloseReason.MISTAKE, by=coordinator)

    endings.reopen(follow_up, by=coordinator, words="It was the other file.")

    assert running(follow_up)[DeadlineKind.CONTACT_MADE].due_at == due_at
    assert follow_up.state is State.OPEN


def test_one_more_call_that_was_agreed_is_all_that_runs_after_closing(follow_up, coordinator, noon):
    endings.close(
        follow_up,
        reason=CloseReason.NOT_WANTED,
        by=coordinator,
        call_once_more_at=noon + timedelta(days=30),
    )

    assert set(running(follow_up)) == {DeadlineKind.CALL_ONCE_MORE}
    assert follow_up.due_at == noon + timedelta(days=30)


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def coordinator(worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def follow_up(worker):
    row = factories.follow_up(worker=worker)
    deadlines.start_clocks(row, by=worker)
    deadlines.refresh(row)
    return row


def test_of_who_wants_no_follow_up_the_whereabouts_are_not_kept(follow_up, coordinator):
    factories.whereabouts(follow_up)

    endings.close(follow_up, reason=CloseReason.NOT_WANTED, by=coordinator)

    assert not whereabouts.are_kept(follow_up)
    assert follow_up.due_at is None


def test_one_more_call_is_not_agreed_later_than_the_rule_allows(follow_up, coordinator, noon):
    with pytest.raises(LaterThanRule):
        endings.close(
            follow_up,
            reason=CloseReason.NOT_WANTED,
            by=coordinator,
            call_once_more_at=noon + timedelta(days=91),
        )
