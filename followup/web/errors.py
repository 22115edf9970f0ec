"""Refusals and failures into pages that say what is true and what to do next."""

import traceback

import structlog
from flask import g, render_template
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from followup.casework import trail
from followup.casework.errors import NotFound, Refused
from followup.db import db
from followup.web.access import actor
from followup.web.refusals import sentence
from followup.web.transactions import keep

MOST_NOTED = 10


def set_up(app):
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(403, not_found)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(Exception, failed)


def not_found(error):
    """Missing and not yours look alike, to the byte; both stand in the auditor's trail."""
    db.session.rollback()
    if isinstance(error, NotFound) and error.args and current_user.is_authenticated:
        for code in error.args[:MOST_NOTED]:
            trail.refused(code, by=actor())
        keep()
    return render_template("errors/404.html"), 404


def refused(error):
    db.session.rollback()
    return render_template("errors/refused.html", sentence=sentence(error)), 409


def form_too_old(error):
    return render_template(
        "errors/refused.html",
        sentence=_("This page was open too long. Go back, load it again and send once more."),
    ), 400


def other(error):
    if error.code == 413:
        text = _("This is too large. Send fewer or smaller texts.")
        return render_template("errors/refused.html", sentence=text), 413
    return render_template("errors/refused.html", sentence=error.name), error.code


def failed(error):
    """The last resort: no detail on the page, the kind of fault in the log."""
    db.session.rollback()
    structlog.get_logger().error(
        "failed", request=g.get("request_id"), error=type(error).__name__, where=_where(error)
    )
    return render_template("errors/500.html", reference=g.get("request_id")), 500


def _where(error):
    """Our own line that failed: a file and a number, never what stood in a variable."""
    lines = [
        f"{frame.filename.rpartition('/followup/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/followup/" in frame.filename
    ]
    return lines[-1] if lines else None
