"""Move one duty each of several follow-ups to one moment, as the coordinator decides."""

from collections.abc import Sequence
from datetime import datetime

from followup.casework import deadlines, file, moving
from followup.models import Account, Deadline, FollowUp
from followup.vocabulary import DeadlineKind, MoveReason


def decide_all(
    files: Sequence[FollowUp],
    to: datetime,
    *,
    reason: MoveReason,
    by: Account,
    words: str = "",
) -> list[tuple[str, DeadlineKind]]:
    """All of them or none; what a worker asked is settled. Answers what moved, by code and kind."""
    duties = [(follow_up, duty_of(follow_up)) for follow_up in files]
    moved = [(follow_up, row) for follow_up, row in duties if row is not None]
    for follow_up, row in moved:
        moving.decide(follow_up, row, to, reason=reason, by=by, words=words)
    return [(follow_up.code, row.kind) for follow_up, row in moved]


def duty_of(follow_up: FollowUp) -> Deadline | None:
    """The duty that moves: the one a worker asked to move, else the next of the worker's own.

    None while another decision waits: that one is made on its own page.
    """
    rows = deadlines.open_deadlines(follow_up)
    own = [row for row in rows if not row.kind.for_coordinator]
    if not own or any(row.kind is DeadlineKind.COORDINATOR_DECISION for row in rows):
        return None
    asked = moving.asked(file.events(follow_up))
    return next((row for row in own if row.kind in asked), own[0])
