"""The officer's own list, the receipt, the status line, and adding information."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup import clock
from followup.blueprints.police.addition_form import AdditionForm
from followup.blueprints.police.summary import acts_within
from followup.casework import drafts as kept
from followup.casework import number_requests, revisits, sent_referrals
from followup.casework import referrals as casework
from followup.vocabulary import ReferralStatus
from followup.web.access import actor
from followup.web.kept import drafted, forget_kept

TAGS = {
    ReferralStatus.RECEIVED: ("nt", "inbox"),
    ReferralStatus.ASSIGNED: ("nt", "person-check"),
    ReferralStatus.FIRST_ATTEMPT: ("pl", "telephone"),
    ReferralStatus.CONTACT_MADE: ("ok", "check-circle"),
    ReferralStatus.DECLINED: ("ok", "check-circle"),
    ReferralStatus.NOT_REACHED: ("td", "telephone-x"),
    ReferralStatus.CLOSED: ("nt", "check2-circle"),
}


def referrals():
    after = _key(request.args.get("after", ""))
    rows, following = sent_referrals.listed(actor(), after=after)
    return render_template(
        "police/referrals.html",
        rows=rows,
        statuses=sent_referrals.statuses([row.id for row in rows]),
        asked=number_requests.waiting_in([row.id for row in rows]),
        tags=TAGS,
        unsent=[] if after else _unsent(),
        next_url=following and url_for("police.referrals", after=_written(following)),
    )


def referral(reference):
    found = sent_referrals.fetch(reference, actor())
    return render_template(
        "police/referral.html",
        referral=found,
        statuses=sent_referrals.statuses([found.id])[found.id],
        tags=TAGS,
        questions=number_requests.asked_of(found),
        may_add=found.officer_id == actor().id,
        revisit_is_late=revisits.is_late(found, clock.now()),
    )


def revisited(reference):
    found = revisits.fetch(reference, actor())
    revisits.done(found, by=actor())
    flash(_("Revisit noted"))
    return redirect(url_for("police.referral", reference=found.reference), 303)


def receipt(reference):
    found = sent_referrals.fetch(reference, actor())
    promises = [
        (promise, acts_within(promise, found.received_at) if promise.due_at else None)
        for promise in sent_referrals.promises(found)
    ]
    return render_template("police/receipt.html", referral=found, promises=promises)


def add_information(reference):
    found = sent_referrals.fetch_to_add(reference, actor())
    form = drafted(AdditionForm)
    if form.validate_on_submit():
        casework.add_information(found, form.text.data, by=actor())
        forget_kept()
        flash(_("Added to %(reference)s", reference=found.reference))
        return redirect(url_for("police.referral", reference=found.reference), 303)
    page = render_template("police/add.html", referral=found, form=form)
    return page, 422 if form.is_submitted() else 200


def _unsent():
    """Drafts of the reader that still live, with the code by which they are opened."""
    start = kept.NEW_REFERRAL
    alive = clock.now() - kept.REFERRAL_LIVES
    return [
        (draft, draft.form.removeprefix(start))
        for draft in kept.begun(actor(), start)
        if draft.kept_at > alive
    ]


def _written(key):
    at, number = key
    return f"{at.isoformat()}~{number}"


def _key(text):
    """Where the page begins; whatever cannot be read begins at the top."""
    at, _tilde, number = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo else None
    except ValueError:
        return None
