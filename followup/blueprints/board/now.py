"""The team board: what is late, what nobody has, what must be decided, who has room."""

from datetime import datetime

from flask import jsonify, render_template, request, url_for

from followup import clock
from followup.blueprints.board.forms import BulkForm
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.people import cells_of, choices_of, team_lines
from followup.blueprints.board.tiles import partner_tile, tiles, windowless
from followup.casework import alerts, board_figures, partner_contact, policies, team, team_files
from followup.casework import board as decisions
from followup.casework.team_files import Wanted
from followup.vocabulary import Risk, Strand
from followup.web.access import actor
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l

FIRST = 6
ALERTS = 5
CARDS_READ = 40
SHOWN = {"unassigned": "unassigned", "high": "high", "decisions": "asked"}
NOTHING = {
    "": _l("Nobody is late, and everybody has a worker."),
    "unassigned": _l("Everybody has a worker."),
    "high": _l("Nobody with a high risk is late."),
    "decisions": _l("Nobody asks for a decision."),
}


def board():
    workers = team.team_of(actor())
    pending = decisions.needs_decision(actor())
    chosen = SHOWN.get(request.args.get("show"))
    wanted = getattr(pending, chosen) if chosen else pending.every
    shown = wanted if request.args.get("all") else wanted[:FIRST]
    unseen = alerts.unseen_for(actor(), most=ALERTS)
    people = cells_of(workers)
    return render_template(
        "board/board.html",
        tiles=_tiles(),
        chips=_chips(pending),
        lines=_lines(shown, people),
        others=len(wanted) - len(shown),
        gate=_at_gate(people),
        team=team_lines(workers, actor().organisation.language),
        form=BulkForm(people=choices_of(workers)),
        unseen=unseen,
        subjects=alerts.subjects(actor(), unseen),
        nothing=NOTHING.get(request.args.get("show"), NOTHING[""]),
        made_at=clock.now().isoformat(),
    )


def refresh():
    """How much came on the list since the page was made; the page itself never moves alone."""
    since = _moment(request.args.get("since", ""))
    every = decisions.needs_decision(actor()).every
    fresh = sum(one.since > since for one in every) if since else 0
    return jsonify(version=str(fresh), new=fresh)


def _tiles():
    figures = board_figures.figures_of(actor())
    policy = policies.policy_for(actor().organisation_id).policy
    rule = policy.rule_for(Strand.VICTIM, Risk.HIGH).unassigned_after
    without = None
    if 0 < figures.today <= CARDS_READ:
        without = windowless(team_files.cases(actor(), Wanted(today=True))[0])
    partner = partner_tile(partner_contact.figures_of(actor()))
    return [*tiles(figures, rule, without), *([partner] if partner else [])]


def _lines(shown, people):
    why = {one.id: one for one in shown}
    rows = team_files.rows_of(list(why), actor())
    return [line_of(row, people, why[row.id]) for row in rows]


def _at_gate(people):
    waiting = decisions.at_the_gate(actor())
    return [line_of(row, people) for row in team_files.rows_of(waiting, actor())]


def _chips(pending):
    counts = {
        "": (_("All"), pending.every),
        "unassigned": (_("Not assigned"), pending.unassigned),
        "high": (_("High risk"), pending.high),
        "decisions": (_("Decisions"), pending.asked),
    }
    chosen = request.args.get("show", "")
    return [
        {
            "label": text,
            "count": f"{len(rows)}+" if pending.more and not show else len(rows),
            "url": url_for("board.board", show=show or None),
            "current": show == chosen,
        }
        for show, (text, rows) in counts.items()
    ]


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
