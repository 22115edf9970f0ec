from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import deadlines, interpreters, reversal, safe_contact
from followup.casework.errors import (
    AgainstCard,
    BarredInterpreter,
    FollowUpClosed,
    GateShut,
    NotAfterNow,
    Refused,
)
from followup.models import CaseEvent, InterpreterBooking
from followup.rules.language import Wishes
from followup.vocabulary import (
    BookedFor,
    Booking,
    DeadlineKind,
    Outcome,
    Role,
    Strand,
    WayRefused,
)
from tests import factories, files

MORNINGS = files.card(windows=[{"opens": "10:00", "closes": "13:00"}])
DETAILS = {"service": "Tolkendienst", "reference": "T-12", "interpreter": ""}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def follow_up(worker):
    return files.running(worker=worker, card=MORNINGS)


@pytest.fixture
def tomorrow(noon):
    """Tuesday 24 November 2026, 11:00, inside the safe window."""
    return noon + timedelta(hours=23)


def book(follow_up, worker, at, **more):
    values = {"how": BookedFor.PHONE, "details": DETAILS, "wishes": Wishes()} | more
    return interpreters.book(follow_up, at=at, by=worker, **values)


def kinds(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def clocks(follow_up):
    return {kind: row.due_at for kind, row in kinds(follow_up).items() if kind in deadlines.CLOCKS}


def said(db):
    return list(db.session.scalars(select(CaseEvent.what).order_by(CaseEvent.id)))


def test_wanting_an_interpreter_is_a_duty_and_moves_no_clock(follow_up, worker):
    before = clocks(follow_up)

    interpreters.want(follow_up, by=worker)

    assert clocks(follow_up) == before
    assert DeadlineKind.BOOK_INTERPRETER in kinds(follow_up)
    assert follow_up.booking is Booking.WANTED


def test_what_is_overdue_stays_overdue_while_an_interpreter_is_awaited(
    follow_up, worker, clock_at, noon
):
    clock_at(noon + timedelta(days=4))
    due = follow_up.due_at

    interpreters.want(follow_up, by=worker)

    assert follow_up.due_at == due < clock.now()


def test_wanting_twice_is_wanting_once(db, follow_up, worker):
    interpreters.want(follow_up, by=worker)
    interpreters.want(follow_up, by=worker)

    assert len(list(db.session.scalars(select(InterpreterBooking)))) == 1


def test_who_shares_no_language_needs_an_interpreter_for_the_next_try(follow_up):
    files.logged(follow_up, Outcome.NO_SHARED_LANGUAGE)

    assert follow_up.booking is Booking.WANTED
    assert len([k for k in kinds(follow_up) if k is DeadlineKind.BOOK_INTERPRETER]) == 1


def test_a_booking_plans_the_next_try_for_then_and_ends_the_duty(follow_up, worker, tomorrow):
    interpreters.want(follow_up, by=worker)

    planned = book(follow_up, worker, tomorrow)

    open_now = kinds(follow_up)
    assert planned
    assert DeadlineKind.BOOK_INTERPRETER not in open_now
    assert open_now[DeadlineKind.NEXT_ATTEMPT].step_from == tomorrow
    assert (follow_up.booking, follow_up.booking_at) == (Booking.BOOKED, tomorrow)


def test_a_try_that_is_late_is_not_hidden_behind_a_booking(
    follow_up, worker, clock_at, noon, tomorrow
):
    files.logged(follow_up, Outcome.NO_ANSWER)
    clock_at(noon + timedelta(days=3))
    late = kinds(follow_up)[DeadlineKind.NEXT_ATTEMPT].due_at

    planned = book(follow_up, worker, tomorrow + timedelta(days=3))

    assert not planned
    assert kinds(follow_up)[DeadlineKind.NEXT_ATTEMPT].due_at == late
    assert follow_up.due_at <= late < clock.now()


@pytest.mark.parametrize("how", list(BookedFor))
def test_no_interpreter_is_booked_outside_the_safe_window(follow_up, worker, tomorrow, how):
    with pytest.raises(AgainstCard) as refused:
        book(follow_up, worker, tomorrow + timedelta(hours=4), how=how)

    assert refused.value.facts["reason"] is WayRefused.OUTSIDE_WINDOW
    assert follow_up.booking is None


def test_none_is_booked_for_a_call_the_card_forbids(worker, tomorrow):
    never = files.running(worker=worker, card=files.card(permits={"call": "no"}))

    with pytest.raises(AgainstCard):
        book(never, worker, tomorrow)

    assert book(never, worker, tomorrow, how=BookedFor.PRESENT)


def test_none_is_booked_where_contact_was_stopped(worker, tomorrow):
    stopped = files.running(worker=worker, card=files.card(locked=True))

    with pytest.raises(AgainstCard):
        book(stopped, worker, tomorrow, how=BookedFor.PRESENT)


def test_none_is_booked_for_the_past_or_for_an_ended_follow_up(follow_up, worker, noon):
    with pytest.raises(NotAfterNow):
        book(follow_up, worker, noon - timedelta(hours=1))
    follow_up.closed_at = noon
    with pytest.raises(FollowUpClosed):
        book(follow_up, worker, noon + timedelta(hours=23))


def test_behind_a_shut_gate_nobody_is_booked(db, tomorrow):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    waiting = files.running(Strand.PERPETRATOR, worker=worker, released_at=None)

    with pytest.raises(GateShut):
        book(waiting, worker, tomorrow)


def test_a_barred_interpreter_is_booked_only_with_a_reason(follow_up, worker, tomorrow):
    wishes = Wishes(barred=("Fatima El Amrani",))
    details = DETAILS | {"interpreter": "El Amrani F."}

    with pytest.raises(BarredInterpreter):
        book(follow_up, worker, tomorrow, wishes=wishes, details=details)

    assert book(follow_up, worker, tomorrow, wishes=wishes, details=details, words="She agreed.")


def test_who_did_not_come_is_wanted_again(db, follow_up, worker, tomorrow):
    book(follow_up, worker, tomorrow)
    interpreters.answer(follow_up, Booking.NOT_COME, by=worker)

    assert follow_up.booking is Booking.WANTED
    assert follow_up.booking_at is None
    assert said(db)[-2:] == ["interpreter_not_come", "interpreter_wanted"]


def test_who_came_ends_the_booking(follow_up, worker, tomorrow):
    book(follow_up, worker, tomorrow)
    interpreters.answer(follow_up, Booking.CONFIRMED, by=worker)
    interpreters.answer(follow_up, Booking.CAME, by=worker)

    assert interpreters.running(follow_up) is None
    assert follow_up.booking is None


def test_no_longer_needed_ends_the_duty_too(follow_up, worker):
    interpreters.want(follow_up, by=worker)
    interpreters.answer(follow_up, Booking.DROPPED, by=worker)

    assert DeadlineKind.BOOK_INTERPRETER not in kinds(follow_up)
    assert follow_up.booking is None


@pytest.mark.parametrize("state", [Booking.CAME, Booking.CONFIRMED, Booking.WANTED])
def test_an_answer_that_does_not_follow_is_refused(follow_up, worker, state):
    interpreters.want(follow_up, by=worker)

    with pytest.raises(Refused):
        interpreters.answer(follow_up, state, by=worker)


def test_what_was_booked_stands_sealed(db, follow_up, worker, tomorrow):
    book(follow_up, worker, tomorrow, details=DETAILS | {"interpreter": "Someone Known"})

    row = db.session.connection().exec_driver_sql("SELECT details FROM interpreter_booking").one()
    assert b"Someone" not in bytes(row[0])


def test_a_try_without_answer_proposes_the_moment_the_interpreter_is_booked_for(
    follow_up, worker, tomorrow
):
    book(follow_up, worker, tomorrow)

    files.logged(follow_up, Outcome.NO_ANSWER)

    row = kinds(follow_up)[DeadlineKind.NEXT_ATTEMPT]
    assert row.step_from == tomorrow
    assert row.explained["why"] == "interpreter"


def test_another_day_after_a_stranger_answered_goes_before_the_booking(follow_up, worker, noon):
    book(follow_up, worker, noon + timedelta(minutes=30))

    files.logged(follow_up, Outcome.OTHER_ANSWERED)

    assert kinds(follow_up)[DeadlineKind.NEXT_ATTEMPT].step_from >= noon + timedelta(hours=12)


def test_a_booking_that_the_card_no_longer_allows_is_not_proposed(db, follow_up, worker, tomorrow):
    book(follow_up, worker, tomorrow)
    safe_contact.current(follow_up).card = files.card(
        windows=[{"opens": "12:00", "closes": "15:00"}]
    )
    db.session.flush()

    files.logged(follow_up, Outcome.NO_ANSWER)

    assert kinds(follow_up)[DeadlineKind.NEXT_ATTEMPT].step_from != tomorrow


def test_no_answer_leaves_the_duty_to_book_open(follow_up, worker):
    interpreters.want(follow_up, by=worker)

    files.logged(follow_up, Outcome.NO_ANSWER)

    assert DeadlineKind.BOOK_INTERPRETER in kinds(follow_up)
    assert follow_up.booking is Booking.WANTED


def test_once_the_contact_was_made_nobody_waits_until_it_is_taken_back(follow_up, worker):
    interpreters.want(follow_up, by=worker)

    entry = files.logged(follow_up, Outcome.SPOKE_THINK)
    waits = follow_up.booking
    reversal.undo(follow_up, entry, by=worker)

    assert waits is None
    assert follow_up.booking is Booking.WANTED
    assert DeadlineKind.BOOK_INTERPRETER in kinds(follow_up)
    assert interpreters.running(follow_up).state is Booking.WANTED


def test_nobody_is_waited_for_once_the_follow_up_has_ended(follow_up, worker, tomorrow):
    book(follow_up, worker, tomorrow)

    interpreters.end_open(follow_up)

    assert (follow_up.booking, follow_up.booking_at) == (None, None)
    assert interpreters.running(follow_up) is None
