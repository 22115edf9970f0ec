"""What happened to a file besides contacts: declared codes, and the function that writes them."""

from enum import StrEnum

from followup import clock
from followup.db import db
from followup.models import Account, CaseEvent, FollowUp


class What(StrEnum):
    """One line of the timeline each. The facts beside it never name a person."""

    OPENED = "opened"
    REPEAT = "repeat"
    ASSIGNED = "assigned"
    DESPITE_CONFLICT = "despite_conflict"
    UNASSIGNED = "unassigned"
    RISK_SET = "risk_set"
    RELEASED = "released"
    HELD = "held"
    ROLE_ASKED = "role_asked"
    ROLE_DECIDED = "role_decided"
    ROLE_OPENED = "role_opened"
    PARTNER_OFFERED = "partner_offered"
    SIGNAL_SENT = "signal_sent"
    SIGNAL_RECEIVED = "signal_received"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"
    PUT_OFF = "put_off"
    SHOWN_AGAIN = "shown_again"
    WOKEN = "woken"
    DONE = "done"
    MOVE_ASKED = "move_asked"
    CLOSE_ASKED = "close_asked"
    CLOSED = "closed"
    REOPENED = "reopened"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"
    DECIDED = "decided"
    DECIDED_TO_ASK = "decided_to_ask"
    DECIDED_ON_REVISIT = "decided_on_revisit"
    POLICE_WENT = "police_went"
    INFORMATION_ADDED = "information_added"
    RECOMPUTED = "recomputed"
    ROUTED = "routed"
    CALL_ANYWAY = "call_anyway"
    EVENT = "event"
    MOVE_KEPT = "move_kept"
    POLICE_ASKED = "police_asked"
    POLICE_ANSWERED = "police_answered"
    TOLD_APART = "told_apart"
    MOVE_UNDONE = "move_undone"
    LANGUAGE_CHANGED = "language_changed"
    INTERPRETER_WANTED = "interpreter_wanted"
    INTERPRETER_BOOKED = "interpreter_booked"
    INTERPRETER_CONFIRMED = "interpreter_confirmed"
    INTERPRETER_CAME = "interpreter_came"
    INTERPRETER_NOT_COME = "interpreter_not_come"
    INTERPRETER_DROPPED = "interpreter_dropped"
    MERGED = "merged"
    FOLDED = "folded"
    SEPARATED = "separated"


def note(
    follow_up: FollowUp, what: What, *, by: Account | None, words: str = "", **facts: str | int
) -> None:
    """Add a line to the file's timeline; `words` are the writer's own and are sealed."""
    db.session.add(
        CaseEvent(
            follow_up_id=follow_up.id,
            what=what,
            facts=facts,
            note=words or None,
            at=clock.now(),
            by_id=by and by.id,
        )
    )
