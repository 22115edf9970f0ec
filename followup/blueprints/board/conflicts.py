"""The conflicts of interest of one worker, for the coordinator."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from followup.casework import assignment, team, ties
from followup.web.access import actor
from followup.web.tie_form import TieForm


def conflicts(code):
    one = team.worker_with(code, actor())
    form = TieForm()
    if form.validate_on_submit():
        ties.declare(assignment.account(one.id), by=actor(), **form.written())
        flash(_("The conflict is declared."))
        return redirect(url_for("board.conflicts", code=code), 303)
    page = render_template(
        "board/conflicts.html", form=form, worker=one, lines=ties.of_account(one.id)
    )
    return page, 422 if form.is_submitted() else 200


def end_conflict(code, tie):
    one = team.worker_with(code, actor())
    ties.end(tie, of=assignment.account(one.id), by=actor())
    flash(_("The conflict no longer counts."))
    return redirect(url_for("board.conflicts", code=code), 303)
