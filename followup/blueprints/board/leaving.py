"""Somebody leaves: all they hold on one page, each case with its proposal, handed over at once."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from followup import clock
from followup.blueprints.board.lines import line_of
from followup.blueprints.board.people import choices_of
from followup.blueprints.board.proposed import proposal_lines
from followup.blueprints.board.taken_back import offer
from followup.casework import assignment, proposals, team
from followup.casework import leaving as leavers
from followup.vocabulary import Strand, Unfit
from followup.web.access import actor
from followup.web.labels import label
from followup.web.refusals import said_of
from followup.web.texts import gettext as _

RULED_OUT = (Unfit.OTHER_SIDE, Unfit.CONFLICT)


def leaving(code):
    leaver = team.worker_with(code, actor())
    others = [one for one in team.team_of(actor()) if one.id != leaver.id]
    if request.method == "POST":
        return _hand_over(leaver, others)
    alive_since = clock.now() - current_app.config["SETTINGS"].session_length
    held = leavers.holdings(leaver, by=actor(), alive_since=alive_since)
    return render_template(
        "board/leaving.html",
        worker=leaver,
        roles=sorted(str(label(role)) for role in leaver.roles),
        held=held,
        items=_items(held, others),
    )


def _hand_over(leaver, others):
    """One choice a case; "" keeps it for another day."""
    page = url_for("board.leaving", code=leaver.code)
    by_code = {one.code: one.id for one in others}
    wanted = {code: by_code.get(request.form.get(f"to-{code}")) for code in _codes()}
    wanted = {code: who for code, who in wanted.items() if who is not None}
    if not wanted:
        flash(_("Choose who takes over at least one case"), "error")
        return redirect(page, 303)
    files = assignment.chosen(wanted, actor(), to_change=True)
    accounts = assignment.accounts(wanted.values())
    pairs = {one: accounts[wanted[one.code]] for one in files}
    given, left = leavers.hand_over(pairs, leaver=leaver, by=actor())
    if given:
        text = ngettext("%(num)d case handed over.", "%(num)d cases handed over.", len(given))
        offer(text, dict.fromkeys(given, leaver.id), given, page)
    for one in left:
        flash(_("%(code)s: %(why)s", code=one.code, why=said_of(one.why)), "error")
    return redirect(page, 303)


def _codes():
    return [name.removeprefix("to-") for name in request.form if name.startswith("to-")]


def _items(held, others):
    found = proposals.proposals(held.rows, others)
    lines = proposal_lines(found, others)
    people = {strand: choices_of(others, strand) for strand in Strand}
    ids = {one.code: one.id for one in others}
    items = []
    for row in held.rows:
        no = {who for who, why in found[row.id].others if why in RULED_OUT}
        choices = [(code, text) for code, text in people[row.strand] if ids[code] not in no]
        items.append({"line": line_of(row, {}), "proposal": lines[row.id], "choices": choices})
    return items
