"""What new rules or hours would move, counted before, and moving it on purpose."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, exists, func, select, update

from followup.casework import counts, deadlines, organisations, policies
from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import Account, Deadline, DeadlineMove, FollowUp, Organisation, Pause
from followup.models.wall import unrestricted
from followup.rules import deadlines as rules
from followup.rules.deadlines import Due
from followup.rules.policy import Policy
from followup.rules.working_time import Calendar
from followup.vocabulary import State

BATCH = 500
COUNTING = "the administrator sees how many deadlines a rule moves, and nothing of the people"
MOVING = "the clocks of an organisation follow its rules; the administrator reads no file"


@dataclass(frozen=True)
class Moves:
    """How many running clocks would move. `today` counts those on today's list, before or after."""

    earlier: int = 0
    later: int = 0
    earlier_today: int = 0
    later_today: int = 0
    workers: int = 0

    @property
    def all(self) -> int:
        return self.earlier + self.later


class Shift(NamedTuple):
    """One clock that would move, or of which only the escalation would."""

    follow_up_id: int
    worker_id: int | None
    was: datetime
    becomes: datetime


def preview(organisation: Organisation, policy: Policy) -> Moves:
    """What would move if the open follow-ups went over to these rules. Saves nothing."""
    with unrestricted(COUNTING):
        return _count(_shifts(organisation, policy))


def out_of_step(organisation: Organisation) -> Moves:
    """Which clocks no longer fit the organisation's hours and closing days."""
    with unrestricted(COUNTING):
        return _count(_shifts(organisation, None))


def behind(organisation: Organisation) -> int:
    """How many open follow-ups keep another version than the newest."""
    current = policies.policy_for(organisation.id)
    with unrestricted(COUNTING):
        return db.session.scalar(
            select(func.count()).select_from(FollowUp).where(*_behind(organisation, current.id))
        )


def recompute(organisation: Organisation, *, by: Account) -> int:
    """Reckon the clocks that do not fit the hours anew; returns how many moved."""
    with unrestricted(MOVING):
        moved = _recompute({shift.follow_up_id for shift in _shifts(organisation, None)}, by)
    record(Act.CHANGED_ORGANISATION, Of.ORGANISATION, organisation.id, by=by)
    db.session.flush()
    return moved


def move_to_newest(organisation: Organisation, *, by: Account) -> int:
    """Let every open follow-up keep the newest version from now on; returns the clocks moved."""
    current = policies.policy_for(organisation.id)
    with unrestricted(MOVING):
        touched = {shift.follow_up_id for shift in _shifts(organisation, current.policy)}
        db.session.execute(
            update(FollowUp)
            .where(*_behind(organisation, current.id))
            .values(policy_id=current.id, version=FollowUp.version + 1)
            .execution_options(synchronize_session="fetch")
        )
        moved = _recompute(touched, by)
    record(Act.CHANGED_POLICY, Of.ORGANISATION, organisation.id, by=by)
    db.session.flush()
    return moved


def _behind(organisation: Organisation, policy_id: int | None) -> list:
    return [
        FollowUp.organisation_id == organisation.id,
        FollowUp.closed_at.is_(None),
        FollowUp.policy_id.is_distinct_from(policy_id),
    ]


def _recompute(follow_up_ids: set[int], by: Account) -> int:
    moved, ids = 0, sorted(follow_up_ids)
    for n in range(0, len(ids), BATCH):
        query = select(FollowUp).where(FollowUp.id.in_(ids[n : n + BATCH])).order_by(FollowUp.id)
        moved += sum(deadlines.recompute(row, by=by) for row in db.session.scalars(query).all())
    return moved


def _count(shifts: Iterator[Shift]) -> Moves:
    shifts = list(shifts)
    tonight = counts.end_of_today()
    earlier = [shift for shift in shifts if shift.becomes < shift.was]
    later = [shift for shift in shifts if shift.becomes > shift.was]
    return Moves(
        earlier=len(earlier),
        later=len(later),
        earlier_today=sum(shift.becomes < tonight for shift in earlier),
        later_today=sum(shift.was < tonight for shift in later),
        workers=len({shift.worker_id for shift in earlier + later} - {None}),
    )


def _shifts(organisation: Organisation, policy: Policy | None) -> Iterator[Shift]:
    """The running clocks whose due time the rules would put elsewhere.

    Without `policy` each follow-up is reckoned by the version it keeps. A clock that a coordinator
    moved, or that stood still, is not the rule's any more and stays.
    """
    calendar = organisations.calendar_of(organisation.id)
    for row in db.session.execute(_running(organisation)):
        due = _reckoned(row, policy or policies.policy_with(row.policy_id), calendar)
        if due and (due.due_at, due.escalates_at) != (row.due_at, row.escalates_at):
            yield Shift(row.id, row.worker_id, row.due_at, due.due_at)


def _running(organisation: Organisation) -> Select:
    moved = exists().where(
        DeadlineMove.deadline_id == Deadline.id, DeadlineMove.undone_at.is_(None)
    )
    paused = exists().where(Pause.follow_up_id == FollowUp.id)
    return (
        select(
            FollowUp.id,
            FollowUp.worker_id,
            FollowUp.strand,
            FollowUp.timed_as,
            FollowUp.received_at,
            FollowUp.intervened_at,
            FollowUp.released_at,
            FollowUp.removed_by_ban,
            FollowUp.policy_id,
            Deadline.kind,
            Deadline.due_at,
            Deadline.escalates_at,
        )
        .join(Deadline, Deadline.follow_up_id == FollowUp.id)
        .where(
            FollowUp.organisation_id == organisation.id,
            FollowUp.closed_at.is_(None),
            FollowUp.state != State.STOPPED,
            Deadline.ended_at.is_(None),
            Deadline.kind.in_(deadlines.CLOCKS),
            ~moved,
            ~paused,
        )
    )


def _reckoned(row: Row, policy: Policy, calendar: Calendar) -> Due | None:
    dues = rules.opening_deadlines(
        strand=row.strand,
        risk=row.timed_as,
        received_at=row.received_at,
        intervened_at=row.intervened_at,
        released_at=row.released_at,
        residence_ban=row.removed_by_ban,
        calendar=calendar,
        policy=policy,
    )
    return next((due for due in dues if due.kind is row.kind), None)
