"""A new password, chosen by the person."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from followup.blueprints.account.forms import PasswordForm
from followup.casework import accounts, passwords
from followup.casework.passwords import Weakness
from followup.casework.sign_in import TooManyTries, check_password
from followup.web.access import actor
from followup.web.refusals import too_many_tries
from followup.web.transactions import keep

WORDS = {
    Weakness.TOO_SHORT: _l("Use at least 15 characters, for example four words"),
    Weakness.TOO_LONG: _l("Use at most 200 characters"),
    Weakness.EASY: _l("This password is easy to guess. Add words that have nothing to do with you"),
    Weakness.SAME: _l("Choose a password you do not have now"),
}


def password():
    form = PasswordForm()
    first = actor().must_change_password
    if form.validate_on_submit() and _fits(form):
        accounts.choose_password(actor(), form.new_password.data, here=current_user.session)
        flash(_("Your password is changed. You are signed out everywhere else."))
        return redirect(url_for("auth.home" if first else "account.profile"), 303)
    page = render_template("account/password.html", form=form, first=first)
    return page, 422 if form.is_submitted() else 200


def _fits(form):
    """Check the password there is, as strictly as at the door, then the new one."""
    try:
        right = check_password(actor(), form.password.data, network=request.remote_addr or "")
    except TooManyTries as error:
        form.refuse(too_many_tries(error), "password")
        return False
    if not right:
        keep()
        form.refuse(_("The password is not right"), "password")
        return False
    return _strong(form)


def _strong(form):
    new = form.new_password.data
    about = [actor().name, actor().email, actor().organisation.name, form.password.data]
    weak = passwords.weakness(new, about)
    if new == form.password.data:
        weak = Weakness.SAME
    if weak is not None:
        form.refuse(WORDS[weak], "new_password")
    return weak is None
