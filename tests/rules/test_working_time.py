from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.working_time import (
    BRUSSELS,
    OFFICE,
    Calendar,
    NoWorkingDay,
    SkippedDay,
    Span,
    at,
    holiday_name,
    local,
    utc,
)
from followup.vocabulary import SkipReason

ANY_MOMENT = st.datetimes(
    datetime.fromisoformat("2024-01-01"),
    datetime.fromisoformat("2032-12-31"),
    timezones=st.just(UTC),
)


def clock(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute))


def due(start, n, calendar=OFFICE):
    return local(calendar.add_working_days(start, n)[0]).strftime("%a %d %b %H:%M")


def skipped(start, n, calendar=OFFICE):
    return [day.day.isoformat() for day in calendar.add_working_days(start, n)[1]]


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        pytest.param(clock(2026, 7, 20, 15), 2, "Thu 23 Jul 17:00", id="around 21 July"),
        pytest.param(clock(2026, 4, 2, 10), 1, "Fri 03 Apr 17:00", id="Good Friday is worked"),
        pytest.param(clock(2026, 4, 3, 16, 59), 1, "Tue 07 Apr 17:00", id="over Easter"),
        pytest.param(clock(2026, 5, 13, 9), 1, "Fri 15 May 17:00", id="over Ascension"),
        pytest.param(clock(2026, 5, 13, 9), 2, "Mon 18 May 17:00", id="Ascension and week-end"),
        pytest.param(clock(2026, 5, 22, 17, 1), 1, "Tue 26 May 17:00", id="over Whit Monday"),
        pytest.param(clock(2026, 12, 24, 12), 1, "Mon 28 Dec 17:00", id="over Christmas"),
        pytest.param(clock(2026, 12, 31, 12), 1, "Mon 04 Jan 17:00", id="over New Year"),
        pytest.param(clock(2026, 11, 10, 12), 1, "Thu 12 Nov 17:00", id="over Armistice"),
        pytest.param(clock(2026, 9, 4, 16, 59), 1, "Mon 07 Sep 17:00", id="Friday 16:59"),
        pytest.param(clock(2026, 9, 4, 17, 1), 1, "Mon 07 Sep 17:00", id="Friday 17:01"),
        pytest.param(clock(2026, 9, 5, 3), 1, "Mon 07 Sep 17:00", id="Saturday night"),
        pytest.param(clock(2026, 9, 7, 0, 0), 1, "Tue 08 Sep 17:00", id="midnight is its new day"),
        pytest.param(clock(2026, 9, 6, 23, 59), 1, "Mon 07 Sep 17:00", id="just before midnight"),
        pytest.param(clock(2026, 3, 27, 10), 1, "Mon 30 Mar 17:00", id="summer time begins"),
        pytest.param(clock(2026, 10, 23, 10), 1, "Mon 26 Oct 17:00", id="summer time ends"),
        pytest.param(clock(2028, 2, 28, 10), 1, "Tue 29 Feb 17:00", id="29 February"),
    ],
)
def test_a_day_rule_ends_at_closing_hour_of_a_working_day(start, n, expected):
    assert due(start, n) == expected


def test_a_late_evening_in_utc_counts_from_its_brussels_date():
    sunday_in_utc_monday_in_brussels = datetime(2026, 9, 6, 22, 30, tzinfo=UTC)

    assert due(sunday_in_utc_monday_in_brussels, 1) == "Tue 08 Sep 17:00"


def test_every_skipped_day_says_why():
    _, days = OFFICE.add_working_days(clock(2026, 4, 3, 10), 1)

    assert days == (
        SkippedDay(date(2026, 4, 4), SkipReason.WEEKEND),
        SkippedDay(date(2026, 4, 5), SkipReason.WEEKEND),
        SkippedDay(date(2026, 4, 6), SkipReason.HOLIDAY, "Easter Monday"),
    )


