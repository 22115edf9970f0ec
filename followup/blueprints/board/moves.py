"""Move the next deadline of several follow-ups at once; the coordinator decides, with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from followup.blueprints.board.forms import MoveForm
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.people import cells_of
from followup.casework import assignment, moving_together, team, team_files
from followup.web.access import actor
from followup.web.own_paths import own_path


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
        flash(ngettext("%(num)d deadline moved.", "%(num)d deadlines moved.", moved))
        return redirect(own_path(request.form.get("next")) or url_for("board.board"), 303)
    people = cells_of(team.team_of(actor()))
    rows = team_files.rows_of([one.id for one in files], actor())
    page = render_template(
        "board/move.html",
        lines=[line_of(row, people) for row in rows],
        form=form,
        back=own_path(request.values.get("next")) or url_for("board.board"),
    )
    return page, 422 if filled or not files else 200
