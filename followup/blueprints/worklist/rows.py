"""One line of a worklist in words: when, who, what, and whether the person may be called now."""

from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import format_date
from markupsafe import Markup

from followup import clock
from followup.rules.working_time import BRUSSELS
from followup.rules.worklist import Group
from followup.vocabulary import DeadlineKind, Outcome, State
from followup.web.calls import mark_of
from followup.web.case_links import case_url, later_url, log_url
from followup.web.dates import day, hour, moment_today, until
from followup.web.labels import label
from followup.web.language_words import booking_words
from followup.web.people import shown_name
from followup.web.safe_windows import window_line
from followup.web.short_outcomes import SHORT
from followup.web.texts import gettext as _
from followup.web.written import MayCall, When, written

FIRST_CONTACT = (
    DeadlineKind.FIRST_ATTEMPT,
    DeadlineKind.CONTACT_MADE,
    DeadlineKind.NEXT_ATTEMPT,
)
A_WEEKDAY_SAYS_ENOUGH = timedelta(days=6)
STATES = {Group.OVERDUE: "od", Group.TODAY: "td", Group.WAITING: "nt", Group.LATER: "pl"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a template prints of one row."""

    code: str
    name: str
    url: str
    log_url: str
    panel_url: str
    strand: Markup
    risk: Markup
    due: Markup
    task: str
    last: str
    window: Markup
    calling: str
    later_url: str
    news: str
    waits: str
    selected: bool


def lines_of(rows, group, selected=None, **filters):
    day_url = url_for("worklist.day", **filters)
    return [line_of(row, group, selected=row.code == selected, day_url=day_url) for row in rows]


def line_of(row, group, *, selected=False, name=shown_name, day_url="/day"):
    ask = "&" if "?" in day_url else "?"
    return Line(
        code=row.code,
        name=name(row),
        url=case_url(row.code),
        log_url=log_url(row.code),
        panel_url="#log" if selected else f"{day_url}{ask}log={row.code}#panel",
        strand=written("components/strand.html", row.strand),
        risk=written("components/risk.html", row.risk),
        due=written("components/due.html", _due(row, group)),
        task=task(row),
        last=last_entry(row),
        window=written("components/safe_window.html", MayCall(**_may_call(row))),
        calling=mark_of(row),
        later_url=later_url(row.code),
        news=_news(row),
        waits=booking_words(row) or "",
        selected=selected,
    )


def task(row):
    """What is to be done: the try to reach the person, or the duty that is due first."""
    if row.gate_is_shut:
        return _("First attempt not open yet")
    if row.due_kind is None:
        return _("Nothing is due")
    if row.contact_made_at is None and row.due_kind in FIRST_CONTACT:
        return _("First contact – attempt %(n)s", n=row.attempts + 1)
    return str(label(row.due_kind))


def last_entry(row):
    if row.state is State.INCOMPLETE and row.last_outcome is Outcome.NUMBER_DEAD:
        return _("Another number was asked of the police")
    if row.last_at is None:
        return _came_in(row.received_at)
    return _("%(when)s: %(what)s", when=_when(row.last_at), what=SHORT[row.last_outcome])


def _news(row):
    """Why a row stands where the worker would not look for it: put off, or back early."""
    if row.woken_by is not None:
        return _("Back early: %(news)s", news=label(row.woken_by))
    if row.shown_again_at is not None and row.shown_again_at > clock.now():
        return _("You planned this for %(moment)s", moment=moment_today(row.shown_again_at))
    return ""


def _due(row, group):
    if row.due_at is None:
        return When("nt", None, _("Waiting"), "")
    return When(STATES[group], row.due_at, moment_today(row.due_at), until(row.due_at))


def _may_call(row):
    return window_line(row.window, gate_is_shut=row.gate_is_shut)


def _came_in(at):
    if _local(at).date() == _local(clock.now()).date():
        return _("Referral came in at %(time)s", time=hour(at))
    return _("Referral came in on %(day)s", day=day(at))


def _when(at):
    if clock.now() - at < A_WEEKDAY_SAYS_ENOUGH:
        return f"{format_date(_local(at).date(), 'EEE')} {_local(at):%H:%M}"
    return day(at)


def _local(at):
    return at.astimezone(BRUSSELS)
