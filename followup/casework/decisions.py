"""What the coordinator decides when a person is not reached, was stopped, or is to be let go."""

from datetime import datetime

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    number_requests,
    planning,
    revisits,
    safe_contact,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import AgainstCard, Refused
from followup.casework.events import What
from followup.casework.results import ask_coordinator, look_for_a_way
from followup.models import Account, Deadline, FollowUp
from followup.rules.next_step import Step
from followup.rules.safe_window import may_use
from followup.vocabulary import CloseReason, DeadlineEnd, DeadlineKind, Side, State, Way, WhyAsked


def go_on(follow_up: FollowUp, *, by: Account, words: str, way: Way | None = None) -> None:
    """Let contact go on after a stop, a not-reached or an asked ending, with one more try.

    `way` names how it is tried; without it the worker chooses. Raises Refused when no decision is
    asked for, AgainstCard for a way that the card forbids.
    """
    _decided(follow_up, by)
    if follow_up.state is State.STOPPED:
        safe_contact.open_ways(follow_up, by=by)
        deadlines.start_clocks(follow_up, by=by)
        _end_due_look(follow_up, by)
    _want_allowed(follow_up, way)
    follow_up.state = State.OPEN
    events.note(follow_up, What.DECIDED, by=by, words=words)
    _plan_one_more(follow_up, way, by)
    _settled(follow_up, by)


def ask_police(follow_up: FollowUp, *, by: Account, words: str) -> None:
    """Ask the police for another safe way; the file stands among the incomplete ones till then.

    Raises Refused after a stop: that is decided first.
    """
    if follow_up.state is State.STOPPED:
        raise Refused
    _decided(follow_up, by)
    events.note(follow_up, What.DECIDED_TO_ASK, by=by, words=words)
    number_requests.ask(follow_up, WhyAsked.NOT_REACHED, by=by)
    follow_up.state = State.INCOMPLETE
    deadlines.lay_plain(follow_up, DeadlineKind.BETTER_NUMBER, by=by)
    _settled(follow_up, by)


def ask_revisit(follow_up: FollowUp, *, by: Account, words: str) -> None:
    """Ask the police to go there; the coordinator looks again when they should have been.

    Only for the protected side: nobody is sent to the door of the other by us.
    """
    if follow_up.side is not Side.PROTECTED:
        raise Refused
    _decided(follow_up, by)
    events.note(follow_up, What.DECIDED_ON_REVISIT, by=by, words=words)
    due_at = revisits.ask(follow_up)
    follow_up.state = State.NOT_REACHED if follow_up.state is State.OPEN else follow_up.state
    row = ask_coordinator(follow_up, by)
    row.due_at = row.escalates_at = due_at
    row.explained = {**row.explained, "asked": "revisit"}
    _settled(follow_up, by)


def is_asked(follow_up: FollowUp) -> bool:
    """Whether something waits for the coordinator."""
    now = clock.now()
    return follow_up.state in (State.STOPPED, State.NOT_REACHED) or any(
        row.kind is DeadlineKind.COORDINATOR_DECISION or _is_due(row, now)
        for row in deadlines.open_deadlines(follow_up)
    )


def reason_asked(follow_up: FollowUp) -> CloseReason | None:
    """The reason for which an ending was asked."""
    for row in deadlines.open_deadlines(follow_up):
        if row.kind is DeadlineKind.COORDINATOR_DECISION and row.explained.get("asked") == "close":
            return CloseReason(row.explained["reason"])
    return None


def _decided(follow_up: FollowUp, by: Account) -> None:
    """End what was asked. The look at 48 hours ends once it is due: before, it still comes."""
    if follow_up.closed_at is not None or not is_asked(follow_up):
        raise Refused
    deadlines.end(follow_up, [DeadlineKind.COORDINATOR_DECISION], DeadlineEnd.MET, by=by)
    _end_due_look(follow_up, by)


def _end_due_look(follow_up: FollowUp, by: Account) -> None:
    now = clock.now()
    if any(_is_due(row, now) for row in deadlines.open_deadlines(follow_up)):
        deadlines.end(follow_up, [DeadlineKind.DECIDE_UNREACHED], DeadlineEnd.MET, by=by)


def _is_due(row: Deadline, now: datetime) -> bool:
    return row.kind is DeadlineKind.DECIDE_UNREACHED and row.due_at <= now


def _want_allowed(follow_up: FollowUp, way: Way | None) -> None:
    if way is None:
        return
    card = safe_contact.current_card(follow_up).for_rules()
    refused = may_use(card, way)
    if refused is not None:
        raise AgainstCard(reason=refused)


def _plan_one_more(follow_up: FollowUp, way: Way | None, by: Account) -> None:
    """Exactly one next step: one that still stands, or one more try, or a search for a way."""
    if planning.stands_still(follow_up):
        return
    steps = [row for row in deadlines.open_deadlines(follow_up) if row.kind.is_step]
    if steps and way is None:
        return
    step = planning.one_more(follow_up)
    if isinstance(step, Step):
        deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=by, way=way)
    elif not steps:
        look_for_a_way(follow_up, by)


def _settled(follow_up: FollowUp, by: Account) -> None:
    record(Act.DECIDED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)
    alerts.settle_all_of(follow_up_id=follow_up.id, by=by)
