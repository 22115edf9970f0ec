"""Alerts: what came to notice, and the button that says it was seen."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup import clock
from followup.casework import alerts as notices
from followup.casework import sent_referrals
from followup.web.access import actor
from followup.web.own_paths import own_path
from followup.web.transactions import attempt
from followup.web.undo import forget_undo, offer_undo


def alerts():
    after = request.args.get("after", type=int)
    unseen = notices.unseen_for(actor(), after=after)
    seen_before = [] if after else notices.seen_lately(actor())
    return render_template(
        "account/alerts.html",
        unseen=unseen,
        seen_before=seen_before,
        subjects=notices.subjects(actor(), [*unseen, *seen_before]),
        references=sent_referrals.references([*unseen, *seen_before], actor()),
        next_url=url_for("account.alerts", after=unseen[-1].id)
        if len(unseen) == notices.A_PAGE
        else None,
        made_at=clock.now().isoformat(),
    )


def seen():
    """One alert by its code, or all that stood on the page when it was made."""
    code = request.form.get("alert")
    if code:
        at = notices.seen(code, by=actor())
    else:
        at = notices.seen_all(by=actor(), until=_moment(request.form.get("until", "")))
    back = own_path(request.form.get("next")) or url_for("account.alerts")
    offer_undo(_("Marked as seen."), url_for("account.unsee", at=at.isoformat(), next=back))
    return redirect(back, 303)


def unsee():
    """Take back what was marked as seen a moment ago."""
    refused = attempt(notices.unsee, _moment(request.args.get("at", "")), by=actor())
    forget_undo()
    if refused is not None:
        flash(_("It is too late to take this back."), "error")
    return redirect(own_path(request.args.get("next")) or url_for("account.alerts"), 303)


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()
