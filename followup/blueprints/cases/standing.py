"""Set the risk; open the victim-first gate, from either side of it."""

from flask import url_for
from flask_babel import gettext as _

from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.blueprints.cases.forms import NoObjectionForm, ReleaseForm, RiskForm, event_form
from followup.casework import file, followups, gate, safety_link, trigger_events
from followup.casework.errors import NeedsCoordinator, NotFound
from followup.casework.events import What
from followup.rules.access import Permission
from followup.vocabulary import Strand
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import drafted, kept_form
from followup.web.labels import inside
from followup.web.transactions import attempt


def risk(code):
    follow_up = fetched(code, Permission.PLAN)
    form = conflict.form_over(RiskForm, {"risk": follow_up.risk}, draft=kept_form())
    shown = {"before": inside(follow_up.risk)}
    if not form.validate_on_submit():
        return act_page("risk", follow_up, form, **shown)
    if form.clashes:
        return _choose(follow_up, form)
    refused = attempt(
        followups.set_risk, follow_up, form.risk.data, by=actor(), words=form.words.data
    )
    if isinstance(refused, NeedsCoordinator):
        form.refuse(_("Only the coordinator sets a lower risk"), "risk")
        return act_page("risk", follow_up, form, **shown)
    if refused:
        return refused_page(refused, "risk", follow_up, form, **shown)
    return done(follow_up, _("Risk set: %(risk)s", risk=inside(form.risk.data)))


def _choose(follow_up, form):
    changes = (one for one in file.events(follow_up) if one.what == What.RISK_SET)
    changed_by = next(((one.by, one.at) for one in changes), None)
    back = url_for("cases.timeline", code=follow_up.code)
    return conflict.page(form, changed_by=changed_by, back_url=back)


def event(code):
    """Something happened that may have made the agreed ways unsafe."""
    follow_up = fetched(code, Permission.LOG_CONTACT)
    form = drafted(event_form(follow_up.side))
    if not form.validate_on_submit():
        return act_page("event", follow_up, form)
    refused = attempt(
        trigger_events.happened,
        follow_up,
        form.event.data,
        by=actor(),
        words=form.words.data or "",
    )
    if refused:
        return refused_page(refused, "event", follow_up, form)
    return done(follow_up, _("Noted. Look at the safe contact and the risk within the hour."))


def no_objection(code):
    """The victim's worker: informed, no objection, safety plan looked at."""
    follow_up = fetched(code, Permission.LOG_CONTACT)
    if follow_up.strand is not Strand.VICTIM:
        raise NotFound
    form = drafted(NoObjectionForm)
    if not form.validate_on_submit():
        return act_page("no_objection", follow_up, form)
    refused = attempt(gate.release_by_victim_side, follow_up, by=actor())
    if refused:
        return refused_page(refused, "no_objection", follow_up, form)
    return done(follow_up, _("Informed, no objection, safety plan looked at"))


def release(code):
    """The coordinator opens the gate with a reason."""
    follow_up = fetched(code, Permission.DECIDE)
    if follow_up.strand is not Strand.PERPETRATOR:
        raise NotFound
    form = drafted(ReleaseForm)
    if not form.validate_on_submit():
        return act_page("release", follow_up, form)
    refused = attempt(safety_link.release, follow_up, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "release", follow_up, form)
    return done(follow_up, _("First attempt released"))
