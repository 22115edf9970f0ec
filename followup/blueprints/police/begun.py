"""The texts of a referral that is being entered: kept on the server, one draft for all steps."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import abort, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from followup import clock
from followup.casework import drafts, sent_referrals
from followup.casework.errors import NotFound
from followup.rules import codes
from followup.vocabulary import PersonRole
from followup.web.access import actor
from followup.web.kept import forget_kept, kept_form

STEPS = ("event", "people", "contact")
NO_ANSWER = frozenset({"csrf_token", "submission", "for", "add", "remove"})


@dataclass
class Begun:
    """`content` holds the texts of each step as its form posted them, wrong ones too."""

    code: str
    content: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    kept_at: datetime | None = None

    @property
    def form(self):
        return drafts.NEW_REFERRAL + self.code

    def texts(self, step):
        """What was typed in a step, or None when nobody has been there."""
        kept = self.content.get(step)
        return None if kept is None else MultiDict(kept)

    def take(self, step, texts):
        """Keep what a step posted, and forget what was kept of it while the screen was locked."""
        lists = texts.to_dict(flat=False)
        self.content[step] = {name: lists[name] for name in lists if name not in NO_ANSWER}
        drafts.keep(actor(), self.form, self.content)
        self.kept_at = clock.now()

    def throw_away(self):
        drafts.forget(actor(), self.form)


def find(code):
    """The draft with this code; a sent one leads to its receipt, no code at all is not found."""
    kept = drafts.kept(actor(), drafts.NEW_REFERRAL + code)
    if kept is not None:
        return Begun(code, *kept)
    if not codes.holds(code):
        raise NotFound
    if _is_sent(code):
        abort(redirect(url_for("police.receipt", reference=code), 303))
    return Begun(code)


def shown(begun, step):
    """The texts a step shows: just posted, written when the screen locked, or kept before."""
    if request.method == "POST":
        return request.form
    locked_out = kept_form().texts
    return locked_out if locked_out is not None else begun.texts(step)


def forget_locked_out():
    forget_kept()


def first_people():
    """Whom most referrals name: a victim and an alleged perpetrator."""
    return with_person(with_person(MultiDict(), PersonRole.VICTIM), PersonRole.ALLEGED_PERPETRATOR)


def with_person(texts, role):
    """The texts of the people step with one more person; numbers are never given out again."""
    texts = MultiDict(texts)
    number = str(max((int(one) for one in keys(texts)), default=0) + 1)
    texts.add("person", number)
    texts[f"p{number}-role"] = role or ""
    texts[f"p{number}-language"] = actor().organisation.language
    texts[f"p{number}-gender"] = "not_known"
    return texts


def without_person(texts, number):
    texts = MultiDict(texts)
    left = [one for one in keys(texts) if one != number]
    texts.setlist("person", left)
    for name in [name for name in texts if name.startswith(f"p{number}-")]:
        del texts[name]
    return texts


def keys(texts):
    """The numbers of the people in the form, in order."""
    return [one for one in dict.fromkeys(texts.getlist("person")) if one.isdecimal()][:40]


def _is_sent(code):
    try:
        sent_referrals.fetch(code, actor())
    except NotFound:
        return False
    return True
