"""Forget what has had its time: drafts, tries, sessions, submissions, seen alerts, job runs."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from followup.casework import claims, drafts, sign_in
from followup.db import Base, db
from followup.models import AlertRow, JobRun, SignInSession, Submission

BATCH = 5000
SUBMISSIONS = timedelta(days=2)
SESSIONS = timedelta(days=30)
SEEN_ALERTS = timedelta(days=90)
JOB_RUNS = timedelta(days=90)
IDLE_JOB_RUNS = timedelta(days=2)


def tidy(now: datetime) -> int:
    """Do one batch of everything; returns how many rows went."""
    idle = and_(JobRun.done == 0, JobRun.error.is_(None), JobRun.finished_at.is_not(None))
    last_sign = func.coalesce(SignInSession.ended_at, SignInSession.seen_at)
    return (
        drafts.forget_old()
        + claims.forget_old()
        + sign_in.forget_old_tries()
        + _forget(Submission, Submission.at < now - SUBMISSIONS)
        + _forget(SignInSession, last_sign < now - SESSIONS)
        + _forget(AlertRow, AlertRow.seen_at < now - SEEN_ALERTS)
        + _forget(
            JobRun,
            or_(
                JobRun.started_at < now - JOB_RUNS, idle & (JobRun.started_at < now - IDLE_JOB_RUNS)
            ),
        )
    )


def _forget(table: type[Base], old: ColumnElement[bool]) -> int:
    these = select(table.id).where(old).limit(BATCH)
    return db.session.execute(delete(table).where(table.id.in_(these))).rowcount
