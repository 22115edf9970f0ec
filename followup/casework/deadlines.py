"""Lay, meet, replace, move and recompute the duties of a follow-up; keep its earliest one in step.

Every change ends here in `refresh`, so that the worklist's `due_at` is never out of date.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from followup import clock
from followup.casework import alerts, events, organisations, policies
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed, NeedsCoordinator, Refused
from followup.casework.events import What
from followup.db import db
from followup.models import Account, Deadline, DeadlineMove, FollowUp
from followup.models.wall import marked
from followup.rules import deadlines as rules
from followup.rules.deadlines import Due
from followup.rules.next_step import Step
from followup.rules.terms import Term
from followup.rules.working_time import Calendar
from followup.vocabulary import DeadlineEnd, DeadlineKind, MoveReason, Start, State, TermUnit, Way

CLOCKS = (DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE)
# What stands still with the clocks, and is reckoned anew with them.
RUNNING = (*CLOCKS, DeadlineKind.DECIDE_UNREACHED)
# What ends when somebody spoke with the person.
REACHED = (DeadlineKind.CONTACT_MADE, DeadlineKind.DECIDE_UNREACHED)
STEP_RULE = "step.planned"

_OPEN = (
    select(Deadline)
    .where(
        marked(Deadline),
        Deadline.follow_up_id == bindparam("follow_up"),
        Deadline.ended_at.is_(None),
    )
    .order_by(Deadline.due_at, Deadline.id)
)


def calendar_for(follow_up: FollowUp) -> Calendar:
    return organisations.calendar_of(follow_up.organisation_id)


def open_deadlines(follow_up: FollowUp) -> list[Deadline]:
    """The duties still open, soonest first. The caller may already use the follow-up."""
    return list(db.session.scalars(_OPEN, {"follow_up": follow_up.id}))


def every_deadline(follow_up: FollowUp) -> list[Deadline]:
    """Open and ended duties, oldest first: the history that no recomputing loses."""
    query = (
        select(Deadline)
        .where(marked(Deadline), Deadline.follow_up_id == follow_up.id)
        .order_by(Deadline.opened_at, Deadline.id)
    )
    return list(db.session.scalars(query))


def clock_dues(follow_up: FollowUp) -> list[Due]:
    """What the rules say now about the two clocks, and about the decision if nobody is reached."""
    known = {
        "strand": follow_up.strand,
        "risk": follow_up.timed_as,
        "received_at": follow_up.received_at,
        "intervened_at": follow_up.intervened_at,
        "residence_ban": follow_up.removed_by_ban,
        "calendar": calendar_for(follow_up),
        "policy": policies.policy_of(follow_up),
    }
    clocks = rules.opening_deadlines(**known, released_at=follow_up.released_at)
    decision = rules.unreached_decision(**known)
    return [*clocks, decision] if decision else clocks


def start_clocks(follow_up: FollowUp, *, by: Account | None) -> None:
    """Lay the clocks that still run; what was met stays met, what runs already runs on."""
    met = {DeadlineKind.FIRST_ATTEMPT: follow_up.first_attempt_at}
    met |= dict.fromkeys(REACHED, follow_up.contact_made_at)
    running = {row.kind for row in open_deadlines(follow_up)}
    dues = [due for due in clock_dues(follow_up) if met[due.kind] is None]
    lay(follow_up, [due for due in dues if due.kind not in running], by=by)


def lay(follow_up: FollowUp, dues: Iterable[Due], *, by: Account | None) -> list[Deadline]:
    """Open these duties; an open one of the same kind is replaced and stays in the history."""
    dues = list(dues)
    end(follow_up, [due.kind for due in dues], DeadlineEnd.REPLACED, by=by)
    rows = [_row(follow_up, due, by) for due in dues]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def lay_plain(follow_up: FollowUp, kind: DeadlineKind, *, by: Account | None) -> Deadline:
    """Open a duty whose term the policy names as the duty itself, from now."""
    term = getattr(policies.policy_of(follow_up).terms, kind)
    due = rules.plain(kind, term, clock.now(), calendar_for(follow_up), Start.ATTEMPT_AT)
    return lay(follow_up, [due], by=by)[0]


def plan(
    follow_up: FollowUp,
    kind: DeadlineKind,
    step: Step,
    *,
    by: Account | None,
    way: Way | None = None,
) -> Deadline:
    """Make this the one planned next step; due when its window ends. `way` if one was decided."""
    due = Due(
        kind=kind,
        start=Start.ATTEMPT_AT,
        starts_at=clock.now(),
        due_at=step.ends_at,
        rule=STEP_RULE,
        term=Term(TermUnit.HOURS),
    )
    row = lay(follow_up, [due], by=by)[0]
    row.step_from, row.step_until = step.starts_at, step.ends_at
    row.explained = {**row.explained, "why": step.why} | ({"way": way} if way else {})
    return row


def end(
    follow_up: FollowUp,
    kinds: Iterable[DeadlineKind],
    how: DeadlineEnd,
    *,
    by: Account | None,
    at: datetime | None = None,
) -> list[Deadline]:
    """End the open duties of these kinds; returns them."""
    wanted = set(kinds)
    if not wanted:
        return []
    ended = [row for row in open_deadlines(follow_up) if row.kind in wanted]
    for row in ended:
        row.ended_at, row.end, row.ended_by_id = at or clock.now(), how, by and by.id
    db.session.flush()
    alerts.settle_deadlines([row.id for row in ended if row.escalated_at is not None], by=by)
    return ended


def end_all(follow_up: FollowUp, how: DeadlineEnd, *, by: Account | None) -> list[Deadline]:
    return end(follow_up, DeadlineKind, how, by=by)


def refresh(follow_up: FollowUp) -> None:
    """Copy the earliest duty of the worker to the follow-up, where lists find it."""
    rows = open_deadlines(follow_up)
    own = [row for row in rows if not row.kind.for_coordinator]
    first = own[0] if own else None
    follow_up.due_at = first and first.due_at
    follow_up.due_kind = first and first.kind
    contact = [row.due_at for row in rows if row.kind is DeadlineKind.CONTACT_MADE]
    follow_up.contact_due_at = contact[0] if contact else None
    planned = [row for row in own if row.step_from is not None]
    follow_up.step_from = planned[0].step_from if planned else None
    follow_up.step_until = planned[0].step_until if planned else None
    for row in rows:
        row.organisation_id = follow_up.organisation_id
    db.session.flush()


def done(follow_up: FollowUp, row: Deadline, *, by: Account, words: str = "") -> None:
    """The worker did what no contact entry shows: papers, an interpreter, another way found.

    The two clocks are met by entries only. Raises Refused for them and for a duty already ended.
    """
    if row.kind in CLOCKS or row.kind.for_coordinator or row.ended_at is not None:
        raise Refused
    end(follow_up, [row.kind], DeadlineEnd.MET, by=by)
    events.note(follow_up, What.DONE, by=by, words=words, kind=row.kind)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    refresh(follow_up)


def cap(follow_up: FollowUp, row: Deadline) -> datetime | None:
    """The latest moment a worker may move this duty to without the coordinator."""
    latest = row.explained.get("latest_at")
    return rules.move_cap(
        risk=follow_up.timed_as,
        now=clock.now(),
        contact_due=follow_up.contact_due_at,
        escalates_at=row.escalates_at,
        latest_at=latest and datetime.fromisoformat(latest),
        policy=policies.policy_of(follow_up),
    )


def limit(follow_up: FollowUp, row: Deadline) -> datetime | None:
    """The latest moment a worker may choose alone; a clock is the rule's and stays where it is."""
    return row.due_at if row.kind in CLOCKS else cap(follow_up, row)


