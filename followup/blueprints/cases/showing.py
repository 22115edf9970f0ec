"""What is shown on demand only: the number to who does not call, the number now, whereabouts."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.blueprints.cases.calls import claim_now
from followup.blueprints.cases.forms import CallAnywayForm, WhereaboutsForm
from followup.casework import calling, card_reading, safe_contact
from followup.casework import whereabouts as places
from followup.casework.followups import gate_is_shut
from followup.rules.access import Permission
from followup.rules.typed import phone_shown
from followup.web import card_words
from followup.web.access import actor
from followup.web.contact_panel import PAGE, PANEL
from followup.web.kept import drafted, forget_kept
from followup.web.refusals import sentence
from followup.web.transactions import attempt


def show_card(code):
    follow_up = fetched(code, Permission.READ_FOLLOWUP)
    card = calling.show_card(follow_up, by=actor())
    safe_now = card_words.may_call_now(card) and not gate_is_shut(follow_up)
    return _card(follow_up, card, may_call=safe_now)


def read_rules(code):
    """From now on, today, the number is shown; back to where the rules were read."""
    follow_up = fetched(code, Permission.LOG_CONTACT)
    refused = attempt(card_reading.confirm, follow_up, by=actor())
    if refused:
        flash(sentence(refused))
    else:
        claim_now(follow_up)
    back = {
        PANEL: url_for("worklist.day", log=follow_up.code),
        PAGE: url_for("cases.log_contact", code=follow_up.code),
    }
    case = url_for("cases.timeline", code=follow_up.code)
    return redirect(back.get(request.form.get("back"), case), 303)


def call_anyway(code):
    follow_up = fetched(code, Permission.LOG_CONTACT)
    form = drafted(CallAnywayForm)
    shown = {"windows": card_words.windows(safe_contact.current_card(follow_up))}
    refused = attempt(calling.refusal, follow_up)
    if refused:
        return refused_page(refused, "call_anyway", follow_up, form, **shown, never=True)
    if not form.validate_on_submit():
        return act_page("call_anyway", follow_up, form, **shown)
    card = calling.call_anyway(follow_up, by=actor(), words=form.words.data)
    claim_now(follow_up)
    forget_kept()
    return _card(follow_up, card, may_call=True)


def _card(follow_up, card, *, may_call):
    return render_template(
        "cases/number.html",
        code=follow_up.code,
        phone=card.phone and phone_shown(card.phone.number),
        call_url=f"tel:{card.phone.number}" if may_call and card.phone else "",
        about=card.phone and card_words.about(card.phone),
        points=[card_words.point(one, card) for one in card.phones if one is not card.phone],
        void=card_words.void(card),
        conditions=card_words.conditions(card),
        never=card_words.never_use(card),
        if_other=card_words.if_other(card),
        more=card_words.more_if_other(card),
        safe_people=[card_words.person(one) for one in card.safe_people],
        unsafe_people=[card_words.person(one) for one in card.unsafe_people],
    )


def whereabouts(code):
    """The form starts empty: what is kept is only shown by the button."""
    follow_up = fetched(code, Permission.READ_WHEREABOUTS)
    form = WhereaboutsForm()
    if not form.validate_on_submit():
        return act_page("whereabouts", follow_up, form, kept=places.are_kept(follow_up))
    places.note(follow_up, form.address.data, by=actor())
    return done(follow_up, _("Whereabouts noted"))


def show_whereabouts(code):
    follow_up = fetched(code, Permission.READ_WHEREABOUTS)
    return render_template(
        "cases/shown_whereabouts.html",
        code=follow_up.code,
        noted=places.show(follow_up, by=actor()),
    )
