"""Where the person is signed in, and the button that ends a session."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from followup import clock
from followup.casework import sign_in
from followup.web.access import actor


def sessions():
    alive_since = clock.now() - current_app.config["SETTINGS"].session_length
    running = sign_in.sessions_of(actor(), alive_since=alive_since)
    return render_template(
        "account/sessions.html",
        running=[(sign_in.mark(one), one) for one in running],
        here=current_user.session.id,
    )


def end_session():
    sign_in.end_one(request.form.get("session", ""), by=actor())
    flash(_("Ended"))
    return redirect(url_for("account.sessions"), 303)
