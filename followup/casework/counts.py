"""The few figures of the page shell, in one query."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from followup import clock
from followup.casework.visibility import Whoever, asked_by
from followup.db import db
from followup.models import Account, AlertRow, Draft, FollowUp, Lease, LikelyPair
from followup.models.wall import marked
from followup.rules.access import Permission, holds
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Role, State

SCHEDULER = "scheduler"
SILENT_AFTER = timedelta(minutes=3)


def end_of_today() -> datetime:
    """Midnight in Brussels, as a moment."""
    local = clock.now().astimezone(BRUSSELS)
    return datetime.combine(local.date() + timedelta(days=1), time(), BRUSSELS)


def alerts_for(account: Account | Whoever) -> ColumnElement[bool]:
    """The condition that an alert is for this account."""
    return or_(*_addressed_to(account))


def unseen_by(account: Account | Whoever) -> ColumnElement[bool]:
    """The same of alerts nobody has seen; said in each part, or SQLite reads those of everybody."""
    return or_(*(AlertRow.seen_at.is_(None) & part for part in _addressed_to(account)))


def _addressed_to(account: Account | Whoever) -> Iterator[ColumnElement[bool]]:
    unaddressed = AlertRow.account_id.is_(None)
    yield AlertRow.account_id == account.id
    if account.holds(Role.COORDINATOR, Role.POLICE_REFERENCE):
        yield unaddressed & (AlertRow.organisation_id == account.organisation_id)
    if account.holds(Role.ADMINISTRATOR):
        yield unaddressed & AlertRow.organisation_id.is_(None)


def for_shell(account: Account) -> dict:
    """Work due today, unseen alerts, pairs to decide, unsent forms, silence of the scheduler.

    None: it beats.
    """
    asked = asked_by(account, midnight=end_of_today(), now=clock.now())
    row = db.session.execute(_shell(account.roles), asked).one()
    return {
        "due": row.due if holds(account, Permission.WORK_THE_DAY) else None,
        "alerts": row.unseen,
        "duplicates": row.pairs,
        "unsent": row.unsent,
        "silent_since": silent_since(row.beat_at),
    }


@cache
def _shell(roles: frozenset[Role]) -> Select:
    """Every page asks this, so the statement is put together once."""
    due = (
        select(func.count())
        .select_from(FollowUp)
        .where(
            marked(FollowUp),
            FollowUp.worker_id == bindparam("actor_id"),
            FollowUp.closed_at.is_(None),
            FollowUp.state == State.OPEN,
            FollowUp.due_at < bindparam("midnight"),
            or_(FollowUp.shown_again_at.is_(None), FollowUp.shown_again_at <= bindparam("now")),
        )
    )
    reader = Whoever(roles)
    unseen = select(func.count()).select_from(AlertRow).where(unseen_by(reader))
    pairs = (
        select(func.count())
        .select_from(LikelyPair)
        .where(
            marked(LikelyPair),
            LikelyPair.organisation_id == bindparam("actor_organisation_id"),
            LikelyPair.verdict.is_(None),
        )
    )
    unsent = (
        select(func.count())
        .select_from(Draft)
        .where(Draft.account_id == bindparam("actor_id"), Draft.form.startswith("/"))
    )
    beat = select(Lease.beat_at).where(Lease.name == SCHEDULER)
    return select(
        due.scalar_subquery().label("due"),
        unseen.scalar_subquery().label("unseen"),
        (pairs if holds(reader, Permission.MERGE) else select(None))
        .scalar_subquery()
        .label("pairs"),
        unsent.scalar_subquery().label("unsent"),
        beat.scalar_subquery().label("beat_at"),
    )


def silent_since(beat_at: datetime | None) -> datetime | None:
    """When the scheduler last beat, if that is too long ago; the epoch when it never did."""
    if beat_at is None:
        return datetime.fromtimestamp(0, BRUSSELS)
    return beat_at if clock.now() - beat_at > SILENT_AFTER else None
