"""Make large data by copying one lived-through house: whole rows, new ids, new codes.

The database copies by itself; only the new codes come from here. Sealed columns are copied as they
are, since they are bound to table and column, not to the row.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    literal,
    select,
    text,
)

from followup.db import db
from followup.rules.codes import new_code

# Rows that belong to the installation and not to a house.
SHARED = frozenset({"alembic_version", "lease", "job_run", "sign_in_session", "sign_in_try"})

# New codes by the place of their row, made anew for each house.
FRESH = Table(
    "fresh_code",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("code", String),
    prefixes=["TEMPORARY"],
)

# Text columns that must differ between houses, and how the copy's value is made.
UNIQUE: dict[str, dict[str, Callable[[Column, int], ColumnElement]]] = {
    "organisation": {"code": lambda kept, number: kept.concat(f"-{number}")},
    "account": {
        "code": lambda kept, number: FRESH.c.code,
        "email": lambda kept, number: func.replace(kept, "@", f"-{number}@"),
    },
    "absence": {"code": lambda kept, number: FRESH.c.code},
    "referral": {"reference": lambda kept, number: FRESH.c.code},
    "follow_up": {"code": lambda kept, number: FRESH.c.code},
    "contact_attempt": {"code": lambda kept, number: FRESH.c.code},
    "alert": {
        "code": lambda kept, number: func.substr(literal(f"{number}-").concat(kept), 1, 40),
        "key": lambda kept, number: kept.concat(f"/{number}"),
    },
    "likely_pair": {"code": lambda kept, number: FRESH.c.code},
    "number_request": {"code": lambda kept, number: FRESH.c.code},
    "safety_signal": {"code": lambda kept, number: FRESH.c.code},
    "tie": {"code": lambda kept, number: FRESH.c.code},
    "draft": {"code": lambda kept, number: FRESH.c.code},
}


class House:
    """The first house in the database, to be written again and again."""

    def __init__(self, connection: Connection):
        metadata = MetaData()
        metadata.reflect(connection)
        self.tables = [table for table in metadata.sorted_tables if table.name not in SHARED]
        self._step = {
            table.name: (connection.scalar(select(func.max(table.c.id))) or 0) + 1
            for table in self.tables
            if "id" in table.c
        }
        self._most = max(self._step[name] for name in UNIQUE)
        self._drawn: set[str] = set()
        for table in self.tables:
            for name in UNIQUE.get(table.name, ()):
                self._drawn.update(connection.scalars(select(table.c[name])))

    def copy(self, connection: Connection, number: int) -> None:
        """Write the house once more; `number` counts from 1."""
        FRESH.create(connection)
        codes = [{"id": place, "code": self._new_code()} for place in range(self._most)]
        connection.execute(insert(FRESH), codes)
        for table in self.tables:
            values = dict(self._values(table, number))
            rows = select(*values.values()).where(self._first(table))
            if table.name in UNIQUE:
                rows = rows.join_from(table, FRESH, FRESH.c.id == table.c.id)
            connection.execute(
                insert(table).from_select(list(values), rows, include_defaults=False)
            )
        FRESH.drop(connection)

    def _new_code(self) -> str:
        """Among a million drawn codes some would be alike."""
        while (code := new_code()) in self._drawn:
            pass
        self._drawn.add(code)
        return code

    def _first(self, table: Table) -> ColumnElement[bool]:
        """The rows of the first house: tables without a number of their own point to one."""
        column = next(self._keys(table))[0]
        return column < self._keys_of(table)[column.name]

    def _values(self, table: Table, number: int) -> Iterator[tuple[str, ColumnElement]]:
        moved, unique = self._keys_of(table), UNIQUE.get(table.name, {})
        for column in table.columns:
            if column.name in unique:
                yield column.name, unique[column.name](column, number)
            elif column.name in moved:
                yield column.name, column + moved[column.name] * number
            else:
                yield column.name, column

    def _keys_of(self, table: Table) -> dict[str, int]:
        return {column.name: step for column, step in self._keys(table)}

    def _keys(self, table: Table) -> Iterator[tuple[Column, int]]:
        """The key and every column that points to a key, with the distance between two houses."""
        for column in table.columns:
            if column.name == "id":
                yield column, self._step[table.name]
            elif isinstance(column.type, Integer):
                for key in column.foreign_keys:
                    if key.column.name == "id":
                        yield column, self._step[key.column.table.name]


def continue_numbering(connection: Connection) -> None:
    """PostgreSQL: let new rows go on after the copied ones."""
    if connection.dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        if "id" in table.c:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                    f" (SELECT coalesce(max(id), 1) FROM {table.name}))"
                )
            )


def know_sizes(connection: Connection) -> None:
    """Let the database count its rows, so that it plans queries for what is there."""
    connection.execute(text("ANALYZE"))
