"""Declare a conflict of interest for a worker. What was declared before is not shown here."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from followup.casework import accounts, ties
from followup.web.access import actor
from followup.web.tie_form import TieForm


def account_conflicts(code):
    account = accounts.fetch(code)
    form = TieForm()
    if form.validate_on_submit():
        ties.declare(account, by=actor(), **form.written())
        flash(_("The conflict is declared."))
        return redirect(url_for(".account", code=code), 303)
    page = render_template("admin/account_conflicts.html", form=form, account=account)
    return page, 422 if form.is_submitted() else 200
