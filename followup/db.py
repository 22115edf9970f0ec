"""The SQLAlchemy handle, its naming convention, and how each database begins a transaction.

SQLite (security.md 8.2): a writing transaction takes a file lock before BEGIN IMMEDIATE and holds
it until the connection is given back, so that many processes wait in line instead of starving.
"""

import fcntl
import os
import sqlite3
import threading
from contextlib import contextmanager
from contextvars import ContextVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

# An INSERT forgets how many rows it made unless asked to keep the number.
COUNTED = {"preserve_rowcount": True}

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_or(table):
    """An INSERT that can say ON CONFLICT, in the words of the database at hand."""
    return _INSERTS[db.session.get_bind().dialect.name](table)


_own = threading.local()
_writes: ContextVar[bool] = ContextVar("writes", default=True)


def expect_writes(expected: bool) -> None:
    """Say, at the start of a request, whether it will write. A mere reader waits for nobody."""
    _writes.set(expected)


@contextmanager
def apart():
    """A small writing transaction of its own beside a request that only reads.

    Inside a writing request it is that request's own transaction.
    """
    if _writes.get():
        yield db.session
        return
    token = _writes.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        _writes.reset(token)


def write_last(model, **values) -> None:
    """Write this row before the answer leaves, without holding the writers up until then.

    It goes with the transaction at hand, except in a request that only reads on SQLite: there one
    writer works at a time, and a page would take its turn for as long as it is being made.
    """
    if _writes.get() or db.session.get_bind().dialect.name != "sqlite":
        db.session.connection().execute(insert(model.__table__), values)
    else:
        db.session.info.setdefault("last", []).append((model.__table__, values))


def commit() -> None:
    """Commit the request's work; what was left for last comes first, or nothing is answered."""
    left = db.session.info.pop("last", [])
    db.session.commit()
    if left:
        _writes.set(True)
        with db.engine.begin() as connection:
            for table, values in left:
                connection.execute(insert(table), values)


@event.listens_for(Engine, "connect")
def _set_pragmas(connection, record):
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=268435456",
        "cache_size=-32000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection):
    if connection.dialect.name != "sqlite":
        return
    if _writes.get():
        _take_turn(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


class SecondWriter(RuntimeError):
    """One thread began a second writing transaction: it would wait for itself for ever."""


def _take_turn(connection):
    path = connection.engine.url.database
    if not path or path == ":memory:":
        return
    if getattr(_own, "turn", None) is not None:
        raise SecondWriter
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    connection.info["turn"] = _own.turn = handle


@event.listens_for(Engine, "checkin")
@event.listens_for(Engine, "invalidate")
def _give_turn(connection, record, *failure):
    handle = record.info.pop("turn", None)
    if handle is not None:
        os.close(handle)
        if getattr(_own, "turn", None) == handle:
            _own.turn = None
