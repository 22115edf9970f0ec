"""Two choices that act at once: the language, and names hidden from visitors."""

from flask import redirect, request, session, url_for
from flask_login import current_user

from followup.casework import accounts
from followup.web.access import actor
from followup.web.languages import LANGUAGES
from followup.web.own_paths import own_path


def language():
    """For the signed-out reader the choice stays on this browser."""
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        if current_user.is_authenticated:
            accounts.prefer(actor(), language=chosen)
        else:
            session["language"] = chosen
    return _back()


def hide_names():
    accounts.prefer(actor(), hide_names=not actor().hide_names)
    if "text/html" not in request.headers.get("Accept", ""):
        return "", 204
    return _back()


def _back():
    return redirect(own_path(request.form.get("next")) or url_for("auth.home"), 303)
