"""The indicator of partner contact, and the own follow-ups in which it is missing."""

from flask import render_template, url_for

from followup.blueprints.board.lines import line_of
from followup.blueprints.board.people import cells_of
from followup.casework import partner_contact as offers
from followup.casework import team, team_files
from followup.vocabulary import Offer
from followup.web.access import actor
from followup.web.labels import label

OURS = (Offer.NOT_YET, Offer.NOBODY, Offer.NEW_PARTNER)


def partner_contact():
    ids = offers.missing(actor())
    people = cells_of(team.team_of(actor()))
    rows = team_files.rows_of(ids, actor())
    standing = offers.standings(ids)
    lines = [(line_of(row, people), label(standing[row.id]), _act(row, standing)) for row in rows]
    return render_template(
        "board/partner_contact.html", figures=offers.figures_of(actor()), lines=lines
    )


def _act(row, standing):
    """Where the offer is noted, if it is this service's to make."""
    if standing[row.id] not in OURS:
        return ""
    return url_for("cases.partner_contact", code=row.code)
