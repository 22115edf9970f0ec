"""Do the scheduled jobs: under the lease, batch by batch, at each beat, until told to stop.

The beat comes from APScheduler, which reckons with the wall clock: put back an hour, it stays
silent for an hour. So a watch on the monotonic clock gives the beat again whenever it is missing.
What is due is decided by the database's clock and its rows alone; nothing is lost with a process.
"""

import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import structlog
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import has_app_context

from followup import clock, jobs
from followup.casework import job_history, lease
from followup.casework.counts import SCHEDULER
from followup.db import db

BEAT_SECONDS = 15
LEASE_SECONDS = 120

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another scheduler has taken over: the batch at hand must not be committed."""


def run_due(app, now=None, *, table=jobs.JOBS, stopping=None):
    """Do every job that is due, in the order of the table; returns what ran.

    One that fails leaves its error and does not stop the others. Empty while another holds the
    lease.
    """
    ran = []
    with _lease(app) as holder:
        for job in table if holder else ():
            if stopping is not None and stopping.is_set():
                break
            latest = job_history.latest(job.name)
            moment = now or lease.database_now()
            db.session.commit()
            if job.is_due(latest, moment):
                ran.append(_run(job, holder, now, stopping))
    return ran


def run_job(app, job, now=None):
    """Do one job, due or not; None while another holds the lease."""
    with _lease(app) as holder:
        if holder:
            return _run(job, holder, now, None)
    return None


def _run(job, holder, now, stopping):
    """Do the batches of a job until none is left, and keep what happened in the history."""
    moment = now or lease.database_now()
    run_id = job_history.begin(job.name, moment)
    db.session.commit()
    done, error = 0, None
    try:
        while batch := _do_batch(job, holder, moment, stands_still=now is not None):
            done += batch
            if stopping is not None and stopping.is_set():
                break
    except LeaseLost:
        db.session.rollback()
        raise
    except Exception as failure:
        db.session.rollback()
        error = type(failure).__name__
        log.error("job failed", job=job.name, error=error)
    finished_at = now or lease.database_now()
    job_history.finish(run_id, at=finished_at, done=done, error=error)
    db.session.commit()
    if done:
        log.info("job done", job=job.name, done=done)
    return job_history.Ran(job.name, moment, finished_at, done, error)


def _do_batch(job, holder, moment, *, stands_still):
    with clock.stopped_at(moment) if stands_still else contextlib.nullcontext():
        done = job.batch(moment)
    if not lease.renew(SCHEDULER, holder, LEASE_SECONDS):
        raise LeaseLost
    db.session.commit()
    return done


@contextmanager
def _lease(app):
    """Yield the holder's name while this process has the lease, or None when another has it."""
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
    with contextlib.nullcontext() if has_app_context() else app.app_context():
        taken = lease.take(SCHEDULER, holder, LEASE_SECONDS)
        db.session.commit()
        try:
            yield holder if taken else None
        except LeaseLost:
            log.warning("lease lost", holder=holder)
        finally:
            db.session.rollback()
            if taken:
                lease.release(SCHEDULER, holder)
                db.session.commit()


class Pulse:
    """The beat of one process, and the watch that gives it again when it falls silent."""

    def __init__(self, work, every=BEAT_SECONDS):
        self.work = work
        self.every = every
        self.stopping = threading.Event()
        self._working = False
        self._last = time.monotonic()
        self._scheduler = BackgroundScheduler(
            timezone=UTC, daemon=True, executors={"default": DebugExecutor()}
        )
        self._scheduler.add_job(
            self._beat,
            IntervalTrigger(seconds=every, timezone=UTC),
            id="beat",
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )

    def start(self):
        self._last = time.monotonic()
        self._scheduler.start()

    def watch(self):
        """Stay until told to stop."""
        while not self.stopping.wait(self.every):
            if not self._working and time.monotonic() - self._last > 2 * self.every:
                self._scheduler.modify_job("beat", next_run_time=datetime.now(UTC))

    def stop(self):
        """Let the batch at hand finish, then end."""
        self.stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _beat(self):
        self._working = True
        try:
            self.work(self.stopping)
        except Exception as failure:
            log.error("beat failed", error=type(failure).__name__)
        finally:
            self._last = time.monotonic()
            self._working = False


def pulse(app, every=BEAT_SECONDS, *, table=jobs.JOBS):
    """The pulse that does the jobs of this application."""
    return Pulse(lambda stopping: run_due(app, table=table, stopping=stopping), every)


def belongs_here(app):
    """Whether this web process beats: under `flask run`, and where FOLLOWUP_SCHEDULER says so.

    Other commands load the application too, and do not.
    """
    command = click.get_current_context(silent=True)
    if command is None:
        return app.config["SETTINGS"].scheduler
    return command.info_name == "run"


def start_embedded(app, *, table=jobs.JOBS):
    """Beat inside a web process, on threads that end with it. Any number may: the lease decides."""
    embedded = pulse(app, table=table)
    embedded.start()
    threading.Thread(target=embedded.watch, name="scheduler watch", daemon=True).start()
    return embedded


def run_until_stopped(own):
    """Beat as a process of its own until SIGTERM or SIGINT; the batch at hand is finished."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: sys.exit(0))
    own.start()
    log.info("scheduler beats", seconds=own.every)
    try:
        own.watch()
    finally:
        own.stop()
