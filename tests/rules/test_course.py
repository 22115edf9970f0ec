"""What changed between interventions, the first known facts, and the risk as steps."""

from datetime import UTC, datetime, timedelta

import pytest

from followup.rules.course import Change, First, Point, changes, first_known, risk_over_time
from followup.vocabulary import Answer, Fact, Measure, PreviousFacts, Risk, Weapon

MONDAY = datetime(2026, 11, 23, 11, tzinfo=UTC)
BEFORE = {"facts": [Fact.THREATS], "measures": [], "weapon": Weapon.NONE}


def test_nothing_changed_is_nothing_said():
    assert changes(BEFORE, dict(BEFORE)) == []


def test_of_the_facts_what_came_and_what_is_not_named_this_time():
    after = BEFORE | {"facts": [Fact.PHYSICAL]}

    assert changes(BEFORE, after) == [Change("facts", [Fact.THREATS], [Fact.PHYSICAL])]


def test_a_measure_that_is_new():
    after = BEFORE | {"measures": [Measure.RESIDENCE_BAN]}

    assert changes(BEFORE, after) == [Change("measures", [], [Measure.RESIDENCE_BAN])]


def test_no_measure_at_all_is_not_a_measure():
    after = BEFORE | {"measures": [Measure.NONE]}

    assert changes(BEFORE, after) == []


def test_a_weapon_that_was_used_this_time():
    after = BEFORE | {"weapon": Weapon.USED}

    assert changes(BEFORE, after) == [Change("weapon", Weapon.NONE, Weapon.USED)]


def test_what_nobody_said_this_time_takes_nothing_back():
    before = BEFORE | {"strangulation": Answer.YES}

    assert changes(before, before | {"strangulation": Answer.NOT_KNOWN}) == []


def test_what_was_not_known_before_is_said_without_a_before():
    before = BEFORE | {"strangulation": Answer.NOT_KNOWN}

    assert changes(before, before | {"strangulation": Answer.YES}) == [
        Change("strangulation", None, Answer.YES)
    ]


def test_what_a_side_may_not_read_is_not_compared():
    side = {"facts": [Fact.THREATS], "measures": []}

    assert changes(side, dict(side)) == []


@pytest.mark.parametrize(
    ("count", "previous", "first"),
    [
        (1, PreviousFacts.FIRST, First.FIRST),
        (1, PreviousFacts.EARLIER, First.EARLIER_POLICE),
        (1, PreviousFacts.NOT_KNOWN, First.NOT_KNOWN),
        (1, None, First.NOT_KNOWN),
        (0, None, First.NOT_KNOWN),
        (2, PreviousFacts.FIRST, First.EARLIER_HERE),
    ],
)
def test_first_known_facts_are_computed(count, previous, first):
    assert first_known(count, previous) is first


def test_the_risk_goes_in_steps_and_ends_with_what_it_is_now():
    later = MONDAY + timedelta(days=2)
    told = [(MONDAY, None, Risk.MEDIUM), (later, Risk.MEDIUM, Risk.HIGH)]
    now = Point(MONDAY + timedelta(days=5), Risk.CRITICAL)

    assert risk_over_time(MONDAY, told, now) == [
        Point(MONDAY, Risk.MEDIUM),
        Point(later, Risk.HIGH),
        now,
    ]


def test_a_file_of_which_nothing_was_told_has_its_risk_from_the_start():
    now = Point(MONDAY + timedelta(days=5), Risk.LOW)

    assert risk_over_time(MONDAY, [], now) == [Point(MONDAY, Risk.LOW)]


def test_the_first_change_tells_what_was_before_it():
    later = MONDAY + timedelta(days=2)
    now = Point(later, Risk.HIGH)

    points = risk_over_time(MONDAY, [(later, Risk.LOW, Risk.HIGH)], now)

    assert [one.risk for one in points] == [Risk.LOW, Risk.HIGH]
