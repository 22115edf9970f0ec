from sqlalchemy import UniqueConstraint

from followup.db import db
from followup.demo.copies import SHARED, UNIQUE

# No fictitious house writes texts of its own.
EMPTY = {"script_version"}


def test_every_code_that_must_differ_gets_another_in_a_copied_house():
    alone = {
        (table.name, next(iter(rule.columns)).name)
        for table in db.metadata.sorted_tables
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint) and len(rule.columns) == 1
        if table.name not in SHARED | EMPTY
    }

    assert alone == {(table, column) for table, columns in UNIQUE.items() for column in columns}
