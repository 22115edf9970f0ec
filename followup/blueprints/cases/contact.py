"""Log a contact, take it back, correct it, and what to do in danger."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from followup.blueprints.cases.moments import same_moment
from followup.casework import alerts, attempts, outreach, reading, reversal, visibility, worklist
from followup.rules.access import Permission
from followup.rules.codes import tidy
from followup.vocabulary import Alert
from followup.web.access import actor
from followup.web.case_links import case_url
from followup.web.contact_entry import read_entry
from followup.web.contact_form import CorrectForm, LogForm
from followup.web.contact_panel import PANEL, panel_of
from followup.web.dates import moment
from followup.web.forms import local
from followup.web.kept import drafted, forget_kept
from followup.web.labels import label
from followup.web.refusals import sentence
from followup.web.spoken import version_words
from followup.web.transactions import attempt as attempted
from followup.web.undo import forget_undo, offer_undo
from followup.web.wording import hint_after

PAGE = "page"


def log_contact(code):
    """The form on its own page; the panel of My day posts here, too."""
    before = reading.before_contact(tidy(code), by=actor(), to_change=request.method == "POST")
    if request.method == "GET":
        return _page(before, same_moment(request.args.get("at")))
    form = LogForm()
    entry = read_entry(form, before)
    if entry is None:
        return _page(before, form), 422
    refused = attempted(outreach.log_contact, before.follow_up, entry, by=actor())
    if refused is not None:
        form.refuse(sentence(refused))
        return _page(before, form), 422
    logged = attempts.newest_of(before.follow_up)
    forget_kept(request.path)
    hint_after(form.note.data)
    offer_undo(
        _("Entry saved on %(code)s.", code=before.follow_up.code),
        url_for("cases.undo_contact", code=code, attempt=logged.code),
    )
    return redirect(_way_on(code, logged, form), 303)


def undo_contact(code, attempt):
    follow_up, entry = _entry_of(code, attempt)
    refused = attempted(reversal.undo, follow_up, entry, by=actor())
    forget_undo()
    if refused is not None:
        return redirect(url_for("cases.correct_contact", code=code, attempt=attempt), 303)
    flash(_("Entry undone."))
    return redirect(url_for("worklist.day", log=code), 303)


def correct_contact(code, attempt):
    """An entry stays readable for ever; a new one says that it was a mistake."""
    follow_up, entry = _entry_of(code, attempt)
    form = drafted(CorrectForm)
    if form.validate_on_submit():
        words = form.words.data
        refused = attempted(reversal.strike, follow_up, entry, by=actor(), words=words)
        if refused is None:
            forget_kept()
            return redirect(_after_correction(code, entry, form), 303)
        form.refuse(sentence(refused))
    rows = [
        {"label": _("When"), "value": moment(entry.at)},
        {"label": _("How"), "value": label(entry.way)},
        {"label": _("What happened"), "value": label(entry.outcome)},
        {"label": _("Note"), "value": entry.note, "pn": True},
        {"label": _("Texts on screen"), "value": version_words(entry.scripts)},
    ]
    page = render_template(
        "cases/contact_correct.html", form=form, rows=rows, back_url=case_url(code)
    )
    return page, 422 if form.errors else 200


def danger(code):
    """Whom to call now, and what to say; the alert to the coordinator goes out with the entry."""
    follow_up = visibility.fetch(tidy(code), actor(), Permission.LOG_CONTACT)
    return render_template(
        "cases/contact_danger.html",
        code=follow_up.code,
        told=alerts.newest_of(Alert.DANGER, follow_up_id=follow_up.id),
        next_url=url_for("cases.log_contact", code=follow_up.code),
    )


def _page(before, form=None):
    panel = panel_of(before, PAGE, form)
    return render_template("cases/contact.html", panel=panel, form=panel.form)


def _entry_of(code, attempt):
    follow_up = visibility.fetch(tidy(code), actor(), Permission.LOG_CONTACT, to_change=True)
    entry = attempts.find(follow_up, attempt)
    if entry is None:
        raise NotFound
    return follow_up, entry


def _way_on(code, logged, form):
    """Danger first, then a card that changed, then the next person who may be called."""
    in_panel = form.place.data == PANEL
    if logged.danger:
        return url_for("cases.danger", code=code)
    if form.safe_ok.data == "change" and "cases.safe_contact" in current_app.view_functions:
        return url_for("cases.safe_contact", code=code)
    if request.form.get("then") != "next":
        return url_for("worklist.day", log=code) if in_panel else url_for("worklist.day")
    following = worklist.day_of(actor()).next_to_call(after=code)
    if following is None:
        return url_for("worklist.day")
    if in_panel:
        return url_for("worklist.day", log=following.code)
    return url_for("cases.log_contact", code=following.code)


def _after_correction(code, entry, form):
    if form.then.data != "again":
        return case_url(code)
    at = local(entry.at).strftime("%Y-%m-%dT%H:%M")
    return url_for("cases.log_contact", code=code, at=at)
