"""Say that one is calling, or not any more; a second caller goes on knowingly."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.cases.acts import fetched
from followup.casework import claims, safe_contact
from followup.casework.errors import SomebodyCalls
from followup.rules.access import Permission
from followup.web.access import actor
from followup.web.calls import call_of, said
from followup.web.contact_panel import PAGE, PANEL
from followup.web.refusals import sentence
from followup.web.transactions import attempt


def calling(code):
    """A script asks before it dials: 204 is a yes, 409 leads to the page that says who calls."""
    follow_up = fetched(code, Permission.LOG_CONTACT)
    phone = safe_contact.current_card(follow_up).phone
    if request.method == "GET":
        return render_template("cases/calling.html", call=call_of(follow_up, phone), code=code)
    if "end" in request.form:
        claims.release(follow_up, by=actor())
        return redirect(_back(follow_up), 303)
    refused = _claim(follow_up, phone, knowingly="anyway" in request.form)
    if request.accept_mimetypes.best == "application/json":
        return "", 409 if refused else 204
    if refused:
        flash(_told(refused), "error")
    return redirect(_back(follow_up), 303)


def claim_now(follow_up):
    """Who opens the number is about to call; that a colleague calls already is said."""
    refused = _claim(follow_up, safe_contact.current_card(follow_up).phone)
    if refused:
        flash(_told(refused), "error")


def _claim(follow_up, phone, *, knowingly=False):
    number = phone and phone.number
    return attempt(claims.claim, follow_up, number, by=actor(), knowingly=knowingly)


def _told(refused):
    if isinstance(refused, SomebodyCalls):
        return _("%(said)s.", said=said(refused.name, refused.since))
    return sentence(refused)


def _back(follow_up):
    places = {
        PANEL: url_for("worklist.day", log=follow_up.code),
        PAGE: url_for("cases.log_contact", code=follow_up.code),
    }
    case = url_for("cases.timeline", code=follow_up.code)
    return places.get(request.form.get("back"), case)
