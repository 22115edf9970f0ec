"""Write down each run of a scheduled job: when it ran, what it did, the error that stopped it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from followup.db import db
from followup.models import JobRun


@dataclass(frozen=True)
class Ran:
    """One run of one job. `error` is the name of the error's class: its words may name a person."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    done: int
    error: str | None


def begin(job: str, at: datetime) -> int:
    """Note that a run begins and return its id; a killed run stays without an end."""
    run = JobRun(job=job, started_at=at)
    db.session.add(run)
    db.session.flush()
    return run.id


def finish(run_id: int, *, at: datetime, done: int, error: str | None = None) -> None:
    """Note how a run ended. The error's class name only."""
    db.session.execute(
        update(JobRun)
        .where(JobRun.id == run_id)
        .values(finished_at=at, done=done, error=error and error[:80])
    )


def latest(job: str) -> Ran | None:
    """The run that began last, in the order of the rows: the clock may have been put back since."""
    columns = JobRun.job, JobRun.started_at, JobRun.finished_at, JobRun.done, JobRun.error
    newest_first = select(*columns).where(JobRun.job == job).order_by(JobRun.id.desc())
    row = db.session.execute(newest_first.limit(1)).first()
    return row and Ran(*row)
