"""The duties of two files that become one: the earliest holds, and none is lost."""

from collections.abc import Mapping

from followup import clock
from followup.casework import deadlines, endings
from followup.db import db
from followup.models import Account, Deadline, FollowUp
from followup.rules import merging as rules
from followup.vocabulary import DeadlineEnd, DeadlineKind, State

CARRIED = (
    "kind", "rule", "starts_at", "due_at", "step_from", "step_until", "explained",
    "policy_version", "escalates_at", "repeat_minutes",
)  # fmt: skip


Rows = Mapping[DeadlineKind, Deadline]


def moving(kept: FollowUp, mine: Rows, theirs: Rows) -> frozenset[DeadlineKind]:
    """The kinds of which the folded file's duty holds from now on; none where both have ended."""
    if kept.closed_at is not None:
        return frozenset()
    return rules.moving(
        {kind: row.due_at for kind, row in mine.items()},
        {kind: row.due_at for kind, row in theirs.items()},
        stopped=kept.state is State.STOPPED,
        paused=endings.running_pause(kept) is not None,
    )


def take(kept: FollowUp, folded: FollowUp, *, by: Account) -> dict:
    """The clocks are reckoned by the higher risk from the earlier start; then the earliest wins."""
    before = {row.id for row in deadlines.open_deadlines(kept)}
    theirs = {row.kind: row for row in deadlines.open_deadlines(folded)}
    if kept.closed_at is None:
        _take_clocks(kept, folded, theirs)
        deadlines.recompute(kept, by=by)
    mine = {row.kind: row for row in deadlines.open_deadlines(kept)}
    wins = moving(kept, mine, theirs)
    ended = deadlines.end_all(folded, DeadlineEnd.REPLACED, by=by)
    deadlines.end(kept, wins, DeadlineEnd.REPLACED, by=by)
    db.session.add_all(_carried(kept, theirs[kind], by) for kind in wins)
    db.session.flush()
    deadlines.refresh(kept)
    after = {row.id for row in deadlines.open_deadlines(kept)}
    return {
        "opened": sorted(after - before),
        "ended": sorted(before - after),
        "ended_of_folded": sorted(row.id for row in ended),
    }


def _take_clocks(kept: FollowUp, folded: FollowUp, theirs: dict) -> None:
    kept.risk = max(kept.risk, folded.risk, key=lambda one: one.rank)
    kept.timed_as = max(kept.timed_as, folded.timed_as, key=lambda one: one.rank)
    kept.is_repeat = kept.is_repeat or folded.is_repeat
    kept.removed_by_ban = kept.removed_by_ban or folded.removed_by_ban
    clocks = [kind for kind in deadlines.CLOCKS if kind in theirs]
    if not clocks or kept.state is State.STOPPED:
        return
    running = [row for row in deadlines.open_deadlines(kept) if row.kind in deadlines.CLOCKS]
    if not running or folded.received_at < kept.received_at:
        kept.received_at, kept.intervened_at = folded.received_at, folded.intervened_at
    if DeadlineKind.FIRST_ATTEMPT in clocks:
        kept.first_attempt_at = None
    if DeadlineKind.CONTACT_MADE in clocks:
        kept.contact_made_at = None


def _carried(kept: FollowUp, row: Deadline, by: Account) -> Deadline:
    return Deadline(
        follow_up_id=kept.id,
        organisation_id=kept.organisation_id,
        opened_at=clock.now(),
        opened_by_id=by.id,
        **{name: getattr(row, name) for name in CARRIED},
    )
