"""My day: whom to contact now, with the log panel open for the most urgent person."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.blueprints.worklist.filters import boxes, chips, chosen_filters
from followup.blueprints.worklist.rows import lines_of
from followup.casework import reading, worklist
from followup.rules.codes import tidy
from followup.rules.worklist import Group
from followup.web.access import actor
from followup.web.contact_panel import PANEL, panel_of

NO_PANEL = "none"


def day():
    """`log` chooses whose panel is open; without it the most urgent person's."""
    mine = worklist.day_of(actor())
    filters = chosen_filters()
    shown = {
        group: [row for row in mine.groups[group] if filters.keeps(row)]
        for group in filters.groups()
    }
    chosen = _chosen(shown, mine)
    return render_template(
        "worklist/day.html",
        groups={
            group.value: lines_of(rows, group, chosen and chosen.code, **filters.address)
            for group, rows in shown.items()
        },
        boxes=boxes(mine, filters),
        chips=chips(mine, filters),
        filtered=bool(filters.address),
        all_url=filters.url(show=None, strand=None, risk=None),
        close_url=filters.url(log=NO_PANEL),
        count_line=_count(shown),
        empty_text=_empty(mine, filters),
        panel=chosen and panel_of(reading.before_contact(chosen.code, by=actor()), PANEL),
    )


def _chosen(shown, mine):
    """The row in the panel: the asked one, else the first that is to be done."""
    asked = request.args.get("log", "")
    if asked == NO_PANEL:
        return None
    wanted = next((row for row in mine.every if row.code == tidy(asked)), None)
    first = [*shown.get(Group.OVERDUE, ()), *shown.get(Group.TODAY, ())]
    return wanted or next(iter(first), None)


def _count(shown):
    count = sum(map(len, shown.values()))
    return ngettext("%(num)s person", "%(num)s people", count)


def _empty(mine, filters):
    if filters.show == "overdue":
        return _("Nobody is late.")
    if filters.show == "now":
        return _("Nobody can be called safely right now.")
    if filters.address:
        return _("Nobody fits these filters.")
    planned = len(mine.groups[Group.LATER])
    return ngettext(
        "Nothing is late and nothing is due today. %(num)s step is planned.",
        "Nothing is late and nothing is due today. %(num)s steps are planned.",
        planned,
    )
