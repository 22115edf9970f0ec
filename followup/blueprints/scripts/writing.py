"""Write an organisation's own text, look at it filled, keep it as the next version; go back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from followup.blueprints.scripts.script_form import check, script_form, slots, texts_of, values
from followup.casework import own_scripts, trail
from followup.casework.audit import Act, Of
from followup.rules.scripts import LANGUAGES
from followup.vocabulary import Script
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import forget_kept, kept_form
from followup.web.refusals import sentence
from followup.web.spoken import example, filled
from followup.web.texts import gettext as _
from followup.web.transactions import attempt


def write(code, script):
    """Typed, previewed with examples in the slots, then kept; nothing is said before that."""
    if script not in list(Script):
        raise NotFound
    script, organisation = Script(script), own_scripts.fetch(code, by=actor())
    current = own_scripts.own(organisation)
    form = conflict.form_over(script_form(script), values(current, script), draft=kept_form())
    step = request.form.get("step")
    if step == "shipped":
        return _keep(organisation, script, None, form)
    typed = form.validate_on_submit() and check(form, script)
    if not typed or step == "back":
        return _page(organisation, script, form), 422 if form.errors else 200
    if form.clashes:
        changed = trail.last_change(Of.ORGANISATION, organisation.id, Act.CHANGED_SCRIPTS)
        return conflict.page(form, changed_by=changed, back_url=_back(organisation))
    if step != "save":
        return _preview(organisation, script, form)
    return _keep(organisation, script, texts_of(form), form)


def go_back(code):
    """Ask first: an earlier version, or the shipped texts, become the next version."""
    organisation = own_scripts.fetch(code, by=actor())
    number = request.args.get("version", default=0, type=int)
    current, wanted = own_scripts.own(organisation), own_scripts.version(organisation, number)
    refused = None
    if request.method == "POST":
        verb, after = own_scripts.go_back, current.number
        refused = attempt(verb, organisation, number, after=after, by=actor())
        if refused is None:
            return _saved(organisation)
    page = render_template(
        "scripts/back.html",
        organisation=organisation,
        current=current,
        wanted=wanted,
        refused=refused and sentence(refused),
    )
    return page, 409 if refused else 200


def _keep(organisation, script, texts, form):
    after = own_scripts.own(organisation).number
    refused = attempt(own_scripts.write, organisation, script, texts, after=after, by=actor())
    if refused is not None:
        form.refuse(sentence(refused))
        return _page(organisation, script, form), 409
    forget_kept()
    conflict.tell_merged(form)
    return _saved(organisation)


def _saved(organisation):
    number = own_scripts.own(organisation).number
    flash(_("Saved as version %(number)s. It stands beside every call from now on.", number=number))
    return redirect(_back(organisation), 303)


def _page(organisation, script, form):
    own = own_scripts.own(organisation)
    return render_template(
        "scripts/write.html",
        organisation=organisation,
        script=script,
        form=form,
        slots=slots(script),
        is_own=script in own.texts,
        in_languages=LANGUAGES,
    )


def _preview(organisation, script, form):
    """As it will be read beside a call; the text goes along in the page."""
    typed = texts_of(form)
    said = {one: filled(text, example(organisation, actor(), one)) for one, text in typed.items()}
    return render_template(
        "scripts/preview.html",
        organisation=organisation,
        script=script,
        number=own_scripts.own(organisation).number + 1,
        said=said,
        kept=[(name, text) for name, texts in conflict.posted(form).items() for text in texts],
        seen=form.now,
    )


def _back(organisation):
    return url_for(".texts", code=organisation.code)
