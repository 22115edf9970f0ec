"""Plan for later: the worker puts a follow-up off until a safe moment, within the rule (§4.15).

It stands among *Later* until then; the clocks run on, and news brings it back early.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from followup import clock
from followup.casework import deadlines, events, planning, policies
from followup.casework.audit import Act, Of, record
from followup.casework.calling import A_MOMENT
from followup.casework.errors import FollowUpClosed, GateShut, LaterThanRule, NotThatMoment, TooLate
from followup.casework.events import What
from followup.casework.followups import gate_is_shut
from followup.db import db
from followup.models import Account, CaseEvent, Deadline, FollowUp
from followup.models.wall import marked
from followup.rules import other_moments
from followup.rules.next_step import Limits, Step
from followup.rules.safe_window import may_use
from followup.vocabulary import DeadlineEnd, Way

UNDO_WITHIN = timedelta(minutes=1)
# Where no rule says how long.
LONGEST = timedelta(days=30)


def latest(follow_up: FollowUp) -> datetime | None:
    """Until when the worker may put it off alone: no later than any duty of the worker allows.

    A clock holds until it is due; past that, until the coordinator is told. What is later than
    that already may wait the few hours that a late high risk may. None: nothing of the worker is
    due.
    """
    now = clock.now()
    own = [row for row in deadlines.open_deadlines(follow_up) if not row.kind.for_coordinator]
    if not own:
        return None
    found = [now + LONGEST]
    for row in own:
        runs = row.kind in deadlines.CLOCKS and row.due_at > now
        allowed = row.due_at if runs else deadlines.cap(follow_up, row)
        if allowed is not None:
            found.append(allowed)
    hours = policies.policy_of(follow_up).terms.snooze_overdue_high.n
    return min(found) if min(found) > now else now + timedelta(hours=hours)


def choices(follow_up: FollowUp, limits: Limits) -> dict[str, Step]:
    """The safe moments that the rule allows: later today, tomorrow, the next safe window."""
    now, until = clock.now(), latest(follow_up)
    found = {
        "today": other_moments.later_today(now, limits),
        "window": other_moments.next_window(now, limits),
        "tomorrow": other_moments.tomorrow(now, limits),
    }
    kept: dict[str, Step] = {}
    for name, step in found.items():
        allowed = step is not None and until is not None and step.starts_at <= until
        if allowed and step.starts_at not in {one.starts_at for one in kept.values()}:
            kept[name] = step
    return kept


def put_off(follow_up: FollowUp, to: datetime, *, by: Account) -> None:
    """Plan the next step for this moment; until then the follow-up is not on My day.

    Raises FollowUpClosed, GateShut, NotThatMoment for one that is past or not safe, LaterThanRule.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if gate_is_shut(follow_up):
        raise GateShut
    limits, until = planning.limits_of(follow_up), latest(follow_up)
    if to <= clock.now() or may_use(limits.card, Way.CALL, to) in A_MOMENT:
        raise NotThatMoment
    if until is None or to > until:
        raise LaterThanRule
    facts = {"until": to.isoformat()} | _plan(follow_up, to, limits, by)
    follow_up.shown_again_at, follow_up.woken_by = to, None
    events.note(follow_up, What.PUT_OFF, by=by, **facts)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)


def take_back(follow_up: FollowUp, *, by: Account) -> None:
    """Undo it at once. Raises TooLate after a minute, and when it is no longer put off."""
    event = _newest(follow_up, by)
    late = event is None or clock.now() - event.at > UNDO_WITHIN
    if late or follow_up.shown_again_at is None:
        raise TooLate
    follow_up.shown_again_at = None
    _give_back(follow_up, event.facts, by)
    events.note(follow_up, What.SHOWN_AGAIN, by=by)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)


def _plan(follow_up: FollowUp, to: datetime, limits: Limits, by: Account) -> dict[str, int]:
    """A planned try moves along; a clock or another duty stays where it is."""
    planned = [row for row in deadlines.open_deadlines(follow_up) if row.step_from is not None]
    if not planned:
        return {}
    step = other_moments.at_moment(to, clock.now(), limits)
    row = deadlines.plan(follow_up, planned[0].kind, step, by=by)
    return {"before": planned[0].id, "row": row.id}


def _give_back(follow_up: FollowUp, facts: dict, by: Account) -> None:
    rows = {row.id: row for row in deadlines.every_deadline(follow_up)}
    new, old = rows.get(facts.get("row")), rows.get(facts.get("before"))
    if new is None or old is None or new.ended_at is not None:
        return
    _end(new, by)
    db.session.flush()
    old.ended_at = old.end = old.ended_by_id = None


def _end(row: Deadline, by: Account) -> None:
    row.ended_at, row.end, row.ended_by_id = clock.now(), DeadlineEnd.UNDONE, by.id


def _newest(follow_up: FollowUp, by: Account) -> CaseEvent | None:
    query = select(CaseEvent).where(
        marked(CaseEvent),
        CaseEvent.follow_up_id == follow_up.id,
        CaseEvent.what == What.PUT_OFF,
        CaseEvent.by_id == by.id,
    )
    return db.session.scalar(query.order_by(CaseEvent.id.desc()).limit(1))
