"""Make large data by copying one lived-through house: whole rows, new ids, new codes.

Sealed columns are copied as they are, since they are bound to table and column, not to the row.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Integer, MetaData, Table, func, insert, select, text

from followup.db import db
from followup.rules.codes import new_code

# Rows that belong to the installation and not to a house.
SHARED = frozenset({"alembic_version", "lease", "job_run", "sign_in_session", "sign_in_try"})
BATCH = 5000

# Text columns that must differ between houses, and how the copy's value is made.
UNIQUE: dict[str, dict[str, Callable[[str, int], str]]] = {
    "organisation": {"code": lambda kept, number: f"{kept}-{number}"},
    "account": {
        "code": lambda kept, number: new_code(),
        "email": lambda kept, number: kept.replace("@", f"-{number}@"),
    },
    "absence": {"code": lambda kept, number: new_code()},
    "referral": {"reference": lambda kept, number: new_code()},
    "follow_up": {"code": lambda kept, number: new_code()},
    "contact_attempt": {"code": lambda kept, number: new_code()},
    "alert": {
        "code": lambda kept, number: f"{number}-{kept}"[:40],
        "key": lambda kept, number: f"{kept}/{number}"[:80],
    },
    "draft": {"code": lambda kept, number: new_code()},
}


class House:
    """The rows of the first house, held in memory to be written again and again."""

    def __init__(self, connection: Connection):
        metadata = MetaData()
        metadata.reflect(connection)
        self.tables = [table for table in metadata.sorted_tables if table.name not in SHARED]
        self._rows = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in self.tables
        }
        self._step = {
            table.name: (connection.scalar(select(func.max(table.c.id))) or 0) + 1
            for table in self.tables
            if "id" in table.c
        }

    @property
    def size(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def copy(self, connection: Connection, number: int) -> None:
        """Write the house once more; `number` counts from 1."""
        for table in self.tables:
            rows = list(self._shifted(table, number))
            for first in range(0, len(rows), BATCH):
                connection.execute(insert(table), rows[first : first + BATCH])

    def _shifted(self, table: Table, number: int) -> Iterator[dict]:
        moved = dict(self._moved_columns(table))
        unique = UNIQUE.get(table.name, {})
        for row in self._rows[table.name]:
            copy = dict(row)
            for column, step in moved.items():
                if copy[column] is not None:
                    copy[column] += step * number
            for column, renew in unique.items():
                copy[column] = renew(copy[column], number)
            yield copy

    def _moved_columns(self, table: Table) -> Iterator[tuple[str, int]]:
        """The key and every column that points to a key, with the distance between two houses."""
        for column in table.columns:
            if column.name == "id":
                yield column.name, self._step[table.name]
            elif isinstance(column.type, Integer):
                for key in column.foreign_keys:
                    if key.column.name == "id":
                        yield column.name, self._step[key.column.table.name]


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
