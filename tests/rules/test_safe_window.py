from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.safe_window import (
    Card,
    Window,
    half_at,
    halves,
    may_use,
    next_opening,
    open_until,
    window_at,
)
from followup.rules.working_time import Span, at
from followup.vocabulary import PartOfWindow, Permit, Way, WayRefused

WEEKDAYS = frozenset(range(5))
MORNINGS = Card(
    windows=(Window(time(10), time(12), WEEKDAYS),),
    permits={Way.CALL: Permit.YES, Way.SMS: Permit.NO, Way.LETTER: Permit.YES},
)


def clock(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute))


def test_safe_hours_are_open_until_their_end():
    assert open_until(MORNINGS, clock(2026, 9, 7, 10)) == clock(2026, 9, 7, 12)
    assert open_until(MORNINGS, clock(2026, 9, 7, 12)) is None
    assert open_until(MORNINGS, clock(2026, 9, 7, 9, 59)) is None


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (clock(2026, 9, 7, 11), clock(2026, 9, 7, 11)),
        (clock(2026, 9, 7, 9), clock(2026, 9, 7, 10)),
        (clock(2026, 9, 4, 12), clock(2026, 9, 7, 10)),
    ],
)
def test_safe_hours_open_again(moment, opens):
    assert next_opening(MORNINGS, moment) == opens


def test_without_windows_any_time_is_safe():
    assert next_opening(Card(), clock(2026, 9, 6, 3)) == clock(2026, 9, 6, 3)
    assert open_until(Card(), clock(2026, 9, 6, 3)) == clock(2026, 9, 7)
    assert may_use(Card(), Way.CALL, clock(2026, 9, 6, 3)) is None


def test_touching_and_overlapping_windows_are_one():
    card = Card(
        windows=(
            Window(time(12), time(14)),
            Window(time(10), time(12)),
            Window(time(13), time(15), frozenset({0})),
        )
    )

    assert card.spans(date(2026, 9, 7)) == (Span(clock(2026, 9, 7, 10), clock(2026, 9, 7, 15)),)
    assert open_until(card, clock(2026, 9, 8, 10)) == clock(2026, 9, 8, 14)


def test_a_window_may_last_until_midnight():
    late = Card(windows=(Window(time(22), time(0)),))

    assert open_until(late, clock(2026, 9, 7, 23, 30)) == clock(2026, 9, 8)


@pytest.mark.parametrize("closes", [time(10), time(9)])
def test_a_window_ends_after_it_starts(closes):
    with pytest.raises(ValueError, match="after the start"):
        Window(time(10), closes)


def test_a_window_inside_the_hour_that_is_lost_does_not_open():
    night = Card(windows=(Window(time(2), time(3)),))

    assert night.spans(date(2026, 3, 29)) == ()
    assert next_opening(night, clock(2026, 3, 29, 1, 30)) == clock(2026, 3, 30, 2)


def test_a_window_over_the_doubled_hour_stays_open_an_hour_longer():
    (span,) = Card(windows=(Window(time(1), time(4)),)).spans(date(2026, 10, 25))

    assert span.ends_at - span.starts_at == timedelta(hours=4)


def test_the_same_clock_hours_are_safe_before_and_after_the_clock_change():
    assert next_opening(MORNINGS, clock(2026, 10, 23, 13)) == clock(2026, 10, 26, 10)
    assert clock(2026, 10, 23, 10).hour != clock(2026, 10, 26, 10).hour


def test_halves_meet_in_the_middle():
    first, second = halves(Span(clock(2026, 9, 7, 10), clock(2026, 9, 7, 12)))

    assert first.ends_at == second.starts_at == clock(2026, 9, 7, 11)


@pytest.mark.parametrize(
    ("hour", "half"),
    [(10, PartOfWindow.FIRST_HALF), (11, PartOfWindow.SECOND_HALF), (12, None)],
)
def test_a_try_falls_in_a_half_of_the_window(hour, half):
    assert half_at(MORNINGS, clock(2026, 9, 7, hour)) is half


def test_any_time_has_no_halves():
    assert half_at(Card(), clock(2026, 9, 7, 10)) is None


def test_never_on_a_date_or_a_weekday():
    card = Card(blackout_dates=frozenset({date(2026, 9, 8)}), blackout_weekdays=frozenset({2}))

    assert may_use(card, Way.CALL, clock(2026, 9, 8, 10)) is WayRefused.BLACKOUT
    assert may_use(card, Way.CALL, clock(2026, 9, 9, 10)) is WayRefused.BLACKOUT
    assert next_opening(card, clock(2026, 9, 8, 10)) == clock(2026, 9, 10)


def test_never_at_all_has_no_next_opening():
    card = Card(blackout_weekdays=frozenset(range(7)))

    assert next_opening(card, clock(2026, 9, 8, 10)) is None


IN_WINDOW = clock(2026, 9, 7, 10, 30)


@pytest.mark.parametrize(
    ("way", "refused"),
    [
        (Way.CALL, None),
        (Way.SMS, WayRefused.FORBIDDEN_WAY),
        (Way.VOICEMAIL, WayRefused.NOT_ASKED),
        (Way.EMAIL, WayRefused.NOT_ASKED),
        (Way.VISIT, WayRefused.NOT_ASKED),
        (Way.SAFE_PERSON, WayRefused.NOT_ASKED),
        (Way.LETTER, None),
        (Way.CAME_TO_US, None),
        (Way.PROFESSIONAL, None),
    ],
)
def test_what_was_not_asked_counts_as_no(way, refused):
    assert may_use(MORNINGS, way, IN_WINDOW) is refused


@pytest.mark.parametrize("way", [way for way in Way if way.needs_permit])
def test_without_any_card_only_a_neutral_call_may_be_tried(way):
    assert (may_use(Card(), way, IN_WINDOW) is None) == (way is Way.CALL)


@pytest.mark.parametrize("way", [way for way in Way if way.needs_permit])
def test_after_a_stop_every_way_is_locked(way):
    assert may_use(Card(permits={way: Permit.YES}, locked=True), way) is WayRefused.LOCKED


@pytest.mark.parametrize("way", [Way.CAME_TO_US, Way.PROFESSIONAL])
def test_after_a_stop_people_may_still_come_to_us(way):
    assert may_use(Card(locked=True), way) is None


def test_outside_the_window_a_call_is_refused_but_a_letter_is_not():
    night = clock(2026, 9, 7, 22)

    assert may_use(MORNINGS, Way.CALL, night) is WayRefused.OUTSIDE_WINDOW
    assert may_use(MORNINGS, Way.LETTER, night) is None
    assert may_use(MORNINGS, Way.CALL) is None


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        open_until(MORNINGS, datetime.fromisoformat("2026-09-07T10:00"))


@settings(deadline=None)
@given(
    moment=st.datetimes(
        datetime.fromisoformat("2025-01-01"),
        datetime.fromisoformat("2028-01-01"),
        timezones=st.just(UTC),
    ),
    opens=st.integers(0, 22),
    lasts=st.integers(1, 8),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_what_opens_next_is_safe_and_not_in_the_past(moment, opens, lasts, days):
    card = Card(windows=(Window(time(opens), time(min(opens + lasts, 23)), days),))

    opening = next_opening(card, moment)

    assert opening >= moment
    assert window_at(card, opening)
    assert may_use(card, Way.CALL, opening) is None
    assert (opening == moment) == (may_use(card, Way.CALL, moment) is None)
