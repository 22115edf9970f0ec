"""The own conflicts of interest: declare one, end one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from followup.casework import ties
from followup.web.access import actor
from followup.web.tie_form import TieForm


def conflicts():
    form = TieForm()
    if form.validate_on_submit():
        ties.declare(actor(), by=actor(), **form.written())
        flash(_("The conflict is declared."))
        return redirect(url_for("account.conflicts"), 303)
    page = render_template(
        "account/conflicts.html",
        form=form,
        lines=ties.of_account(actor().id),
    )
    return page, 422 if form.is_submitted() else 200


def end_conflict(code):
    ties.end(code, of=actor(), by=actor())
    flash(_("The conflict no longer counts."))
    return redirect(url_for("account.conflicts"), 303)
