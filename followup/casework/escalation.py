"""Tell coordinators, officers and administrators what waits too long: the batches of the scheduler.

Each verb does one batch, set-based, and returns how many alerts or duties it dealt with. The unique
key of an alert makes twice into once, whoever repeats the batch and however late it runs.
"""

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
    delete,
    exists,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from followup.casework.drafts import NEW_REFERRAL
from followup.db import COUNTED, Base, db, insert_or
from followup.models import Account, AlertRow, Deadline, Draft, FollowUp, Referral
from followup.models.base import Code, Moment, RowId
from followup.vocabulary import Alert, DeadlineKind

BATCH = 5000
OFFICER_TOLD_AFTER = timedelta(minutes=30)
ZONE_TOLD_AFTER = timedelta(hours=2)


def escalate(now: datetime) -> int:
    """Tell the coordinators of duties past their escalation, once each; a critical one repeats."""
    due = (
        select(Deadline.id, Deadline.repeat_minutes)
        .where(
            Deadline.ended_at.is_(None),
            Deadline.escalated_at.is_(None),
            Deadline.escalates_at <= now,
        )
        .order_by(Deadline.escalates_at)
    )
    rows = db.session.execute(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    these = Deadline.id.in_(_written_out(row.id for row in rows))
    late_triage = (Deadline.kind == DeadlineKind.TRIAGE, _kind(Alert.TRIAGE_DUE))
    _raise(
        now,
        kind=case(late_triage, else_=_kind(Alert.ESCALATED)),
        key=_text("escalated:", Deadline.id, ":1"),
        organisation_id=Deadline.organisation_id,
        follow_up_id=Deadline.follow_up_id,
        deadline_id=Deadline.id,
        repeat_minutes=Deadline.repeat_minutes,
        repeats_at=_later(now, Deadline.repeat_minutes, {row.repeat_minutes for row in rows}),
        whose=these,
    )
    db.session.execute(update(Deadline).where(these).values(escalated_at=now))
    return len(rows)


def repeat_alerts(now: datetime) -> int:
    """Raise again what nobody has seen. However long the scheduler was away: once, not each time.

    An alert raised in the future dates from before the clock was put back, and repeats too.
    """
    waiting = (
        select(AlertRow.id, AlertRow.repeat_minutes)
        .where(
            AlertRow.seen_at.is_(None),
            AlertRow.repeats_at.is_not(None),
            or_(AlertRow.repeats_at <= now, AlertRow.raised_at > now),
        )
        .order_by(AlertRow.repeats_at)
    )
    rows = db.session.execute(waiting.limit(BATCH).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.id.in_(_written_out(row.id for row in rows)))
        .values(
            repeats=AlertRow.repeats + 1,
            raised_at=now,
            repeats_at=_later(now, AlertRow.repeat_minutes, {row.repeat_minutes for row in rows}),
        )
    )
    return len(rows)


def tell_unassigned(now: datetime) -> int:
    """Tell the coordinators of follow-ups that nobody has had for too long, once each time.

    Of those that no organisation receives, the administrators are told, at once.
    """
    waiting = FollowUp.closed_at.is_(None) & FollowUp.worker_id.is_(None)
    late = (
        waiting
        & FollowUp.organisation_id.is_not(None)
        & FollowUp.unassigned_since.is_not(None)
        & (FollowUp.unassigned_alarm_at <= now)
    )
    key = _text("unassigned:", FollowUp.id, ":", EpochSeconds(FollowUp.unassigned_since))
    unassigned = _raise(
        now,
        kind=_kind(Alert.UNASSIGNED),
        key=key,
        organisation_id=FollowUp.organisation_id,
        follow_up_id=FollowUp.id,
        whose=late & _untold(key),
        lock=FollowUp,
    )
    key = _text("unroutable:", FollowUp.id)
    unroutable = _raise(
        now,
        kind=_kind(Alert.UNROUTABLE),
        key=key,
        follow_up_id=FollowUp.id,
        whose=waiting & FollowUp.organisation_id.is_(None) & _untold(key),
        lock=FollowUp,
    )
    return unassigned + unroutable


def tell_revisits(now: datetime) -> int:
    """Tell the zone's reference officer of revisits that are due, once each."""
    key = _text("revisit:", Referral.id)
    return _raise(
        now,
        kind=_kind(Alert.REVISIT_DUE),
        key=key,
        organisation_id=Referral.zone_id,
        referral_id=Referral.id,
        whose=Referral.revisited_at.is_(None) & (Referral.revisit_due_at <= now) & _untold(key),
        lock=Referral,
    )


def tell_unsent_drafts(now: datetime) -> int:
    """Tell the officer of a referral not sent, later the zone; take both back once it is sent.

    The key carries the draft's code: SQLite gives the number of a deleted draft out again.
    """
    referral = Draft.form.startswith(NEW_REFERRAL)
    to_officer, to_zone = (_text("draft:", Draft.code, told) for told in (":officer", ":zone"))
    sent = ~exists().where(AlertRow.key.in_([to_officer, to_zone]))
    settled = db.session.execute(
        delete(AlertRow).where(
            AlertRow.kind == Alert.DRAFT_UNSENT, AlertRow.seen_at.is_(None), sent
        )
    ).rowcount
    old = referral & (Draft.started_at <= now - OFFICER_TOLD_AFTER)
    officers = _raise(
        now,
        kind=_kind(Alert.DRAFT_UNSENT),
        key=to_officer,
        account_id=Draft.account_id,
        draft_id=Draft.id,
        whose=old & _untold(to_officer),
    )
    older = referral & (Draft.started_at <= now - ZONE_TOLD_AFTER)
    zones = _raise(
        now,
        kind=_kind(Alert.DRAFT_UNSENT),
        key=to_zone,
        organisation_id=Account.organisation_id,
        draft_id=Draft.id,
        whose=older & (Account.id == Draft.account_id) & _untold(to_zone),
    )
    return settled + officers + zones


def _raise(
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


def _untold(key: ColumnElement[str]) -> ColumnElement[bool]:
    """That no alert has this key: so that the next batch goes on behind this one."""
    return ~select(AlertRow.id).where(AlertRow.key == key).correlate_except(AlertRow).exists()


def _written_out(ids: Iterable[int]) -> BindParameter:
    """Row numbers written into the statement: thousands of parameters take longer than the work."""
    return bindparam(None, list(ids), expanding=True, literal_execute=True, type_=RowId)


def _later(
    now: datetime, minutes: ColumnElement[int], known: Iterable[int | None]
) -> ColumnElement:
    """The moment so many minutes after now, or NULL: a CASE, for the databases reckon apart."""
    moments = {one: literal(now + timedelta(minutes=one), Moment) for one in known if one}
    return case(moments, value=minutes, else_=null()) if moments else null()


def _kind(alert: Alert) -> ColumnElement[str]:
    return literal(alert, Code(Alert))


def _text(*parts: str | ColumnElement) -> ColumnElement[str]:
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
