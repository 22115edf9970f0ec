"""Pause, stop, close and reopen: how a follow-up stands still, and how it goes on."""

from datetime import datetime

from sqlalchemy import delete, select

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    interpreters,
    number_requests,
    policies,
    safety_link,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import AlreadyMerged, FollowUpClosed, LaterThanRule, Refused
from followup.casework.events import What
from followup.casework.pauses import end_pause, running_pause
from followup.db import db
from followup.models import Account, Deadline, FollowUp, Pause, Whereabouts
from followup.models.wall import marked
from followup.rules import access
from followup.rules import deadlines as rules
from followup.rules.access import Permission
from followup.rules.deadlines import Due
from followup.rules.policy import is_high
from followup.rules.terms import Term, reckon
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineEnd,
    DeadlineKind,
    PauseReason,
    Start,
    State,
    TermUnit,
)


def pause(follow_up: FollowUp, *, reason: PauseReason, review_at: datetime, by: Account) -> None:
    """Stop the clocks until a review; there is no open-ended pause."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if running_pause(follow_up) is not None:
        raise Refused
    now = clock.now()
    stopped = deadlines.end_all(follow_up, DeadlineEnd.PAUSED, by=by)
    db.session.add(
        Pause(
            follow_up_id=follow_up.id,
            reason=reason,
            paused_at=now,
            paused_by_id=by.id,
            review_at=review_at,
        )
    )
    review = Due(
        kind=DeadlineKind.PAUSE_REVIEW,
        start=Start.ATTEMPT_AT,
        starts_at=now,
        due_at=review_at,
        rule="pause.review",
        term=Term(TermUnit.HOURS),
        escalates_at=review_at,
    )
    row = deadlines.lay(follow_up, [review], by=by)[0]
    row.explained = {**row.explained, "paused": [one.id for one in stopped]}
    events.note(follow_up, What.PAUSED, by=by, reason=reason)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)


def resume(follow_up: FollowUp, *, by: Account) -> None:
    """Let the clocks run on with the time that was left; what was overdue stays overdue."""
    paused = running_pause(follow_up)
    if paused is None:
        raise Refused
    paused.resumed_at, paused.resumed_by_id = clock.now(), by.id
    review = deadlines.end(follow_up, [DeadlineKind.PAUSE_REVIEW], DeadlineEnd.MET, by=by)
    for row in _paused_rows(review):
        _run_on(follow_up, row, paused, by)
    events.note(follow_up, What.RESUMED, by=by)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)


def _paused_rows(review: list[Deadline]) -> list[Deadline]:
    kept = review[0].explained.get("paused", []) if review else []
    return list(db.session.scalars(select(Deadline).where(marked(Deadline), Deadline.id.in_(kept))))


def _run_on(follow_up: FollowUp, row: Deadline, paused: Pause, by: Account) -> None:
    calendar = deadlines.calendar_for(follow_up)
    moved = rules.after_pause(
        row.due_at,
        unit=TermUnit(row.explained["unit"]),
        paused_at=paused.paused_at,
        resumed_at=paused.resumed_at,
        calendar=calendar,
    )
    due = Due(
        kind=row.kind,
        start=Start(row.explained["start"]),
        starts_at=row.starts_at,
        due_at=moved,
        rule=row.rule,
        term=Term(TermUnit(row.explained["unit"]), row.explained["n"]),
        escalates_at=row.escalates_at and row.escalates_at + (moved - row.due_at),
        repeat_minutes=row.repeat_minutes,
    )
    deadlines.lay(follow_up, [due], by=by)


def needs_second_person(follow_up: FollowUp, reason: CloseReason) -> bool:
    """High, critical and unreached follow-ups are closed by the coordinator, not by the worker."""
    return (
        is_high(follow_up.timed_as)
        or is_high(follow_up.risk)
        or follow_up.contact_made_at is None
        or reason in (CloseReason.NOT_REACHED, CloseReason.NOT_SAFE)
    )


def close(
    follow_up: FollowUp,
    *,
    reason: CloseReason,
    by: Account,
    words: str = "",
    call_once_more_at: datetime | None = None,
) -> bool:
    """Close, or ask the coordinator to; returns whether it is closed now.

    Raises LaterThanRule for one more call later than the rule allows.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if call_once_more_at is not None and call_once_more_at > once_more_latest(follow_up):
        raise LaterThanRule
    decides = access.may(by, Permission.DECIDE, follow_up)
    if needs_second_person(follow_up, reason) and not decides:
        ask_to_close(follow_up, reason=reason, by=by, words=words)
        return False
    end_pause(follow_up, by=by)
    deadlines.end_all(follow_up, DeadlineEnd.CLOSED, by=by)
    interpreters.end_open(follow_up)
    follow_up.closed_at, follow_up.close_reason = clock.now(), reason
    follow_up.state = State.CLOSED
    if reason is CloseReason.NOT_WANTED and call_once_more_at is None:
        _keep_the_minimum(follow_up)
    events.note(follow_up, What.CLOSED, by=by, words=words, reason=reason)
    record(Act.CLOSED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)
    alerts.settle_all_of(follow_up_id=follow_up.id, by=by)
    number_requests.withdraw(follow_up, by=by)
    safety_link.after_end(follow_up)
    if call_once_more_at is not None:
        reopen(follow_up, by=by, words="")
        _call_once_more(follow_up, call_once_more_at, by)
    return follow_up.closed_at is not None


