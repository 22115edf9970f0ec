"""The safety link between the two sides: typed signals, repeated until somebody confirms them.

Danger is shared, and nothing else. A signal is a word of a list; no text, name, number or place
can travel with it. The receiver never learns which file sent it; what comes back is only that it
was seen, and when (practice.md R-39 to R-41).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, bindparam, func, select, true, update
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import alerts, events, gate, joined, partner_contact, trigger_events, waking
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NobodyThere, NotFound, Refused
from followup.casework.events import What
from followup.db import db
from followup.models import Account, ContactAttempt, FollowUp, SafetySignal
from followup.models.wall import marked, unrestricted
from followup.rules.codes import new_mark
from followup.vocabulary import (
    Alert,
    CloseReason,
    News,
    Side,
    Signal,
    SignalGround,
    Strand,
    TriggerEvent,
)

REPEAT_URGENT, REPEAT_OTHERS = 15, 240
COORDINATOR_TOLD_AFTER = {True: timedelta(hours=1), False: timedelta(days=1)}
# What a signal of the other side means for the card of who receives it (practice.md R-16).
EVENT_OF = {
    Signal.FREED: TriggerEvent.RELEASED,
    Signal.BAN_BREACHED: TriggerEvent.BAN_BREACHED,
    Signal.LEFT: TriggerEvent.LEFT_PROGRAMME,
    Signal.SUSPENDED: TriggerEvent.LEFT_PROGRAMME,
    Signal.FIRST_CONTACT: TriggerEvent.SERVED,
    Signal.WEAPON: TriggerEvent.WEAPON,
    Signal.SUICIDAL: TriggerEvent.SUICIDE_TALK,
}
CROSSING = "a signal goes to the other side; the sender never learns to whom"

_RECEIVED = (
    select(
        SafetySignal.code,
        SafetySignal.signal,
        SafetySignal.urgent,
        SafetySignal.until,
        SafetySignal.sent_at,
        SafetySignal.seen_at,
        Account.name.label("seen_by"),
    )
    .outerjoin(Account, Account.id == SafetySignal.seen_by_id)
    .where(marked(SafetySignal), SafetySignal.to_id == bindparam("follow_up"))
    .order_by(SafetySignal.id.desc())
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the sender reads again: when it was seen by everybody it went to, never by whom."""

    signal: Signal
    at: datetime
    by: str | None
    until: datetime | None
    ground: SignalGround | None
    seen_at: datetime | None


def send(
    follow_up: FollowUp,
    signal: Signal,
    *,
    by: Account,
    until: datetime | None = None,
    ground: SignalGround | None = None,
) -> None:
    """Tell the other side, and do what the signal says: hold contact back, or let it go on.

    Raises Refused for a signal this file cannot send, NotThatMoment for a hold without a fitting
    end, NobodyThere when nobody on the other side has a file.
    """
    if signal not in may_send(follow_up):
        raise Refused
    if (signal is Signal.VIGILANCE) != (ground is not None):
        raise Refused
    if (signal is Signal.HOLD) != (until is not None):
        raise Refused
    if signal is Signal.HOLD:
        gate.hold(follow_up, until)
    told = _tell(follow_up, signal, new_mark(), by=by, until=until, ground=ground)
    if signal is Signal.NEW_PARTNER:
        partner_contact.want_for_new_partner(follow_up)
    elif not told:
        raise NobodyThere
    if signal is Signal.PROCEED:
        gate.let_go_on(follow_up)
    record(Act.SENT_SIGNAL, Of.FOLLOW_UP, follow_up.id, by=by)


def may_send(follow_up: FollowUp) -> tuple[Signal, ...]:
    """What this file may tell: a child's worker only receives."""
    if follow_up.strand is Strand.CHILD or follow_up.closed_at is not None:
        return ()
    return Signal.choices(follow_up.side)


def release(follow_up: FollowUp, *, by: Account, words: str) -> None:
    """The coordinator opens the gate without the victim's side, which is told (R-39)."""
    was_shut = follow_up.released_at is None
    gate.release(follow_up, by=by, words=words)
    if was_shut and follow_up.released_at is not None:
        moment = f"{follow_up.released_at.timestamp():.0f}"
        _tell(follow_up, Signal.GATE_OPENED, f"gate:{follow_up.id}:{moment}")


def after_contact(follow_up: FollowUp, attempt: ContactAttempt) -> None:
    """The first contact with an alleged perpetrator, and danger noted there, are told at once."""
    if follow_up.strand is not Strand.PERPETRATOR:
        return
    if attempt.danger:
        _tell(follow_up, Signal.DANGER, f"danger:{attempt.code}")
    if follow_up.contact_made_at is not None:
        since = f"{follow_up.received_at.timestamp():.0f}"
        _tell(follow_up, Signal.FIRST_CONTACT, f"contact:{follow_up.id}:{since}")


def after_end(follow_up: FollowUp) -> None:
    """The other side's work with an alleged perpetrator is over."""
    if follow_up.strand is Strand.PERPETRATOR:
        moment = f"{follow_up.closed_at.timestamp():.0f}"
        _tell(follow_up, Signal.ENDED, f"ended:{follow_up.id}:{moment}")


