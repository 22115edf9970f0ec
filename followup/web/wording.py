"""Hints beside a note: another wording, never an error (ux.md §4.13)."""

from flask import flash, request
from flask_babel import get_locale
from flask_babel import gettext as _

from followup.rules.wording import hints

NOTES = ("note", "words", "text")
# The page says so when it has shown the hint while the note was being written.
SHOWN = "hinted"


def hints_for(posted):
    """By field, what the page may show under each note."""
    found = {name: _sentences(posted.get(name)) for name in NOTES}
    return {name: said for name, said in found.items() if said}


def hint_after(text):
    """For who writes without a script: the hint comes with the answer."""
    if SHOWN not in request.form:
        for sentence in _sentences(text):
            flash(sentence)


def _sentences(text):
    return [
        _("“%(word)s” – perhaps: “%(better)s”?", word=one.word, better=one.better)
        for one in hints(text or "", get_locale().language)
    ]
