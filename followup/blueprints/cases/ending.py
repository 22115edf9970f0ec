"""End a follow-up (F10) and open it again."""

from flask_babel import gettext as _

from followup import clock
from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.blueprints.cases.clocks import REVIEW_AT
from followup.blueprints.cases.forms import CloseForm, ReopenForm
from followup.casework import endings
from followup.casework.decisions import reason_asked
from followup.rules import typed
from followup.rules.access import Permission, may
from followup.vocabulary import CloseReason
from followup.web.access import actor
from followup.web.dates import day
from followup.web.kept import drafted
from followup.web.transactions import attempt


def close(code):
    follow_up = fetched(code, Permission.CLOSE)
    form = drafted(CloseForm)
    shown = {"asks": _asks(follow_up), "decides": may(actor(), Permission.DECIDE, follow_up)}
    if not (form.validate_on_submit() and _once_more_fits(form, follow_up)):
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
    if form.once_more.data and not reason_asked(follow_up):
        return done(follow_up, _("One more call is planned"))
    return done(follow_up, _("The coordinator has been asked to end this follow-up"))


def reopen(code):
    follow_up = fetched(code, Permission.CLOSE)
    form = drafted(ReopenForm)
    if not form.validate_on_submit():
        return act_page("reopen", follow_up, form)
    refused = attempt(endings.reopen, follow_up, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "reopen", follow_up, form)
    return done(follow_up, _("Follow-up opened again"))


def _asks(follow_up):
    """Whether the coordinator decides whatever the reason is."""
    return endings.needs_second_person(follow_up, CloseReason.NEEDS_MET)


def _once_more(form):
    if not form.once_more.data:
        return None
    return typed.moment(form.once_more_on.data, REVIEW_AT)


def _once_more_fits(form, follow_up):
    if not form.once_more.data:
        return True
    on = form.once_more_on.data
    if on is None or typed.moment(on, REVIEW_AT) <= clock.now():
        form.refuse(_("Enter a date after today"), "once_more_on")
    elif typed.moment(on, REVIEW_AT) > (latest := endings.once_more_latest(follow_up)):
        form.refuse(_("The rule allows %(day)s at the latest", day=day(latest)), "once_more_on")
    return not form.errors
