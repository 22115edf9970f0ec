"""Change the safe-contact card (F2); two people at once lose nothing."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.cases.acts import done, fetched
from followup.blueprints.cases.card_form import card_form
from followup.blueprints.cases.card_rows import ROWS, row_counts
from followup.blueprints.cases.card_values import agreed_at, card_from, values
from followup.casework import calling, file
from followup.casework import safe_contact as cards
from followup.rules.access import Permission
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import kept_form
from followup.web.refusals import sentence
from followup.web.transactions import attempt


def safe_contact(code):
    follow_up = fetched(code, Permission.EDIT_SAFE_CONTACT)
    head = file.looked_at(follow_up, by=actor())
    added = request.form.get("add", "")
    form = _form(head, added)
    if added in ROWS:
        return _page(head, form)
    if form.clashes:
        return conflict.page(
            form, changed_by=(head.changed_by, head.changed_at), back_url=_back(code)
        )
    if not form.validate_on_submit():
        return _page(head, form), 422 if form.is_submitted() else 200
    refused = attempt(
        cards.change,
        follow_up,
        card_from(form, head.card),
        based_on=follow_up.card_version,
        source=form.source.data,
        agreed_at=agreed_at(form.agreed_on.data),
        by=actor(),
    )
    if refused:
        form.refuse(sentence(refused))
        return _page(head, form), 409
    conflict.tell_merged(form)
    return done(follow_up, _("Safe contact changed"))


def _form(head, added):
    """The card as it is, as it was sent, or as it was being written when the screen locked."""
    kept = kept_form()
    unsent = kept.texts if request.method == "GET" else None
    form_class = card_form(row_counts(head.card, unsent or request.form, added))
    form = conflict.form_over(form_class, values(head.card))
    if unsent is not None:
        seen = unsent.get("seen") or form.seen
        form = form_class(formdata=unsent, data=values(head.card))
        form.seen, form.clashes = seen, []
    form.kept = kept
    return form


def _page(head, form):
    """The form holds the numbers with all that is known of them: each look is written down."""
    calling.show_card(head.follow_up, by=actor())
    return render_template(
        "cases/safe_contact.html",
        form=form,
        code=head.follow_up.code,
        name=head.name,
        back_url=_back(head.follow_up.code),
    )


def _back(code):
    return url_for("cases.timeline", code=code)