def once_more_latest(follow_up: FollowUp) -> datetime:
    """The last day on which a person who wants no follow-up for now may be called once more."""
    term = policies.policy_of(follow_up).terms.call_once_more_latest
    return reckon(term, clock.now(), deadlines.calendar_for(follow_up)).due_at


def _keep_the_minimum(follow_up: FollowUp) -> None:
    """Who wants no follow-up is remembered so as not to be called; where they stay is not kept."""
    db.session.execute(
        delete(Whereabouts)
        .where(marked(Whereabouts), Whereabouts.follow_up_id == follow_up.id)
        .execution_options(synchronize_session=False)
    )


def _call_once_more(follow_up: FollowUp, at: datetime, by: Account) -> None:
    """The person may be called once more: nothing else runs until then."""
    deadlines.end_all(follow_up, DeadlineEnd.REPLACED, by=by)
    once = Due(
        kind=DeadlineKind.CALL_ONCE_MORE,
        start=Start.ATTEMPT_AT,
        starts_at=clock.now(),
        due_at=at,
        rule="any.any.call_once_more",
        term=Term(TermUnit.CALENDAR_DAYS),
    )
    deadlines.lay(follow_up, [once], by=by)
    deadlines.refresh(follow_up)


def ask_to_close(follow_up: FollowUp, *, reason: CloseReason, by: Account, words: str) -> None:
    """Put the ending before the coordinator; the clocks run on until it is decided."""
    events.note(follow_up, What.CLOSE_ASKED, by=by, words=words, reason=reason)
    term = policies.policy_of(follow_up).terms.close_decision
    due = rules.plain(
        DeadlineKind.COORDINATOR_DECISION,
        term,
        clock.now(),
        deadlines.calendar_for(follow_up),
        Start.ATTEMPT_AT,
    )
    row = deadlines.lay(follow_up, [due], by=by)[0]
    row.escalates_at = row.due_at
    row.explained = {**row.explained, "asked": "close", "reason": reason}
    deadlines.refresh(follow_up)
    alerts.raise_alert(
        Alert.CLOSE_ASKED,
        f"close:{row.id}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def reopen(follow_up: FollowUp, *, by: Account | None, words: str) -> None:
    """Open again with a reason. The clocks that were not met run on from their old start."""
    if follow_up.merged_into_id is not None:
        raise AlreadyMerged
    if follow_up.closed_at is None:
        raise Refused
    follow_up.closed_at = follow_up.close_reason = None
    follow_up.state = State.OPEN
    events.note(follow_up, What.REOPENED, by=by, words=words)
    record(Act.REOPENED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.start_clocks(follow_up, by=by)
    deadlines.refresh(follow_up)