def test_the_closing_days_of_the_organisation_do_not_count():
    bridge = Calendar(closing_days={date(2026, 5, 15): "Bridge day"})

    assert due(clock(2026, 5, 13, 9), 1, bridge) == "Mon 18 May 17:00"
    assert bridge.skipped(date(2026, 5, 15)) == SkippedDay(
        date(2026, 5, 15), SkipReason.CLOSING_DAY, "Bridge day"
    )


def test_a_weekday_without_hours_is_a_closing_day():
    hours = {day: ((time(9), time(16)),) for day in (0, 1, 3, 4)}
    shut_on_wednesday = Calendar(hours=hours)

    assert due(clock(2026, 9, 8, 10), 1, shut_on_wednesday) == "Thu 10 Sep 16:00"
    assert shut_on_wednesday.skipped(date(2026, 9, 9)).reason is SkipReason.CLOSING_DAY


def test_saturday_hours_do_not_make_saturday_a_working_day():
    open_on_saturday = Calendar(hours={**OFFICE.hours, 5: ((time(9), time(12)),)})

    assert due(clock(2026, 9, 4, 10), 1, open_on_saturday) == "Mon 07 Sep 17:00"
    assert open_on_saturday.open_spans(date(2026, 9, 5))


def test_a_short_friday_ends_at_its_own_closing_hour():
    short_friday = Calendar(hours={**OFFICE.hours, 4: ((time(8), time(12)),)})

    assert due(clock(2026, 9, 3, 10), 1, short_friday) == "Fri 04 Sep 12:00"


def test_a_holiday_in_the_week_end_is_told_as_week_end():
    assert OFFICE.skipped(date(2026, 8, 15)).reason is SkipReason.WEEKEND


@pytest.mark.parametrize(
    ("language", "name"),
    [("fr", "Fête nationale"), ("nl", "Nationale feestdag"), ("de", "Nationalfeiertag")],
)
def test_a_holiday_has_its_name_in_the_readers_language(language, name):
    assert holiday_name(date(2026, 7, 21), language) == name


def test_an_ordinary_day_has_no_holiday_name():
    assert holiday_name(date(2026, 7, 22)) is None


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-07-21"]
    + ["2025-08-15", "2027-11-01", "2026-11-11", "2026-12-25"],
)
def test_each_legal_holiday_of_belgium_is_no_working_day(day):
    assert OFFICE.skipped(date.fromisoformat(day)).reason is SkipReason.HOLIDAY


@pytest.mark.parametrize("day", ["2025-07-11", "2024-09-27", "2024-11-15"])
def test_community_days_are_worked_unless_the_organisation_closes(day):
    assert OFFICE.is_working_day(date.fromisoformat(day))
    assert not Calendar(closing_days={date.fromisoformat(day): ""}).is_working_day(
        date.fromisoformat(day)
    )


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.add_working_days(datetime.fromisoformat("2026-09-07T10:00"), 1)
    with pytest.raises(ValueError, match="time zone"):
        utc(datetime.fromisoformat("2026-09-07T10:00"))


def test_zero_working_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        OFFICE.add_working_days(clock(2026, 9, 7, 10), 0)


def test_hours_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="after opening"):
        Calendar(hours={0: ((time(17), time(9)),)})


def test_an_organisation_that_never_works_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        Calendar(hours={5: ((time(9), time(12)),)})


def test_a_closure_of_more_than_a_year_is_told_not_counted_for_ever():
    closed = {date.fromordinal(date(2026, 1, 1).toordinal() + n): "" for n in range(800)}

    with pytest.raises(NoWorkingDay):
        Calendar(closing_days=closed).add_working_days(clock(2026, 1, 5, 9), 1)
    with pytest.raises(NoWorkingDay):
        Calendar(closing_days=closed).next_opening(clock(2026, 1, 5, 9))


def test_a_clock_time_that_summer_time_skips_moves_on_an_hour():
    assert local(clock(2026, 3, 29, 2, 30)).strftime("%H:%M %Z") == "03:30 CEST"


def test_of_a_doubled_hour_the_first_is_meant():
    assert local(clock(2026, 10, 25, 2, 30)).strftime("%H:%M %Z") == "02:30 CEST"


