"""When a person or a place is the one a worker declared a tie to.

What is compared are keys: the words of a name or of a street, folded and ordered. The keys are
never kept; casework keeps their keyed tokens.
"""

import re

from followup.rules.matching import address_key, folded

_POSTCODE = re.compile(r"\b[1-9]\d{3}\b")


def name_key(name: str) -> str:
    """A full name in any order and spelling of accents."""
    return " ".join(sorted(_words(name)))


def place_keys(address: str, postcode: str | None = None) -> tuple[str, ...]:
    """Street and number, with the postcode when it is known and without; none without a number.

    A tie is kept by the first key, a person's place is compared by all: who wrote down a street
    without a postcode means it wherever it is.
    """
    street, _comma, town = address.partition(",")
    found = _POSTCODE.search(town)
    code = found.group() if found else postcode
    words = address_key(street)
    if not re.search(r"\d", words):
        return ()
    return (f"{words} {code}", words) if code else (words,)


def same_surname(staff_name: str, family_name: str) -> bool:
    """Whether a colleague, written first name first, shares a word of the family name."""
    _first, *surname = _words(staff_name) or [""]
    return not set(surname).isdisjoint(_words(family_name))


def _words(name: str) -> list[str]:
    """Names joined by a hyphen are two words; particles stay glued."""
    return folded(re.sub(r"[-‐‑–]", " ", name)).split()
