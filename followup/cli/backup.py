"""`flask backup` and `flask restore` for SQLite; PostgreSQL has its own tools for both."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import click

from followup.db import db

POSTGRESQL = (
    "This installation uses PostgreSQL. Use its own tools: pg_dump --format=custom to keep,"
    " pg_restore to bring back."
)


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target):
    """Copy the running database to TARGET, whole and checked. The keys are not in it."""
    _refuse_existing(target)
    part = target.with_name(target.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(handle)
    with closing(sqlite3.connect(_path())) as running, closing(sqlite3.connect(part)) as copy:
        running.backup(copy)
        fault = _fault(copy)
    if fault:
        part.unlink()
        raise click.ClickException(f"The copy is not sound ({fault}). Nothing was kept.")
    part.rename(target)
    click.echo(f"Kept {target}. Keep the key file apart from it: one without the other is no use.")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Else the database.")
def restore(source, to):
    """Bring a backup back into an empty place. Stop the web server and the scheduler first."""
    path = to or Path(_path())
    _refuse_existing(path)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as kept:
        fault = _fault(kept)
        if fault:
            raise click.ClickException(f"{source} is not a sound backup ({fault}).")
        part = path.with_name(path.name + ".part")
        with closing(sqlite3.connect(part)) as copy:
            kept.backup(copy)
            copy.execute("UPDATE sign_in_session SET ended_at = seen_at WHERE ended_at IS NULL")
            copy.commit()
    part.chmod(0o600)
    part.rename(path)
    click.echo(f"Brought back to {path}. Everybody signs in anew. Next: flask db upgrade")


def _path():
    url = db.engine.url
    if url.get_backend_name() != "sqlite":
        raise click.ClickException(POSTGRESQL)
    return url.database


def _refuse_existing(path):
    if path.exists():
        raise click.ClickException(f"{path} exists already. Move it away first; nothing was done.")


def _fault(connection):
    """What is wrong with this database, or None."""
    try:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
        connection.execute("SELECT count(*) FROM follow_up").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return None if said == "ok" else said
