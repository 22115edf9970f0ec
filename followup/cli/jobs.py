"""`flask jobs`: see the scheduled jobs and do one by hand."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from followup import scheduler
from followup.casework import job_history
from followup.cli.faults import said_clearly
from followup.jobs import JOBS, named
from followup.rules.working_time import BRUSSELS, local

jobs = AppGroup("jobs", help="See the scheduled jobs and do one by hand.")


class MomentType(click.ParamType):
    """An ISO moment; without a zone it is Brussels time."""

    name = "ISO"

    def convert(self, value, param, ctx):
        try:
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.fail(f"write a moment like 2026-07-20T15:00, not {value!r}", param, ctx)


@jobs.command("list")
@said_clearly()
def list_jobs():
    """Show each job, when it runs, and how its latest run went."""
    for job in JOBS:
        often = (
            f"every {job.every_seconds} s" if job.daily is None else f"daily at {job.daily:%H:%M}"
        )
        click.echo(f"{job.name:<14} {often:<15} {job.text}")
        click.echo(f"{'':<14} {_latest(job_history.latest(job.name))}")


@jobs.command("run")
@click.argument("name", type=click.Choice([job.name for job in JOBS]))
@click.option("--now", type=MomentType(), help="Stop the clock at this moment for the run.")
@said_clearly()
def run_job(name, now):
    """Do one job now, or as if it were another moment."""
    ran = scheduler.run_job(current_app._get_current_object(), named(name), now)
    if ran is None:
        raise click.ClickException("A scheduler is working at this moment. Try again in a minute.")
    if ran.error:
        raise click.ClickException(f"{name} stopped after {ran.done}: {ran.error}")
    click.echo(f"{name}: {ran.done}")


def _latest(run):
    if run is None:
        return "has not run yet"
    began = f"{local(run.started_at):%d/%m/%Y %H:%M:%S}"
    if run.finished_at is None:
        return f"{began}: running, or interrupted"
    return f"{began}: {run.done} done" + (f", stopped by {run.error}" if run.error else "")
