from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules import terms
from followup.rules.terms import Term, reckon, working_days_later
from followup.rules.working_time import OFFICE, Calendar, at, local
from followup.vocabulary import TermUnit

ON_DUTY = Calendar(weekend_duty=True)


def clock(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute))


def ends(term, start, calendar=OFFICE):
    return local(reckon(term, start, calendar).due_at).strftime("%a %d %b %H:%M")


def test_hours_run_on_the_real_clock_when_summer_time_begins():
    assert ends(terms.hours(24), clock(2026, 3, 28, 14)) == "Sun 29 Mar 15:00"


def test_hours_run_on_the_real_clock_when_summer_time_ends():
    assert ends(terms.hours(48), clock(2026, 10, 24, 14)) == "Mon 26 Oct 13:00"


def test_hours_run_through_nights_and_week_ends():
    assert ends(terms.hours(48), clock(2026, 9, 4, 23)) == "Sun 06 Sep 23:00"


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        pytest.param(clock(2026, 3, 20, 14), 14, "Fri 03 Apr 14:00", id="summer time begins"),
        pytest.param(clock(2026, 10, 20, 14), 14, "Tue 03 Nov 14:00", id="summer time ends"),
        pytest.param(clock(2026, 3, 15, 2, 30), 14, "Sun 29 Mar 03:30", id="hour that is lost"),
        pytest.param(clock(2026, 10, 11, 2, 30), 14, "Sun 25 Oct 02:30", id="hour that is doubled"),
    ],
)
def test_calendar_days_keep_the_clock_time(start, n, expected):
    assert ends(terms.calendar_days(n), start) == expected


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (clock(2026, 1, 31, 9), 1, "Sat 28 Feb 09:00"),
        (clock(2026, 11, 23, 9), 3, "Tue 23 Feb 09:00"),
        (clock(2026, 12, 15, 9), 1, "Fri 15 Jan 09:00"),
        (clock(2026, 3, 10, 9), 1, "Fri 10 Apr 09:00"),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(start, n, expected):
    assert ends(terms.months(n), start) == expected


@pytest.mark.parametrize(
    ("start", "without_duty", "with_duty"),
    [
        pytest.param(
            clock(2026, 9, 4, 22), "Mon 07 Sep 12:00", "Sat 05 Sep 22:00", id="Friday night"
        ),
        pytest.param(
            clock(2026, 9, 7, 2), "Tue 08 Sep 12:00", "Tue 08 Sep 02:00", id="Monday 02:00"
        ),
        pytest.param(
            clock(2026, 9, 7, 15), "Tue 08 Sep 12:00", "Tue 08 Sep 12:00", id="Monday afternoon"
        ),
        pytest.param(
            clock(2026, 9, 6, 11), "Mon 07 Sep 12:00", "Mon 07 Sep 11:00", id="Sunday morning"
        ),
        pytest.param(
            clock(2026, 7, 20, 15), "Wed 22 Jul 12:00", "Tue 21 Jul 15:00", id="eve of 21 July"
        ),
    ],
)
def test_noon_of_the_next_working_day_or_24_hours_with_a_week_end_duty(
    start, without_duty, with_duty
):
    assert ends(terms.NOON_NEXT_WORKING_DAY, start) == without_duty
    assert ends(terms.NOON_NEXT_WORKING_DAY, start, ON_DUTY) == with_duty


def test_a_term_of_24_hours_passes_over_no_day():
    start = clock(2026, 9, 4, 22)

    assert len(reckon(terms.NOON_NEXT_WORKING_DAY, start, OFFICE).skipped) == 2
    assert reckon(terms.NOON_NEXT_WORKING_DAY, start, ON_DUTY).skipped == ()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (clock(2026, 9, 4, 16, 59), "Fri 04 Sep 17:00"),
        (clock(2026, 9, 4, 17, 0), "Mon 07 Sep 17:00"),
        (clock(2026, 9, 4, 3), "Fri 04 Sep 17:00"),
        (clock(2026, 9, 5, 10), "Mon 07 Sep 17:00"),
        (clock(2026, 7, 21, 10), "Wed 22 Jul 17:00"),
    ],
)
def test_same_day_is_today_while_the_house_is_open_else_the_next_working_day(start, expected):
    assert ends(terms.SAME_DAY, start) == expected


def test_minutes_and_a_school_morning():
    assert ends(terms.minutes(30), clock(2026, 9, 4, 16, 45)) == "Fri 04 Sep 17:15"
    assert ends(terms.NEXT_SCHOOL_MORNING, clock(2026, 9, 4, 21)) == "Mon 07 Sep 08:00"


def test_waiting_a_working_day_keeps_the_clock_time():
    assert working_days_later(clock(2026, 9, 4, 10), 1, OFFICE) == clock(2026, 9, 7, 10)
    assert working_days_later(clock(2026, 10, 23, 10), 1, OFFICE) == clock(2026, 10, 26, 10)


def test_a_start_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        reckon(terms.hours(1), datetime.fromisoformat("2026-09-07T10:00"), OFFICE)


@settings(deadline=None)
@given(
    unit=st.sampled_from(TermUnit),
    n=st.integers(1, 30),
    start=st.datetimes(
        datetime.fromisoformat("2024-01-01"),
        datetime.fromisoformat("2032-01-01"),
        timezones=st.just(UTC),
    ),
    duty=st.booleans(),
)
def test_every_term_ends_after_it_starts_in_utc(unit, n, start, duty):
    due_at, _ = reckon(Term(unit, n), start, Calendar(weekend_duty=duty))

    assert due_at > start
    assert due_at.utcoffset() == timedelta(0)
