"""The page of one file: timeline, what is next, warnings, linked people."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.cases import duties
from followup.blueprints.cases.acts import opened
from followup.blueprints.cases.frame import frame, log_url, masked
from followup.casework import deadlines, file, linked, policies, received, safety_link, whereabouts
from followup.web import timeline as lines
from followup.web.access import actor
from followup.web.dates import moment
from followup.web.labels import label
from followup.web.timeline import Show
from followup.web.warnings import warnings

NAMES = {
    Show.ALL: lambda: _("All"),
    Show.CONTACTS: lambda: _("Contacts"),
    Show.SAFETY: lambda: _("Safety"),
    Show.REFERRALS: lambda: _("Referrals"),
}


def timeline(code):
    head = opened(code)
    follow_up, show = head.follow_up, _show()
    referrals, attempts = received.referrals(follow_up), file.attempts(follow_up)
    measures, happened = received.measures(follow_up), file.events(follow_up)
    links, signals = linked.people(follow_up, by=actor()), safety_link.received(follow_up)
    open_duties = deadlines.open_deadlines(follow_up)
    items = lines.items(
        attempts=attempts,
        cards=file.cards(follow_up),
        events=happened,
        moves=file.moves(follow_up),
        referrals=referrals,
        side=follow_up.side,
        masked=masked(head),
    )
    return render_template(
        "cases/timeline.html",
        **frame(head, "timeline", links=len(links)),
        items=lines.wanted(items, show),
        nothing=_nothing(show, open_duties),
        chips=_chips(code, show, lines.counts(items)),
        planned=duties.planned(open_duties, happened),
        next=duties.next_step(head, open_duties, attempts, policies.policy_of(follow_up)),
        warnings=warnings(head, referrals=referrals, measures=measures, signals=signals),
        measures=measures,
        links=links,
        log_url=log_url(code),
        whereabouts_kept=whereabouts.are_kept(follow_up),
    )


def _show():
    wanted = request.args.get("show", "")
    return Show(wanted) if wanted in list(Show) else Show.ALL


def _nothing(show, rows):
    """Why the list is empty; silence alone would read as broken."""
    if show is not Show.CONTACTS:
        return _("Nothing of this kind yet.")
    if not rows:
        return _("No contact logged yet.")
    return _(
        "No contact logged yet. %(kind)s: due %(moment)s.",
        kind=label(rows[0].kind),
        moment=moment(rows[0].due_at),
    )


def _chips(code, current, counts):
    return [
        {
            "label": name(),
            "count": counts[show],
            "url": url_for(
                "cases.timeline", code=code, show=None if show is Show.ALL else show.value
            ),
            "current": show is current,
        }
        for show, name in NAMES.items()
    ]
