"""Two people on one record: what others changed meanwhile is merged in, or laid out for a choice.

A form carries what the record held when it was shown, in the hidden field `seen`. On sending, a
field that only the others changed takes their value; one that both changed is a clash, answered
with status 409 and a choice for each line (ux.md §4.3).
"""

import json
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from followup.web.kept import forget_kept
from followup.web.labels import LABELS, label

CHOICE = "choose-"
MARKS = frozenset({"csrf_token", "submission", "seen"})


@dataclass(frozen=True)
class Clash:
    """One field that both changed, as each of the three texts reads."""

    name: str
    label: str
    before: str
    theirs: str
    yours: str


def form_over(form_class, values, *, draft=None, **options):
    """Return the form of a record that holds `values` now.

    `form.seen` goes into the page, `form.clashes` must be empty before anything is saved, and
    `form.merged` names the fields that others changed. `draft` is what the reader wrote here and
    has not sent: it stands in the form with what was seen then, so that sending it can clash.
    """
    record = form_class(formdata=None, data=values, **options)
    now = posted(record)
    is_sent = request.method == "POST"
    written = request.form if is_sent else draft and draft.texts
    seen = _seen(now, written)
    sent = MultiDict(written) if written is not None else None
    clashing, merged = _merge(sent, seen, now) if is_sent else ([], [])
    form = form_class(formdata=sent, data=values, **options)
    form.seen = json.dumps(seen, ensure_ascii=False)
    form.clashes = [
        _clash(record[name], seen[name], now[name], _sent(sent, name)) for name in clashing
    ]
    form.merged = [str(record[name].label.text) for name in merged]
    form.now = json.dumps(now, ensure_ascii=False)
    form.kept = draft
    return form


def page(form, *, changed_by=None, back_url):
    """Answer the page on which each clash is decided; nothing that was typed is lost."""
    kept = [
        (name, text)
        for name, texts in request.form.lists()
        if name not in MARKS and not name.startswith(CHOICE)
        for text in texts
    ]
    answer = render_template(
        "conflict.html",
        clashes=form.clashes,
        kept=kept,
        seen=form.now,
        who=changed_by and changed_by[0],
        at=changed_by and changed_by[1],
        back_url=back_url,
    )
    return answer, 409


def posted(form):
    """What a browser would send for the form as it stands, field by field."""
    return {field.name: _posted(field) for field in form if field.name != "csrf_token"}


def saved(form, url):
    """The record was changed: forget the draft, say so, and which changes of others were kept."""
    forget_kept()
    tell_merged(form)
    flash(_("Saved."))
    return redirect(url, 303)


def tell_merged(form):
    """Say which changes of others were kept beside the reader's own."""
    if form.merged:
        fields = ", ".join(form.merged)
        flash(_("Changed by somebody else meanwhile and kept: %(fields)s.", fields=fields))


def _merge(sent, seen, now):
    """Put the others' values into what was sent; return the names that clash and that merged."""
    clashing, merged = [], []
    for name, theirs in now.items():
        if sent.get(CHOICE + name) == "theirs":
            sent.setlist(name, seen[name])
        mine = _sent(sent, name)
        if theirs in (seen[name], mine):
            continue
        if mine == seen[name]:
            sent.setlist(name, theirs)
            merged.append(name)
        else:
            clashing.append(name)
    return clashing, merged


def _seen(now, written):
    """What the record held when the form was shown; where that cannot be read, as it is now."""
    try:
        told = json.loads((written or {}).get("seen", ""))
    except ValueError:
        told = None
    told = told if isinstance(told, dict) else {}
    return {name: _texts(told.get(name), texts) for name, texts in now.items()}


def _texts(told, otherwise):
    whole = isinstance(told, list) and all(isinstance(text, str) for text in told)
    return told if whole else otherwise


def _sent(sent, name):
    texts = (text.replace("\r\n", "\n").strip() for text in sent.getlist(name))
    return [text for text in texts if text]


def _posted(field):
    """What a browser would send for the value that the field holds."""
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field.data, list | tuple | set | frozenset):
        chosen = {str(item) for item in field.data}
        return [value for value in map(str, _options(field)) if value in chosen]
    if hasattr(field, "choices"):
        texts = ["" if field.data is None else str(field.data)]
    else:
        texts = [field._value().replace("\r\n", "\n")]
    return [text for text in texts if text]


def _options(field):
    return [value for value, *_rest in field.iter_choices()]


def _clash(field, before, theirs, yours):
    before, theirs, yours = (_shown(field, texts) for texts in (before, theirs, yours))
    return Clash(field.name, str(field.label.text), before, theirs, yours)


def _shown(field, texts):
    if isinstance(field, BooleanField):
        return _("Yes") if texts else _("No")
    if hasattr(field, "choices"):
        labels = {str(value): str(text) for value, text, *_rest in field.iter_choices()}
        texts = [labels.get(text) or _no_longer_offered(field, text) for text in texts]
    return ", ".join(texts) or _("Not provided")


def _no_longer_offered(field, text):
    """A word of the list that the form does not offer, as a risk not known."""
    member = field.coerce(text)
    return str(label(member)) if type(member) in LABELS else text
