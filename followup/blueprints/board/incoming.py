"""What came in and nobody has yet, oldest first: confirm the risk and assign, in one go."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from followup.blueprints.board.forms import TriageForm
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.pages import read_position, written
from followup.blueprints.board.people import choices_of
from followup.blueprints.board.proposed import proposal_lines
from followup.blueprints.board.refused import conflicts_of, hindered, why
from followup.blueprints.board.taken_back import offer
from followup.casework import assignment, proposals, team, team_files
from followup.vocabulary import Strand
from followup.web.access import actor
from followup.web.labels import label
from followup.web.refusals import said_of
from followup.web.transactions import attempt


def incoming():
    workers = team.team_of(actor())
    if request.method == "GET":
        return _page(workers)
    one = assignment.chosen([request.form.get("case", "")], actor(), to_change=True)[0]
    standing = assignment.who_cannot([one], workers)
    form = TriageForm(
        prefix=one.code,
        people=choices_of(workers, one.strand),
        before=one.risk,
        cannot=hindered(standing, workers, 1),
        conflicts=conflicts_of(standing, workers),
    )
    if not form.validate():
        return _page(workers, form, one.code), 422
    worker = next(person for person in workers if person.code == form.to.data)
    refused = attempt(
        assignment.triage,
        one,
        assignment.account(worker.id),
        risk=form.risk.data,
        words=form.words.data or "",
        despite=form.despite.data or "",
        by=actor(),
    )
    if refused is not None:
        form.refuse(why(worker.name, refused.code), "to")
        return _page(workers, form, one.code), 422
    return _assigned(one, worker, form.risk.data is form.before)


def _assigned(one, worker, risk_stays):
    """A risk that was set with a reason stays: only the worker can be taken back."""
    text = _("%(code)s assigned to %(name)s.", code=one.code, name=worker.name)
    if risk_stays:
        offer(text, {one.code: None}, {one.code: worker.id}, url_for("board.incoming"))
    else:
        flash(text)
    return redirect(url_for("board.incoming"), 303)


def take():
    """`only` is the button of one row; without it, the rows that are ticked. Each as shown."""
    codes = request.form.getlist("only") or request.form.getlist("case")
    if not codes:
        flash(_("Select an item for this task"), "error")
        return redirect(url_for("board.incoming"), 303)
    files = assignment.chosen(codes, actor(), to_change=True)
    by_code = {one.code: one for one in team.team_of(actor())}
    shown = {one: by_code.get(request.form.get(f"to-{one.code}")) for one in files}
    accounts = assignment.accounts(worker.id for worker in shown.values() if worker)
    pairs = {one: accounts[worker.id] for one, worker in shown.items() if worker}
    given, left = assignment.take(pairs, by=actor())
    if given:
        text = ngettext("%(num)d case assigned.", "%(num)d cases assigned.", len(given))
        offer(text, dict.fromkeys(given), given, url_for("board.incoming"))
    for one in left:
        flash(_("%(code)s: %(why)s", code=one.code, why=said_of(one.why)), "error")
    return redirect(url_for("board.incoming"), 303)


def _page(workers, form=None, code=None):
    rows, following = team_files.incoming(actor(), read_position(request.args.get("after")))
    people = {strand: choices_of(workers, strand) for strand in Strand}
    proposed = proposal_lines(proposals.proposals(rows, workers), workers)
    return render_template(
        "board/incoming.html",
        rows=[
            _row(row, form if row.code == code else None, people) | {"proposal": proposed[row.id]}
            for row in rows
        ],
        form=form,
        next_url=following and url_for("board.incoming", after=written(following)),
    )


def _row(row, form, people):
    """A page of fifty small forms; only the one that was posted has something to put right."""
    fresh = {"prefix": row.code, "formdata": None, "data": {"risk": row.risk}}
    return {
        "line": line_of(row, {}),
        "form": form or TriageForm(**fresh, people=people[row.strand], before=row.risk),
        "police_risk": label(row.risk_result),
        "is_repeat": row.is_repeat,
        "interpreter": row.interpreter,
    }
