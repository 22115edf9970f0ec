"""What a worker has to do: the open follow-ups with what each row shows, in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from followup import clock
from followup.casework.counts import end_of_today
from followup.casework.visibility import Whoever, asked_by, visible
from followup.db import db
from followup.models import Account, ContactAttempt, FollowUp, Person, SafeContact
from followup.models.wall import marked
from followup.rules import worklist as rules
from followup.rules.access import Permission
from followup.rules.contact_card import ContactCard, from_json
from followup.rules.next_step import Tried
from followup.rules.worklist import Group, Window, Work
from followup.vocabulary import (
    Booking,
    CountsAs,
    DeadlineKind,
    News,
    Outcome,
    Risk,
    Role,
    State,
    Strand,
)

MOST = 200
A_PAGE = 50
ON_MY_DAY = (State.OPEN, State.INCOMPLETE)

_COLUMNS = (
    FollowUp.id,
    FollowUp.code,
    FollowUp.strand,
    FollowUp.risk,
    FollowUp.timed_as,
    FollowUp.state,
    FollowUp.policy_id,
    FollowUp.due_at,
    FollowUp.due_kind,
    FollowUp.contact_made_at,
    FollowUp.attempts,
    FollowUp.received_at,
    FollowUp.released_at,
    FollowUp.step_from,
    FollowUp.step_until,
    FollowUp.shown_again_at,
    FollowUp.woken_by,
    FollowUp.booking,
    FollowUp.booking_at,
    Person.first_name,
    Person.family_name,
    Person.birth_date,
    Person.birth_year_about,
    SafeContact.card,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One open follow-up of the worker, with what its line on a list shows."""

    id: int
    code: str
    strand: Strand
    risk: Risk
    timed_as: Risk
    state: State
    policy_id: int | None
    due_at: datetime | None
    due_kind: DeadlineKind | None
    contact_made_at: datetime | None
    attempts: int
    received_at: datetime
    released_at: datetime | None
    step_from: datetime | None
    step_until: datetime | None
    shown_again_at: datetime | None
    woken_by: News | None
    booking: Booking | None
    booking_at: datetime | None
    first_name: str
    family_name: str
    birth_date: str | None
    birth_year_about: str | None
    card: ContactCard
    window: Window
    work: Work
    last_at: datetime | None
    last_outcome: Outcome | None

    @property
    def is_silent(self) -> bool:
        """One more call was agreed, and its day has not come: nothing is in the queue till then."""
        agreed = self.due_kind is DeadlineKind.CALL_ONCE_MORE
        return agreed and self.due_at >= end_of_today()

    @property
    def gate_is_shut(self) -> bool:
        return self.strand is Strand.PERPETRATOR and self.released_at is None


@dataclass(frozen=True, slots=True)
class Day:
    """A worker's rows by group, each in the order in which they are to be done."""

    now: datetime
    groups: dict[Group, list[Row]]
    open_files: int

    @property
    def to_do(self) -> list[Row]:
        return [*self.groups[Group.OVERDUE], *self.groups[Group.TODAY]]

    @property
    def every(self) -> list[Row]:
        return [row for rows in self.groups.values() for row in rows]

    def next_to_call(self, after: str) -> Row | None:
        """The next person to call whose safe window is open."""
        callable_now = (row for row in self.to_do if row.window.reach.is_now and row.code != after)
        return next(callable_now, None)


def day_of(worker: Account) -> Day:
    """Everything open that is on My day: not what is out of reach and has its own list."""
    rows = _rows(_soonest(worker.roles), worker)
    shown = [row for row in rows if row.state in ON_MY_DAY and not row.is_silent]
    now = clock.now()
    places = rules.ordered((row.work for row in shown), now, end_of_today())
    groups = {group: [shown[place] for place in places[group]] for group in Group}
    return Day(now, groups, len(rows))


def in_state(worker: Account, state: State) -> list[Row]:
    """The worker's follow-ups out of reach: not reached, stopped or incomplete."""
    return _rows(_soonest(worker.roles).where(FollowUp.state == state), worker)


def silent(worker: Account) -> list[Row]:
    """Who asked for silence until an agreed day."""
    query = _soonest(worker.roles).where(FollowUp.due_kind == DeadlineKind.CALL_ONCE_MORE)
    return [row for row in _rows(query, worker) if row.is_silent]


def open_cases(
    worker: Account, *, newest_first: bool = False, after: tuple[datetime | None, int] | None = None
) -> tuple[list[Row], tuple[datetime | None, int] | None]:
    """One page of the worker's open cases, and where the next page begins."""
    query = _open_files(worker.roles)
    if after is not None:
        query = query.where(_beyond(after, newest_first))
    order = (FollowUp.received_at.desc(), FollowUp.id.desc()) if newest_first else _SOONEST
    rows = _rows(query.order_by(*order).limit(A_PAGE + 1), worker)
    if len(rows) <= A_PAGE:
        return rows, None
    last = rows[A_PAGE - 1]
    return rows[:A_PAGE], (last.received_at if newest_first else last.due_at, last.id)


