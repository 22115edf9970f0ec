import json

import pytest

from followup.rules.policy import DEFAULT_POLICY
from followup.rules.policy_json import (
    FieldMissing,
    FieldUnknown,
    NumberOutOfRange,
    PolicyNotUsable,
    from_json,
    to_json,
)
from followup.vocabulary import Clock, Risk, Strand


@pytest.fixture
def said():
    return to_json(DEFAULT_POLICY)


def test_a_policy_survives_being_kept_as_json(said):
    assert from_json(json.loads(json.dumps(said))) == DEFAULT_POLICY


def test_an_edited_number_is_kept(said):
    said["rules"]["victim.medium"]["contact_made"]["n"] = 4
    said["clock"] = "intervened_at"

    policy = from_json(said)

    assert policy.rule_for(Strand.VICTIM, Risk.MEDIUM).contact_made.n == 4
    assert policy.clock is Clock.INTERVENED_AT


@pytest.mark.parametrize("number", [0, 31, -1, 2.5, "3", None, True])
def test_a_number_outside_1_to_30_names_its_field_and_bounds(said, number):
    said["rules"]["victim.medium"]["attempts_max"] = number

    with pytest.raises(NumberOutOfRange) as refused:
        from_json(said)

    assert refused.value.field == "rules.victim.medium.attempts_max"
    assert (refused.value.lowest, refused.value.highest) == (1, 30)


@pytest.mark.parametrize(
    ("unit", "n", "highest"),
    [("working_days", 31, 30), ("hours", 0, 168), ("months", 13, 12), ("calendar_days", 0, 90)],
)
def test_a_term_has_the_bounds_of_its_unit(said, unit, n, highest):
    said["rules"]["victim.low"]["contact_made"] = {"unit": unit, "n": n}

    with pytest.raises(NumberOutOfRange) as refused:
        from_json(said)

    assert refused.value.field == "rules.victim.low.contact_made.n"
    assert refused.value.highest == highest


def test_the_coordinator_may_be_told_when_it_is_due(said):
    said["rules"]["victim.low"]["escalate_after"] = {"unit": "hours", "n": 0}

    assert from_json(said).rule_for(Strand.VICTIM, Risk.LOW).escalate_after.n == 0


def test_a_term_that_names_its_own_moment_drops_a_number(said):
    said["rules"]["victim.low"]["first_attempt"] = {"unit": "noon_next_working_day", "n": 9}

    assert from_json(said).rule_for(Strand.VICTIM, Risk.LOW).first_attempt.n == 0


def test_the_longest_gap_is_not_shorter_than_the_shortest(said):
    said["rules"]["victim.critical"]["gap_max_hours"] = 5

    with pytest.raises(NumberOutOfRange) as refused:
        from_json(said)

    assert refused.value.field == "rules.victim.critical.gap_max_hours"


def without(path):
    def change(said):
        *groups, last = path
        for name in groups:
            said = said[name]
        del said[last]

    return change


def setting(*path, value):
    def change(said):
        *groups, last = path
        for name in groups:
            said = said[name]
        said[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        (without(["rules"]), FieldMissing, "rules"),
        (without(["rules", "child.low"]), FieldMissing, "rules.child.low"),
        (without(["terms", "triage"]), FieldMissing, "terms.triage"),
        (
            without(["rules", "child.low", "at_once"]),
            FieldMissing,
            "rules.child.low.at_once",
        ),
        (setting("terms", "triage", value=24), FieldMissing, "terms.triage"),
        (setting("clock", value="lunch"), FieldUnknown, "clock"),
        (setting("colour", value="red"), FieldUnknown, "colour"),
        (setting("terms", "tea", value=1), FieldUnknown, "terms.tea"),
        (setting("rules", "victim.unknown", value={}), FieldUnknown, "rules.victim.unknown"),
        (
            setting("rules", "victim.low", "colour", value=1),
            FieldUnknown,
            "rules.victim.low.colour",
        ),
        (
            setting("terms", "triage", value={"unit": "moons", "n": 1}),
            FieldUnknown,
            "terms.triage.unit",
        ),
    ],
)
def test_what_cannot_be_kept_is_named(said, change, reason, field):
    change(said)

    with pytest.raises(reason) as refused:
        from_json(said)

    assert refused.value.field == field
    assert isinstance(refused.value, PolicyNotUsable)
