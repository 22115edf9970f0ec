"""The municipalities of a police zone, pasted as lines."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.admin.days import choose
from followup.blueprints.admin.hours_form import PlacesForm
from followup.casework import organisations, routing
from followup.web import conflict
from followup.web.access import actor


def municipalities(code):
    zone = routing.fetch_zone(code, to_change=request.method == "POST")
    kept = organisations.municipalities_of(zone)
    text = "\n".join(f"{place.postcode} {place.name}" for place in kept)
    form = conflict.form_over(PlacesForm, {"places": text})
    if form.validate_on_submit():
        if form.clashes:
            return choose(zone, form)
        organisations.set_municipalities(zone, form.read, by=actor())
        conflict.tell_merged(form)
        flash(_("Saved."))
        return redirect(url_for(".organisation", code=code), 303)
    page = render_template("admin/municipalities.html", zone=zone, form=form)
    return page, 422 if form.is_submitted() else 200
