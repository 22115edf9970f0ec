"""The language a person speaks, the interpreter wished, and what was known before."""

from flask import render_template, url_for

from followup.blueprints.cases.acts import done, fetched
from followup.blueprints.cases.language_forms import LanguageForm, held
from followup.casework import file, trail
from followup.casework import language as kept
from followup.casework.audit import Act, Of
from followup.rules.access import Permission
from followup.rules.language import from_json
from followup.web import conflict
from followup.web.access import actor
from followup.web.cards import language_name
from followup.web.language_words import wishes_words
from followup.web.refusals import sentence
from followup.web.texts import gettext as _
from followup.web.transactions import attempt


def language(code):
    """Two people at once lose nothing."""
    follow_up = fetched(code, Permission.PLAN)
    head = file.looked_at(follow_up, by=actor())
    form = conflict.form_over(LanguageForm, held(head))
    if not form.validate_on_submit():
        return _page(head, form), 422 if form.is_submitted() else 200
    if form.clashes:
        changed = trail.last_change(Of.FOLLOW_UP, follow_up.id, Act.CHANGED_LANGUAGE)
        back = url_for("cases.timeline", code=code)
        return conflict.page(form, changed_by=changed, back_url=back)
    refused = attempt(
        kept.change,
        follow_up,
        language=form.spoken,
        interpreter=form.interpreter.data,
        wishes=form.wishes,
        based_on=follow_up.language_version,
        by=actor(),
    )
    if refused:
        form.refuse(sentence(refused))
        return _page(head, form), 409
    conflict.tell_merged(form)
    return done(follow_up, _("Language and interpreter changed"))


def _page(head, form):
    return render_template(
        "cases/language.html",
        form=form,
        code=head.follow_up.code,
        name=head.name,
        back_url=url_for("cases.timeline", code=head.follow_up.code),
        versions=[_version(row) for row in kept.versions(head.follow_up)],
    )


def _version(row):
    wishes = from_json(row.wishes)
    needed = _("Interpreter needed") if row.interpreter else _("No interpreter")
    said = [str(language_name(row.language)), needed, *wishes_words(wishes)]
    return {"row": row, "said": " · ".join(said), "barred": wishes.barred}
