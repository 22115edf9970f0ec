"""Find a person by number, name, date of birth or case code; the words go by POST only."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.casework import search as finding
from followup.web.access import actor
from followup.web.case_links import case_url
from followup.web.labels import label
from followup.web.people import full_name

LONGEST = 120


def search():
    words = request.form.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = finding.find(words, by=actor()) if words else []
    return render_template(
        "cases/search.html",
        words=words,
        found=[_line(one) for one in found],
        count_line=ngettext("%(num)s result", "%(num)s results", len(found)),
    )


def _line(one):
    closed = one.closed_at is not None
    return {
        "name": full_name(one),
        "url": case_url(one.code),
        "code": one.code,
        "strand": one.strand,
        "risk": one.risk,
        "born": _born(one),
        "closed": closed,
        "state": label(one.state),
        "worker": one.worker or _("Not assigned"),
    }


def _born(one):
    if one.born is not None:
        return _("Born %(day)s", day=f"{one.born.day}/{one.born.month}/{one.born.year}")
    if one.birth_year_about:
        return _("Born about %(year)s", year=one.birth_year_about)
    return ""
