"""Move one deadline (F12); stop the clocks until a review, and let them run on."""

from datetime import datetime, time

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from followup import clock
from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.blueprints.cases.duties import due_view
from followup.blueprints.cases.forms import DoneForm, MoveForm, PauseForm, ReleaseForm
from followup.casework import deadlines, endings, file, moving
from followup.casework.errors import NeedsCoordinator, NotFound
from followup.rules import typed
from followup.rules.access import Permission, may
from followup.vocabulary import MoveReason
from followup.web import dates
from followup.web.access import actor
from followup.web.forms import Form
from followup.web.kept import drafted
from followup.web.labels import inside, label
from followup.web.transactions import attempt
from followup.web.undo import forget_undo

REVIEW_AT = time(9)


def move(code, kind):
    follow_up = fetched(code, Permission.PLAN)
    row = _open_deadline(follow_up, kind)
    decides = may(actor(), Permission.DECIDE, follow_up)
    form = drafted(MoveForm)
    shown = _shown(follow_up, row, decides)
    to = _new_moment(form) if form.validate_on_submit() else None
    if to is None:
        return act_page("move", follow_up, form, **shown)
    named = {"reason": form.reason.data, "by": actor(), "words": form.words.data}
    verb = moving.decide if decides else deadlines.move
    refused = attempt(verb, follow_up, row, to, **named)
    if isinstance(refused, NeedsCoordinator) and "ask" in request.form:
        moving.ask(follow_up, row, to, **named)
        return done(follow_up, _("The coordinator has been asked"))
    if isinstance(refused, NeedsCoordinator):
        form.refuse(_("Later than %(cap)s needs the coordinator", cap=shown["cap"]), "day")
        return act_page("move", follow_up, form, **shown, ask=True)
    if refused:
        return refused_page(refused, "move", follow_up, form, **shown)
    undo = url_for("cases.undo_move", code=follow_up.code, kind=kind)
    return done(follow_up, _("Deadline moved to %(moment)s", moment=dates.moment(to)), undo=undo)


def undo_move(code, kind):
    """Within a minute, by who moved it, and while nobody moved it again."""
    follow_up = fetched(code, Permission.PLAN)
    row = _open_deadline(follow_up, kind)
    refused = attempt(moving.take_back, follow_up, row.kind, by=actor())
    forget_undo()
    if refused is not None:
        flash(_("It is too late to take this back. Move it again."), "error")
        return redirect(url_for("cases.deadlines", code=follow_up.code), 303)
    return done(follow_up, _("Taken back. Everything is as it was."))


def keep_deadline(code, kind):
    """The coordinator leaves a deadline where it is, although a later one was asked for."""
    follow_up = fetched(code, Permission.DECIDE)
    row = _open_deadline(follow_up, kind)
    form = drafted(ReleaseForm)
    if form.validate_on_submit():
        moving.keep(follow_up, row, by=actor(), words=form.words.data)
        return done(follow_up, _("Deadline kept as it is"))
    return act_page("keep_deadline", follow_up, form, **_shown(follow_up, row, True))


def mark_done(code, kind):
    """A duty that no contact entry meets: an interpreter booked, another safe way found."""
    follow_up = fetched(code, Permission.PLAN)
    row = _open_deadline(follow_up, kind)
    form = drafted(DoneForm)
    shown = {"kind": label(row.kind), "due": due_view(row.due_at)}
    if not form.validate_on_submit():
        return act_page("mark_done", follow_up, form, **shown)
    refused = attempt(deadlines.done, follow_up, row, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "mark_done", follow_up, form, **shown)
    return done(follow_up, _("Done: %(kind)s", kind=inside(row.kind)))


def pause(code):
    follow_up = fetched(code, Permission.PLAN)
    form = drafted(PauseForm)
    review_at = _review(form) if form.validate_on_submit() else None
    if review_at is None:
        return act_page("pause", follow_up, form)
    refused = attempt(
        endings.pause, follow_up, reason=form.reason.data, review_at=review_at, by=actor()
    )
    if refused:
        return refused_page(refused, "pause", follow_up, form)
    return done(follow_up, _("Paused until %(moment)s", moment=dates.moment(review_at)))


def resume(code):
    follow_up = fetched(code, Permission.PLAN)
    form = Form()
    if not form.validate_on_submit():
        return act_page("resume", follow_up, form)
    refused = attempt(endings.resume, follow_up, by=actor())
    if refused:
        return refused_page(refused, "resume", follow_up, form)
    return done(follow_up, _("The clocks run again"))


def _open_deadline(follow_up, kind):
    """At most one duty of a kind is open in a file: its kind is its name in the address."""
    for row in deadlines.open_deadlines(follow_up):
        if row.kind == kind:
            return row
    raise NotFound


def _shown(follow_up, row, decides):
    """What the form says of the deadline; `cap` is none where the reader decides."""
    latest = None if decides else deadlines.limit(follow_up, row)
    asked = moving.asked(file.events(follow_up)).get(row.kind) if decides else None
    return {
        "kind": label(row.kind),
        "due": due_view(row.due_at),
        "cap": latest and dates.moment(latest),
        "asked": asked,
        "asked_reason": asked and label(MoveReason(asked.facts["reason"])),
        "asked_until": asked and dates.moment(datetime.fromisoformat(asked.facts["until"])),
        "code_of_kind": row.kind.value,
    }


def _new_moment(form):
    """The typed moment, or None with the reason at the field."""
    try:
        to = typed.moment(form.day.data, form.hour.data)
    except typed.Mistyped:
        form.refuse(_("This hour does not exist on that day: the clock goes forward"), "hour")
        return None
    if to <= clock.now():
        form.refuse(_("Enter a date after now"), "day")
        return None
    return to


def _review(form):
    review_at = typed.moment(form.day.data, REVIEW_AT)
    if review_at <= clock.now():
        form.refuse(_("Enter a date after today"), "day")
        return None
    return review_at
