"""Deadlines of a file as lines to print: due, explained, moved, and what may be done with them."""

from datetime import datetime

from followup import clock
from followup.casework import moving
from followup.rules.access import Permission, may
from followup.rules.next_step import daypart_at
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import CountsAs, Daypart, DeadlineKind, Way
from followup.web import dates
from followup.web.access import actor
from followup.web.explanation import sentences
from followup.web.labels import label
from followup.web.languages import reader_language
from followup.web.texts import gettext as _

# These are met by writing down a contact, or by letting the clocks run on.
MET_ELSEWHERE = (
    DeadlineKind.FIRST_ATTEMPT,
    DeadlineKind.CONTACT_MADE,
    DeadlineKind.NEXT_ATTEMPT,
    DeadlineKind.CALL_BACK,
    DeadlineKind.CALL_ONCE_MORE,
    DeadlineKind.CHECK_AGAIN,
    DeadlineKind.PAUSE_REVIEW,
)
TRYING = (DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE, DeadlineKind.NEXT_ATTEMPT)


def planned(rows, happened):
    """The open duties for the top of the timeline, with the later moment asked for."""
    waiting = moving.asked(happened)
    return [_line(row) | {"asked": _asked(waiting.get(row.kind))} for row in rows]


def _asked(event):
    if event is None:
        return ""
    until = datetime.fromisoformat(event.facts["until"])
    return _("Asked for: %(moment)s, by %(name)s", moment=dates.moment(until), name=event.by)


def every(rows, moves):
    """Open and ended duties, the newest first, with the times each was moved."""
    return [
        _line(row) | {"moves": [move for move in moves if move.deadline_id == row.id]}
        for row in reversed(rows)
    ]


def _line(row):
    return {
        "code_of_kind": row.kind.value,
        "kind": _kind(row),
        "due": due_view(row.due_at),
        "due_at": row.due_at,
        "overdue": row.ended_at is None and row.due_at < clock.now(),
        "sentences": sentences(row, reader_language()),
        "ended_at": row.ended_at,
        "end": row.end and str(label(row.end)),
        "can_be_done": not row.kind.for_coordinator and row.kind not in MET_ELSEWHERE,
    }


def _kind(row):
    """The duty, with the way that was decided for it."""
    way = row.explained.get("way")
    if way is None:
        return str(label(row.kind))
    return _("%(kind)s: %(way)s", kind=label(row.kind), way=label(Way(way)))


def due_view(due_at):
    """For the due macro: state, moment, and how long it is."""
    now = clock.now()
    if due_at < now:
        state = "od"
    elif due_at.astimezone(BRUSSELS).date() == now.astimezone(BRUSSELS).date():
        state = "td"
    else:
        state = "pl"
    return {"state": state, "at": due_at, "line": "", "second": dates.until(due_at)}


def next_step(head, rows, attempts, policy):
    """The most urgent duty of the worker, the tries made, and the parts of day they used."""
    follow_up = head.follow_up
    own = [row for row in rows if not row.kind.for_coordinator]
    first = own[0] if own else None
    rule = policy.rule_for(follow_up.strand, follow_up.timed_as)
    return {
        "line": first and _line(first),
        "title": _title(follow_up, first),
        "made": follow_up.attempts,
        "most": rule.attempts_max,
        "trying": follow_up.contact_made_at is None,
        "parts": _parts(follow_up, attempts),
        "may_move": first is not None and may(actor(), Permission.PLAN, follow_up),
    }


def _title(follow_up, row):
    if row is None:
        return _("Nothing is due")
    if follow_up.contact_made_at is None and row.kind in TRYING:
        return _("First contact – attempt %(n)s", n=follow_up.attempts + 1)
    return str(label(row.kind))


def _parts(follow_up, attempts):
    tried = {
        daypart_at(row.at)
        for row in attempts
        if row.counts_as is CountsAs.ATTEMPT
        and row.struck_at is None
        and row.at >= follow_up.received_at
    }
    return [{"label": str(label(part)), "tried": part in tried} for part in Daypart]
