"""The tripwire: inside a request, no statement reaches a protected table without its marker.

Casework selects through `casework/visibility.py`, which leaves a marker per protected table that
the database folds away. Whatever forgot to do so is refused at the cursor, before a row is read
(security.md §5; 9 of 38 query shapes leaked without it).
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from sqlalchemy import Boolean, ColumnElement, Engine, and_, event, literal_column

from followup.db import Base

_watching: ContextVar[bool] = ContextVar("watching", default=False)

_MARKER = re.compile(r"'pol:(\w+)' = 'pol:")
_REMARK = re.compile(r"/\*.*?\*/|--[^\n]*", re.S)
_VALUE = r"(?:\?|%\(\w+\)s(?:::\w+)?|:\w+)"
_ONE_ROW = re.compile(
    r"UPDATE (\w+) SET (?!.*\b(?:SELECT|FROM|RETURNING)\b).*"  # noqa: S608
    rf" WHERE \1\.id = {_VALUE}(?: AND \1\.version = {_VALUE})?$"
)


class Unguarded(RuntimeError):
    """A statement mentions a protected table without having passed the visibility rules."""


def watch(on: bool) -> None:
    """Arm or disarm the tripwire for this request."""
    _watching.set(on)


@contextmanager
def unrestricted(reason: str):
    """Work of the system itself inside a request, whose result the person never sees.

    Say why: each use is listed in docs/wall.md and held by a test.
    """
    if not reason:
        raise ValueError("say why")
    token = _watching.set(False)
    try:
        yield
    finally:
        _watching.reset(token)


def marked(*tables) -> ColumnElement[bool]:
    """The markers for tables that are joined by key to a row the actor may see."""
    names = (f"'pol:{table.__tablename__}'" for table in tables)
    return and_(*(literal_column(f"{name} = {name}", Boolean) for name in names))


@lru_cache(maxsize=1)
def protected_tables() -> frozenset[str]:
    return frozenset(
        table.name for table in Base.metadata.tables.values() if table.info.get("protected")
    )


@lru_cache(maxsize=1)
def _mention() -> re.Pattern:
    names = "|".join(sorted(protected_tables(), key=len, reverse=True))
    before = r"(?:\b(?:FROM|JOIN|UPDATE|USING|TABLE|ONLY)\b|,)[\s(]*"
    quote = r"[\"`\[\]]?"
    schema = rf"(?:{quote}\w+{quote}\.)?"
    return re.compile(rf"{before}{schema}{quote}({names})(?![\w.]){quote}(?!\.)", re.I)


@lru_cache(maxsize=4096)
def unguarded(sql: str) -> tuple[str, ...]:
    """The protected tables that the statement mentions more often than it marks them.

    A row written by the unit of work (an INSERT, an UPDATE of one row by its key) was judged when
    it was loaded, and returns nothing.
    """
    sql = " ".join(_REMARK.sub(" ", sql).split())
    if _ONE_ROW.match(sql):
        return ()
    missing: dict[str, int] = {}
    for name in _mention().findall(sql):
        missing[name.lower()] = missing.get(name.lower(), 0) + 1
    for name in _MARKER.findall(sql):
        missing[name] = missing.get(name, 0) - 1
    return tuple(name for name, count in missing.items() if count > 0)


@event.listens_for(Engine, "before_cursor_execute")
def _refuse(connection, cursor, statement, parameters, context, many):  # noqa: PLR0917
    if not _watching.get():
        return
    tables = unguarded(statement)
    if tables:
        raise Unguarded(f"{', '.join(tables)}: {statement[:120]}")
