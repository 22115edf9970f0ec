"""The front door: sign in, sign out, and the way to one's own list."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from followup.blueprints.auth.forms import SignInForm
from followup.casework import sign_in as door
from followup.web import signed_in
from followup.web.access import actor
from followup.web.browsers import browser_name
from followup.web.navigation import landing
from followup.web.own_paths import own_path
from followup.web.refusals import too_many_tries
from followup.web.transactions import keep


def home():
    if current_user.is_authenticated:
        return redirect(landing(actor()), 303)
    where = "auth.locked" if signed_in.locked_session() else "auth.sign_in"
    return redirect(url_for(where), 303)


def sign_in():
    """Two steps in one: the password opens `_let_in`; a second factor will stand between."""
    if current_user.is_authenticated:
        return redirect(landing(actor()), 303)
    form = SignInForm()
    if form.validate_on_submit():
        secret = _try(form)
        if secret:
            return _let_in(secret)
        keep()
    return render_template("auth/sign_in.html", form=form), 422 if form.is_submitted() else 200


def sign_out():
    running = signed_in.running_session()
    if running is not None:
        door.sign_out(running)
    signed_in.forget()
    answer = redirect(url_for("auth.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _try(form):
    try:
        secret = door.sign_in(
            form.email.data,
            form.password.data,
            network=request.remote_addr or "",
            browser=browser_name(request.user_agent.string),
        )
    except door.TooManyTries as error:
        form.refuse(too_many_tries(error), "email")
        return None
    if secret is None:
        form.refuse(_("E-mail or password is not right"), "email")
    return secret


def _let_in(secret):
    before = signed_in.running_session()
    if before is not None:
        door.sign_out(before)
    wanted = own_path(signed_in.begin(secret))
    return redirect(wanted or landing(actor()), 303)