def move(
    follow_up: FollowUp,
    row: Deadline,
    to: datetime,
    *,
    reason: MoveReason,
    by: Account,
    words: str = "",
    decided: bool = False,
) -> None:
    """Move one duty. Raises NeedsCoordinator past the cap unless a coordinator decides it.

    The clocks themselves are the rule's: moving one is always the coordinator's decision.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    latest = limit(follow_up, row)
    if not decided and latest is not None and to > latest:
        raise NeedsCoordinator
    db.session.add(
        DeadlineMove(
            follow_up_id=follow_up.id,
            deadline_id=row.id,
            moved_from=row.due_at,
            moved_to=to,
            reason=reason,
            note=words or None,
            decided=decided,
            at=clock.now(),
            by_id=by.id,
        )
    )
    shift(row, to, decided=decided)
    events.note(follow_up, What.MOVED, by=by, words=words, kind=row.kind, reason=reason)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    refresh(follow_up)


def shift(row: Deadline, to: datetime, *, decided: bool) -> None:
    """Set the due time and what hangs on it; only who decides is told later, too."""
    by = to - row.due_at
    row.due_at = to
    if row.escalates_at is not None and decided:
        row.escalates_at, row.escalated_at = row.escalates_at + by, None
    if row.step_from is not None:
        row.step_from, row.step_until = row.step_from + by, to


def recompute(follow_up: FollowUp, *, by: Account | None) -> int:
    """Reckon the running clocks anew under the follow-up's policy and calendar.

    Rows that keep their due time stay as they are; the others are replaced, so that the history
    shows what was promised before. A paused or stopped follow-up has no running clock. Returns how
    many moved.
    """
    if follow_up.closed_at is not None or follow_up.state is State.STOPPED:
        return 0
    running = {row.kind: row for row in open_deadlines(follow_up) if row.kind in RUNNING}
    moved = [
        due
        for due in clock_dues(follow_up)
        if due.kind in running and _differs(due, running[due.kind])
    ]
    lay(follow_up, moved, by=by)
    if moved:
        events.note(follow_up, What.RECOMPUTED, by=by)
    refresh(follow_up)
    return len(moved)


def _differs(due: Due, row: Deadline) -> bool:
    return (due.due_at, due.escalates_at) != (row.due_at, row.escalates_at)


def _row(follow_up: FollowUp, due: Due, by: Account | None) -> Deadline:
    return Deadline(
        follow_up_id=follow_up.id,
        organisation_id=follow_up.organisation_id,
        kind=due.kind,
        rule=due.rule,
        starts_at=due.starts_at,
        due_at=due.due_at,
        explained=explained(due),
        policy_version=policies.version_of(follow_up),
        escalates_at=due.escalates_at,
        repeat_minutes=due.repeat_minutes,
        opened_at=clock.now(),
        opened_by_id=by and by.id,
    )


def explained(due: Due) -> dict:
    """What a deadline keeps of its own reckoning, as JSON."""
    return {
        "start": due.start,
        "unit": due.term.unit,
        "n": due.term.n,
        "skipped": [[day.day.isoformat(), day.reason, day.name] for day in due.skipped],
        "latest_at": due.latest_at and due.latest_at.isoformat(),
    }
