"""Move the next duty of several follow-ups to one moment, as the coordinator decides."""

from collections.abc import Sequence
from datetime import datetime

from followup.casework import deadlines, moving
from followup.models import Account, FollowUp
from followup.vocabulary import MoveReason


def decide_all(
    files: Sequence[FollowUp],
    to: datetime,
    *,
    reason: MoveReason,
    by: Account,
    words: str = "",
) -> int:
    """All of them or none; what a worker asked is settled. Answers how many had a duty to move."""
    moved = 0
    for follow_up in files:
        own = [row for row in deadlines.open_deadlines(follow_up) if not row.kind.for_coordinator]
        if own:
            moving.decide(follow_up, own[0], to, reason=reason, by=by, words=words)
            moved += 1
    return moved
