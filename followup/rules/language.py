"""How a person is spoken with: which interpreter is wished, and who must never translate."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from followup.rules.matching import alike, folded
from followup.vocabulary import InterpreterGender


@dataclass(frozen=True)
class Wishes:
    """`not_from`: a community or town from which nobody may translate; small places talk."""

    dialect: str = ""
    gender: InterpreterGender = InterpreterGender.NOT_ASKED
    other_region: bool = False
    not_from: str = ""
    barred: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def joined(one: Wishes, other: Wishes) -> Wishes:
    """Whoever is barred in one is barred in both; where they differ the first word holds."""
    places = dict.fromkeys(filter(None, (one.not_from, other.not_from)))
    asked = one.gender is not InterpreterGender.NOT_ASKED
    return Wishes(
        dialect=one.dialect or other.dialect,
        gender=one.gender if asked else other.gender,
        other_region=one.other_region or other.other_region,
        not_from=", ".join(places),
        barred=tuple(dict.fromkeys((*one.barred, *other.barred))),
    )


def from_json(kept: Mapping[str, Any] | None) -> Wishes:
    """Read kept wishes; without any, nothing was asked."""
    if not kept:
        return Wishes()
    read = {"gender": InterpreterGender(kept["gender"]), "barred": tuple(kept["barred"])}
    return Wishes(**{**kept, **read})


def barred_name(name: str, wishes: Wishes) -> str | None:
    """The barred name that this one may be: one name in common is enough to be warned."""
    words = _words(name)
    for barred in wishes.barred:
        if words & _words(barred) or alike(name, barred):
            return barred
    return None


def _words(name: str) -> set[str]:
    """The words that can be a name; an initial is none."""
    return {word for word in folded(name).split() if len(word) > 2}
