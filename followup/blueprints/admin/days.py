"""When an organisation works: opening hours and closing days, and what they move."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.admin.hours_form import SPANS, WEEKDAYS, ClosingDaysForm, HoursForm
from followup.casework import organisations, rule_changes, trail
from followup.casework.audit import Act, Of
from followup.rules import typed
from followup.web import conflict
from followup.web.access import actor
from followup.web.forms import today
from followup.web.kept import drafted, forget_kept, kept_form


def hours(code):
    organisation = organisations.fetch(code, to_change=request.method == "POST")
    form = conflict.form_over(HoursForm, _kept(organisation), draft=kept_form())
    if form.validate_on_submit():
        if form.clashes:
            return choose(organisation, form)
        organisations.set_hours(organisation, form.hours(), by=actor())
        return conflict.saved(form, url_for(".organisation", code=code))
    page = render_template(
        "admin/hours.html", organisation=organisation, form=form, weekdays=WEEKDAYS, spans=SPANS
    )
    return page, 422 if form.is_submitted() else 200


def closing_days(code):
    """Add one day or several; days that were closed already stay as they are."""
    organisation = organisations.fetch(code, to_change=request.method == "POST")
    form = drafted(ClosingDaysForm)
    if form.validate_on_submit():
        first, last = form.first.data, form.last.data or form.first.data
        added = organisations.add_closing_days(
            organisation, first, last, form.name.data, by=actor()
        )
        forget_kept()
        flash(_("Closing days added: %(count)s.", count=added))
        return redirect(url_for(".closing_days", code=code), 303)
    page = render_template(
        "admin/closing_days.html", organisation=organisation, form=form, today=today()
    )
    return page, 422 if form.is_submitted() else 200


def remove_closing_days(code):
    organisation = organisations.fetch(code, to_change=True)
    days = [day for text in request.form.getlist("day") if (day := _day(text))]
    organisations.remove_closing_days(organisation, days, by=actor())
    flash(_("Closing days removed: %(count)s.", count=len(days)))
    return redirect(url_for(".closing_days", code=code), 303)


def recompute(code):
    """Ask first, with what would move; nothing moves by a change of the hours alone."""
    organisation = organisations.fetch(code)
    if request.method == "POST":
        moved = rule_changes.recompute(organisation, by=actor())
        flash(_("Deadlines moved: %(count)s.", count=moved))
        return redirect(url_for(".organisation", code=code), 303)
    moves = rule_changes.out_of_step(organisation)
    return render_template("admin/recompute.html", organisation=organisation, moves=moves)


def choose(organisation, form):
    """The page on which two changes of one organisation are laid side by side."""
    changed_by = trail.last_change(Of.ORGANISATION, organisation.id, Act.CHANGED_ORGANISATION)
    back = url_for(".organisation", code=organisation.code)
    return conflict.page(form, changed_by=changed_by, back_url=back)


def _kept(organisation):
    kept = {}
    for weekday, spans in organisations.hours_of(organisation).items():
        for n, (opens, closes) in enumerate(spans[: len(SPANS)], 1):
            kept[f"opens_{weekday}_{n}"] = opens
            kept[f"closes_{weekday}_{n}"] = closes
    return kept


def _day(text):
    try:
        return typed.day(text, today())
    except typed.Mistyped:
        return None
