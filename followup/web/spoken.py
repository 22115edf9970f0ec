"""What to say in this call: the texts that fit the file, in the language of the person called."""

from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache

from babel.dates import format_date, format_time
from markupsafe import Markup, escape

from followup import clock
from followup.casework import own_scripts
from followup.casework import scripts as kept
from followup.rules import scripts as rules
from followup.rules.safe_window import may_use
from followup.rules.working_time import Span, at, local
from followup.vocabulary import CallerId, OtherAnswers, Outcome, Script, Slot, Strand, Way
from followup.web.cards import language_name
from followup.web.labels import label
from followup.web.languages import LANGUAGES, LOCALES, reader_language
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l

HINTS = {
    Script.FIRST_CALL: _l("Only a clear “no, nobody is with me” opens the second part."),
    Script.CHILD_FIRST_CALL: _l("Only with the adult on the card, never in front of a child."),
    Script.PERPETRATOR_FIRST_CALL: _l(
        "Never what the victim said, wants or does, nor where anyone is."
    ),
    Script.IDENTITY: _l("Say no more than this, however often you are asked."),
    Script.NOT_ALONE: _l("Then hang up. No text message afterwards."),
    Script.OTHER_ANSWERS: _l("No service, no reason, no number. Not a second time today."),
    Script.CHILD_ANSWERS: _l("Ask nothing and leave no message with the child."),
    Script.HOW_NUMBER: _l("Explain it only when the person can talk freely."),
    Script.ABOUT_VICTIM: _l("A threat is danger: note his or her words and tell the coordinator."),
    Script.INTERPRETER: _l("Never a child, family or an acquaintance as the interpreter."),
    Script.INTERRUPTED: _l("Only when the card says that we call back."),
    Script.VOICEMAIL: _l("One message only. The number may be heard by others."),
    Script.DURESS_WORD: _l("“Yes” means: a colleague calls 101 while you stay on the line."),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text, filled; `outcomes` are those beside which it is shown."""

    title: str
    hint: str
    outcomes: str
    said: rules.Text | None
    own: rules.Text | None


@dataclass(frozen=True, slots=True)
class Say:
    """`lang` is the language of the person called, `own_lang` the reader's."""

    title: str
    lang: str
    own_lang: str
    own_title: str
    no_text_in: str
    scripts: tuple[Spoken, ...]


def say(before, worker, outlooks):
    """The texts for the person in `before`; `outlooks` know the next safe moment."""
    own = reader_language()
    lang = before.language if before.language in LANGUAGES else own
    step = getattr(outlooks.get(Outcome.NOT_GOOD_MOMENT), "step", None)
    texts = own_scripts.own(worker.organisation)
    values = {one: _values(before, worker, step, one) for one in {lang, own}}
    return Say(
        title=_("What to say – %(language)s", language=language_name(lang)),
        lang=lang,
        own_lang=own,
        own_title=_("The same – %(language)s", language=language_name(own)),
        no_text_in="" if lang == before.language else str(language_name(before.language)),
        scripts=tuple(
            _spoken(one, texts, before.card, values, (lang, own)) for one in _fitting(before)
        ),
    )


def _fitting(before):
    return rules.fitting(
        before.strand,
        contacted=before.follow_up.contact_made_at is not None,
        may_leave_message=may_use(before.card.for_rules(), Way.VOICEMAIL) is None,
        interpreter=before.interpreter,
    )


def filled(text, values):
    """Both parts of a text with their slots filled; the values come escaped."""
    parts = (_escaped(text.opening), _escaped(text.safe))
    return rules.Text(*(Markup(rules.fill(part, values)) for part in parts))  # noqa: S704


@lru_cache(maxsize=1024)
def _escaped(words):
    """A text of some version never changes."""
    return str(escape(words))


def _all_escaped(values):
    return {slot: escape(value) for slot, value in values.items()}


def _named(name):
    """Hide names must find it."""
    return Markup('<span class="pn">%s</span>') % name


def example(organisation, worker, language):
    """What fills the slots where nobody is called, but texts are read and written."""
    words, now = kept.words(language), clock.now()
    morning = at(local(now).date() + timedelta(days=1), time(10))
    return _all_escaped(
        _known(organisation, _first_name(worker), words)
        | {
            Slot.PERSON: "Sam Peeters",
            Slot.ADULT: words["adult"],
            Slot.AGREED: words["wrong_number"],
            Slot.MOMENT: _moment(Span(morning, morning + timedelta(hours=2)), words, language),
            Slot.DATE: _date(now, words["date"], language),
            Slot.CODE_WORD: words["word_new"],
        }
    )


def version_words(kept):
    """Which texts stood beside a call, from what its entry kept; nothing for older entries."""
    shipped, _plus, own = (kept or "").partition("+")
    if own:
        return _("Version %(number)s", number=own)
    return _("As shipped, version %(number)s", number=shipped) if shipped else ""


def _spoken(script, texts, card, values, languages):
    lang, own = languages
    silent = script is Script.OTHER_ANSWERS and card.other_answers is OtherAnswers.HANG_UP
    return Spoken(
        title=label(script),
        hint=_("Hang up without a word, as agreed.") if silent else HINTS[script],
        outcomes=" ".join(rules.outcomes_of(script)),
        said=None if silent else filled(texts.text(script, lang), values[lang]),
        own=None if silent or own == lang else filled(texts.text(script, own), values[own]),
    )


def _first_name(worker):
    return worker.name.split()[0]


def _known(organisation, name, words):
    return {
        Slot.WORKER: name,
        Slot.ORGANISATION: organisation.neutral_name or words["office"],
        Slot.SERVICE: organisation.name,
    }


def _values(before, worker, step, language):
    """What fills the slots in one language; nothing of it is of another file."""
    words, card = kept.words(language), before.card
    shown = card.caller_name if card.caller_id is CallerId.OTHER_NAME else ""
    adults = card.safe_people if before.strand is Strand.CHILD else ()
    return _all_escaped(
        _known(worker.organisation, shown or _first_name(worker), words)
        | {
            Slot.PERSON: _named(f"{before.first_name} {before.family_name}"),
            Slot.ADULT: _named(adults[0].name) if adults else words["adult"],
            Slot.AGREED: _agreed(card, words),
            Slot.MOMENT: _moment(step, words, language),
            Slot.DATE: _date(before.follow_up.intervened_at, words["date"], language),
            Slot.CODE_WORD: _code_word(card, words),
        }
    )


def _agreed(card, words):
    if card.other_answers is OtherAnswers.OTHER_NAME and card.other_name:
        return escape(words["other_name"]).format(name=_named(card.other_name))
    return words["wrong_number"]


def _code_word(card, words):
    return words["word_known"].format(word=card.code_word) if card.code_word else words["word_new"]


def _moment(step, words, language):
    if step is None:
        return words["another_moment"]
    return words["moment"].format_map(
        {
            "day": _date(step.starts_at, words["day"], language),
            "from": _hour(step.starts_at, words, language),
            "until": _hour(step.ends_at, words, language),
        }
    )


def _date(moment, pattern, language):
    return format_date(local(moment).date(), pattern, LOCALES[language])


def _hour(moment, words, language):
    at = local(moment).time()
    return format_time(
        at, words["hour_and_minutes" if at.minute else "hour"], locale=LOCALES[language]
    )