def test_closing_hour_stays_17_on_the_clock_all_year():
    assert OFFICE.closing_at(date(2026, 1, 12)).hour == 16
    assert OFFICE.closing_at(date(2026, 7, 13)).hour == 15


def test_a_day_without_hours_has_no_closing():
    with pytest.raises(ValueError, match="no working hours"):
        OFFICE.closing_at(date(2026, 9, 5))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (clock(2026, 9, 4, 10), clock(2026, 9, 4, 10)),
        (clock(2026, 9, 4, 17), clock(2026, 9, 7, 8, 30)),
        (clock(2026, 9, 7, 3), clock(2026, 9, 7, 8, 30)),
        (clock(2026, 7, 20, 18), clock(2026, 7, 22, 8, 30)),
    ],
)
def test_work_begins_again_at_the_next_opening(moment, expected):
    assert OFFICE.next_opening(moment) == expected


def test_a_lunch_break_is_closed():
    hours = {day: ((time(9), time(12)), (time(13), time(17))) for day in range(5)}

    assert Calendar(hours=hours).next_opening(clock(2026, 9, 7, 12, 15)) == clock(2026, 9, 7, 13)


def test_a_week_end_duty_works_on_saturday_and_on_holidays_only_for_who_asks():
    on_duty = Calendar(weekend_duty=True)
    whole_day = (Span(clock(2026, 9, 5, 8, 30), clock(2026, 9, 5, 17)),)

    assert on_duty.open_spans(date(2026, 9, 5), duty=True) == whole_day
    assert on_duty.open_spans(date(2026, 7, 21), duty=True)
    assert on_duty.open_spans(date(2026, 9, 5)) == ()
    assert OFFICE.open_spans(date(2026, 9, 5), duty=True) == ()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(clock(2026, 9, 7, 3), clock(2026, 9, 7, 8), id="the same morning"),
        pytest.param(clock(2026, 9, 7, 8), clock(2026, 9, 8, 8), id="lessons have begun"),
        pytest.param(clock(2026, 9, 4, 20), clock(2026, 9, 7, 8), id="over the week-end"),
        pytest.param(clock(2026, 5, 13, 20), clock(2026, 5, 15, 8), id="over Ascension"),
    ],
)
def test_the_school_hears_before_the_lessons_begin(moment, expected):
    assert OFFICE.next_school_morning(moment)[0] == expected


def test_school_holidays_are_no_school_days():
    autumn = {date(2026, 11, day): "Autumn holiday" for day in range(2, 7)}

    morning, days = Calendar(school_holidays=autumn).next_school_morning(clock(2026, 10, 30, 20))

    assert morning == clock(2026, 11, 9, 8)
    assert days[2] == SkippedDay(date(2026, 11, 2), SkipReason.HOLIDAY, "Autumn holiday")


def test_a_school_holiday_needs_no_name():
    free = Calendar(school_holidays={date(2026, 9, 8): ""})

    assert free.next_school_morning(clock(2026, 9, 7, 20))[0] == clock(2026, 9, 9, 8)


@settings(deadline=None)
@given(start=ANY_MOMENT, n=st.integers(1, 30))
def test_a_day_rule_always_ends_later_on_a_working_day_at_closing_hour(start, n):
    due_at, days = OFFICE.add_working_days(start, n)
    first, last = local(start).date(), local(due_at).date()

    assert due_at > start
    assert OFFICE.is_working_day(last)
    assert local(due_at).time() == time(17)
    assert (last - first).days == n + len(days)
    assert OFFICE.working_days_between(first, last) == n


@settings(deadline=None)
@given(start=ANY_MOMENT, n=st.integers(1, 20), more=st.integers(1, 5))
def test_more_working_days_never_end_sooner(start, n, more):
    assert OFFICE.add_working_days(start, n)[0] < OFFICE.add_working_days(start, n + more)[0]


@settings(deadline=None)
@given(moment=ANY_MOMENT)
def test_brussels_time_and_back_is_the_same_moment(moment):
    assert utc(local(moment)) == moment
    assert local(moment).tzinfo is BRUSSELS
