"""Absences of workers: when, who takes over, and what is due meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from followup import clock
from followup.casework import assignment
from followup.casework.assignment import Cannot
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NotFound, Refused
from followup.casework.team import Worker, today
from followup.db import db
from followup.models import Absence, Account
from followup.rules.codes import new_code
from followup.rules.working_time import BRUSSELS, Span

_COMING = select(Absence.from_day, Absence.until_day).where(
    Absence.account_id == bindparam("account"),
    Absence.until_day >= bindparam("today"),
    Absence.ended_at.is_(None),
)


class Overlaps(Refused):
    """The worker is already away on one of these days; the facts say from when until when."""

    code = "absence_overlaps"

    def __init__(self, from_day: date, until_day: date) -> None:
        super().__init__()
        self.from_day, self.until_day = from_day, until_day


@dataclass(frozen=True, slots=True)
class Line:
    """One absence as a list shows it; both days included."""

    code: str
    worker_code: str
    worker: str
    from_day: date
    until_day: date
    back_up: str | None
    running: bool


def add(
    worker: Worker, *, from_day: date, until_day: date, back_up: Worker | None, by: Account
) -> Absence:
    """Write an absence down. Raises Overlaps when it meets another of the same worker."""
    waiting = select(Account.id).where(Account.id == worker.id).with_for_update()
    db.session.execute(waiting)
    other = db.session.scalar(
        select(Absence)
        .where(
            Absence.account_id == worker.id,
            Absence.ended_at.is_(None),
            Absence.from_day <= until_day,
            Absence.until_day >= from_day,
        )
        .order_by(Absence.from_day)
        .limit(1)
    )
    if other is not None:
        raise Overlaps(other.from_day, other.until_day)
    absence = Absence(
        code=new_code(),
        account_id=worker.id,
        from_day=from_day,
        until_day=until_day,
        back_up_id=back_up and back_up.id,
        created_at=clock.now(),
    )
    db.session.add(absence)
    record(Act.PLANNED, Of.ACCOUNT, worker.id, by=by)
    db.session.flush()
    return absence


def begin(
    worker: Worker,
    *,
    from_day: date,
    until_day: date,
    back_up: Worker | None,
    move_due: bool,
    by: Account,
) -> tuple[int, list[Cannot]]:
    """Write it down and, if wanted, give the back-up what is due until it ends.

    Answers how many were moved, and which the back-up cannot take: they stay where they are.
    """
    add(worker, from_day=from_day, until_day=until_day, back_up=back_up, by=by)
    if not move_due or back_up is None:
        return 0, []
    due = assignment.due_before(worker.id, end_of(until_day), by)
    left = assignment.hand_over(due, assignment.account(back_up.id), by=by)
    return len(due) - len(left), left


def end(code: str, *, by: Account) -> None:
    """The worker is back, or will not be away after all. Raises NotFound."""
    absence = db.session.scalar(
        select(Absence)
        .join(Account, Account.id == Absence.account_id)
        .where(
            Absence.code == code,
            Absence.ended_at.is_(None),
            Account.organisation_id == by.organisation_id,
        )
    )
    if absence is None:
        raise NotFound
    absence.ended_at = clock.now()
    record(Act.PLANNED, Of.ACCOUNT, absence.account_id, by=by)
    db.session.flush()


def listed(by: Account) -> Sequence[Line]:
    """Running and coming absences of the team, soonest first."""
    back_up = aliased(Account)
    query = (
        select(
            Absence.code,
            Account.code,
            Account.name,
            Absence.from_day,
            Absence.until_day,
            back_up.name,
            Absence.from_day <= today(),
        )
        .join(Account, Account.id == Absence.account_id)
        .outerjoin(back_up, back_up.id == Absence.back_up_id)
        .where(
            Account.organisation_id == by.organisation_id,
            Absence.until_day >= today(),
            Absence.ended_at.is_(None),
        )
        .order_by(Absence.from_day, Account.name)
    )
    return [Line(*row) for row in db.session.execute(query)]


def absences_of(account_id: int | None) -> tuple[Span, ...]:
    """The worker's coming absences as stretches of time, so that no call is planned in one."""
    if account_id is None:
        return ()
    rows = db.session.execute(_COMING, {"account": account_id, "today": today()})
    return tuple(Span(start_of(first), end_of(last)) for first, last in rows)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def end_of(day: date) -> datetime:
    """Midnight after this Brussels day: what is due before it falls within the absence."""
    return start_of(day + timedelta(days=1))
