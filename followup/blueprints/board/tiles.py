"""The four figures on top of the board, each with the list behind it."""

from flask import url_for
from flask_babel import ngettext

from followup import clock
from followup.blueprints.board.lines import lasting
from followup.casework.board_figures import MOST, TARGET_PERCENT
from followup.rules.worklist import Reach
from followup.vocabulary import TermUnit
from followup.web.dates import moment
from followup.web.texts import gettext as _


def capped(count):
    return f"{MOST}+" if count > MOST else str(count)


def tiles(figures, rule, without_window):
    """`rule`: how long a high risk may stay unassigned. `without_window` None: not counted."""
    return [
        _overdue(figures),
        _unassigned(figures, rule),
        _today(figures, without_window),
        _in_time(figures),
    ]


def windowless(rows):
    """How many of the day's people cannot safely be called any more today."""
    return sum(row.window.reach in (Reach.SHUT, Reach.NONE) for row in rows)


def partner_tile(figures):
    """None where no alleged perpetrator is involved."""
    if figures.percent is None:
        return None
    return {
        "number": _("%(percent)s %%", percent=figures.percent),
        "label": _("Partner contact offered"),
        "mark": "people",
        "url": url_for("board.partner_contact"),
        "kind": "td" if figures.missing else "ok",
        "small": _("target %(percent)s %%", percent=100),
        "detail": ngettext("Missing in %(num)d case", "Missing in %(num)d cases", figures.missing),
    }


def _overdue(figures):
    oldest = figures.oldest_due
    return {
        "number": capped(figures.overdue),
        "label": _("Overdue"),
        "mark": "exclamation-triangle",
        "url": url_for("board.cases", due="overdue"),
        "kind": "od",
        "small": ngettext(
            "%(count)s is high risk",
            "%(count)s are high risk",
            figures.overdue_high,
            count=capped(figures.overdue_high),
        ),
        "detail": _("Oldest: %(moment)s", moment=moment(oldest)) if oldest else "",
    }


def _unassigned(figures, rule):
    oldest = figures.oldest_unassigned
    waited = lasting(clock.now() - oldest) if oldest else ""
    return {
        "number": capped(figures.unassigned),
        "label": _("Not assigned"),
        "mark": "person-dash",
        "url": url_for("board.incoming"),
        "kind": "td",
        "small": _("oldest %(time)s", time=waited) if oldest else "",
        "detail": _rule(rule),
    }


def _rule(term):
    """The rule of a high risk in the organisation's own policy."""
    if term.unit is TermUnit.HOURS and term.n:
        return ngettext(
            "Rule: high risk within %(num)d hour",
            "Rule: high risk within %(num)d hours",
            term.n,
        )
    if term.unit is TermUnit.WORKING_DAYS:
        return ngettext(
            "Rule: high risk within %(num)d working day",
            "Rule: high risk within %(num)d working days",
            term.n,
        )
    return _("Rule: high risk at once")


def _today(figures, without_window):
    detail, later = "", figures.this_afternoon
    if without_window is not None:
        detail = ngettext(
            "%(num)d has no safe window left today",
            "%(num)d have no safe window left today",
            without_window,
        )
    return {
        "number": capped(figures.today),
        "label": _("Due today"),
        "mark": "calendar-event",
        "url": url_for("board.cases", due="today"),
        "kind": "pl",
        "small": _("%(count)s after 13:00", count=capped(later)) if later else "",
        "detail": detail,
    }


def _in_time(figures):
    percent = figures.percent_in_time
    return {
        "number": "–" if percent is None else _("%(percent)s %%", percent=percent),
        "label": _("First contact on time"),
        "mark": "check2-circle",
        "url": url_for("board.cases", due="first_contact"),
        "kind": "ok",
        "small": _("target %(percent)s %%", percent=TARGET_PERCENT),
        "detail": _(
            "Last 30 days, %(met)s of %(due)s cases",
            met=figures.in_time,
            due=figures.first_contacts,
        ),
    }
