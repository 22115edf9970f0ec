"""Raise one alert for each row of a statement: what the scheduler's batches share."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    literal,
    null,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from followup.db import COUNTED, Base, db, insert_or
from followup.models import AlertRow
from followup.models.base import Code, Moment, RowId
from followup.vocabulary import Alert

BATCH = 5000


def raise_each(
    now: datetime,
    *,
    whose: ColumnElement[bool],
    lock: type[Base] | None = None,
    **columns: ColumnElement,
) -> int:
    """INSERT ... SELECT one alert per row of `whose`, unless its key is there; returns how many.

    `lock`: leave rows that somebody is changing, and let others wait to change those told about.
    """
    new = {"code": RandomCode(), "raised_at": literal(now, Moment), "repeats": literal(0, RowId)}
    new |= columns
    rows = select(*new.values()).where(whose).limit(BATCH)
    if lock:
        rows = rows.with_for_update(of=lock, skip_locked=True)
    insert = insert_or(AlertRow).from_select(list(new), rows, include_defaults=False)
    insert = insert.on_conflict_do_nothing()
    return db.session.execute(insert, execution_options=COUNTED).rowcount


def untold(key: ColumnElement[str]) -> ColumnElement[bool]:
    """That no alert has this key: so that the next batch goes on behind this one."""
    return ~select(AlertRow.id).where(AlertRow.key == key).correlate_except(AlertRow).exists()


def written_out(ids: Iterable[int]) -> BindParameter:
    """Row numbers written into the statement: thousands of parameters take longer than the work."""
    return bindparam(None, list(ids), expanding=True, literal_execute=True, type_=RowId)


def later(now: datetime, minutes: ColumnElement[int], known: Iterable[int | None]) -> ColumnElement:
    """The moment so many minutes after now, or NULL: a CASE, for the databases reckon apart."""
    moments = {one: literal(now + timedelta(minutes=one), Moment) for one in known if one}
    return case(moments, value=minutes, else_=null()) if moments else null()


def kind_of(alert: Alert) -> ColumnElement[str]:
    return literal(alert, Code(Alert))


def text_of(*parts: str | ColumnElement) -> ColumnElement[str]:
    texts = [
        literal(part, String) if isinstance(part, str) else cast(part, String) for part in parts
    ]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined.concat(text)
    return joined


class RandomCode(FunctionElement[str]):
    """32 random hexadecimal characters, drawn by the database for each row."""

    type = String(32)
    inherit_cache = True


@compiles(RandomCode, "sqlite")
def _draw_on_sqlite(element: RandomCode, compiler: SQLCompiler, **options: object) -> str:
    return "lower(hex(randomblob(16)))"


@compiles(RandomCode, "postgresql")
def _draw_on_postgresql(element: RandomCode, compiler: SQLCompiler, **options: object) -> str:
    return "replace(CAST(gen_random_uuid() AS TEXT), '-', '')"


class EpochSeconds(FunctionElement[int]):
    """Whole seconds since 1970, cut off, as Python's int(moment.timestamp())."""

    type = BigInteger()
    inherit_cache = True


@compiles(EpochSeconds, "sqlite")
def _seconds_on_sqlite(element: EpochSeconds, compiler: SQLCompiler, **options: object) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER)"


@compiles(EpochSeconds, "postgresql")
def _seconds_on_postgresql(element: EpochSeconds, compiler: SQLCompiler, **options: object) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(floor(extract(epoch FROM {moment})) AS BIGINT)"
