"""The screen that locks when nobody is there, and opens again where the work stopped."""

from flask import jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from followup.blueprints.auth.forms import UnlockForm
from followup.casework import sign_in as door
from followup.web import signed_in
from followup.web.navigation import landing
from followup.web.own_paths import own_path
from followup.web.refusals import too_many_tries
from followup.web.transactions import keep


def lock():
    """By hand, or by the page itself, perhaps after the time was over anyway."""
    if current_user.is_authenticated:
        door.lock(current_user.session)
    session["next"] = own_path(request.form.get("next")) or session.get("next")
    return redirect(url_for("auth.locked"), 303)


def locked():
    running = signed_in.locked_session()
    if running is None:
        return redirect(url_for("auth.home"), 303)
    form = UnlockForm()
    if form.validate_on_submit():
        if _opens(running, form):
            return redirect(own_path(session.pop("next", None)) or landing(running.account), 303)
        keep()
    page = render_template("auth/locked.html", form=form, account=running.account)
    return page, 422 if form.is_submitted() else 200


def ping():
    """Say how long is left; asking does not count as activity."""
    here = current_user.is_authenticated
    return jsonify(seconds_left=signed_in.seconds_left(current_user.session) if here else 0)


def stay():
    """Somebody is there: the request itself is the sign of life."""
    return ping()


def _opens(running, form):
    try:
        opened = door.unlock(running, form.password.data, network=request.remote_addr or "")
    except door.TooManyTries as error:
        form.refuse(too_many_tries(error), "password")
        return False
    if not opened:
        form.refuse(_("The password is not right"), "password")
    return opened