def _tell(
    follow_up: FollowUp,
    signal: Signal,
    sending: str,
    *,
    by: Account | None = None,
    until: datetime | None = None,
    ground: SignalGround | None = None,
) -> bool:
    """Once per `sending`, however often it is asked; answers whether somebody receives it."""
    facts = {"until": until.isoformat()} if until else {}
    with unrestricted(CROSSING):
        receivers = db.session.scalars(_other_side_of(follow_up, signal)).all()
        new = [
            one
            for one in receivers
            if _is_new(
                SafetySignal(
                    code=new_mark(),
                    sending=sending,
                    from_id=follow_up.id,
                    to_id=one.id,
                    signal=signal,
                    urgent=signal.urgent,
                    until=until,
                    ground=ground,
                    sent_at=clock.now(),
                    sent_by_id=by and by.id,
                )
            )
        ]
        for one in new:
            _alert(one, f"signal:{sending}:{one.id}", signal)
            events.note(one, What.SIGNAL_RECEIVED, by=None, signal=signal, **facts)
            _look_again(one, signal)
            waking.wake(one, News.SIGNAL)
    if new:
        events.note(follow_up, What.SIGNAL_SENT, by=by, signal=signal, **facts)
    return bool(receivers)


def _look_again(receiver: FollowUp, signal: Signal) -> None:
    """Some signals are an event for the receiver: what was agreed may not be safe any more."""
    if signal in EVENT_OF and receiver.closed_at is None:
        trigger_events.happened(receiver, EVENT_OF[signal], by=None, alert=False)


def _other_side_of(follow_up: FollowUp, signal: Signal) -> Select[tuple[FollowUp]]:
    """The files of the other people; closed ones too, for danger outlives an ending.

    How his follow-up goes is told to the victims' workers; whatever may be danger to the
    children's too.
    """
    other = Side.PROTECTED if follow_up.side is Side.PERPETRATOR else Side.PERPETRATOR
    gone = FollowUp.close_reason.in_((CloseReason.DIED, CloseReason.MISTAKE))
    not_for_children = signal.automatic and not signal.urgent
    return select(FollowUp).where(
        joined.beside(follow_up.id),
        FollowUp.merged_into_id.is_(None),
        FollowUp.side == other,
        FollowUp.strand != Strand.CHILD if not_for_children else true(),
        FollowUp.person_id.not_in(joined.people_of(follow_up.id)),
        FollowUp.close_reason.is_(None) | ~gone,
    )


def _is_new(row: SafetySignal) -> bool:
    """Written now; its key says whether the same was sent before."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _alert(receiver: FollowUp, key: str, signal: Signal) -> None:
    to_worker = receiver.worker_id is not None and receiver.closed_at is None
    alerts.raise_alert(
        Alert.SAFETY_LINK,
        key,
        account_id=receiver.worker_id if to_worker else None,
        organisation_id=None if to_worker else receiver.organisation_id,
        follow_up_id=receiver.id,
        repeat_minutes=REPEAT_URGENT if signal.urgent else REPEAT_OTHERS,
    )


def received(follow_up: FollowUp) -> Sequence[Row]:
    """What the other side told, newest first: the word, the hour, and whether it was confirmed."""
    return db.session.execute(_RECEIVED, {"follow_up": follow_up.id}).all()


def sent(follow_up: FollowUp) -> list[Sent]:
    """What this file told, newest first; to how many files it went is not for the reader."""
    one = SafetySignal
    seen_by_all = func.count() == func.count(one.seen_at)
    query = (
        select(
            one.signal,
            func.min(one.sent_at).label("at"),
            func.min(Account.name).label("by"),
            one.until,
            one.ground,
            seen_by_all.label("all_seen"),
            func.max(one.seen_at).label("seen_at"),
        )
        .outerjoin(Account, Account.id == one.sent_by_id)
        .where(marked(one), one.from_id == follow_up.id)
        .group_by(one.sending, one.signal, one.until, one.ground)
        .order_by(func.max(one.id).desc())
    )
    return [
        Sent(*columns, seen_at if all_seen else None)
        for *columns, all_seen, seen_at in db.session.execute(query)
    ]


def unseen(follow_up: FollowUp) -> int:
    query = select(func.count()).where(
        marked(SafetySignal), SafetySignal.to_id == follow_up.id, SafetySignal.seen_at.is_(None)
    )
    return db.session.scalar(query)


def see(follow_up: FollowUp, code: str, *, by: Account) -> None:
    """Confirm one signal; twice is once. Raises NotFound for one of another file."""
    one = SafetySignal
    known = marked(one), one.to_id == follow_up.id, one.code == code
    if db.session.scalar(select(one.id).where(*known)) is None:
        raise NotFound
    with unrestricted("the one signal that was just found in the reader's own file"):
        db.session.execute(
            update(one)
            .where(one.code == code, one.seen_at.is_(None))
            .values(seen_at=clock.now(), seen_by_id=by.id)
            .execution_options(synchronize_session=False)
        )
    record(Act.SAW_SIGNAL, Of.FOLLOW_UP, follow_up.id, by=by)
    if not unseen(follow_up):
        for kind in (Alert.SAFETY_LINK, Alert.SAFETY_LINK_UNSEEN):
            alerts.settle(kind, follow_up_id=follow_up.id, by=by)
