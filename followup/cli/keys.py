"""`flask keys`: make the keys that seal names, contacts and free text."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from followup import keyring
from followup.db import db
from followup.models import Person

keys = AppGroup("keys", help="The keys that seal names, contacts and free text.")


@keys.command("create")
def create():
    """Make the key file once. Refuses where sealed names exist: a new key could not read them."""
    path = current_app.config["SETTINGS"].key_file
    if _sealed_names_exist():
        raise click.ClickException(
            f"The database holds names sealed with other keys. Put that key file back at {path}."
        )
    try:
        keyring.create(path)
    except FileExistsError:
        raise click.ClickException(f"There are keys already: {path}") from None
    click.echo(f"Keys made: {path} (readable by its owner only).")
    click.echo("Keep a copy apart from the database. Without it no name can ever be read again.")


def _sealed_names_exist():
    try:
        return db.session.execute(select(Person.id).limit(1)).first() is not None
    except DatabaseError:
        return False
