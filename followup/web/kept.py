"""Give a form its kept text back, and forget it when the form was sent."""

from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from followup.casework import drafts
from followup.web.access import actor

FORM = "for"
MOST = 120


@dataclass(frozen=True)
class Kept:
    """`texts` is what was typed, as a form posts it, or None; `url` is where it is kept again."""

    path: str
    texts: MultiDict | None
    kept_at: datetime | None

    @property
    def url(self):
        return url_for("account.keep_draft", **{FORM: self.path})


def kept_form(path=None):
    """What the reader wrote on this page (or the page at `path`) and has not sent."""
    path = path or request.path
    found = drafts.kept(actor(), path)
    if found is None:
        return Kept(path, None, None)
    content, kept_at = found
    return Kept(path, MultiDict(content), kept_at)


def filled(form_class, kept, **options):
    """The form with what was posted; on a first look with the kept text, else with `options`."""
    if request.method == "POST" or kept.texts is None:
        return form_class(**options)
    return form_class(formdata=kept.texts, **options)


def drafted(form_class, path=None, **options):
    """The form with what the reader wrote here; `form.kept` says where it is kept again."""
    kept = kept_form(path)
    form = filled(form_class, kept, **options)
    form.kept = kept
    return form


def forget_kept(path=None):
    """The form was sent or thrown away."""
    drafts.forget(actor(), path or request.path)
