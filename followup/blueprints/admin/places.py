"""The municipalities of a police zone, pasted as lines."""

from flask import render_template, request, url_for

from followup.blueprints.admin.days import choose
from followup.blueprints.admin.hours_form import PlacesForm
from followup.casework import organisations, routing
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import kept_form


def municipalities(code):
    zone = routing.fetch_zone(code, to_change=request.method == "POST")
    kept = organisations.municipalities_of(zone)
    text = "\n".join(f"{place.postcode} {place.name}" for place in kept)
    form = conflict.form_over(PlacesForm, {"places": text}, draft=kept_form())
    if form.validate_on_submit():
        if form.clashes:
            return choose(zone, form)
        organisations.set_municipalities(zone, form.read, by=actor())
        return conflict.saved(form, url_for(".organisation", code=code))
    page = render_template("admin/municipalities.html", zone=zone, form=form)
    return page, 422 if form.is_submitted() else 200
