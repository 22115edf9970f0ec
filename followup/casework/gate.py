"""The victim-first gate: who opens it, who holds contact back, and when it opens by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from followup import clock
from followup.casework import deadlines, events, joined, partner_contact, policies
from followup.casework.errors import NotThatMoment, Refused
from followup.casework.events import What
from followup.db import db
from followup.models import Account, CaseEvent, FollowUp, Pause, SafetySignal
from followup.models.wall import marked, unrestricted
from followup.rules import deadlines as rules
from followup.vocabulary import DeadlineEnd, DeadlineKind, Signal, Start, State, Strand

MOST_HELD = timedelta(days=14)
BATCH = 200
WAITS = (*deadlines.CLOCKS, DeadlineKind.NEXT_ATTEMPT, DeadlineKind.CALL_BACK)
GOES_ON = (State.OPEN, State.INCOMPLETE)


def release(follow_up: FollowUp, *, by: Account | None, words: str) -> None:
    """Open the gate of a perpetrator's follow-up: its clocks count from now."""
    if follow_up.released_at is not None or follow_up.closed_at is not None:
        return
    was_held = follow_up.held_until is not None
    follow_up.released_at, follow_up.held_until = clock.now(), None
    events.note(follow_up, What.RELEASED, by=by, words=words)
    if follow_up.state in GOES_ON and not _paused(follow_up):
        deadlines.start_clocks(follow_up, by=by)
        if was_held:
            _look_again(follow_up)
    deadlines.refresh(follow_up)


def release_by_victim_side(victim: FollowUp, *, by: Account) -> None:
    """The victim's worker says: informed, no objection, safety plan looked at.

    With several victims the gate opens when each of them is informed. What crosses is the release
    alone, without words and without a name; nothing comes back.
    """
    if victim.strand is not Strand.VICTIM:
        raise Refused
    events.note(victim, What.RELEASED, by=by)
    partner_contact.note_offered(victim)
    for follow_up in _files_at_the_gate(victim):
        if follow_up.held_until is None and not _another_is_uninformed(follow_up):
            release(follow_up, by=None, words="")


def hold(victim: FollowUp, until: datetime) -> None:
    """Shut the gate of the other side until a moment; what was planned waits.

    Raises NotThatMoment when it is past, or more than 14 days away: nothing is held without end.
    """
    if not clock.now() < until <= clock.now() + MOST_HELD:
        raise NotThatMoment
    for follow_up in _other_side(victim):
        if follow_up.closed_at is not None:
            continue
        if follow_up.released_at is None and follow_up.held_until is None:
            continue
        follow_up.released_at = None
        follow_up.held_until = max(until, follow_up.held_until or until)
        deadlines.end(follow_up, WAITS, DeadlineEnd.PAUSED, by=None)
        events.note(follow_up, What.HELD, by=None, until=follow_up.held_until.isoformat())
        deadlines.refresh(follow_up)


def let_go_on(victim: FollowUp) -> None:
    """End this side's hold; another victim's hold stays."""
    for follow_up in _other_side(victim):
        if follow_up.held_until is not None and not _another_holds(follow_up, victim):
            release(follow_up, by=None, words="")


def open_due(now: datetime) -> int:
    """Open the gates whose hold is over; returns how many."""
    over = select(FollowUp).where(
        FollowUp.closed_at.is_(None), FollowUp.released_at.is_(None), FollowUp.held_until <= now
    )
    rows = db.session.scalars(over.limit(BATCH).with_for_update(skip_locked=True)).all()
    for follow_up in rows:
        release(follow_up, by=None, words="")
    return len(rows)


def _look_again(follow_up: FollowUp) -> None:
    """What was planned before the hold is looked at anew, so that nobody falls out of sight."""
    if deadlines.open_deadlines(follow_up):
        return
    term = policies.policy_of(follow_up).terms.look_again
    calendar = deadlines.calendar_for(follow_up)
    again = rules.plain(DeadlineKind.CHECK_AGAIN, term, clock.now(), calendar, Start.RELEASED_AT)
    deadlines.lay(follow_up, [again], by=None)


def _files_at_the_gate(victim: FollowUp) -> list[FollowUp]:
    return [one for one in _other_side(victim) if one.released_at is None]


def _other_side(victim: FollowUp) -> Sequence[FollowUp]:
    """The follow-ups of the alleged perpetrators; never the victim's own one."""
    query = (
        select(FollowUp)
        .where(
            joined.beside(victim.id),
            FollowUp.strand == Strand.PERPETRATOR,
            FollowUp.person_id.not_in(joined.people_of(victim.id)),
        )
        .with_for_update()
    )
    with unrestricted("the gate of the other side opens or shuts; its file is not shown"):
        return db.session.scalars(query).all()


def _another_is_uninformed(follow_up: FollowUp) -> bool:
    """Whether some other open victim of this person has not been informed since the facts."""
    victim, said = FollowUp, CaseEvent
    informed = select(said.follow_up_id).where(
        said.what == What.RELEASED, said.at >= victim.received_at, said.follow_up_id == victim.id
    )
    query = select(func.count()).where(
        joined.beside(follow_up.id),
        victim.strand == Strand.VICTIM,
        victim.person_id != follow_up.person_id,
        victim.closed_at.is_(None),
        ~informed.exists(),
    )
    with unrestricted("whether every victim is informed; nobody learns whose word is missing"):
        return db.session.scalar(query) > 0


def _another_holds(follow_up: FollowUp, victim: FollowUp) -> bool:
    """Whether the newest word of another victim's side is a hold that still runs."""
    query = (
        select(SafetySignal.from_id, SafetySignal.signal, SafetySignal.until)
        .where(
            SafetySignal.to_id == follow_up.id,
            SafetySignal.from_id != victim.id,
            SafetySignal.signal.in_((Signal.HOLD, Signal.PROCEED)),
        )
        .order_by(SafetySignal.id)
    )
    with unrestricted("whether another victim's hold still runs; it is not shown"):
        newest = {row.from_id: row for row in db.session.execute(query)}
    return any(row.signal is Signal.HOLD and row.until > clock.now() for row in newest.values())


def _paused(follow_up: FollowUp) -> bool:
    query = select(Pause.id).where(
        marked(Pause), Pause.follow_up_id == follow_up.id, Pause.resumed_at.is_(None)
    )
    return db.session.scalar(query) is not None
