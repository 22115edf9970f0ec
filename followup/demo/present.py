"""How the present moment of the story stands: who is away, what has been read."""

from datetime import datetime, timedelta

from sqlalchemy import update

from followup.db import db
from followup.models import Absence, Account, AlertRow
from followup.rules.codes import new_code
from followup.rules.working_time import local


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


def see_old_alerts(now: datetime) -> None:
    """What is older than two days has been read."""
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.raised_at < now - timedelta(days=2), AlertRow.seen_at.is_(None))
        .values(seen_at=now - timedelta(days=1), repeats_at=None)
    )
