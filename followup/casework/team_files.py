"""The follow-ups of one organisation as its coordinator sees them: rows, lists, filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from followup import clock
from followup.casework.counts import end_of_today
from followup.casework.visibility import Whoever, asked_by, visible
from followup.db import db
from followup.models import Account, FollowUp, Person, Referral, SafeContact
from followup.models.wall import marked
from followup.rules import worklist
from followup.rules.access import Permission
from followup.rules.contact_card import ContactCard, from_json
from followup.rules.policy import is_high
from followup.rules.worklist import Window
from followup.vocabulary import Booking, DeadlineKind, Risk, RiskResult, Role, State, Strand

A_PAGE = 50
HIGH = tuple(risk for risk in Risk if is_high(risk))

_COLUMNS = (
    FollowUp.id,
    FollowUp.code,
    FollowUp.situation_id,
    FollowUp.strand,
    FollowUp.risk,
    FollowUp.state,
    FollowUp.worker_id,
    FollowUp.due_at,
    FollowUp.due_kind,
    FollowUp.contact_made_at,
    FollowUp.attempts,
    FollowUp.received_at,
    FollowUp.released_at,
    FollowUp.is_repeat,
    FollowUp.unassigned_since,
    FollowUp.unassigned_alarm_at,
    FollowUp.booking,
    FollowUp.booking_at,
    Referral.zone_id,
    Referral.risk_result,
    Person.first_name,
    Person.family_name,
    Person.birth_date,
    Person.birth_year_about,
    Person.language,
    Person.interpreter,
    SafeContact.card,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One follow-up with what its line shows. `window`: whether the person may be called now."""

    id: int
    code: str
    situation_id: int
    strand: Strand
    risk: Risk
    state: State
    worker_id: int | None
    due_at: datetime | None
    due_kind: DeadlineKind | None
    contact_made_at: datetime | None
    attempts: int
    received_at: datetime
    released_at: datetime | None
    is_repeat: bool
    unassigned_since: datetime | None
    unassigned_alarm_at: datetime | None
    booking: Booking | None
    booking_at: datetime | None
    zone_id: int
    risk_result: RiskResult
    first_name: str
    family_name: str
    birth_date: str | None
    birth_year_about: str | None
    language: str
    interpreter: bool
    card: ContactCard
    window: Window

    @property
    def gate_is_shut(self) -> bool:
        return self.strand is Strand.PERPETRATOR and self.released_at is None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; None is any. `worker` is an account id, `late` and `today` are by due time."""

    strand: Strand | None = None
    risk: Risk | None = None
    state: State | None = None
    worker: int | None = None
    high: bool = False
    overdue: bool = False
    today: bool = False
    first_contact_late: bool = False
    interpreter: bool = False

    @property
    def by_due(self) -> bool:
        return bool(self.overdue or self.today or self.worker or self.interpreter)


Position = tuple[datetime | None, int]


def open_files(by: Account | Whoever) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the organisation's open follow-ups, for a select of any columns."""
    return marked(FollowUp), visible(by, Permission.REASSIGN), FollowUp.closed_at.is_(None)


def rows_of(ids: Sequence[int], by: Account) -> list[Row]:
    """These follow-ups, in the given order; one query, and only their names are unsealed."""
    if not ids:
        return []
    found = {row.id: row for row in _read(_these(by.roles), asked_by(by, ids=list(ids)))}
    return [found[one] for one in ids if one in found]


@cache
def _these(roles: frozenset[Role]) -> Select:
    return _query(Whoever(roles)).where(FollowUp.id.in_(bindparam("ids", expanding=True)))


def incoming(by: Account, after: Position | None = None) -> tuple[list[Row], Position | None]:
    """One page of what nobody has yet, oldest first, and where the next page begins."""
    since = FollowUp.unassigned_since
    query = _query(by).where(FollowUp.worker_id.is_(None)).order_by(since, FollowUp.id)
    if after is not None:
        query = query.where(_later(since, after))
    return _page(query, "unassigned_since")


