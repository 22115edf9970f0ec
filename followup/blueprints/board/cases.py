"""All open cases of the organisation, and the list of one worker."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.board.forms import BulkForm
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.pages import read_position, written
from followup.blueprints.board.people import cells_of, choices_of, team_lines
from followup.casework import team, team_files
from followup.casework.team_files import Wanted
from followup.vocabulary import Risk, State, Strand
from followup.web.access import actor

DUE = ("overdue", "today", "first_contact", "interpreter")
NAMES = ("strand", "risk", "state", "worker", "due")
OPEN_STATES = [state for state in State if state is not State.CLOSED]


def cases():
    workers = team.team_of(actor())
    chosen = {name: request.args.get(name) or None for name in NAMES}
    wanted = _wanted(chosen, workers)
    rows, following = team_files.cases(actor(), wanted, _after(wanted))
    return render_template(
        "board/cases.html",
        lines=_lines(rows, workers),
        chosen=chosen,
        by_due=wanted.by_due,
        chips=_chips(chosen),
        strands=list(Strand),
        risks=list(Risk),
        states=OPEN_STATES,
        workers=workers,
        form=BulkForm(people=choices_of(workers)),
        next_url=following and url_for("board.cases", **chosen, after=written(following)),
    )


def worker(code):
    one = team.worker_with(code, actor())
    workers = team.team_of(actor())
    wanted = Wanted(worker=one.id)
    rows, following = team_files.cases(actor(), wanted, _after(wanted))
    return render_template(
        "board/worker.html",
        worker=one,
        line=team_lines([one], actor().organisation.language)[0],
        lines=_lines(rows, workers),
        form=BulkForm(people=choices_of(workers)),
        next_url=following and url_for("board.worker", code=code, after=written(following)),
    )


def _wanted(chosen, workers):
    """A filter that does not exist filters nothing; a worker of another house finds nobody."""
    codes = {one.code: one.id for one in workers}
    return Wanted(
        strand=_member(Strand, chosen["strand"]),
        risk=_member(Risk, chosen["risk"]),
        state=_member(State, chosen["state"]),
        worker=codes.get(chosen["worker"], 0 if chosen["worker"] else None),
        overdue=chosen["due"] == "overdue",
        today=chosen["due"] == "today",
        interpreter=chosen["due"] == "interpreter",
        first_contact_late=chosen["due"] == "first_contact",
    )


def _chips(chosen):
    texts = [
        (None, _("All")),
        ("overdue", _("Overdue")),
        ("today", _("Due today")),
        ("first_contact", _("First contact late")),
        ("interpreter", _("Waiting for an interpreter")),
    ]
    return [
        {
            "label": text,
            "url": url_for("board.cases", **{**chosen, "due": due}),
            "current": chosen["due"] == due,
        }
        for due, text in texts
    ]


def _lines(rows, workers):
    people = cells_of(workers)
    return [line_of(row, people) for row in rows]


def _member(vocabulary, text):
    return vocabulary(text) if text in list(vocabulary) else None


def _after(wanted):
    return read_position(request.args.get("after"), may_lack_moment=wanted.by_due)
