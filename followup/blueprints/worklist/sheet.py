"""My list on paper: one A4 for nine people, who printed it and when, never an address."""

from flask import render_template, request

from followup.blueprints.worklist.filters import boxes, chosen_filters
from followup.blueprints.worklist.rows import line_of
from followup.casework import worklist
from followup.casework.audit import Act, Of, record
from followup.rules.worklist import Group
from followup.web.access import actor
from followup.web.people import initials, shown_name


def day_print():
    """`names=initials` writes initials only. Each print is written down."""
    mine = worklist.day_of(actor())
    short = request.args.get("names") == "initials"
    record(Act.PRINTED, Of.LIST, None, by=actor())
    return render_template(
        "worklist/day_print.html",
        groups={
            group.value: [
                line_of(row, group, name=_short if short else shown_name)
                for row in mine.groups[group]
            ]
            for group in (Group.OVERDUE, Group.TODAY)
        },
        boxes=boxes(mine, chosen_filters()),
        short=short,
    )


def _short(row):
    return shown_name(row, initials)
