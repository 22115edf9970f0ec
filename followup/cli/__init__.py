"""The commands of the product, one module per subject; `register` hangs them on the application."""

import click

from followup.cli.access_matrix import access_matrix
from followup.cli.check import check
from followup.cli.deadlines import deadlines
from followup.cli.demo import demo, demo_data
from followup.cli.jobs import jobs
from followup.cli.scheduler import scheduler
from followup.cli.user import user

COMMANDS: list[click.Command] = [
    access_matrix,
    check,
    deadlines,
    demo,
    demo_data,
    jobs,
    scheduler,
    user,
]


def register(app):
    for command in COMMANDS:
        app.cli.add_command(command)
