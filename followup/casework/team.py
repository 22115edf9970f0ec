"""The workers of one organisation: what each has open, who is away, who takes over."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from followup import clock
from followup.casework.counts import end_of_today
from followup.casework.errors import NotFound
from followup.casework.visibility import Whoever, asked_by, visible
from followup.db import db
from followup.models import Absence, Account, AccountRole, FollowUp
from followup.models.wall import marked
from followup.rules.access import WORKER_OF, Permission
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Role

# Who leaves within this time is given nothing new.
SOON = timedelta(days=14)
WORKER_ROLES = frozenset(WORKER_OF.values())
# Made once: an alias costs more than the query that uses it.
_BACK_UP = aliased(Account)

_ACCOUNTS = (
    select(
        Account.id,
        Account.code,
        Account.name,
        Account.active,
        Account.speaks,
        Account.zones,
        Account.agreed_maximum,
        Account.ends_on,
        AccountRole.role,
    )
    .outerjoin(AccountRole, AccountRole.account_id == Account.id)
    .where(Account.organisation_id == Whoever.organisation_id)
)
_AWAY = (
    select(Absence.account_id, Absence.from_day, Absence.until_day, _BACK_UP.name)
    .join(Account, Account.id == Absence.account_id)
    .outerjoin(_BACK_UP, _BACK_UP.id == Absence.back_up_id)
    .where(
        Account.organisation_id == Whoever.organisation_id,
        Absence.from_day <= bindparam("today"),
        Absence.until_day >= bindparam("today"),
        Absence.ended_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Load:
    """How many open follow-ups; `today` are due before midnight and not late yet."""

    overdue: int = 0
    today: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that runs today; both days included."""

    from_day: date
    until_day: date
    back_up: str | None


@dataclass(frozen=True, slots=True)
class Worker:
    """One colleague of the coordinator, with the load against the maximum that was agreed."""

    id: int
    code: str
    name: str
    roles: frozenset[Role]
    active: bool
    speaks: tuple[str, ...]
    zones: frozenset[int]
    maximum: int
    ends_on: date | None
    load: Load
    away: Away | None

    @property
    def room(self) -> int:
        """How many more fit under the agreed maximum; below zero: how many too many."""
        return self.maximum - self.load.open

    @property
    def leaves_soon(self) -> bool:
        return self.ends_on is not None and self.ends_on <= today() + SOON

    @property
    def takes_work(self) -> bool:
        return self.active and not self.roles.isdisjoint(WORKER_ROLES)


def today() -> date:
    return clock.now().astimezone(BRUSSELS).date()


def team_of(by: Account) -> list[Worker]:
    """Everybody who works on follow-ups, and whoever still has some; three queries.

    Who is over the maximum or away comes first, then who has the fullest list: this is about room,
    not about merit.
    """
    loads, aways = _loads(by), _aways(by)
    rows = _accounts(by)
    workers = [_worker(own, loads, aways) for own in rows.values()]
    shown = [one for one in workers if one.takes_work or one.load.open]
    return sorted(shown, key=_fullest_first)


def worker_with(code: str, by: Account) -> Worker:
    """The colleague with this code, or NotFound: of another organisation is like missing."""
    found = next((one for one in team_of(by) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def _fullest_first(one: Worker) -> tuple:
    calm = one.room >= 0 and one.away is None
    return calm, -one.load.open / max(one.maximum, 1), one.name, one.id


def _worker(own: list[Row], loads: dict[int, Load], aways: dict[int, Away]) -> Worker:
    first = own[0]
    return Worker(
        id=first.id,
        code=first.code,
        name=first.name,
        roles=frozenset(row.role for row in own if row.role is not None),
        active=first.active,
        speaks=tuple(first.speaks),
        zones=frozenset(first.zones),
        maximum=first.agreed_maximum,
        ends_on=first.ends_on,
        load=loads.get(first.id, Load()),
        away=aways.get(first.id),
    )


def _accounts(by: Account) -> dict[int, list[Row]]:
    people: dict[int, list[Row]] = {}
    for row in db.session.execute(_ACCOUNTS, asked_by(by)):
        people.setdefault(row.id, []).append(row)
    return people


def _loads(by: Account) -> dict[int, Load]:
    asked = asked_by(by, now=clock.now(), midnight=end_of_today())
    return {row[0]: Load(*row[1:]) for row in db.session.execute(_counted(by.roles), asked)}


@cache
def _counted(roles: frozenset[Role]) -> Select:
    late = FollowUp.due_at < bindparam("now")
    soon = (FollowUp.due_at >= bindparam("now")) & (FollowUp.due_at < bindparam("midnight"))
    return (
        select(
            FollowUp.worker_id,
            func.count().filter(late),
            func.count().filter(soon),
            func.count(),
        )
        .where(
            marked(FollowUp),
            visible(Whoever(roles), Permission.REASSIGN),
            FollowUp.closed_at.is_(None),
            FollowUp.worker_id.is_not(None),
        )
        .group_by(FollowUp.worker_id)
    )


def _aways(by: Account) -> dict[int, Away]:
    rows = db.session.execute(_AWAY, asked_by(by, today=today()))
    return {row[0]: Away(*row[1:]) for row in rows}
