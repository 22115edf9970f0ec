"""The figures on the team board, in one query: late, unassigned, due today, reached in time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)

from followup import clock
from followup.casework.counts import end_of_today
from followup.casework.team_files import HIGH, open_files
from followup.casework.visibility import Whoever, asked_by
from followup.db import db
from followup.models import Account, Deadline, FollowUp
from followup.models.wall import marked
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import DeadlineEnd, DeadlineKind, Role

# A count above this is shown as "500+": nobody reads the difference, the database would.
MOST = 500
WINDOW = timedelta(days=30)
TARGET_PERCENT = 90
AFTERNOON = time(13)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts up to MOST + 1. Of first contacts: those due in the last 30 days, and in time."""

    overdue: int
    overdue_high: int
    oldest_due: datetime | None
    unassigned: int
    oldest_unassigned: datetime | None
    today: int
    this_afternoon: int
    first_contacts: int
    in_time: int

    @property
    def percent_in_time(self) -> int | None:
        """Rounded down, so that 89.9 never reads as the target; None when none was due."""
        return 100 * self.in_time // self.first_contacts if self.first_contacts else None


def figures_of(by: Account) -> Figures:
    now = clock.now()
    asked = asked_by(
        by,
        most=MOST + 1,
        now=now,
        midnight=end_of_today(),
        one_o_clock=_one_o_clock(now),
        window_opens=now - WINDOW,
    )
    row = db.session.execute(_figures(by.roles), asked).one()
    return Figures(*row[:-1], row[-1] or 0)


@cache
def _figures(roles: frozenset[Role]) -> Select:
    by = Whoever(roles)
    late = and_(FollowUp.due_at < bindparam("now"), FollowUp.worker_id.is_not(None))
    soon = and_(FollowUp.due_at >= bindparam("now"), FollowUp.due_at < bindparam("midnight"))
    nobody = FollowUp.worker_id.is_(None)
    counted, in_time = _first_contacts(by)
    return select(
        _count(by, late),
        _count(by, late, FollowUp.risk.in_(HIGH)),
        _earliest(by, FollowUp.due_at, late),
        _count(by, nobody),
        _earliest(by, FollowUp.unassigned_since, nobody),
        _count(by, soon),
        _count(by, soon, FollowUp.due_at >= bindparam("one_o_clock")),
        counted,
        in_time,
    )


def _count(by: Whoever, *which: ColumnElement[bool]) -> ScalarSelect:
    some = (
        select(literal(1))
        .select_from(FollowUp)
        .where(*open_files(by), *which)
        .limit(bindparam("most", type_=Integer))
    )
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _earliest(by: Whoever, column: ColumnElement, *which: ColumnElement[bool]) -> ScalarSelect:
    query = select(column).where(*open_files(by), *which, column.is_not(None))
    return query.order_by(column).limit(1).scalar_subquery()


def _first_contacts(by: Whoever) -> tuple[ScalarSelect, ScalarSelect]:
    """How many fell due in the last 30 days, and how many of them were met in time.

    What is still open past its due time is late, and so is what was closed or paused after it.
    Replaced and undone ones are not counted: the duty that took their place is.
    """
    met = Deadline.end == DeadlineEnd.MET
    late = or_(
        Deadline.ended_at.is_(None),
        and_(
            Deadline.end.in_((DeadlineEnd.CLOSED, DeadlineEnd.PAUSED)),
            Deadline.ended_at > Deadline.due_at,
        ),
    )
    fell_due = (
        marked(Deadline),
        Deadline.organisation_id == by.organisation_id,
        Deadline.kind == DeadlineKind.CONTACT_MADE,
        Deadline.due_at >= bindparam("window_opens"),
        Deadline.due_at < bindparam("now"),
        or_(met, late),
    )
    in_time = case((and_(met, Deadline.ended_at <= Deadline.due_at), 1), else_=0)
    counted = select(func.count()).select_from(Deadline).where(*fell_due)
    kept = select(func.sum(in_time)).where(*fell_due)
    return counted.scalar_subquery(), kept.scalar_subquery()


def _one_o_clock(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(BRUSSELS).date(), AFTERNOON, BRUSSELS)
