"""A deadline policy as JSON and back, naming the field that cannot be kept."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from followup.rules.policy import BANDS, OtherTerms, Policy, Rule
from followup.rules.terms import Term
from followup.vocabulary import Clock, Risk, Strand, TermUnit

WITHOUT_NUMBER = frozenset(
    {
        TermUnit.NOON_NEXT_WORKING_DAY,
        TermUnit.NEXT_SCHOOL_MORNING,
        TermUnit.SAME_DAY,
    }
)
HIGHEST = {
    TermUnit.MINUTES: 120,
    TermUnit.HOURS: 168,
    TermUnit.WORKING_DAYS: 30,
    TermUnit.CALENDAR_DAYS: 90,
    TermUnit.MONTHS: 12,
}
# When due, at once: terms that may be nothing.
MAY_BE_ZERO = frozenset({"escalate_after", "unassigned_after"})
NUMBERS = {
    "attempts_max": (1, 30),
    "attempts_per_day": (1, 10),
    "gap_hours": (1, 168),
    "gap_max_hours": (1, 168),
    "dayparts_needed": (1, 4),
    "repeat_minutes": (5, 240),
    "thinks_before_coordinator": (1, 30),
    "others_answered_before_lock": (1, 30),
}
OPTIONAL = frozenset({"gap_max_hours", "repeat_minutes", "first_attempt_if_removed"})
FLAGS = frozenset({"at_once", "weekend_duty", "then_letter"})
OWN_NUMBERS = ("thinks_before_coordinator", "others_answered_before_lock")


class PolicyNotUsable(ValueError):
    """A policy field cannot be kept; `field` is its path, as in `rules.victim.high.gap_hours`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class FieldMissing(PolicyNotUsable):
    """The field is not there, or is not of the kind it should be."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "missing or of the wrong kind")


class FieldUnknown(PolicyNotUsable):
    """Nothing in a policy has this name, or this value for it."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "unknown")


class NumberOutOfRange(PolicyNotUsable):
    """The number is not a whole number from `lowest` to `highest`."""

    def __init__(self, field: str, lowest: int, highest: int) -> None:
        super().__init__(field, f"not a number from {lowest} to {highest}")
        self.lowest = lowest
        self.highest = highest


def to_json(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain dictionaries, strings and numbers."""
    rules = {f"{strand}.{risk}": _plain(rule) for (strand, risk), rule in policy.rules.items()}
    own = {name: getattr(policy, name) for name in OWN_NUMBERS}
    return {"clock": str(policy.clock), "rules": rules, "terms": _plain(policy.terms), **own}


def from_json(said: Mapping[str, Any]) -> Policy:
    """Return the policy these values describe; raises PolicyNotUsable, naming the first field."""
    if said.get("clock") not in list(Clock):
        raise FieldUnknown("clock")
    numbers = {name: _number(said.get(name), name, name) for name in OWN_NUMBERS}
    _only(said, ("clock", "rules", "terms", *OWN_NUMBERS), "")
    rules = _group(said, "rules", "")
    wanted = {f"{strand}.{risk}": (strand, risk) for strand in Strand for risk in BANDS}
    _only(rules, wanted, "rules.")
    return Policy(
        rules={key: _rule(rules, name, key) for name, key in wanted.items()},
        terms=OtherTerms(**dict(_terms(_group(said, "terms", "")))),
        clock=Clock(said["clock"]),
        **numbers,
    )


def _plain(rule: Rule | OtherTerms) -> dict[str, Any]:
    values = {field.name: getattr(rule, field.name) for field in fields(rule)}
    return {
        name: {"unit": str(value.unit), "n": value.n} if isinstance(value, Term) else value
        for name, value in values.items()
    }


def _rule(rules: Mapping[str, Any], name: str, key: tuple[Strand, Risk]) -> Rule:
    said = _group(rules, name, "rules.")
    names = [field.name for field in fields(Rule)]
    path = f"rules.{name}."
    _only(said, names, path)
    rule = Rule(**{name: _value(said.get(name), name, path + name) for name in names})
    if rule.gap_max_hours is not None and rule.gap_max_hours < rule.gap_hours:
        raise NumberOutOfRange(f"{path}gap_max_hours", rule.gap_hours, NUMBERS["gap_max_hours"][1])
    return rule


def _terms(said: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    names = [field.name for field in fields(OtherTerms)]
    _only(said, names, "terms.")
    for name in names:
        yield name, _term(said.get(name), name, f"terms.{name}")


def _value(value: Any, name: str, path: str) -> Any:
    if name in OPTIONAL and value is None:
        return None
    if name in FLAGS:
        if not isinstance(value, bool):
            raise FieldMissing(path)
        return value
    return _number(value, name, path) if name in NUMBERS else _term(value, name, path)


def _number(value: Any, name: str, path: str) -> int:
    return _whole(value, path, *NUMBERS[name])


def _whole(value: Any, path: str, lowest: int, highest: int) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not lowest <= value <= highest:
        raise NumberOutOfRange(path, lowest, highest)
    return value


def _term(value: Any, name: str, path: str) -> Term:
    if not isinstance(value, Mapping):
        raise FieldMissing(path)
    if value.get("unit") not in list(TermUnit):
        raise FieldUnknown(f"{path}.unit")
    unit = TermUnit(value["unit"])
    if unit in WITHOUT_NUMBER:
        return Term(unit)
    lowest = 0 if name in MAY_BE_ZERO and unit is TermUnit.HOURS else 1
    return Term(unit, _whole(value.get("n"), f"{path}.n", lowest, HIGHEST[unit]))


def _group(said: Mapping[str, Any], name: str, path: str) -> Mapping[str, Any]:
    group = said.get(name)
    if not isinstance(group, Mapping):
        raise FieldMissing(path + name)
    return group


def _only(said: Mapping[str, Any], known: Any, path: str) -> None:
    for name in said:
        if name not in known:
            raise FieldUnknown(f"{path}{name}")
