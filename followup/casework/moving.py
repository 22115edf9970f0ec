"""Ask the coordinator for a later deadline, and settle what was asked (ux.md F12)."""

from datetime import datetime

from followup.casework import alerts, deadlines, events
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed
from followup.casework.events import What
from followup.models import Account, Deadline, FollowUp
from followup.vocabulary import Alert, MoveReason


def ask(
    follow_up: FollowUp,
    row: Deadline,
    to: datetime,
    *,
    reason: MoveReason,
    by: Account,
    words: str = "",
) -> None:
    """Put the later moment before the coordinator; the deadline stays until it is decided."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    events.note(
        follow_up,
        What.MOVE_ASKED,
        by=by,
        words=words,
        kind=row.kind,
        reason=reason,
        deadline=str(row.id),
        until=to.isoformat(),
    )
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    alerts.raise_alert(
        Alert.MOVE_ASKED,
        f"move:{row.id}:{to:%Y%m%d%H%M}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
        deadline_id=row.id,
    )


def decide(
    follow_up: FollowUp,
    row: Deadline,
    to: datetime,
    *,
    reason: MoveReason,
    by: Account,
    words: str = "",
) -> None:
    """The coordinator moves it, whatever the cap; what was asked is settled."""
    deadlines.move(follow_up, row, to, reason=reason, by=by, words=words, decided=True)
    alerts.settle(Alert.MOVE_ASKED, follow_up_id=follow_up.id, by=by)
