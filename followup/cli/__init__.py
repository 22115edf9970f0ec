"""The commands of the product, one module per subject; `register` hangs them on the application."""

import click

COMMANDS: list[click.Command] = []


def register(app):
    for command in COMMANDS:
        app.cli.add_command(command)
