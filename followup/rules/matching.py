"""When two written names, numbers or births may be of one person, and the words to find them by."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz

LIKELY = 88
_SHORTEST_PREFIX, _LONGEST_PREFIX = 3, 6

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "œ": "oe", "æ": "ae", "ß": "ss", "þ": "th",
    "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ə": "e",
})  # fmt: skip
_PARTICLES = frozenset(
    (
        *("van", "vande", "vanden", "vander", "ver", "de", "den", "der", "des", "du", "d", "di"),
        *("da", "do", "dos", "das", "del", "della", "la", "le", "les", "l", "lo", "t", "te", "ten"),
        *("ter", "von", "zu", "zum", "zur", "el", "al", "ait", "ben", "bin", "ould", "abd", "abu"),
        *("bou", "mac", "mc", "o", "san", "st", "sint", "saint"),
    )
)

# Kinds of street and little words that are written, shortened or left out.
_NO_STREET = frozenset(
    (
        *("rue", "r", "avenue", "av", "ave", "boulevard", "bd", "bld", "chaussee", "ch", "chee"),
        *("place", "pl", "quai", "chemin", "allee", "impasse", "clos", "square", "route", "rte"),
        *("straat", "str", "laan", "ln", "steenweg", "stwg", "stw", "plein", "weg", "dreef"),
        *("strasse", "platz", "allee", "bte", "boite", "bus", "n", "nr", "no"),
        *("de", "du", "des", "la", "le", "les", "l", "d", "van", "den", "der", "het", "t"),
    )
)

# Kerkstraat and Kerkstr. are one: the kind of street is glued on.
_END_OF_STREET = re.compile(
    r"(?<=\w{3})(?:straat|str|strasse|laan|ln|steenweg|stwg|plein|platz|dreef|weg|lei)$"
)


class Known(NamedTuple):
    """What is known of a person when two are compared; the age is the one of today."""

    family: str
    first: str
    born_on: date | None = None
    age: int | None = None


def folded(name: str) -> str:
    """Lower case, no accents, no apostrophes or hyphens, particles glued to what follows."""
    return " ".join(_glued(_words(name)))


def name_tokens(family: str, first: str) -> frozenset[str]:
    """Words to index a person under: each word, glued forms, and prefixes of 3 to 6 letters."""
    whole = chain.from_iterable(_spellings(name) for name in (family, first))
    return frozenset(chain.from_iterable(_with_prefixes(word) for word in whole))


def search_tokens(text: str) -> tuple[frozenset[str], ...]:
    """What a found person's tokens must hold: all of one of these sets.

    Words are cut at six letters, so `answers` has to confirm each person found.
    """
    words = _words(text)
    readings = (_glued(words), words, [word for part in _hyphened(text) for word in part])
    cut = (frozenset(word[:_LONGEST_PREFIX] for word in reading) for reading in readings)
    return tuple(dict.fromkeys(reading for reading in cut if reading))


def answers(text: str, family: str, first: str) -> bool:
    """Whether every word searched for begins a word of this name."""
    spellings = [*_spellings(family), *_spellings(first)]
    words = _words(text)
    return bool(words) and any(
        all(any(spelling.startswith(word) for spelling in spellings) for word in reading)
        for reading in (words, _glued(words), [w for part in _hyphened(text) for w in part])
    )


def phone_tokens(e164: str) -> frozenset[str]:
    """The whole number and its last six digits."""
    digits = re.sub(r"\D", "", e164)
    return frozenset({e164, digits[-6:]}) if digits else frozenset()


def birth_tokens(born_on: date | None) -> frozenset[str]:
    """The date of birth; an age alone is too little to search by."""
    return frozenset({born_on.isoformat()}) if born_on else frozenset()


def mail_key(address: str) -> str:
    """The same mailbox, however it is typed."""
    return address.strip().casefold()


def address_key(address: str) -> str:
    """Street and house number, without the kind of street, the box or the town.

    Only meant to compare addresses of one family: the town is left out on purpose, so that
    "Rue Haute 12, 5000 Namur" and "r. Haute 12 bte 3" are one place. Without a house number all
    words count.
    """
    words = _street_words(address)
    numbers = [word for word in words if word[0].isdigit()]
    if not numbers:
        return " ".join(words)
    place = words.index(numbers[0])
    street = words[:place] or _street_words(address.split(",", maxsplit=1)[0])[1:]
    return f"{' '.join(street)} {numbers[0]}"


def _street_words(address: str) -> list[str]:
    return [_END_OF_STREET.sub("", word) for word in _words(address) if word not in _NO_STREET]


def likeness(one: str, other: str) -> float:
    """How alike two full names are, 0 to 100, whatever the order of the words."""
    left, right = folded(one), folded(other)
    return float(fuzz.token_sort_ratio(left, right)) if left and right else 0.0


def alike(one: str, other: str) -> bool:
    """Whether two full names are worth suggesting as one; a human decides, nothing is merged."""
    return likeness(one, other) >= LIKELY


def same_person(one: Known, other: Known, today: date) -> bool:
    """Whether these may be one person: names alike, births equal, near or not known."""
    names = alike(f"{one.first} {one.family}", f"{other.first} {other.family}")
    return names and _births_agree(one, other, today)


def age_on(born_on: date, today: date) -> int:
    """Full years lived."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _births_agree(one: Known, other: Known, today: date) -> bool:
    if one.born_on and other.born_on:
        return one.born_on == other.born_on
    ages = [age_on(known.born_on, today) if known.born_on else known.age for known in (one, other)]
    return None in ages or abs(ages[0] - ages[1]) <= 1


def _letters(name: str) -> str:
    spelled = unicodedata.normalize("NFKD", name.casefold()).casefold()
    kept = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    return kept.translate(_LETTERS)


def _words(name: str) -> list[str]:
    """Apostrophes and hyphens drop out, anything else that is no letter or digit parts words."""
    joined = re.sub(r"['’ʼ‘`´\-‐‑–]", "", _letters(name))
    return re.findall(r"[^\W_]+", joined)


def _hyphened(name: str) -> Iterable[list[str]]:
    return (_words(part) for part in re.split(r"[\-‐‑–]", name))


def _glued(words: list[str]) -> list[str]:
    glued: list[str] = []
    waiting = ""
    for word in words:
        waiting += word
        if word not in _PARTICLES:
            glued.append(waiting)
            waiting = ""
    return [*glued, waiting] if waiting else glued


def _spellings(name: str) -> set[str]:
    """The ways one name field may be searched: in words, by its parts, glued in part or whole."""
    words = _words(name)
    parts = chain.from_iterable(_hyphened(name))
    return {*words, *parts, *_glued(words), "".join(words)} - {""}


def _with_prefixes(word: str) -> Iterable[str]:
    longest = min(_LONGEST_PREFIX, len(word))
    return {word, *(word[:length] for length in range(_SHORTEST_PREFIX, longest + 1))}
