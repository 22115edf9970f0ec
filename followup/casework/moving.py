"""Ask the coordinator for a later deadline, and settle what was asked (ux.md F12)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Row

from followup.casework import alerts, deadlines, events
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed
from followup.casework.events import What
from followup.models import Account, Deadline, FollowUp
from followup.vocabulary import Alert, DeadlineKind, MoveReason

SETTLED = (What.MOVED, What.MOVE_KEPT)


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


def keep(follow_up: FollowUp, row: Deadline, *, by: Account, words: str) -> None:
    """The coordinator leaves it where it is."""
    events.note(follow_up, What.MOVE_KEPT, by=by, words=words, kind=row.kind)
    record(Act.DECIDED, Of.FOLLOW_UP, follow_up.id, by=by)
    alerts.settle(Alert.MOVE_ASKED, follow_up_id=follow_up.id, by=by)


def asked(happened: Iterable[Row]) -> dict[DeadlineKind, Row]:
    """What is asked and not settled, by kind of duty. `happened`: file.events, newest first."""
    waiting: dict[DeadlineKind, Row] = {}
    settled = set()
    for event in happened:
        kind = event.facts.get("kind")
        if event.what in SETTLED:
            settled.add(kind)
        elif event.what == What.MOVE_ASKED and kind not in settled:
            waiting.setdefault(DeadlineKind(kind), event)
    return waiting
