"""Organisations: police zones and services."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.admin.days import choose
from followup.blueprints.admin.forms import OrganisationForm
from followup.blueprints.admin.hours_form import WEEKDAYS
from followup.casework import organisations as organisations_of
from followup.casework import rule_changes
from followup.casework.errors import AlreadyThere
from followup.vocabulary import Language, OrganisationKind
from followup.web import conflict
from followup.web.access import actor
from followup.web.forms import today
from followup.web.kept import drafted, forget_kept, kept_form
from followup.web.refusals import sentence
from followup.web.transactions import attempt

KEPT = ("code", "name", "neutral_name", "kind", "language", "phone", "weekend_duty", "active")


def organisations():
    """By name, of one kind or all; those that work no more on their own list."""
    kind = request.args.get("kind")
    kind = OrganisationKind(kind) if kind in list(OrganisationKind) else None
    active = request.args.get("inactive") != "1"
    rows, following = organisations_of.listed(
        kinds=[kind] if kind else None, active=active, after=request.args.get("after")
    )
    inactive = None if active else "1"
    return render_template(
        "admin/organisations.html",
        rows=rows,
        counts=organisations_of.count_by_kind(active=active),
        kind=kind,
        active=active,
        next_url=following
        and url_for(".organisations", kind=kind, inactive=inactive, after=following),
    )


def new_organisation():
    form = drafted(OrganisationForm, data={"language": Language.FRENCH, "active": True})
    if form.validate_on_submit():
        refused = attempt(organisations_of.create, by=actor(), **form.values())
        if refused is None:
            forget_kept()
            flash(_("Saved."))
            return redirect(url_for(".organisation", code=form.code.data), 303)
        form.refuse(_said(refused), "code")
    status = 422 if form.is_submitted() else 200
    return render_template("admin/organisation_edit.html", form=form, organisation=None), status


def organisation(code):
    organisation = organisations_of.fetch(code)
    zone = organisation.kind is OrganisationKind.POLICE_ZONE
    return render_template(
        "admin/organisation.html",
        organisation=organisation,
        hours=organisations_of.hours_of(organisation),
        weekdays=WEEKDAYS,
        closing=[row for row in organisation.closing_days if row.day >= today()],
        places=organisations_of.municipalities_of(organisation) if zone else [],
        zone=zone,
        moves=None if zone else rule_changes.out_of_step(organisation),
    )


def edit_organisation(code):
    organisation = organisations_of.fetch(code, to_change=request.method == "POST")
    kept = {name: getattr(organisation, name) for name in KEPT}
    form = conflict.form_over(OrganisationForm, kept, draft=kept_form())
    if form.validate_on_submit():
        if form.clashes:
            return choose(organisation, form)
        refused = attempt(organisations_of.change, organisation, by=actor(), **form.values())
        if refused is None:
            return conflict.saved(form, url_for(".organisation", code=form.code.data))
        form.refuse(_said(refused), "code")
    page = render_template("admin/organisation_edit.html", form=form, organisation=organisation)
    return page, 422 if form.is_submitted() else 200


def _said(refused):
    if isinstance(refused, AlreadyThere):
        return _("Another organisation has this code")
    return sentence(refused)
