"""When a worker is away, and who takes over."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from followup import clock
from followup.db import db
from followup.models import Absence
from followup.rules.working_time import BRUSSELS, Span


def absences_of(account_id: int | None) -> tuple[Span, ...]:
    """The worker's coming absences as stretches of time, so that no call is planned in one."""
    if account_id is None:
        return ()
    today = clock.now().astimezone(BRUSSELS).date()
    rows = db.session.execute(
        select(Absence.from_day, Absence.until_day).where(
            Absence.account_id == account_id,
            Absence.until_day >= today,
            Absence.ended_at.is_(None),
        )
    )
    return tuple(
        Span(
            datetime.combine(first, time(), BRUSSELS),
            datetime.combine(last + timedelta(days=1), time(), BRUSSELS),
        )
        for first, last in rows
    )
