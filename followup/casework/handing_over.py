"""The sheet for whoever stands in: what an absent worker has due, and which copy this is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from followup.casework.absences import start_of
from followup.casework.audit import Act, Of, record
from followup.casework.team import Worker, today
from followup.casework.team_files import Row, due_of
from followup.db import db
from followup.models import Account, AuditEntry

MOST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """`more`: there is more due than fits on paper. `copy` counts from 1 each day."""

    rows: list[Row]
    more: bool
    copy: int


def printed(worker: Worker, until: datetime, *, by: Account) -> Sheet:
    """What is due before this moment, soonest first. The print is written down."""
    rows = due_of(worker.id, until, by, MOST + 1)
    copies = select(func.count()).where(
        AuditEntry.action == Act.PRINTED,
        AuditEntry.object_kind == Of.LIST,
        AuditEntry.object_id == worker.id,
        AuditEntry.at >= start_of(today()),
    )
    copy = db.session.scalar(copies.select_from(AuditEntry)) + 1
    record(Act.PRINTED, Of.LIST, worker.id, by=by)
    return Sheet(rows[:MOST], len(rows) > MOST, copy)
