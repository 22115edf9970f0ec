"""A later deadline asked of the coordinator."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import deadlines, file, moving
from followup.casework.errors import FollowUpClosed, NeedsCoordinator, TooLate
from followup.models import AlertRow
from followup.vocabulary import Alert, DeadlineKind, MoveReason, Role
from tests import factories


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def coordinator(db, worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def follow_up(db, worker):
    return factories.follow_up(worker=worker)


@pytest.fixture
def clock_row(db, follow_up):
    return factories.deadline(follow_up, DeadlineKind.CONTACT_MADE)


@pytest.fixture
def later(clock_row):
    return clock_row.due_at + timedelta(days=2)


def ask(follow_up, row, to, worker):
    moving.ask(follow_up, row, to, reason=MoveReason.PERSON_ASKED, by=worker, words="She is away.")


def test_a_clock_is_moved_by_the_coordinator_only(follow_up, clock_row, later, worker):
    with pytest.raises(NeedsCoordinator):
        deadlines.move(follow_up, clock_row, later, reason=MoveReason.OTHER, by=worker)


def test_what_is_asked_stands_in_the_timeline_and_tells_the_coordinator(
    db, follow_up, clock_row, later, worker
):
    before = clock_row.due_at
    ask(follow_up, clock_row, later, worker)
    db.session.flush()

    asked = moving.asked(file.events(follow_up))[DeadlineKind.CONTACT_MADE]
    alert = db.session.scalars(select(AlertRow)).one()
    assert (asked.note, asked.facts["until"]) == ("She is away.", later.isoformat())
    assert (alert.kind, alert.organisation_id) == (Alert.MOVE_ASKED, follow_up.organisation_id)
    assert clock_row.due_at == before


def test_the_coordinators_move_settles_what_was_asked(
    db, follow_up, clock_row, later, worker, coordinator
):
    ask(follow_up, clock_row, later, worker)

    moving.decide(follow_up, clock_row, later, reason=MoveReason.PERSON_ASKED, by=coordinator)
    db.session.flush()

    assert clock_row.due_at == later
    assert moving.asked(file.events(follow_up)) == {}
    assert db.session.scalars(select(AlertRow)).one().seen_at is not None


def test_keeping_the_deadline_settles_it_too(db, follow_up, clock_row, later, worker, coordinator):
    before = clock_row.due_at
    ask(follow_up, clock_row, later, worker)

    moving.keep(follow_up, clock_row, by=coordinator, words="Somebody else can call.")
    db.session.flush()

    assert clock_row.due_at == before
    assert moving.asked(file.events(follow_up)) == {}


def test_the_same_wish_twice_is_one_alert(db, follow_up, clock_row, later, worker):
    ask(follow_up, clock_row, later, worker)
    ask(follow_up, clock_row, later, worker)

    assert len(db.session.scalars(select(AlertRow)).all()) == 1


def test_nothing_is_asked_of_an_ended_follow_up(follow_up, clock_row, later, worker, noon):
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        ask(follow_up, clock_row, later, worker)


def test_a_move_taken_back_leaves_the_deadline_as_it_was_and_shows_nothing(
    follow_up, clock_row, later, coordinator
):
    before, told_at = clock_row.due_at, clock_row.escalates_at
    moving.decide(follow_up, clock_row, later, reason=MoveReason.OTHER, by=coordinator)

    moving.take_back(follow_up, DeadlineKind.CONTACT_MADE, by=coordinator)

    assert (clock_row.due_at, clock_row.escalates_at) == (before, told_at)
    assert follow_up.due_at == before
    assert file.moves(follow_up) == []


def test_a_decision_taken_back_asks_again(db, follow_up, clock_row, later, worker, coordinator):
    ask(follow_up, clock_row, later, worker)
    moving.decide(follow_up, clock_row, later, reason=MoveReason.OTHER, by=coordinator)

    moving.take_back(follow_up, DeadlineKind.CONTACT_MADE, by=coordinator)
    db.session.flush()

    assert list(moving.asked(file.events(follow_up))) == [DeadlineKind.CONTACT_MADE]
    assert db.session.scalars(select(AlertRow.seen_at)).one() is None


def test_only_who_moved_it_takes_it_back_within_a_minute_and_once(
    follow_up, clock_row, later, worker, coordinator, clock_at, noon
):
    kind = DeadlineKind.CONTACT_MADE
    moving.decide(follow_up, clock_row, later, reason=MoveReason.OTHER, by=coordinator)

    with pytest.raises(TooLate):
        moving.take_back(follow_up, kind, by=worker)
    clock_at(noon + timedelta(seconds=61))
    with pytest.raises(TooLate):
        moving.take_back(follow_up, kind, by=coordinator)
    clock_at(noon + timedelta(seconds=20))
    moving.take_back(follow_up, kind, by=coordinator)
    with pytest.raises(TooLate):
        moving.take_back(follow_up, kind, by=coordinator)
