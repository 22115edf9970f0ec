"""Is this installation fit to serve? Answered in words that help no attacker."""

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from followup import keyring
from followup.casework.counts import SCHEDULER, silent_since
from followup.db import db
from followup.models import Lease

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def faults() -> list[str]:
    """What is not in order: database, migrations, keys, scheduler. Empty when all is well."""
    return [*_of_the_database(), *([] if _keys_work() else ["keys"])]


def _of_the_database() -> list[str]:
    try:
        with db.engine.connect() as connection:
            at = set(MigrationContext.configure(connection).get_current_heads())
            if at != _newest():
                return ["migrations"]
            beat = connection.scalar(select(Lease.beat_at).where(Lease.name == SCHEDULER))
    except (SQLAlchemyError, OSError):
        return ["database"]
    return ["scheduler"] if silent_since(beat) else []


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())


def _keys_work() -> bool:
    try:
        keys = keyring.ring()
        return keys.unseal(keys.seal("ready", "readiness.probe"), "readiness.probe") == "ready"
    except (keyring.KeysMissing, keyring.CannotUnseal, KeyError):
        return False
