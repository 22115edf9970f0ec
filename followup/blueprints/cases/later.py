"""Plan for later: choose a safe moment within the rule, or take that back at once."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from followup.blueprints.cases.acts import act_page, fetched, refused_page
from followup.blueprints.cases.later_form import LaterForm, chosen_moment
from followup.casework import later, planning
from followup.rules.access import Permission
from followup.web import dates
from followup.web.access import actor
from followup.web.kept import drafted, forget_kept
from followup.web.refusals import sentence
from followup.web.transactions import attempt
from followup.web.undo import forget_undo, offer_undo


def put_off(code):
    follow_up = fetched(code, Permission.LOG_CONTACT)
    steps = later.choices(follow_up, planning.limits_of(follow_up))
    latest = later.latest(follow_up)
    form = drafted(LaterForm, steps=steps)
    shown = {"latest": latest and dates.moment(latest), "kind": follow_up.due_kind}
    to = chosen_moment(form, steps) if form.validate_on_submit() else None
    if to is None:
        return act_page("later", follow_up, form, **shown)
    refused = attempt(later.put_off, follow_up, to, by=actor())
    if refused:
        return refused_page(refused, "later", follow_up, form, **shown)
    forget_kept()
    text = _("Planned for %(moment)s.", moment=dates.moment(to))
    offer_undo(text, url_for("cases.take_back", code=follow_up.code))
    return redirect(url_for("worklist.day"), 303)


def take_back(code):
    follow_up = fetched(code, Permission.LOG_CONTACT)
    refused = attempt(later.take_back, follow_up, by=actor())
    forget_undo()
    if refused:
        flash(sentence(refused), "error")
    else:
        flash(_("Taken back. Everything is as it was."))
    return redirect(url_for("worklist.day"), 303)
