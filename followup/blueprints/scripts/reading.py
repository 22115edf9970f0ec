"""The texts as they are said, with examples in their slots, and their versions."""

from flask import redirect, render_template, request, url_for

from followup.casework import organisations, own_scripts
from followup.casework.routing import RECEIVERS
from followup.rules.access import Permission, holds
from followup.rules.scripts import LANGUAGES
from followup.vocabulary import Language, Script
from followup.web.access import actor
from followup.web.labels import label
from followup.web.languages import reader_language
from followup.web.spoken import example, filled


def overview():
    """The own organisation's texts; an administrator chooses the organisation first."""
    if not holds(actor(), Permission.ADMINISTER):
        return redirect(url_for(".texts", code=actor().organisation.code), 303)
    rows, following = organisations.listed(kinds=RECEIVERS, after=request.args.get("after"))
    return render_template(
        "scripts/overview.html",
        rows=rows,
        next_url=following and url_for(".overview", after=following),
    )


def texts(code):
    """One language at a time; `version` shows an earlier one, to read only."""
    organisation = own_scripts.fetch(code, by=actor())
    current = own_scripts.own(organisation)
    number = request.args.get("version", type=int)
    shown = current if number is None else own_scripts.version(organisation, number)
    language = request.args.get("language")
    language = Language(language if language in LANGUAGES else reader_language())
    values = example(organisation, actor(), language)
    return render_template(
        "scripts/texts.html",
        organisation=organisation,
        current=current,
        shown=shown,
        spoken_in=language,
        in_languages=_languages(code, number, language),
        scripts=[
            (one, one in shown.texts, filled(shown.text(one, language), values)) for one in Script
        ],
        history=own_scripts.history(organisation),
        may_write=holds(actor(), Permission.WRITE_SCRIPTS),
    )


def _languages(code, number, current):
    return [
        {
            "label": label(one),
            "url": url_for(".texts", code=code, version=number, language=one),
            "current": one == current,
        }
        for one in LANGUAGES
    ]
