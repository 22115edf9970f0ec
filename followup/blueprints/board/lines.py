"""One follow-up on a list of the coordinator in words: by when, who, what is late, whose."""

from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import ngettext

from followup import clock
from followup.casework.team import today
from followup.rules.working_time import local
from followup.rules.worklist import Reach
from followup.vocabulary import DeadlineKind, Language, Risk, State, Strand
from followup.web.asked import ASKED
from followup.web.calls import mark_of
from followup.web.case_links import case_url
from followup.web.dates import day, hour, until
from followup.web.labels import label
from followup.web.language_words import booking_words
from followup.web.people import shown_name
from followup.web.safe_windows import window_line
from followup.web.texts import gettext as _

FIRST_CONTACT = (
    DeadlineKind.FIRST_ATTEMPT,
    DeadlineKind.CONTACT_MADE,
    DeadlineKind.NEXT_ATTEMPT,
)


ANSWERED_AT = {"move": "cases.deadlines", "role": "cases.role"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a template prints of one row. Without a worker nobody has it."""

    code: str
    name: str
    url: str
    strand: Strand
    risk: Risk
    due: dict
    what: str
    detail: str
    worker: str
    note: str
    decide_url: str
    calling: str


def lasting(length):
    """How long something lasts, as in 3 h 40."""
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes >= 48 * 60:
        return ngettext("%(num)d day", "%(num)d days", minutes // 1440)
    if minutes >= 60:
        return _("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return _("%(minutes)s min", minutes=minutes)


def line_of(row, people, pending=None, *, name=shown_name):
    """`people` are the cells of the team by account id, `pending` why the row wants a decision."""
    worker = people.get(row.worker_id)
    return Line(
        code=row.code,
        name=name(row),
        url=case_url(row.code),
        strand=row.strand,
        risk=row.risk,
        due=_due(row, pending),
        what=_what(row, pending),
        detail=" · ".join(filter(None, (_detail(row), booking_words(row)))),
        worker=worker.name if worker else "",
        note=worker.note if worker else "",
        decide_url=_decide_url(row, pending),
        calling=mark_of(row),
    )


def with_duty(line, duty):
    """The same line with one duty of the follow-up, as on the page that moves it."""
    due = {"state": _state(duty.due_at), "at": duty.due_at, "second": until(duty.due_at)}
    return replace(line, due=due, what=str(label(duty.kind)))


def _decide_url(row, pending):
    """Where what was asked is answered."""
    if pending is None or not pending.asked:
        return ""
    return url_for(ANSWERED_AT.get(pending.asked, "cases.decide"), code=row.code)


def _due(row, pending):
    if row.worker_id is None:
        at = row.unassigned_alarm_at or row.received_at
        if at > clock.now():
            return {"state": "td", "at": at, "second": until(at)}
        waited = lasting(clock.now() - (row.unassigned_since or row.received_at))
        return {"state": "od", "at": at, "second": _("Unassigned %(time)s", time=waited)}
    at = pending.at if pending else row.due_at
    if at is None:
        return {"state": "nt", "at": None, "line": _("Nothing is due"), "second": ""}
    return {"state": _state(at), "at": at, "second": until(at)}


def _state(at):
    if at < clock.now():
        return "od"
    return "td" if local(at).date() == today() else "pl"


def _what(row, pending):
    if pending and pending.asked:
        return str(ASKED.get(pending.asked, ASKED["look"]))
    return _came_in(row) if _is_new(row) else task(row)


def _is_new(row):
    """Nobody has it and nobody had it: what the worker who left began is a task like others."""
    return row.worker_id is None and not row.attempts and row.contact_made_at is None


def task(row):
    """The duty that is due first; before the first contact, how many attempts were made."""
    if row.gate_is_shut:
        return _("First attempt not open yet")
    if row.due_kind is None:
        return _("Nothing is due") if row.state is State.OPEN else str(label(row.state))
    if row.contact_made_at is None and row.due_kind in FIRST_CONTACT:
        return ngettext(
            "First contact, %(num)d attempt made",
            "First contact, %(num)d attempts made",
            row.attempts,
        )
    return str(label(row.due_kind))


def _came_in(row):
    came = hour(row.received_at) if local(row.received_at).date() == today() else None
    came = came or day(row.received_at)
    if row.is_repeat:
        return _("New intervention, %(time)s", time=came)
    return _("New police referral, %(time)s", time=came)


def _detail(row):
    """For a new row the language decides; for the others the safe window."""
    if row.gate_is_shut:
        return window_line(row.window, gate_is_shut=True)["text"]
    if _is_new(row) and row.window.reach is Reach.NONE:
        return _("No safe-contact details given")
    if _is_new(row):
        return _("Speaks %(language)s", language=language(row.language))
    return window_line(row.window)["text"]


def language(code):
    """The name of a language of our list; any other as it was typed."""
    return str(label(Language(code))) if code in list(Language) else code
