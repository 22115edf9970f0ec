"""How the scheduler's jobs went, and who holds its lease: for the administrator to read."""

from collections.abc import Sequence

from sqlalchemy import func, select

from followup.casework.counts import SCHEDULER
from followup.db import db
from followup.models import JobRun, Lease


def last_runs() -> Sequence[JobRun]:
    """The newest run of each job, by name."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    query = select(JobRun).where(JobRun.id.in_(newest)).order_by(JobRun.job)
    return db.session.scalars(query).all()


def lease() -> Lease | None:
    """Who works now, until when, and when it last gave a sign of life."""
    return db.session.get(Lease, SCHEDULER)
