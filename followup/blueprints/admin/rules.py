"""Deadline rules: the current version of an organisation, its history, and making the next."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.admin import rule_forms, rule_words
from followup.casework import organisations, policies, rule_changes, trail
from followup.casework.audit import Act, Of
from followup.casework.errors import ChangedMeanwhile, NotFound
from followup.casework.routing import RECEIVERS
from followup.rules.policy import BANDS
from followup.vocabulary import Risk, Strand
from followup.web import conflict
from followup.web.access import actor
from followup.web.kept import forget_kept, kept_form
from followup.web.transactions import attempt


def rules():
    """Every organisation that works with people, with the version it is at."""
    rows, following = organisations.listed(kinds=RECEIVERS, after=request.args.get("after"))
    return render_template(
        "admin/rules.html",
        rows=rows,
        newest=policies.newest([row.id for row in rows]),
        next_url=following and url_for(".rules", after=following),
    )


def rules_of(code):
    organisation = organisations.fetch(code)
    current = policies.policy_for(organisation.id)
    number = request.args.get("version", "")
    older = number.isascii() and number.isdigit() and int(number[:6]) < current.version
    shown = int(number[:6]) if older else current.version
    return render_template(
        "admin/rules_of.html",
        organisation=organisation,
        current=current,
        shown=shown,
        policy=policies.version(organisation, shown) if older else current.policy,
        history=policies.history(organisation),
        behind=rule_changes.behind(organisation),
        keys=[(strand, risk) for strand in Strand for risk in BANDS],
        words=rule_words,
    )


def edit_rule(code, strand, risk):
    """One strand and risk: typed, previewed, then kept as the next version."""
    if strand not in list(Strand) or risk not in [str(band) for band in BANDS]:
        raise NotFound
    key = (Strand(strand), Risk(risk))

    def opened(policy):
        rule = policy.rules[key]
        form = rule_forms.rule_form(rule)
        return conflict.form_over(form, rule_forms.kept_rule(rule), draft=kept_form())

    def changed(policy, form):
        return rule_forms.changed_rule(policy, key, form)

    return _edit(organisations.fetch(code), opened, changed, key)


def edit_terms(code):
    """The terms that every strand and risk shares."""

    def opened(policy):
        terms = rule_forms.terms_form(policy.terms)
        return conflict.form_over(terms, rule_forms.kept_terms(policy), draft=kept_form())

    return _edit(organisations.fetch(code), opened, rule_forms.changed_terms, None)


def move_follow_ups(code):
    """Ask first: open follow-ups go over to the newest version, and their clocks with them."""
    organisation = organisations.fetch(code)
    if request.method == "POST":
        moved = rule_changes.move_to_newest(organisation, by=actor())
        flash(_("Deadlines moved: %(count)s.", count=moved))
        return redirect(url_for(".rules_of", code=code), 303)
    current = policies.policy_for(organisation.id)
    return render_template(
        "admin/rules_move.html",
        organisation=organisation,
        current=current,
        behind=rule_changes.behind(organisation),
        moves=rule_changes.preview(organisation, current.policy),
    )


def _edit(organisation, opened, changed, key):
    current = policies.policy_for(organisation.id)
    form = opened(current.policy)
    if not form.validate_on_submit() or request.form.get("step") == "back":
        status = 422 if form.errors else 200
        return _edit_page(organisation, current, form, key), status
    if form.clashes:
        return _choose(organisation, form)
    policy = changed(current.policy, form)
    if policy == current.policy:
        flash(_("Nothing was changed."))
        return redirect(url_for(".rules_of", code=organisation.code), 303)
    if request.form.get("step") != "save":
        return _preview(organisation, current, policy, form, key)
    refused = attempt(
        policies.next_version, organisation, policy, after=current.version, by=actor()
    )
    if isinstance(refused, ChangedMeanwhile):
        current = policies.policy_for(organisation.id)
        form = opened(current.policy)
        if form.clashes:
            return _choose(organisation, form)
        return _preview(organisation, current, changed(current.policy, form), form, key)
    forget_kept()
    conflict.tell_merged(form)
    flash(
        _("Saved as version %(number)s. It holds for new follow-ups.", number=current.version + 1)
    )
    return redirect(url_for(".rules_of", code=organisation.code), 303)


def _edit_page(organisation, current, form, key):
    return render_template(
        "admin/rule_edit.html",
        organisation=organisation,
        current=current,
        form=form,
        key=key,
        labels=rule_words.RULE_FIELDS if key else rule_words.TERM_FIELDS,
    )


def _preview(organisation, current, policy, form, key):
    """What changes and what would move, without saving; the text goes along in the page."""
    kept = [(name, text) for name, texts in conflict.posted(form).items() for text in texts]
    return render_template(
        "admin/rule_preview.html",
        organisation=organisation,
        version=current.version + 1,
        key=key,
        changes=rule_words.changes(current.policy, policy, key),
        moves=rule_changes.preview(organisation, policy),
        kept=kept,
        seen=form.now,
    )


def _choose(organisation, form):
    changed_by = trail.last_change(Of.ORGANISATION, organisation.id, Act.CHANGED_POLICY)
    back = url_for(".rules_of", code=organisation.code)
    return conflict.page(form, changed_by=changed_by, back_url=back)
