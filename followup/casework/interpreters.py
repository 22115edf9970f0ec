"""Book an interpreter for the next contact. The clocks run on: waiting moves no deadline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import deadlines, events, planning, policies, safe_contact
from followup.casework.audit import Act, Of, record
from followup.casework.errors import (
    AgainstCard,
    BarredInterpreter,
    ChangedMeanwhile,
    FollowUpClosed,
    GateShut,
    NotAfterNow,
    Refused,
)
from followup.casework.events import What
from followup.casework.followups import gate_is_shut
from followup.db import db
from followup.models import Account, FollowUp, InterpreterBooking
from followup.models.wall import marked
from followup.rules import deadlines as deadline_rules
from followup.rules.effects import NextTry
from followup.rules.language import Wishes, barred_name
from followup.rules.safe_window import may_use, window_at
from followup.vocabulary import (
    BookedFor,
    Booking,
    DeadlineEnd,
    DeadlineKind,
    Start,
    Way,
    WayRefused,
)

SAID = {
    Booking.CONFIRMED: What.INTERPRETER_CONFIRMED,
    Booking.CAME: What.INTERPRETER_CAME,
    Booking.NOT_COME: What.INTERPRETER_NOT_COME,
    Booking.DROPPED: What.INTERPRETER_DROPPED,
}
# From where each answer can be given.
AFTER = {
    Booking.CONFIRMED: (Booking.BOOKED,),
    Booking.CAME: (Booking.BOOKED, Booking.CONFIRMED),
    Booking.NOT_COME: (Booking.BOOKED, Booking.CONFIRMED),
    Booking.DROPPED: (Booking.WANTED, Booking.BOOKED, Booking.CONFIRMED),
}

_OPEN = select(InterpreterBooking).where(
    marked(InterpreterBooking),
    InterpreterBooking.follow_up_id == bindparam("follow_up"),
    InterpreterBooking.ended_at.is_(None),
)


def running(follow_up: FollowUp) -> InterpreterBooking | None:
    """The booking for the next contact, or None."""
    return db.session.scalar(_OPEN, {"follow_up": follow_up.id})


def want(follow_up: FollowUp, *, by: Account) -> InterpreterBooking:
    """An interpreter is wanted for the next contact; to book one becomes a duty. Once is enough."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    found = running(follow_up)
    if found is not None:
        return found
    row = InterpreterBooking(
        follow_up_id=follow_up.id,
        state=Booking.WANTED,
        wanted_at=clock.now(),
        wanted_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise ChangedMeanwhile from None
    kinds = {one.kind for one in deadlines.open_deadlines(follow_up)}
    if DeadlineKind.BOOK_INTERPRETER not in kinds:
        _lay_duty(follow_up, by)
    events.note(follow_up, What.INTERPRETER_WANTED, by=by)
    _written(follow_up, row, by)
    return row


def book(
    follow_up: FollowUp,
    *,
    at: datetime,
    how: BookedFor,
    details: Mapping[str, str],
    wishes: Wishes,
    words: str = "",
    by: Account,
) -> bool:
    """Keep what was booked and plan the next try for then, where it hides nothing that is late.

    True when the next try was planned. Raises NotAfterNow, GateShut, AgainstCard for a moment or a
    way the safe contact does not allow, BarredInterpreter unless `words` say why all the same.
    """
    refuse(follow_up, at, how)
    if barred_name(details.get("interpreter", ""), wishes) and not words:
        raise BarredInterpreter
    row = want(follow_up, by=by)
    row.state, row.at, row.how, row.details = Booking.BOOKED, at, how, dict(details)
    deadlines.end(follow_up, [DeadlineKind.BOOK_INTERPRETER], DeadlineEnd.MET, by=by)
    _written(follow_up, row, by)
    planned = _plan(follow_up, by)
    said: dict[str, Any] = {"at": at.isoformat(), "how": how}
    events.note(follow_up, What.INTERPRETER_BOOKED, by=by, words=words, **said)
    deadlines.refresh(follow_up)
    return planned


def answer(follow_up: FollowUp, state: Booking, *, by: Account) -> None:
    """Confirmed, came, did not come, or no longer needed. Who did not come is wanted again."""
    row = running(follow_up)
    if row is None or row.state not in AFTER.get(state, ()):
        raise Refused
    row.state = state
    if not state.is_open:
        row.ended_at = clock.now()
        deadlines.end(follow_up, [DeadlineKind.BOOK_INTERPRETER], DeadlineEnd.MET, by=by)
    events.note(follow_up, SAID[state], by=by)
    _written(follow_up, row, by)
    if state is Booking.NOT_COME:
        want(follow_up, by=by)


def contact_made(follow_up: FollowUp, *, logged_at: datetime) -> None:
    """The next contact has been: an interpreter still only wanted was for that one."""
    row = running(follow_up) if follow_up.booking is Booking.WANTED else None
    if row is not None:
        row.state, row.ended_at = Booking.DROPPED, logged_at
        follow_up.booking = None


def want_again(follow_up: FollowUp, *, logged_at: datetime) -> None:
    """The entry of that contact was taken back."""
    query = select(InterpreterBooking).where(
        marked(InterpreterBooking),
        InterpreterBooking.follow_up_id == follow_up.id,
        InterpreterBooking.state == Booking.DROPPED,
        InterpreterBooking.ended_at == logged_at,
    )
    row = db.session.scalar(query)
    if row is not None and follow_up.booking is None:
        row.state, row.ended_at = Booking.WANTED, None
        follow_up.booking = Booking.WANTED


def take_over(kept: FollowUp, folded: FollowUp, *, by: Account) -> None:
    """Of two files that become one, the one that stays waits for the interpreter, too."""
    if folded.booking is not None and kept.booking is None and kept.closed_at is None:
        want(kept, by=by)


def end_open(follow_up: FollowUp) -> None:
    """The follow-up ends: nobody is waited for."""
    row = running(follow_up) if follow_up.booking is not None else None
    if row is not None:
        row.state, row.ended_at = Booking.DROPPED, clock.now()
        follow_up.booking = follow_up.booking_at = None


def refuse(follow_up: FollowUp, at: datetime, how: BookedFor) -> None:
    """A booking is a contact to come: what a contact may not be, it may not be either."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if at <= clock.now():
        raise NotAfterNow
    if gate_is_shut(follow_up):
        raise GateShut
    card = safe_contact.current_card(follow_up).for_rules()
    refused = may_use(card, Way.CALL, at) if how is BookedFor.PHONE else None
    if refused is None and window_at(card, at) is None:
        refused = WayRefused.OUTSIDE_WINDOW
    if card.locked:
        refused = WayRefused.LOCKED
    if refused is not None:
        raise AgainstCard(reason=refused)


def _plan(follow_up: FollowUp, by: Account) -> bool:
    """The next try at the booked moment, unless one is late or this would be later than allowed."""
    step = planning.booked_step(follow_up, NextTry(), planning.limits_of(follow_up))
    if step is None:
        return False
    open_now = deadlines.open_deadlines(follow_up)
    tries = [row for row in open_now if row.kind is DeadlineKind.NEXT_ATTEMPT]
    for row in tries:
        latest = deadlines.limit(follow_up, row)
        if row.due_at < clock.now() or (latest is not None and step.starts_at > latest):
            return False
    deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=by)
    return True


def _lay_duty(follow_up: FollowUp, by: Account) -> None:
    due = deadline_rules.plain(
        DeadlineKind.BOOK_INTERPRETER,
        policies.policy_of(follow_up).terms.book_interpreter,
        clock.now(),
        deadlines.calendar_for(follow_up),
        Start.ATTEMPT_AT,
    )
    deadlines.lay(follow_up, [due], by=by)


def _written(follow_up: FollowUp, row: InterpreterBooking, by: Account) -> None:
    """Repeat the open booking on the follow-up, where lists find it."""
    follow_up.booking = row.state if row.ended_at is None else None
    follow_up.booking_at = row.at if row.ended_at is None else None
    record(Act.BOOKED_INTERPRETER, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)
