"""The own account, and the menu of the phone."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from followup.blueprints.account.forms import ProfileForm
from followup.casework import accounts, routing
from followup.rules.access import Permission, holds
from followup.web.access import actor
from followup.web.kept import filled, forget_kept, kept_form
from followup.web.labels import label


def profile():
    kept = kept_form()
    works = holds(actor(), Permission.WORK_THE_DAY)
    zones = routing.zones_of(actor().organisation_id) if works else ()
    form = filled(ProfileForm, kept, obj=actor(), works=works, zones=zones)
    if form.validate_on_submit():
        accounts.prefer(actor(), **form.values())
        forget_kept()
        flash(_("Saved"))
        return redirect(url_for("account.profile"), 303)
    page = render_template(
        "account/profile.html",
        form=form,
        kept=kept,
        rows=_who(actor()),
        works=works,
        police=holds(actor(), Permission.ENTER_REFERRAL),
    )
    return page, 422 if form.is_submitted() else 200


def menu():
    return render_template("account/menu.html")


def _who(account):
    roles = sorted(str(label(role)) for role in account.roles)
    return [
        {"label": _("Name"), "value": account.name},
        {"label": _("E-mail"), "value": account.email},
        {"label": _("Organisation"), "value": account.organisation.name},
        {"label": _("Roles"), "value": "\n".join(roles)},
    ]
