"""The list of times the safe contact was overruled, with the reasons."""

from collections import Counter

from flask import render_template, url_for

from followup.casework import overruled as times
from followup.vocabulary import WayRefused
from followup.web.access import actor
from followup.web.labels import label
from followup.web.texts import gettext as _


def overruled():
    rows = times.latest(actor())
    return render_template(
        "board/overruled.html",
        counts=Counter(row.worker for row in rows).most_common(),
        lines=[(row, _rule(row), url_for("cases.timeline", code=row.code)) for row in rows],
    )


def _rule(row):
    return label(WayRefused(row.rule)) if row.rule else _("Number shown outside the safe window")
