import re

import pytest

from followup.casework import scripts
from followup.rules.scripts import LANGUAGES, LONGEST, faults, has_safe_part
from followup.vocabulary import Script, Slot

EVERY = [(language, script) for language in LANGUAGES for script in Script]
OVERHEARD = {
    "fr": r"police|violence|victime|aide|danger|intervention",
    "nl": r"politie|geweld|slachtoffer|hulp|gevaar|tussenkomst",
    "de": r"polizei|gewalt|opfer|hilfe|gefahr|einsatz",
    "en": r"police|violence|victim|help|danger|intervention",
}


@pytest.mark.parametrize(("language", "script"), EVERY)
def test_every_shipped_text_stands_in_every_language_and_names_only_what_it_may(language, script):
    text = scripts.shipped(language)[script]

    assert list(faults(script, text)) == []
    assert text.opening
    assert not text.safe or has_safe_part(script)
    assert len(text.opening) <= LONGEST
    assert len(text.safe) <= LONGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_may_hear_never_tells_why_we_call(language):
    said = {
        script: text.opening
        for script, text in scripts.shipped(language).items()
        if script is not Script.ABOUT_VICTIM
    }
    telling = {one for one, words in said.items() if re.search(OVERHEARD[language], words, re.I)}

    assert telling == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alleged_perpetrator_hears_nothing_of_a_victim_but_that_we_are_silent(language):
    victim = {"fr": "victime", "nl": "slachtoffer", "de": "opfer", "en": "victim"}[language]
    texts = scripts.shipped(language)
    said = [texts[Script.PERPETRATOR_FIRST_CALL], texts[Script.ABOUT_VICTIM]]

    assert not any(victim in f"{one.opening} {one.safe}".lower() for one in said)


@pytest.mark.parametrize("script", list(Script))
def test_all_languages_name_the_same_slots(script):
    named = {
        frozenset(re.findall(r"{(\w+)}", f"{text.opening} {text.safe}"))
        for text in (scripts.shipped(language)[script] for language in LANGUAGES)
    }

    assert len(named) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_version_and_the_same_words(language):
    assert scripts.shipped(language).keys() == set(Script)
    assert scripts.words(language).keys() == scripts.words(LANGUAGES[0]).keys()
    assert scripts.version_in(language) == scripts.shipped_version()


def test_every_slot_is_used_somewhere():
    told = " ".join(f"{text.opening} {text.safe}" for text in scripts.shipped("en").values())

    assert {slot for slot in Slot if f"{{{slot}}}" in told} == set(Slot)
