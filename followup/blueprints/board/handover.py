"""The handover sheet: an absent worker's due work on one A4, without any address."""

from datetime import date, timedelta

from flask import render_template, request
from flask_babel import gettext as _

from followup.blueprints.board.lines import Line, line_of
from followup.casework import absences, handing_over, team
from followup.rules.safe_window import may_use
from followup.vocabulary import Way
from followup.web.access import actor
from followup.web.card_words import weekdays
from followup.web.cards import conditions, if_other_answers, never
from followup.web.dates import day
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
    return {"line": line, "phone": _number(row), "conditions": _conditions(row.card)}


def _number(row):
    """None behind a shut gate, and where calling is forbidden or contact was stopped."""
    allowed = may_use(row.card.for_rules(), Way.CALL) is None
    return row.card.phone if allowed and not row.gate_is_shut else None


def _conditions(card):
    """A number never stands without them; the sheet is read on other days than today, too."""
    said = [conditions(card)]
    if card.never_weekdays:
        said.append(_("Never on %(days)s", days=weekdays(card.never_weekdays)))
    if card.never_dates:
        days = ", ".join(day(date.fromisoformat(text)) for text in card.never_dates)
        said.append(_("Never on %(days)s", days=days))
    return " · ".join(filter(None, [*said, never(card), if_other_answers(card)]))
