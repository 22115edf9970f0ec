"""Every text of the product stands in every catalogue, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "followup"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}

# Words of ux.md §4.13 that blame, diagnose or promise, with the languages they stand in.
BANNED = {
    "fr": ["refuse", "veuillez", "invalide", "·e", "s'il vous plaît"],
    "nl": ["gelieve", "ongeldig", "weigert", "alstublieft"],
    "de": ["bitte", "ungültig", "verweigert"],
}


@pytest.fixture(scope="module")
def texts():
    with open(ROOT / "babel.cfg") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(
        str(PACKAGE), method_map=methods, options_map=options, keywords=KEYWORDS
    )
    return {message[2] for message in found if message[2]}


@pytest.fixture(params=["fr", "nl", "de"])
def catalogue(request):
    path = PACKAGE / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    with open(path, "rb") as kept:
        return read_po(kept, locale=request.param)


def test_every_text_is_translated(texts, catalogue):
    kept = {message.id for message in catalogue if message.id and all(_several(message.string))}

    assert sorted(_first(text) for text in texts if text not in kept) == []


def test_no_catalogue_keeps_a_text_that_is_gone(texts, catalogue):
    gone = [_first(message.id) for message in catalogue if message.id and message.id not in texts]

    assert gone == []


def test_no_translation_is_a_guess(catalogue):
    assert [_first(message.id) for message in catalogue if message.fuzzy and message.id] == []


def test_translations_keep_the_placeholders(catalogue):
    wrong = [
        _first(message.id)
        for message in catalogue
        if message.id and _placeholders(message.id) != _placeholders(message.string)
    ]

    assert wrong == []


def test_no_translation_blames_or_begs(catalogue):
    banned = BANNED[str(catalogue.locale)]
    found = [
        (word, text)
        for message in catalogue
        if message.id
        for text in _several(message.string)
        for word in banned
        if word in text.lower()
    ]

    assert found == []


def _several(text):
    return (text,) if isinstance(text, str) else tuple(text)


def _first(text):
    return _several(text)[0]


def _placeholders(text):
    return {name for one in _several(text) for name in PLACEHOLDER.findall(one)}
