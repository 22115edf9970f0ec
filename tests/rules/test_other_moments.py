from datetime import datetime, time

import pytest

from followup.rules import other_moments
from followup.rules.next_step import Limits
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.safe_window import Card, Window
from followup.rules.working_time import BRUSSELS, OFFICE, Span
from followup.vocabulary import Risk, StepWhy, Strand

RULE = DEFAULT_POLICY.rule_for(Strand.VICTIM, Risk.HIGH)
MORNINGS = Card(windows=(Window(time(10), time(12)),))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


NOW = at(23, 10, 12)


def limits(card=MORNINGS, **more):
    return Limits(card=card, calendar=OFFICE, rule=RULE, **more)


def test_later_today_is_at_least_half_an_hour_from_now_and_inside_the_window():
    step = other_moments.later_today(NOW, limits())

    assert (step.starts_at, step.ends_at) == (at(23, 10, 42), at(23, 12))
    assert step.why is StepWhy.CHOSEN


def test_no_later_today_when_the_window_closes_before():
    assert other_moments.later_today(at(23, 11, 40), limits()) is None


def test_tomorrow_is_the_first_safe_moment_in_service_hours():
    assert other_moments.tomorrow(NOW, limits()).starts_at == at(24, 10)
    assert other_moments.tomorrow(NOW, limits(Card())).starts_at == at(24, 8, 30)


def test_no_tomorrow_on_a_day_off():
    assert other_moments.tomorrow(at(27, 10), limits()) is None


def test_no_tomorrow_while_the_worker_is_away():
    away = (Span(at(24, 0), at(25, 0)),)

    assert other_moments.tomorrow(NOW, limits(absences=away)) is None


def test_the_other_half_lies_in_the_same_window():
    proposed = other_moments.at_moment(at(24, 11), NOW, limits())

    other = other_moments.other_half(proposed, NOW, limits())

    assert (other.starts_at, other.ends_at) == (at(24, 10), at(24, 11))


def test_no_other_half_where_any_time_is_safe():
    proposed = other_moments.at_moment(at(24, 11), NOW, limits(Card()))

    assert other_moments.other_half(proposed, NOW, limits(Card())) is None


def test_a_named_moment_says_by_how_much_it_is_later_than_the_rule():
    due = limits(contact_due=at(24, 9))

    assert other_moments.at_moment(at(24, 11), NOW, due).later_than_rule.seconds == 2 * 3600
    with pytest.raises(ValueError, match="after"):
        other_moments.at_moment(at(23, 9), NOW, due)


def test_the_next_window_comes_after_the_one_that_is_open_now():
    assert other_moments.next_window(NOW, limits()).starts_at == at(24, 10)
    assert other_moments.next_window(at(23, 9), limits()).starts_at == at(23, 10)


def test_where_any_time_is_safe_the_next_moment_is_half_an_hour_away():
    assert other_moments.next_window(NOW, limits(Card())).starts_at == at(23, 10, 42)
