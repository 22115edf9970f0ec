"""Something happened that changes the danger: the card and the risk are looked at again (R-16)."""

from followup import clock
from followup.casework import alerts, deadlines, events, waking
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed
from followup.casework.events import What
from followup.db import db
from followup.models import Account, FollowUp
from followup.rules import deadlines as rules
from followup.rules.terms import hours
from followup.vocabulary import Alert, DeadlineKind, News, Start, TriggerEvent

LOOK_WITHIN = hours(1)


def happened(
    follow_up: FollowUp,
    event: TriggerEvent,
    *,
    by: Account | None,
    words: str = "",
    alert: bool = True,
) -> None:
    """Write the event down; what was agreed holds no more where it may have become unsafe.

    Within an hour in which somebody works the worker looks at the card and the risk, else the
    coordinators are told. Who learns of it from somebody else gets an alert, unless another one
    says it already. Raises FollowUpClosed.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    events.note(follow_up, What.EVENT, by=by, words=words, event=event.value)
    if event.voids_card:
        follow_up.card_expires_at, follow_up.card_broken_by = clock.now(), event
    _ask_for_a_look(follow_up, by)
    waking.wake(follow_up, News.CARD)
    record(Act.NOTED_EVENT, Of.FOLLOW_UP, follow_up.id, by=by)
    db.session.flush()
    told_by_other = by is None or by.id != follow_up.worker_id
    if alert and follow_up.worker_id is not None and told_by_other:
        alerts.raise_alert(
            Alert.EVENT,
            f"event:{follow_up.id}:{event}:{clock.now().timestamp():.0f}",
            account_id=follow_up.worker_id,
            follow_up_id=follow_up.id,
        )


def _ask_for_a_look(follow_up: FollowUp, by: Account | None) -> None:
    """A look that is already asked for keeps its hour."""
    open_kinds = {row.kind for row in deadlines.open_deadlines(follow_up)}
    if DeadlineKind.AFTER_EVENT in open_kinds:
        return
    calendar = deadlines.calendar_for(follow_up)
    look = rules.plain(
        DeadlineKind.AFTER_EVENT,
        LOOK_WITHIN,
        calendar.next_opening(clock.now(), duty=True),
        calendar,
        Start.EVENT_AT,
    )
    row = deadlines.lay(follow_up, [look], by=by)[0]
    row.escalates_at = row.due_at
    deadlines.refresh(follow_up)