def cases(
    by: Account, wanted: Wanted, after: Position | None = None
) -> tuple[list[Row], Position | None]:
    """One page of the open cases: of a worker, or by due time, soonest first; else newest first."""
    query = _query(by).where(*_conditions(wanted))
    if wanted.by_due:
        if not (wanted.overdue or wanted.today):
            query = query.order_by(FollowUp.due_at.is_(None))
        query = query.order_by(FollowUp.due_at, FollowUp.id)
        if after is not None:
            query = query.where(_sooner_done(after))
        return _page(query, "due_at")
    query = query.order_by(FollowUp.received_at.desc(), FollowUp.id.desc())
    if after is not None:
        query = query.where(_earlier(FollowUp.received_at, after))
    return _page(query, "received_at")


def due_of(worker_id: int, until: datetime, by: Account, most: int) -> list[Row]:
    """What this worker has to do before a moment, soonest first."""
    query = _query(by).where(FollowUp.worker_id == worker_id, FollowUp.due_at < until)
    return _read(query.order_by(FollowUp.due_at, FollowUp.id).limit(most))


def of_worker(worker_id: int, by: Account, most: int) -> list[Row]:
    """Everything open that this worker has, what is due first before the rest."""
    query = _query(by).where(FollowUp.worker_id == worker_id)
    order = (FollowUp.due_at.is_(None), FollowUp.due_at, FollowUp.id)
    return _read(query.order_by(*order).limit(most))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    now = clock.now()
    asked = [
        (wanted.strand, FollowUp.strand == wanted.strand),
        (wanted.risk, FollowUp.risk == wanted.risk),
        (wanted.state, FollowUp.state == wanted.state),
        (wanted.worker, FollowUp.worker_id == wanted.worker),
        (wanted.high, FollowUp.risk.in_(HIGH)),
        (wanted.overdue, and_(FollowUp.due_at < now, FollowUp.worker_id.is_not(None))),
        (wanted.today, and_(FollowUp.due_at >= now, FollowUp.due_at < end_of_today())),
        (wanted.interpreter, FollowUp.booking.is_not(None)),
        (wanted.first_contact_late, FollowUp.contact_due_at < now),
    ]
    return [condition for given, condition in asked if given]


def _query(by: Account | Whoever) -> Select:
    card = and_(
        SafeContact.follow_up_id == FollowUp.id, SafeContact.version == FollowUp.card_version
    )
    return (
        select(*_COLUMNS)
        .join(Person, Person.id == FollowUp.person_id)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .outerjoin(SafeContact, card)
        .where(*open_files(by), marked(Person, Referral, SafeContact))
    )


def _page(query: Select, by_column: str) -> tuple[list[Row], Position | None]:
    rows = _read(query.limit(A_PAGE + 1))
    if len(rows) <= A_PAGE:
        return rows, None
    last = rows[A_PAGE - 1]
    return rows[:A_PAGE], (getattr(last, by_column), last.id)


def _later(column: ColumnElement, after: Position) -> ColumnElement[bool]:
    at, last = after
    return or_(column > at, and_(column == at, FollowUp.id > last))


def _sooner_done(after: Position) -> ColumnElement[bool]:
    """What follows in the order of due times, where nothing due stands last."""
    at, last = after
    if at is None:
        return and_(FollowUp.due_at.is_(None), FollowUp.id > last)
    return or_(_later(FollowUp.due_at, after), FollowUp.due_at.is_(None))


def _earlier(column: ColumnElement, after: Position) -> ColumnElement[bool]:
    at, last = after
    return or_(column < at, and_(column == at, FollowUp.id < last))


def _read(query: Select, asked: dict[str, object] | None = None) -> list[Row]:
    now = clock.now()
    return [_row(found, now) for found in db.session.execute(query, asked)]


def _row(found: Iterable[Any], now: datetime) -> Row:
    *columns, kept = found
    card = from_json(kept or {})
    window = worklist.window_of(card.for_rules(), has_phone=card.phone is not None, now=now)
    return Row(*columns, card, window)
