"""End a follow-up (F10), open it again, and the coordinator's decision on what was asked."""

from flask_babel import gettext as _

from followup import clock
from followup.blueprints.cases.acts import act_form, act_page, done, fetched, refused_page
from followup.blueprints.cases.clocks import REVIEW_AT
from followup.blueprints.cases.forms import CloseForm, DecideForm, ReopenForm
from followup.casework import board, deadlines, endings
from followup.rules import typed
from followup.rules.access import Permission, may
from followup.vocabulary import CloseReason, DeadlineKind
from followup.web.access import actor
from followup.web.asked import ASKED
from followup.web.labels import label
from followup.web.transactions import attempt

# What the coordinator would most likely write down when such a question ends the follow-up.
LIKELY = {
    "not_now": CloseReason.NOT_WANTED,
    "not_reached": CloseReason.NOT_REACHED,
    "stop": CloseReason.NOT_SAFE,
}


def close(code):
    follow_up = fetched(code, Permission.CLOSE)
    form = act_form(CloseForm)
    shown = {"asks": _asks(follow_up), "decides": may(actor(), Permission.DECIDE, follow_up)}
    if not (form.validate_on_submit() and _once_more_fits(form)):
        return act_page("close", follow_up, form, **shown)
    refused = attempt(
        endings.close,
        follow_up,
        reason=form.reason.data,
        by=actor(),
        words=form.words.data,
        call_once_more_at=_once_more(form),
    )
    if refused:
        return refused_page(refused, "close", follow_up, form, **shown)
    if follow_up.closed_at is not None:
        return done(follow_up, _("Follow-up ended"))
    if form.once_more.data and not _asked(follow_up):
        return done(follow_up, _("One more call is planned"))
    return done(follow_up, _("The coordinator has been asked to end this follow-up"))


def reopen(code):
    follow_up = fetched(code, Permission.CLOSE)
    form = act_form(ReopenForm)
    if not form.validate_on_submit():
        return act_page("reopen", follow_up, form)
    refused = attempt(endings.reopen, follow_up, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "reopen", follow_up, form)
    return done(follow_up, _("Follow-up opened again"))


def decide(code):
    follow_up = fetched(code, Permission.DECIDE)
    asked, why = _asked(follow_up), board.question_of(follow_up)
    likely = {"reason": asked or LIKELY.get(why), "decision": "close" if asked else None}
    form = act_form(DecideForm, data=likely)
    shown = {"asked": asked and label(asked), "why": ASKED.get(why), "state": follow_up.state}
    if not form.validate_on_submit():
        return act_page("decide", follow_up, form, **shown)
    if form.decision.data == "close":
        named = {"reason": form.reason.data, "by": actor(), "words": form.words.data}
        refused = attempt(endings.close, follow_up, **named)
    else:
        named = {"by": actor(), "words": form.words.data}
        refused = attempt(endings.decide_to_go_on, follow_up, **named)
    if refused:
        return refused_page(refused, "decide", follow_up, form, **shown)
    ended = follow_up.closed_at is not None
    return done(follow_up, _("Follow-up ended") if ended else _("Contact goes on"))


def _asks(follow_up):
    """Whether the coordinator decides whatever the reason is."""
    return endings.needs_second_person(follow_up, CloseReason.NEEDS_MET)


def _asked(follow_up):
    """The reason for which an ending was asked, or None."""
    for row in deadlines.open_deadlines(follow_up):
        if row.kind is DeadlineKind.COORDINATOR_DECISION and row.explained.get("asked") == "close":
            return CloseReason(row.explained["reason"])
    return None


def _once_more(form):
    if not form.once_more.data:
        return None
    return typed.moment(form.once_more_on.data, REVIEW_AT)


def _once_more_fits(form):
    if not form.once_more.data:
        return True
    day = form.once_more_on.data
    if day is None or typed.moment(day, REVIEW_AT) <= clock.now():
        form.refuse(_("Enter a date after today"), "once_more_on")
        return False
    return True
