"""`flask scheduler`: do the jobs in a process of their own."""

from flask import current_app
from flask.cli import AppGroup

from followup.scheduler import pulse, run_until_stopped

scheduler = AppGroup("scheduler", help="Do the scheduled jobs in a process of their own.")


@scheduler.command("run")
def run():
    """Do what is due at each beat, until stopped; SIGTERM lets the batch at hand finish."""
    run_until_stopped(pulse(current_app._get_current_object()))
