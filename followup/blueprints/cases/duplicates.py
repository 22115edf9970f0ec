"""One file and those that may be of the same person: compare, merge after a preview, separate."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from followup.blueprints.cases.acts import fetched
from followup.blueprints.cases.forms import OtherCaseForm
from followup.casework import file, joined, likely, merging, separating, visibility
from followup.casework.errors import NotFound as Missing
from followup.casework.errors import Refused
from followup.rules.access import Permission
from followup.rules.codes import tidy
from followup.web import likely_pairs
from followup.web.access import actor
from followup.web.refusals import sentence
from followup.web.transactions import attempt


def duplicates(code):
    """The suggestions for this file, and the way to a file that was not suggested."""
    follow_up = fetched(code, Permission.MERGE)
    form = OtherCaseForm()
    if form.validate_on_submit():
        other = tidy(form.other.data)
        if _both(follow_up.code, other) and other != follow_up.code:
            return redirect(url_for("cases.merge", code=follow_up.code, other=other), 303)
        form.refuse(_("Enter the code of another case of your organisation"), "other")
    page = render_template(
        "cases/duplicates.html",
        code=follow_up.code,
        name=file.looked_at(follow_up, by=actor()).name,
        pairs=[likely_pairs.shown(pair) for pair in likely.pairs_of(follow_up, by=actor())],
        form=form,
        here=url_for("cases.duplicates", code=follow_up.code),
    )
    return page, 422 if form.is_submitted() else 200


def merge(code, other):
    """What would move and what would hold; then the merge itself."""
    changes = request.method == "POST"
    two = merging.two_files(tidy(code), tidy(other), by=actor(), to_change=changes)
    refused = attempt(merging.merge, *two, by=actor()) if changes else None
    if changes and refused is None:
        return _merged(two)
    try:
        plan = merging.plan(*two)
    except Refused as why:
        plan, refused = None, why
    page = render_template(
        "cases/merge.html",
        pair=likely_pairs.shown(likely.looked_at(*two, by=actor())),
        answers=plan and likely_pairs.preview(plan),
        duties=plan and likely_pairs.duties(plan),
        refused=refused and sentence(refused),
        here=url_for("cases.merge", code=two[0].code, other=two[1].code),
    )
    return page, 409 if changes else 200


def separate(code):
    """Give a merged file its own life back."""
    changes = request.method == "POST"
    folded = visibility.fetch(tidy(code), actor(), Permission.MERGE)
    if folded.merged_into_id is None:
        raise NotFound
    stands = joined.standing_for(folded)
    kept, folded = merging.two_files(stands.code, folded.code, by=actor(), to_change=changes)
    if changes:
        refused = attempt(separating.separate, kept, folded, by=actor())
        if refused is None:
            flash(_("The two cases are separate again."))
            return redirect(url_for("cases.timeline", code=folded.code), 303)
        flash(sentence(refused), "error")
    return render_template(
        "cases/separate.html",
        pair=likely_pairs.shown(likely.looked_at(kept, folded, by=actor())),
        kept=kept.code,
        folded=folded.code,
    )


def _merged(two):
    kept = next(one for one in two if one.merged_into_id is None)
    flash(_("Merged. This case goes on for both."))
    return redirect(url_for("cases.timeline", code=kept.code), 303)


def _both(code, other):
    """Whether both are hers; a foreign code and a code of nobody are alike."""
    try:
        return merging.two_files(code, other, by=actor())
    except Missing:
        return None
