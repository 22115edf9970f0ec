"""What the reader wrote and has not saved: found again on any computer, thrown away on purpose."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from followup.casework import drafts
from followup.web.access import actor

NAMES = {
    "cases.log_contact": _l("Log contact"),
    "cases.correct_contact": _l("Correct this entry"),
    "cases.safe_contact": _l("Change safe contact"),
    "cases.move": _l("Move deadline"),
    "cases.pause": _l("Pause"),
    "cases.risk": _l("Set the risk"),
    "cases.close": _l("End follow-up"),
    "cases.reopen": _l("Open again"),
    "cases.decide": _l("Decide"),
    "board.absences": _l("New absence"),
    "police.add_information": _l("Add information"),
    "account.profile": _l("Your account"),
}


def unsent():
    """Only of files that the reader may still open; the others are deleted unread in their time."""
    asked = [(draft, *_page_of(draft.form)) for draft in drafts.unsent(actor())]
    codes = {code for _draft, endpoint, code in asked if _of_file(endpoint)}
    readable = drafts.still_open(codes, by=actor())
    lines = [
        {
            "draft": draft,
            "name": NAMES.get(endpoint, _("Another form")),
            "code": code if _of_file(endpoint) else "",
            "until": draft.kept_at + drafts.LIVES,
        }
        for draft, endpoint, code in asked
        if endpoint and (not _of_file(endpoint) or code in readable)
    ]
    return render_template("account/unsent.html", lines=lines)


def delete(draft):
    found = drafts.find(draft, by=actor())
    if request.method == "POST":
        drafts.forget(actor(), found.form)
        flash(_("Draft deleted"))
        return redirect(url_for("account.unsent"), 303)
    return render_template("account/unsent_delete.html", draft=found)


def _page_of(form):
    """The endpoint of the page, none when it is gone, and the case code in its address."""
    try:
        endpoint, values = current_app.create_url_adapter(request).match(form, method="GET")
    except HTTPException:
        return "", ""
    return endpoint, values.get("code", "")


def _of_file(endpoint):
    return endpoint.startswith("cases.")
