"""How the present moment of the story stands: who is away, what has been read."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select, update

from followup.casework import deadlines, safety_link
from followup.casework.errors import NobodyThere
from followup.db import db
from followup.models import Absence, Account, AlertRow, Deadline, FollowUp, SafetySignal
from followup.rules.codes import new_code
from followup.rules.working_time import local
from followup.vocabulary import Alert, DeadlineEnd, DeadlineKind, Signal, Strand


def send_away(worker: Account, back_up: Account, now: datetime) -> None:
    """The worker has been away for three days and stays away until the day after tomorrow."""
    today = local(now).date()
    db.session.add(
        Absence(
            code=new_code(),
            account_id=worker.id,
            from_day=today - timedelta(days=3),
            until_day=today + timedelta(days=2),
            back_up_id=back_up.id,
            created_at=now - timedelta(days=4),
        )
    )


def tell_what_is_new(now: datetime) -> None:
    """What is old has been read and confirmed; what came today waits."""
    see_old_alerts(now)
    confirm_signals(now)
    look_after_events(now)
    tell_the_victims_side()


def see_old_alerts(now: datetime) -> None:
    """What is older than two days has been read."""
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.raised_at < now - timedelta(days=2), AlertRow.seen_at.is_(None))
        .values(seen_at=now - timedelta(days=1), repeats_at=None)
    )


def confirm_signals(now: datetime) -> None:
    """What one side told the other more than a day ago was confirmed a few hours later."""
    old = select(SafetySignal, FollowUp.worker_id).join(FollowUp, FollowUp.id == SafetySignal.to_id)
    for signal, worker_id in db.session.execute(
        old.where(SafetySignal.sent_at < now - timedelta(days=1), SafetySignal.seen_at.is_(None))
    ):
        signal.seen_at, signal.seen_by_id = signal.sent_at + timedelta(hours=3), worker_id
    db.session.execute(
        update(AlertRow)
        .where(
            AlertRow.kind == Alert.SAFETY_LINK,
            AlertRow.raised_at < now - timedelta(days=1),
            AlertRow.seen_at.is_(None),
        )
        .values(seen_at=now, repeats_at=None)
    )


def tell_the_victims_side() -> None:
    """Today's news of three alleged perpetrators; nobody has confirmed it yet."""
    reached = (
        select(FollowUp)
        .where(
            FollowUp.strand == Strand.PERPETRATOR,
            FollowUp.closed_at.is_(None),
            FollowUp.contact_made_at.is_not(None),
            FollowUp.worker_id.is_not(None),
        )
        .order_by(FollowUp.contact_made_at.desc())
    )
    files = db.session.scalars(reached.limit(3)).all()
    for follow_up, signal in zip(
        files, (Signal.THREAT, Signal.NEARER, Signal.ABSENT), strict=False
    ):
        worker = db.session.get(Account, follow_up.worker_id)
        with suppress(NobodyThere):
            safety_link.send(follow_up, signal, by=worker)


def look_after_events(now: datetime) -> None:
    """After an event the workers have looked at the card and the risk, but for the last days."""
    db.session.execute(
        update(Deadline)
        .where(
            Deadline.kind == DeadlineKind.AFTER_EVENT,
            Deadline.ended_at.is_(None),
            Deadline.due_at < now - timedelta(days=1),
        )
        .values(ended_at=Deadline.due_at, end=DeadlineEnd.MET)
    )
    db.session.expire_all()
    for follow_up in db.session.scalars(select(FollowUp).where(FollowUp.closed_at.is_(None))):
        deadlines.refresh(follow_up)
