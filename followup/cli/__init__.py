"""The commands of the product, one module per subject; `register` hangs them on the application."""

import click

from followup.cli.access_matrix import access_matrix
from followup.cli.backup import backup, restore
from followup.cli.check import check
from followup.cli.deadlines import deadlines
from followup.cli.demo import demo, demo_data
from followup.cli.imports import imported
from followup.cli.jobs import jobs
from followup.cli.keys import keys
from followup.cli.organisation import organisation
from followup.cli.scheduler import scheduler
from followup.cli.user import user

COMMANDS: list[click.Command] = [
    access_matrix,
    backup,
    check,
    deadlines,
    demo,
    demo_data,
    imported,
    jobs,
    keys,
    organisation,
    restore,
    scheduler,
    user,
]


def register(app):
    for command in COMMANDS:
        app.cli.add_command(command)
