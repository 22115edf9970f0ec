"""The interpreter of the next contact: wanted, booked, there or not. The clocks run on."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from followup.blueprints.cases.acts import done, fetched
from followup.blueprints.cases.duties import due_view
from followup.blueprints.cases.language_forms import BookingForm
from followup.casework import file, interpreters
from followup.casework.errors import AgainstCard, BarredInterpreter, NotAfterNow
from followup.rules import typed
from followup.rules.access import Permission
from followup.vocabulary import Booking, WayRefused
from followup.web import card_words
from followup.web.access import actor
from followup.web.cards import REASONS, language_name
from followup.web.labels import label
from followup.web.language_words import booking_words, wishes_words
from followup.web.refusals import sentence
from followup.web.texts import gettext as _
from followup.web.transactions import attempt
from followup.web.transactions import done as result

AT_FIELD = {NotAfterNow: "day", AgainstCard: "day", BarredInterpreter: "name"}


def interpreter(code):
    """Book one; the safe contact and the wishes are looked at before it is kept."""
    follow_up = fetched(code, Permission.PLAN)
    head = file.looked_at(follow_up, by=actor())
    form = BookingForm()
    at = _moment(form) if form.validate_on_submit() else None
    if at is None:
        return _page(head, form), 422 if form.is_submitted() else 200
    details = {"service": form.service.data, "reference": form.reference.data or ""}
    refused = attempt(
        interpreters.book,
        follow_up,
        at=at,
        how=form.how.data,
        details=details | {"interpreter": form.name.data or ""},
        wishes=head.wishes,
        words=form.why.data or "",
        by=actor(),
    )
    if refused:
        form.refuse(_sentence(refused, head), AT_FIELD.get(type(refused)))
        return _page(head, form), 422
    if result():
        return done(follow_up, _("Interpreter booked; the next contact is planned for then"))
    return done(follow_up, _("Interpreter booked; what is due stays due"))


def interpreter_answer(code):
    """Wanted, confirmed, there, not there, no longer needed."""
    follow_up = fetched(code, Permission.PLAN)
    state = request.form.get("state")
    if state not in list(Booking):
        raise NotFound
    wanted = state == Booking.WANTED
    verb = interpreters.want if wanted else interpreters.answer
    arguments = (follow_up,) if wanted else (follow_up, Booking(state))
    refused = attempt(verb, *arguments, by=actor())
    flash(sentence(refused) if refused else str(label(Booking(state))))
    return redirect(url_for("cases.interpreter", code=code), 303)


def _page(head, form):
    follow_up, row = head.follow_up, interpreters.running(head.follow_up)
    return render_template(
        "cases/interpreter.html",
        form=form,
        code=follow_up.code,
        name=head.name,
        back_url=url_for("cases.timeline", code=follow_up.code),
        is_open=follow_up.closed_at is None,
        standing=booking_words(follow_up) or _("No interpreter is wanted for the next contact."),
        rows=_rows(head, row),
        answers=[
            (state, label(state))
            for state, before in interpreters.AFTER.items()
            if row is not None and row.state in before
        ],
        wanted=row is not None,
        warned=bool(form.name.errors),
        due=follow_up.due_at and due_view(follow_up.due_at),
    )


def _rows(head, row):
    """What whoever books must know, and what was booked."""
    booked = (row and row.details) or {}
    spoken = " · ".join([str(language_name(head.language)), *wishes_words(head.wishes)])
    return [
        {"label": _("Language"), "value": spoken},
        {"label": _("Must never translate"), "value": ", ".join(head.wishes.barred), "pn": True},
        {"label": _("Safe moments"), "value": card_words.windows(head.card)},
        {"label": _("Interpreting service"), "value": booked.get("service", "")},
        {"label": _("Reference of the booking"), "value": booked.get("reference", "")},
        {"label": _("Name of the interpreter"), "value": booked.get("interpreter", ""), "pn": True},
    ]


def _moment(form):
    try:
        return typed.moment(form.day.data, form.hour.data)
    except typed.Mistyped:
        form.refuse(_("Enter the time, for example 02:45"), "hour")
        return None


def _sentence(refused, head):
    reason = refused.facts.get("reason")
    if reason is WayRefused.OUTSIDE_WINDOW:
        windows = card_words.windows(head.card)
        return _("Outside the safe window (%(windows)s). Book another moment", windows=windows)
    return str(REASONS[reason]) if reason else str(sentence(refused))