def tries_of(rows: Iterable[Row]) -> dict[int, tuple[Tried, ...]]:
    """The tries that counted as attempts since each follow-up began, in one query."""
    begun = {row.id: row.received_at for row in rows}
    if not begun:
        return {}
    found = db.session.execute(
        select(ContactAttempt.follow_up_id, ContactAttempt.at, ContactAttempt.way)
        .where(
            marked(ContactAttempt),
            ContactAttempt.follow_up_id.in_(begun),
            ContactAttempt.counts_as == CountsAs.ATTEMPT,
            *_STANDS,
        )
        .order_by(ContactAttempt.at)
    )
    tries: dict[int, list[Tried]] = {follow_up_id: [] for follow_up_id in begun}
    for follow_up_id, at, way in found:
        if at >= begun[follow_up_id]:
            tries[follow_up_id].append(Tried(at, way=way))
    return {follow_up_id: tuple(made) for follow_up_id, made in tries.items()}


_SOONEST = (FollowUp.due_at.is_(None), FollowUp.due_at, FollowUp.id)
_STANDS = (
    ContactAttempt.undone_at.is_(None),
    ContactAttempt.struck_at.is_(None),
    ContactAttempt.outcome != Outcome.MISTAKE,
)


@cache
def _soonest(roles: frozenset[Role]) -> Select:
    return _open_files(roles).order_by(*_SOONEST).limit(MOST)


@cache
def _open_files(roles: frozenset[Role]) -> Select:
    return (
        select(*_COLUMNS)
        .join(Person, Person.id == FollowUp.person_id)
        .join(
            SafeContact,
            and_(
                SafeContact.follow_up_id == FollowUp.id,
                SafeContact.version == FollowUp.card_version,
            ),
        )
        .where(
            marked(FollowUp, Person, SafeContact),
            visible(Whoever(roles), Permission.LOG_CONTACT),
            FollowUp.worker_id == bindparam("actor_id"),
            FollowUp.closed_at.is_(None),
        )
    )


def _beyond(after: tuple[datetime | None, int], newest_first: bool) -> ColumnElement[bool]:
    at, last = after
    if newest_first:
        return or_(FollowUp.received_at < at, and_(FollowUp.received_at == at, FollowUp.id < last))
    if at is None:
        return and_(FollowUp.due_at.is_(None), FollowUp.id > last)
    return or_(
        FollowUp.due_at > at,
        and_(FollowUp.due_at == at, FollowUp.id > last),
        FollowUp.due_at.is_(None),
    )


def _rows(query: Select, worker: Account) -> list[Row]:
    found = db.session.execute(query, asked_by(worker)).all()
    last = _last_tries([one.id for one in found])
    now = clock.now()
    return [_row(one, last.get(one.id, (None, None)), now) for one in found]


def _row(one: tuple, last: tuple, now: datetime) -> Row:
    *columns, kept = one
    card = from_json(kept)
    limits = card.for_rules()
    shut = one.strand is Strand.PERPETRATOR and one.released_at is None
    has_phone = card.phone is not None and not shut
    window = rules.window_of(limits, has_phone=has_phone, now=now)
    work = Work(
        one.risk,
        one.state,
        one.due_at,
        one.due_kind,
        limits,
        one.shown_again_at,
        is_woken=one.woken_by is not None,
    )
    return Row(*columns, card, window, work, *last)


def _last_tries(ids: list[int]) -> dict[int, tuple[datetime, Outcome]]:
    """The newest entry that stands of each follow-up."""
    if not ids:
        return {}
    found = db.session.execute(_newest_tries(), {"ids": ids})
    return {follow_up_id: (at, outcome) for follow_up_id, at, outcome in found}


@cache
def _newest_tries() -> Select:
    newest_first = func.row_number().over(
        partition_by=ContactAttempt.follow_up_id,
        order_by=(ContactAttempt.at.desc(), ContactAttempt.id.desc()),
    )
    of_these = ContactAttempt.follow_up_id.in_(bindparam("ids", expanding=True))
    entries = (
        select(
            ContactAttempt.follow_up_id,
            ContactAttempt.at,
            ContactAttempt.outcome,
            newest_first.label("place"),
        )
        .where(marked(ContactAttempt), of_these, *_STANDS)
        .subquery()
    )
    newest = select(entries.c.follow_up_id, entries.c.at, entries.c.outcome)
    return newest.where(entries.c.place == 1)
