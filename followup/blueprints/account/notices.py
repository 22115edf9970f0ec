"""Alerts: what came to notice, and the button that says it was seen."""

from datetime import datetime

from flask import redirect, render_template, request, url_for

from followup import clock
from followup.casework import alerts as notices
from followup.casework import sent_referrals
from followup.web.access import actor
from followup.web.own_paths import own_path


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
        notices.seen(code, by=actor())
    else:
        notices.seen_all(by=actor(), until=_moment(request.form.get("until", "")))
    return redirect(own_path(request.form.get("next")) or url_for("account.alerts"), 303)


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()
