"""Drafts of referrals: kept while being written, thrown away on purpose."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.police import begun as drafts
from followup.casework.errors import NotFound
from followup.web.access import actor
from followup.web.dates import hour


def keep_step(draft, step):
    """Keep one step while it is being written; answers when it was kept."""
    if step not in drafts.STEPS:
        raise NotFound
    begun = drafts.find(draft)
    begun.take(step, request.form)
    return jsonify(kept_at=hour(begun.kept_at))


def drafts_delete(draft):
    begun = drafts.find(draft)
    if begun.kept_at is None:
        raise NotFound
    if request.method == "POST":
        begun.throw_away()
        flash(_("Draft deleted"))
        return redirect(url_for("police.referrals"), 303)
    return render_template("police/delete_draft.html", begun=begun, account=actor())
