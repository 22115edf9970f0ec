"""How likely two descriptions are of one person: a score with its grounds, and keys to find by.

A human decides; nothing is ever joined by this score. Belgian spelling is French and Dutch: Van den
Broeck or Vandenbroeck, Janssens or Jansens, Thijs or Thys, Lefèvre or Lefebvre; officers also swap
the two name boxes, write short forms, and slip in a date.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from followup.rules.given_names import form_marks, forms_of_one
from followup.rules.matching import folded
from followup.vocabulary import Gender, Ground

SUGGEST = 60
STRONG = 85
MOST = 100
POINTS = {
    Ground.FAMILY_SAME: 35,
    Ground.FAMILY_SPELLED: 33,
    Ground.FAMILY_ALIKE: 25,
    Ground.FAMILY_PART: 22,
    Ground.FAMILY_OTHER: -20,
    Ground.FIRST_SAME: 27,
    Ground.FIRST_FORM: 22,
    Ground.FIRST_SHORT: 20,
    Ground.FIRST_ALIKE: 18,
    Ground.FIRST_PART: 18,
    Ground.FIRST_INITIAL: 8,
    Ground.FIRST_OTHER: -45,
    Ground.NAMES_SWAPPED: 58,
    Ground.BIRTH_SAME: 40,
    Ground.BIRTH_TURNED: 25,
    Ground.BIRTH_SLIP: 20,
    Ground.BIRTH_YEAR: 12,
    Ground.BIRTH_UNKNOWN: 0,
    Ground.BIRTH_OTHER: -40,
    Ground.PHONE_SAME: 20,
    Ground.GENDER_OTHER: -15,
}
_ALIKE = 85
_SHORTEST = 3
_MOST_WORDS = 4
_SURE_YEARS, _DOUBTFUL_YEARS = 1, 5

# Sounds that are written in several ways, the longer first. The result is read by nobody.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"e?au(?:lt|d|t|x|s)?$|eau", "o"),
        (r"bv", "v"),
        (r"ij|ei|ey|ie|y", "i"),
        (r"ae|aa", "a"),
        (r"oe|ou|au|ue|uu", "u"),
        (r"ee", "e"),
        (r"oo", "o"),
        (r"ph", "f"),
        (r"[sz]ch|sh|sz|ç", "s"),
        (r"tsj|tch|dj", "j"),
        (r"x|cks|ckx|kx|ks|cs", "ks"),
        (r"ck|qu?|k|c(?![eiy])|ch", "k"),
        (r"c", "s"),
        (r"z", "s"),
        (r"dt|th|d(?=$)", "t"),
        (r"gh", "g"),
        (r"h", ""),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
    )
)


class Described(NamedTuple):
    """What is known of one person; `phones` may be numbers or their tokens."""

    family: str
    first: str
    born_on: date | None = None
    born_about: int | None = None
    gender: Gender = Gender.NOT_KNOWN
    phones: frozenset[object] = frozenset()


class Comparison(NamedTuple):
    """The score, 0 to 100, and what it is made of."""

    score: int
    grounds: tuple[Ground, ...]

    @property
    def suggested(self) -> bool:
        return self.score >= SUGGEST

    @property
    def strong(self) -> bool:
        return self.score >= STRONG


def compare(one: Described, other: Described) -> Comparison:
    """What speaks for and against; the same whichever comes first."""
    grounds = [*_names(one, other), _birth(one, other)]
    if not one.phones.isdisjoint(other.phones):
        grounds.append(Ground.PHONE_SAME)
    if _genders_differ(one.gender, other.gender):
        grounds.append(Ground.GENDER_OTHER)
    score = sum(POINTS[ground] for ground in grounds)
    return Comparison(max(0, min(MOST, score)), tuple(grounds))


def skeleton(name: str) -> str:
    """One writing for names that sound alike in French or Dutch."""
    text = _joined(name)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def keys(one: Described) -> frozenset[str]:
    """Under which a person is kept, so that another writing of the same person meets it.

    A day of birth; each name by its sound with the year of birth; two names by their sound,
    whatever the order and whichever form of the first name; a phone number.
    """
    found = {f"phone|{phone}" for phone in one.phones}
    if one.born_on:
        found.add(f"born|{one.born_on.isoformat()}")
    sounds = _sounds(one)
    year = one.born_on.year if one.born_on else one.born_about
    if year is not None:
        found |= {f"year|{sound}|{year}" for sound in sounds}
    return frozenset(found | {"names|" + "|".join(pair) for pair in _pairs(one)})


def wider_keys(one: Described) -> frozenset[str]:
    """Under which to look: also the years beside, when one of two years is only thought."""
    year = one.born_on.year if one.born_on else one.born_about
    if year is None:
        return keys(one)
    beside = (year - 1, year + 1)
    return keys(one) | {f"year|{sound}|{near}" for sound in _sounds(one) for near in beside}


def _joined(name: str) -> str:
    return folded(name).replace(" ", "")


def _words(name: str) -> list[str]:
    """The names in a name box: of a double name both, particles with what they belong to."""
    words = [word for part in re.split(r"[\-‐‑–]", name) for word in folded(part).split()]
    return words[:_MOST_WORDS]


def _sounds(one: Described) -> set[str]:
    return {skeleton(word) for name in (one.family, one.first) for word in _words(name)} - {""}


def _pairs(one: Described) -> Iterable[list[str]]:
    """Each family name with each first name; sorted, so that swapped boxes are no matter."""
    return (sorted(pair) for pair in product(_marks(one.family), _marks(one.first)))


def _marks(name: str) -> set[str]:
    """The whole name and its parts, by their sound and by the names they are a form of."""
    words = {*_words(name), _joined(name)}
    sounds = {skeleton(word) for word in words} - {""}
    return sounds.union(*(form_marks(word) for word in words))


def _names(one: Described, other: Described) -> list[Ground]:
    straight = [*_family(one.family, other.family), *_first(one.first, other.first)]
    crossed = [_family(one.family, other.first), _family(one.first, other.family)]
    same = {Ground.FAMILY_SAME, Ground.FAMILY_SPELLED}
    if all(found and found[0] in same for found in crossed):
        swapped = [Ground.NAMES_SWAPPED]
        return max(straight, swapped, key=lambda found: sum(POINTS[each] for each in found))
    return straight


def _family(one: str, other: str) -> list[Ground]:
    """A box left empty says nothing."""
    left, right = _joined(one), _joined(other)
    if not left or not right:
        return []
    if left == right:
        return [Ground.FAMILY_SAME]
    if skeleton(one) == skeleton(other):
        return [Ground.FAMILY_SPELLED]
    if _is_part(one, other):
        return [Ground.FAMILY_PART]
    if fuzz.ratio(left, right) >= _ALIKE:
        return [Ground.FAMILY_ALIKE]
    return [Ground.FAMILY_OTHER]


def _first(one: str, other: str) -> list[Ground]:
    left, right = _joined(one), _joined(other)
    if not left or not right:
        return []
    if left == right:
        return [Ground.FIRST_SAME]
    short, long = sorted((left, right), key=len)
    if skeleton(one) == skeleton(other) or forms_of_one(left, right):
        return [Ground.FIRST_FORM]
    if len(short) == 1:
        return [Ground.FIRST_INITIAL if long[0] == short else Ground.FIRST_OTHER]
    if _is_part(one, other):
        return [Ground.FIRST_PART]
    if len(short) >= _SHORTEST and long.startswith(short):
        return [Ground.FIRST_SHORT]
    if fuzz.ratio(left, right) >= _ALIKE:
        return [Ground.FIRST_ALIKE]
    return [Ground.FIRST_OTHER]


def _is_part(one: str, other: str) -> bool:
    """One of the two is a part of the other's double name, or they share one of its names."""
    left, right = ({skeleton(word) for word in _words(name)} for name in (one, other))
    shared = {sound for sound in left & right if len(sound) >= _SHORTEST}
    return bool(shared) and (len(left) > 1 or len(right) > 1)


def _birth(one: Described, other: Described) -> Ground:
    if one.born_on and other.born_on:
        return _dates(one.born_on, other.born_on)
    years = [each.born_on.year if each.born_on else each.born_about for each in (one, other)]
    if None in years:
        return Ground.BIRTH_UNKNOWN
    apart = abs(years[0] - years[1])
    if apart <= _SURE_YEARS:
        return Ground.BIRTH_YEAR
    return Ground.BIRTH_UNKNOWN if apart <= _DOUBTFUL_YEARS else Ground.BIRTH_OTHER


def _dates(one: date, other: date) -> Ground:
    """A first of January is often written when only the year is known."""
    if one == other:
        return Ground.BIRTH_SAME
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Ground.BIRTH_TURNED
    if _one_slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}"):
        return Ground.BIRTH_SLIP
    if one.year == other.year and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return Ground.BIRTH_YEAR
    return Ground.BIRTH_OTHER


def _one_slip(one: str, other: str) -> bool:
    """One digit is another, or two digits beside each other changed places."""
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return (one[first], one[second]) == (other[second], other[first])


def _genders_differ(one: Gender, other: Gender) -> bool:
    return Gender.NOT_KNOWN not in (one, other) and one is not other
