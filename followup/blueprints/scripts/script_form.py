"""One text in all languages: its fields, what it holds now, and what keeps it from being used."""

from functools import cache

from followup.rules.scripts import LANGUAGES, LONGEST, Text, allowed, faults, has_safe_part
from followup.vocabulary import Slot
from followup.web.forms import Form, LongText, TextAreaField, Wanted
from followup.web.labels import label
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l

TOO_LONG = _l("Use at most 1,500 characters")


@cache
def script_form(script):
    """The form of this text: an opening in each language, and where it has one the safe part."""
    fields = {}
    for language in LANGUAGES:
        fields[f"opening_{language}"] = TextAreaField(
            _l("%(language)s – anybody may hear it", language=label(language)),
            [
                Wanted(_l("Write this text in every language: here it is missing")),
                LongText(LONGEST),
            ],
        )
        if has_safe_part(script):
            fields[f"safe_{language}"] = TextAreaField(
                _l("%(language)s – only when the person can talk freely", language=label(language)),
                [LongText(LONGEST)],
            )
    return type("ScriptForm", (Form,), fields)


def values(own, script):
    """What each field holds now."""
    held = {}
    for language in LANGUAGES:
        text = own.text(script, language)
        held[f"opening_{language}"] = text.opening
        if has_safe_part(script):
            held[f"safe_{language}"] = text.safe
    return held


def texts_of(form):
    """The text in each language, as it was typed."""
    return {language: Text(*map(_lines, _parts(form, language))) for language in LANGUAGES}


def check(form, script):
    """Refuse at its field each part that may not be said so. Answers whether nothing was wrong."""
    typed = texts_of(form)
    some_safe = any(text.safe for text in typed.values())
    for language, text in typed.items():
        if some_safe and not text.safe:
            form.refuse(_("Write this part in every language, or in none"), f"safe_{language}")
        for fault in faults(script, text):
            form.refuse(_sentence(fault, script), f"{fault.part}_{language}")
    return not form.errors


def slots(script):
    """The slots of each part, as the writer types them, with what fills them."""
    parts = ("opening", "safe") if has_safe_part(script) else ("opening",)
    return {
        part: [(one, label(one)) for one in Slot if one in allowed(script, part)] for part in parts
    }


def _sentence(fault, script):
    if not fault.slot:
        return _("A { or } stands alone. Write a slot as {worker}, or take the brace out")
    if fault.telling:
        return _(
            "%(slot)s tells why we call. Take it out, or say it in the part for when the person "
            "can talk freely",
            slot=f"{{{fault.slot}}}",
        )
    known = ", ".join(f"{{{one}}}" for one in sorted(allowed(script, fault.part)))
    return _(
        "%(slot)s cannot be filled here. Use: %(known)s", slot=f"{{{fault.slot}}}", known=known
    )


def _parts(form, language):
    safe = form[f"safe_{language}"].data if f"safe_{language}" in form else ""
    return form[f"opening_{language}"].data or "", safe or ""


def _lines(words):
    """One line of speech a line, whatever the browser sends as its end."""
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())
