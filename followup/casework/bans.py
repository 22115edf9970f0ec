"""A ban that ends: the protected side looks at the safe contact and the risk again (R-16)."""

from datetime import datetime

from sqlalchemy import select, update

from followup.casework import joined, trigger_events
from followup.db import db
from followup.models import FollowUp, ProtectiveMeasure, Referral
from followup.vocabulary import Measure, Side, TriggerEvent

BATCH = 100
WITH_AN_END = tuple(kind for kind in Measure if kind.has_end)


def tell_ended(now: datetime) -> int:
    """One batch of bans past their end, each told once; returns how many.

    What had ended before the referral came in is not news.
    """
    ended = db.session.execute(
        select(
            ProtectiveMeasure.id,
            ProtectiveMeasure.situation_id,
            ProtectiveMeasure.ends_at >= Referral.received_at,
        )
        .join(Referral, Referral.id == ProtectiveMeasure.referral_id)
        .where(
            ProtectiveMeasure.kind.in_(WITH_AN_END),
            ProtectiveMeasure.ends_at <= now,
            ProtectiveMeasure.end_told_at.is_(None),
        )
        .order_by(ProtectiveMeasure.ends_at)
        .limit(BATCH)
    ).all()
    for measure_id, situation_id, is_news in ended:
        told = (
            update(ProtectiveMeasure)
            .where(ProtectiveMeasure.id == measure_id, ProtectiveMeasure.end_told_at.is_(None))
            .values(end_told_at=now)
        )
        if db.session.execute(told).rowcount and is_news:
            _tell(situation_id)
    return len(ended)


def _tell(situation_id: int) -> None:
    protected = select(FollowUp).where(
        joined.standing_in(situation_id),
        FollowUp.side == Side.PROTECTED,
        FollowUp.closed_at.is_(None),
    )
    for follow_up in db.session.scalars(protected.with_for_update()):
        trigger_events.happened(follow_up, TriggerEvent.BAN_ENDED, by=None)
