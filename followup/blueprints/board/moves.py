"""Move one deadline each of several follow-ups; the coordinator decides, with a reason."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.blueprints.board.forms import MoveForm
from followup.blueprints.board.lines import line_of, with_duty
from followup.blueprints.board.people import cells_of
from followup.casework import assignment, moving, moving_together, team, team_files
from followup.vocabulary import DeadlineKind
from followup.web.access import actor
from followup.web.own_paths import own_path
from followup.web.transactions import attempt
from followup.web.undo import forget_undo, offer_undo


def move():
    """The ticked rows of a list are posted here first; `moving` says that the form was filled."""
    codes = request.values.getlist("case")
    files = assignment.chosen(codes, actor(), to_change=request.method == "POST") if codes else []
    filled = "moving" in request.form
    form = MoveForm() if filled else MoveForm(formdata=None)
    if files and filled and form.validate():
        moved = moving_together.decide_all(
            files,
            form.moment,
            reason=form.reason.data,
            by=actor(),
            words=form.words.data or "",
        )
        return _moved(moved)
    lines, left = _lines(files)
    page = render_template("board/move.html", lines=lines, left=left, form=form, back=_back())
    return page, 422 if filled or not files else 200


def undo_move():
    """Only what this browser has just moved, and all of it or nothing."""
    kept = session.pop("moved", {"duties": [], "next": ""})
    forget_undo()
    duties = dict(kept["duties"])
    files = assignment.chosen(duties, actor(), to_change=True) if duties else []
    if not files or attempt(_take_back, files, duties) is not None:
        flash(_("It is too late to take this back. Move it again."), "error")
    else:
        flash(_("Taken back. Everything is as it was."))
    return redirect(own_path(kept["next"]) or url_for("board.board"), 303)


def _take_back(files, duties):
    for one in files:
        moving.take_back(one, DeadlineKind(duties[one.code]), by=actor())


def _moved(moved):
    session["moved"] = {"duties": moved, "next": _back()}
    text = ngettext("%(num)d deadline moved.", "%(num)d deadlines moved.", len(moved))
    offer_undo(text, url_for("board.undo_move"))
    return redirect(_back(), 303)


def _lines(files):
    """The lines of what moves, and the codes of what does not."""
    duties = {one.code: moving_together.duty_of(one) for one in files}
    people = cells_of(team.team_of(actor()))
    rows = team_files.rows_of([one.id for one in files], actor())
    lines = [with_duty(line_of(row, people), duties[row.code]) for row in rows if duties[row.code]]
    return lines, [code for code, duty in duties.items() if duty is None]


def _back():
    return own_path(request.values.get("next")) or url_for("board.board")
