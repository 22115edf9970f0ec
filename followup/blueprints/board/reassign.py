"""Reassign one follow-up or many: at once with undo, from five on after a page that asks."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from followup.blueprints.board.forms import ReassignForm
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.people import cells_of, choices_of
from followup.blueprints.board.refused import conflicts_of, each_refused, hindered
from followup.blueprints.board.taken_back import offer
from followup.casework import assignment, team, team_files
from followup.vocabulary import ReassignReason
from followup.web.access import actor
from followup.web.own_paths import own_path
from followup.web.transactions import attempt

ASK_FROM = 5


def reassign():
    """`case` names the follow-ups, once each; a form of ticked rows posts here directly."""
    codes = request.values.getlist("case")
    if not codes:
        return _page([], None, [], errors=True), 422
    posted = request.method == "POST"
    files = assignment.chosen(codes, actor(), to_change=posted)
    workers = team.team_of(actor())
    cannot = assignment.who_cannot(files, workers)
    form = ReassignForm(
        people=choices_of(workers),
        cannot=hindered(cannot, workers, len(files)),
        conflicts=conflicts_of(cannot, workers),
        data={} if posted else {"reason": _usual_reason(request.args.get("reason"))},
    )
    if not form.validate_on_submit():
        return _page(files, form, workers), 422 if posted else 200
    worker = next(one for one in workers if one.code == form.to.data)
    if len(files) >= ASK_FROM and not request.form.get("confirmed"):
        return _confirm(files, form, worker, workers)
    return _do(files, form, worker, workers)


def _do(files, form, worker, workers):
    before = assignment.holders(files)
    refused = attempt(
        assignment.assign_all,
        files,
        assignment.account(worker.id),
        reason=form.reason.data,
        by=actor(),
        words=form.words.data or "",
        despite=form.despite.data or "",
    )
    if refused is not None:
        return _page(files, form, workers, refused=each_refused(refused, worker)), 422
    text = ngettext("%(num)d case reassigned.", "%(num)d cases reassigned.", len(files))
    back = own_path(request.form.get("next")) or url_for("board.board")
    if len(files) < ASK_FROM:
        offer(text, before, dict.fromkeys(before, worker.id), back)
    else:
        flash(text)
    return redirect(back, 303)


def _page(files, form, workers, *, refused=(), errors=False):
    people = cells_of(workers)
    rows = team_files.rows_of([one.id for one in files], actor())
    return render_template(
        "board/reassign.html",
        lines=[line_of(row, people) for row in rows],
        form=form,
        refused=refused,
        none_chosen=errors,
        back=_back(),
    )


def _confirm(files, form, worker, workers):
    people = cells_of(workers)
    rows = team_files.rows_of([one.id for one in files], actor())
    return render_template(
        "board/reassign_confirm.html",
        lines=[line_of(row, people) for row in rows],
        form=form,
        worker=worker,
        back=_back(),
    )


def _back():
    return own_path(request.values.get("next")) or url_for("board.board")


def _usual_reason(text):
    return ReassignReason(text) if text in list(ReassignReason) else ReassignReason.BALANCE
