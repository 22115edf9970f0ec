"""Who receives the people of each zone and strand, and whom nobody receives."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.admin.forms import RoutesForm
from followup.casework import organisations, trail
from followup.casework import routing as routes
from followup.casework.audit import Act, Of
from followup.casework.errors import NotFound
from followup.vocabulary import Strand
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import kept_form
from followup.web.refusals import sentence
from followup.web.transactions import attempt, done


def routing():
    lines, following = routes.matrix(after=request.args.get("after"))
    return render_template(
        "admin/routing.html",
        lines=lines,
        strands=list(Strand),
        waiting=routes.waiting(),
        next_url=following and url_for(".routing", after=following),
    )


def edit_routes(code):
    zone = routes.fetch_zone(code, to_change=request.method == "POST")
    receivers = {row.code: row for row in organisations.every(kinds=routes.RECEIVERS)}
    offered = [(row.code, row.name) for row in receivers.values()]
    kept = {strand: row.code for strand, row in routes.route_of(zone).receivers.items()}
    form = conflict.form_over(RoutesForm, kept, draft=kept_form(), receivers=offered)
    if form.validate_on_submit():
        if form.clashes:
            changed_by = trail.last_change(Of.ORGANISATION, zone.id, Act.CHANGED_ROUTING)
            return conflict.page(form, changed_by=changed_by, back_url=url_for(".routing"))
        chosen = {strand: receivers.get(form[strand].data) for strand in Strand}
        routes.set_routes(zone, chosen, by=actor())
        return conflict.saved(form, url_for(".routing"))
    page = render_template("admin/routes_edit.html", zone=zone, form=form, strands=list(Strand))
    return page, 422 if form.is_submitted() else 200


def route_now(code, strand):
    """Give the people that nobody received to the organisation now in the table."""
    if strand not in list(Strand):
        raise NotFound
    zone = routes.fetch_zone(code)
    refused = attempt(routes.route_waiting, zone, Strand(strand), by=actor())
    if refused is not None:
        flash(sentence(refused), "error")
    else:
        flash(_("Follow-ups given to their organisation: %(count)s.", count=done()))
    return redirect(url_for(".routing"), 303)
