"""Absences: the list, a new one with its back-up, and the end of one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.blueprints.board.forms import AbsenceForm
from followup.blueprints.board.people import choices_of
from followup.casework import absences as away
from followup.casework import team
from followup.vocabulary import ReassignReason
from followup.web.access import actor
from followup.web.dates import day
from followup.web.kept import drafted, forget_kept
from followup.web.transactions import attempt, done


def absences():
    workers = team.team_of(actor())
    form = drafted(AbsenceForm, people=choices_of(workers))
    if form.validate_on_submit():
        by_code = {one.code: one for one in workers}
        refused = attempt(
            away.begin,
            by_code[form.who.data],
            from_day=form.first.data,
            until_day=form.last.data,
            back_up=by_code.get(form.back_up.data),
            move_due=form.move_due.data,
            by=actor(),
        )
        if refused is None:
            return _answer(*done())
        form.refuse(_overlaps(refused), "first")
    status = 422 if form.is_submitted() else 200
    return render_template("board/absences.html", form=form, lines=away.listed(actor())), status


def end_absence(code):
    away.end(code, by=actor())
    flash(_("The absence has ended."))
    return redirect(url_for("board.absences"), 303)


def _answer(moved, left):
    """What the back-up could not take waits for another choice."""
    forget_kept()
    flash(_("The absence is noted."))
    if moved:
        flash(ngettext("%(num)d case reassigned.", "%(num)d cases reassigned.", moved))
    if not left:
        return redirect(url_for("board.absences"), 303)
    flash(_("The back-up cannot take these. Choose someone else."), "error")
    codes = [one.code for one in left]
    return redirect(url_for("board.reassign", case=codes, reason=ReassignReason.ABSENCE), 303)


def _overlaps(refused):
    return _(
        "Choose other days or first end the absence from %(first)s to %(last)s",
        first=day(refused.from_day),
        last=day(refused.until_day),
    )
