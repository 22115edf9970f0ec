"""Turn what an installation lacks into a sentence that says what to do."""

from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from followup.keyring import KeysMissing


@contextmanager
def said_clearly():
    """Instead of a traceback: no tables, no database, no keys."""
    try:
        yield
    except KeysMissing:
        raise click.ClickException(
            "there is no key file: run `flask keys create`,"
            " or say with FOLLOWUP_KEY_FILE where it is"
        ) from None
    except (OperationalError, ProgrammingError):
        raise click.ClickException(
            "the database does not answer or has no tables: check DATABASE_URL,"
            " then run `flask db upgrade`"
        ) from None
