"""Ask the coordinator for a later deadline, and settle what was asked (ux.md F12)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Row, select

from followup import clock
from followup.casework import alerts, deadlines, events
from followup.casework.audit import Act, Of, record
from followup.casework.errors import UNDO_WITHIN, FollowUpClosed, TooLate
from followup.casework.events import What
from followup.db import db
from followup.models import Account, Deadline, DeadlineMove, FollowUp
from followup.models.wall import marked
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


def take_back(follow_up: FollowUp, kind: DeadlineKind, *, by: Account) -> None:
    """Put a deadline back where it stood before this person moved it; a question is open again.

    Raises TooLate after a minute, and when the duty was moved again or ended since.
    """
    now = clock.now()
    row = next((one for one in deadlines.open_deadlines(follow_up) if one.kind is kind), None)
    move = row and _newest_move(row)
    if move is None or move.by_id != by.id or now - move.at > UNDO_WITHIN:
        raise TooLate
    move.undone_at = now
    deadlines.shift(row, move.moved_from, decided=move.decided)
    events.note(follow_up, What.MOVE_UNDONE, by=by, kind=row.kind)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    alerts.ask_again(Alert.MOVE_ASKED, follow_up_id=follow_up.id, settled_since=move.at, by=by)
    deadlines.refresh(follow_up)


def _newest_move(row: Deadline) -> DeadlineMove | None:
    query = (
        select(DeadlineMove)
        .where(
            marked(DeadlineMove),
            DeadlineMove.deadline_id == row.id,
            DeadlineMove.undone_at.is_(None),
        )
        .order_by(DeadlineMove.at.desc(), DeadlineMove.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def asked(happened: Iterable[Row]) -> dict[DeadlineKind, Row]:
    """What is asked and not settled, by kind of duty. `happened`: file.events, newest first."""
    waiting: dict[DeadlineKind, Row] = {}
    settled = set()
    undone: Counter[str] = Counter()
    for event in happened:
        kind = event.facts.get("kind")
        if event.what == What.MOVE_UNDONE:
            undone[kind] += 1
        elif event.what == What.MOVED and undone[kind]:
            undone[kind] -= 1
        elif event.what in SETTLED:
            settled.add(kind)
        elif event.what == What.MOVE_ASKED and kind not in settled:
            waiting.setdefault(DeadlineKind(kind), event)
    return waiting
