"""The pause that stands: found, and ended by something greater than its review."""

from collections.abc import Iterable

from sqlalchemy import select

from followup import clock
from followup.casework.deadlines import RUNNING
from followup.db import db
from followup.models import Account, Deadline, FollowUp, Pause
from followup.models.wall import marked
from followup.vocabulary import DeadlineEnd, DeadlineKind


def running_pause(follow_up: FollowUp) -> Pause | None:
    return db.session.scalar(
        select(Pause).where(
            marked(Pause), Pause.follow_up_id == follow_up.id, Pause.resumed_at.is_(None)
        )
    )


def end_pause(follow_up: FollowUp, *, by: Account) -> None:
    """A new intervention, or the end of follow-up, leaves no pause behind."""
    paused = running_pause(follow_up)
    if paused is not None:
        paused.resumed_at, paused.resumed_by_id = clock.now(), by.id


def hold(follow_up: FollowUp, rows: Iterable[Deadline]) -> None:
    """What runs again in the middle of a pause waits for its end, like what the pause stopped.

    A step that was planned in the pause itself runs on beside it.
    """
    paused = running_pause(follow_up)
    if paused is None:
        return
    held = [
        row
        for row in rows
        if row.kind in RUNNING
        or (row.opened_at < paused.paused_at and row.kind is not DeadlineKind.PAUSE_REVIEW)
    ]
    if not held:
        return
    review = db.session.scalars(
        select(Deadline).where(
            marked(Deadline),
            Deadline.follow_up_id == follow_up.id,
            Deadline.kind == DeadlineKind.PAUSE_REVIEW,
            Deadline.ended_at.is_(None),
        )
    ).one()
    for row in held:
        row.ended_at, row.end = paused.paused_at, DeadlineEnd.PAUSED
    kept = [*review.explained.get("paused", []), *(row.id for row in held)]
    review.explained = {**review.explained, "paused": kept}
    db.session.flush()
