"""What changed from one intervention to the next, and whether these are the first known facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from followup.vocabulary import Answer, Measure, PreviousFacts, Risk, Weapon

# What is compared, in the order in which it is read. A field one side may not read is not there.
LISTS = ("facts", "measures")
WORDS = ("risk_result", "weapon", "strangulation", "living_together", "children_there")
UNSAID = (None, Answer.NOT_KNOWN, Weapon.NOT_KNOWN)


class First(StrEnum):
    """Whether facts were known before; a count is a count, it says nothing of anybody."""

    FIRST = "first"
    EARLIER_HERE = "earlier_here"
    EARLIER_POLICE = "earlier_police"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that reads otherwise than the time before; of lists, what came and what went."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Point:
    """The risk from a moment on."""

    at: datetime
    risk: Risk


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What is not known this time is no change: silence takes nothing back."""
    found, both = [], (before, after)
    for name in LISTS:
        was, now = ([one for one in told[name] if one is not Measure.NONE] for told in both)
        gone = [one for one in was if one not in now]
        new = [one for one in now if one not in was]
        if gone or new:
            found.append(Change(name, gone, new))
    for name in WORDS:
        was, now = before.get(name), after.get(name)
        if now not in UNSAID and now != was:
            found.append(Change(name, None if was in UNSAID else was, now))
    return found


def first_known(interventions: int, previous: PreviousFacts | None) -> First:
    """`previous`: what the police said at the first one; None where this side does not read it."""
    if interventions > 1:
        return First.EARLIER_HERE
    if previous is PreviousFacts.EARLIER:
        return First.EARLIER_POLICE
    return First.FIRST if previous is PreviousFacts.FIRST else First.NOT_KNOWN


def risk_over_time(
    opened_at: datetime, told: Sequence[tuple[datetime, Risk | None, Risk]], now: Point
) -> list[Point]:
    """Steps from the opening to now. `told`: when, what it was (None: not said) and became.

    A rise that no line tells of, such as danger noted in a contact, shows at the last point.
    """
    first = told[0][1] or told[0][2] if told else now.risk
    points = [Point(opened_at, first)]
    for at, _was, risk in told:
        if risk is not points[-1].risk:
            points.append(Point(max(at, opened_at), risk))
    if now.risk is not points[-1].risk:
        points.append(now)
    return points
