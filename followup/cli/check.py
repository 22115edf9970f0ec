"""`flask check`: what would stop this installation in production, in sentences."""

import sqlite3
import stat

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from followup.casework import readiness
from followup.db import db, expect_writes

OLDEST_SQLITE = (3, 35, 0)

SENTENCES = {
    "database": "The database does not answer. Look at DATABASE_URL and at the disk.",
    "migrations": "The database is not at the newest revision. Run: flask db upgrade",
    "keys": "The keys cannot be read. Put the key file back; without it no name can be read.",
    "scheduler": "The scheduler is silent, so nothing escalates. Run: flask scheduler run",
}


@click.command("check")
@with_appcontext
def check():
    """Say what is not in order; exit 1 when something is."""
    found = faults(current_app.config["SETTINGS"])
    for sentence in found:
        click.echo(sentence)
    if found:
        raise SystemExit(1)
    click.echo("All is in order.")


def faults(settings) -> list[str]:
    """Every fault in a sentence that says what to do; empty when all is well."""
    expect_writes(False)
    ready = [SENTENCES[fault] for fault in readiness.faults()]
    return [*_configuration(settings), *_files(settings), *ready, *_sqlite(settings)]


def _configuration(settings):
    if settings.demo:
        return
    if not settings.secure_cookies:
        yield "Cookies may travel without TLS. Set FOLLOWUP_SECURE_COOKIES=1"
    if settings.trusted_hosts is None:
        yield "Any host name is answered. Set FOLLOWUP_TRUSTED_HOSTS to your own."


def _files(settings):
    for path in (settings.key_file, settings.instance / "secret_key"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"Others on this machine can read {path.name}. Run: chmod 600 {path}"


def _sqlite(settings):
    if not settings.database_url.startswith("sqlite"):
        return
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield f"SQLite {sqlite3.sqlite_version} is too old. Use Python with SQLite 3.35 or newer."
    try:
        with db.engine.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except DatabaseError:
        verdict = "unreadable"
    if verdict != "ok":
        yield "The database file is damaged. Stop the product and restore a backup: flask restore"
