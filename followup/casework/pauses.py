"""The pause that stands: found, and ended by something greater than its review."""

from sqlalchemy import select

from followup import clock
from followup.db import db
from followup.models import Account, FollowUp, Pause
from followup.models.wall import marked


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
