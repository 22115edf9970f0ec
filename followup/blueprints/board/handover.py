"""The handover sheet: an absent worker's due work on one A4, without any address."""

from datetime import timedelta

from flask import render_template, request
from flask_babel import gettext as _

from followup.blueprints.board.lines import Line, line_of
from followup.casework import absences, handing_over, team
from followup.vocabulary import Way
from followup.web.access import actor
from followup.web.labels import label
from followup.web.people import full_name, initials, shown_name

WITHOUT_ABSENCE = timedelta(days=6)


def handover():
    """`worker` is whose work; without it the page asks. Each print is written down."""
    if not request.args.get("worker"):
        return render_template("board/handover_choose.html", team=team.team_of(actor()))
    worker = team.worker_with(request.args["worker"], actor())
    last = worker.away.until_day if worker.away else team.today() + WITHOUT_ABSENCE
    sheet = handing_over.printed(worker, absences.end_of(last), by=actor())
    short = request.args.get("names") != "full"
    return render_template(
        "board/handover.html",
        worker=worker,
        last=last,
        short=short,
        items=[_item(row, initials if short else full_name) for row in sheet.rows],
        more=sheet.more,
        copy=sheet.copy,
    )


def _item(row, name):
    line: Line = line_of(row, {}, name=lambda one: shown_name(one, name))
    return {"line": line, "phone": row.card.phone, "conditions": _conditions(row.card)}


def _conditions(card):
    """A number never stands without them: caller id, hours, what is forbidden."""
    said = [str(label(card.caller_id))]
    said += [f"{hours.opens}–{hours.closes}" for hours in card.windows]
    never = [str(label(way)) for way in card.forbidden() if way is not Way.CALL]
    if never:
        said.append(_("Never use: %(ways)s", ways=", ".join(never)))
    said.append(str(label(card.other_answers)))
    return " · ".join(said)
