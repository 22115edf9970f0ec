"""Note that a partner contact was offered, by the victim's side or by a coordinator."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.casework import partner_contact as offers
from followup.casework.errors import NotFound
from followup.rules.access import Permission, may
from followup.vocabulary import Offer, Strand
from followup.web.access import actor
from followup.web.forms import Form, LongText, Wanted
from followup.web.kept import drafted
from followup.web.transactions import attempt

TOO_LONG = LongText(1000)


class VictimOfferForm(Form):
    words = TextAreaField(_l("Note"), validators=[TOO_LONG])


class CoordinatorOfferForm(Form):
    words = TextAreaField(
        _l("How was it seen to?"), validators=[Wanted(_l("Enter how it was seen to")), TOO_LONG]
    )


def partner_contact(code):
    follow_up = fetched(code, Permission.PLAN)
    if not _is_theirs(follow_up):
        raise NotFound
    victim = follow_up.strand is Strand.VICTIM
    form = drafted(VictimOfferForm if victim else CoordinatorOfferForm)
    if not form.validate_on_submit():
        return act_page("partner_contact", follow_up, form)
    refused = attempt(offers.offer, follow_up, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "partner_contact", follow_up, form)
    return done(follow_up, _("Partner contact offered"))


def offer_of(follow_up):
    """What the safety link page says of the offer, and where it is noted if it is theirs."""
    offer = offers.standing(follow_up)
    open_to = {Offer.NOT_YET, Offer.NOBODY, Offer.NEW_PARTNER}
    theirs = follow_up.closed_at is None and offer in open_to and _is_theirs(follow_up)
    url = url_for("cases.partner_contact", code=follow_up.code) if theirs else ""
    return {"offer": offer, "offer_url": url}


def _is_theirs(follow_up):
    """The victim's side offers; for an alleged perpetrator's file the coordinator sees to it."""
    wanted = {
        Strand.VICTIM: Permission.PLAN,
        Strand.PERPETRATOR: Permission.DECIDE,
    }.get(follow_up.strand)
    return wanted is not None and may(actor(), wanted, follow_up)
