"""The scheduler: who holds the lease, and how each job went last."""

from datetime import timedelta

from flask import current_app, render_template

from followup import clock
from followup.casework import scheduler_report


def jobs():
    """Every job of the table, run or not, and when it is next looked at."""
    runs = {run.job: run for run in scheduler_report.last_runs()}
    table = {job.name: job for job in current_app.extensions.get("jobs", ())}
    names = [*table, *(name for name in runs if name not in table)]
    lines = [
        (name, table.get(name), runs.get(name), _next(table.get(name), runs.get(name)))
        for name in names
    ]
    return render_template("admin/jobs.html", lines=lines, lease=scheduler_report.lease())


def _next(job, run):
    """When a job that runs every so many seconds comes next; None where that is not known."""
    if job is None or run is None or job.every_seconds is None:
        return None
    return max(run.started_at + timedelta(seconds=job.every_seconds), clock.now())
