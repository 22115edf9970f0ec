"""When an organisation works: its hours, Belgian holidays, its closing days, in Brussels time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from followup.vocabulary import SkipReason

BRUSSELS = ZoneInfo("Europe/Brussels")
Hours = tuple[tuple[time, time], ...]

OFFICE_HOURS: Mapping[int, Hours] = {day: ((time(8, 30), time(17)),) for day in range(5)}
SATURDAY = 5
LONGEST_CLOSURE = timedelta(days=400)
LIBRARY_LANGUAGES = {"fr": "fr", "nl": "nl", "de": "de", "en": "en_US"}


class NoWorkingDay(ValueError):
    """The organisation is closed for more than a year on end: no day rule can be counted."""


class Span(NamedTuple):
    """A stretch of time in UTC; its end does not belong to it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SkippedDay:
    """A day that did not count; `name` is the holiday in English or the closing day as typed."""

    day: date
    reason: SkipReason
    name: str = ""


def utc(moment: datetime) -> datetime:
    """Return the moment in UTC, where elapsed time is true; raises ValueError when naive."""
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """Return the moment as the clock in Brussels shows it; raises ValueError when naive."""
    return utc(moment).astimezone(BRUSSELS)


@lru_cache(maxsize=8192)
def at(day: date, clock_time: time) -> datetime:
    """Return the UTC moment of a Brussels clock time.

    A time that the clock skips in March moves on by the hour that is lost; of a doubled hour in
    October the first is meant.
    """
    return datetime.combine(day, clock_time.replace(fold=0), tzinfo=BRUSSELS).astimezone(UTC)


@cache
def _holidays(year: int, language: str) -> Mapping[date, str]:
    return holidays.country_holidays("BE", years=year, expand=False, language=language)


def holiday_name(day: date, language: str = "en") -> str | None:
    """Return the public holiday's name in fr, nl, de or en; None on other days."""
    return _holidays(day.year, LIBRARY_LANGUAGES.get(language, "en_US")).get(day)


@dataclass(frozen=True)
class Calendar:
    """One organisation's working time.

    `hours` per weekday (Monday is 0). Saturday and Sunday may have hours, for planning calls, but
    never count as working days. `weekend_duty`: somebody is on call outside working days.
    Community days (11 July, 27 September, 15 November) are closing days of who keeps them.
    """

    hours: Mapping[int, Hours] = field(default_factory=lambda: OFFICE_HOURS)
    closing_days: Mapping[date, str] = field(default_factory=dict)
    weekend_duty: bool = False
    school_holidays: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not any(self.hours.get(weekday) for weekday in range(SATURDAY)):
            raise ValueError("an organisation works on at least one day from Monday to Friday")
        for pairs in self.hours.values():
            if any(closes <= opens for opens, closes in pairs):
                raise ValueError("closing time must be after opening time")

    def skipped(self, day: date) -> SkippedDay | None:
        """Say why a day is not a working day; None when it is one."""
        if day.weekday() >= SATURDAY:
            return SkippedDay(day, SkipReason.WEEKEND)
        if name := holiday_name(day):
            return SkippedDay(day, SkipReason.HOLIDAY, name)
        if day in self.closing_days or not self.hours.get(day.weekday()):
            return SkippedDay(day, SkipReason.CLOSING_DAY, self.closing_days.get(day, ""))
        return None

    def is_working_day(self, day: date) -> bool:
        return self.skipped(day) is None

    def working_days_after(self, day: date, n: int) -> tuple[date, tuple[SkippedDay, ...]]:
        """Return the n-th working day after a date (it never counts) and the days passed over."""
        if n < 1:
            raise ValueError("a day rule counts at least one working day")
        skipped: list[SkippedDay] = []
        last_worked = day
        while n:
            day += timedelta(days=1)
            if reason := self.skipped(day):
                skipped.append(reason)
                if day - last_worked > LONGEST_CLOSURE:
                    raise NoWorkingDay
            else:
                last_worked = day
                n -= 1
        return day, tuple(skipped)

    def add_working_days(self, start: datetime, n: int) -> tuple[datetime, tuple[SkippedDay, ...]]:
        """Return the closing hour of the n-th working day after the local date of the start."""
        day, skipped = self.working_days_after(local(start).date(), n)
        return self.closing_at(day), skipped

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than the first date, up to and with the second."""
        return sum(
            self.is_working_day(after + timedelta(days=n))
            for n in range(1, (until - after).days + 1)
        )

    def closing_at(self, day: date) -> datetime:
        """Return when the day's work ends; raises ValueError on a weekday without hours."""
        return at(day, max(closes for _, closes in self._hours_of(day)))

    def open_spans(self, day: date, *, duty: bool = False) -> tuple[Span, ...]:
        """Return the hours of one day in which somebody works.

        With `duty`, an organisation that has a week-end duty also works on its other days: in that
        weekday's own hours if it has any, else from its earliest opening to its latest closing.
        """
        pairs = self.hours.get(day.weekday(), ())
        closed = holiday_name(day) is not None or day in self.closing_days
        if closed or not pairs:
            on_call = duty and self.weekend_duty
            pairs = (pairs or self._longest_day()) if on_call else ()
        return tuple(Span(at(day, opens), at(day, closes)) for opens, closes in sorted(pairs))

    def next_opening(self, moment: datetime, *, duty: bool = False) -> datetime:
        """Return the moment itself while somebody works, else when work begins again."""
        moment = utc(moment)
        for span in self._spans_from(moment, duty):
            if span.ends_at > moment:
                return max(span.starts_at, moment)
        raise NoWorkingDay

    def next_school_morning(self, moment: datetime) -> tuple[datetime, tuple[SkippedDay, ...]]:
        """Return the first 08:00 of a school day after the moment: before the lessons begin."""
        skipped: list[SkippedDay] = []
        first = local(moment).date()
        for n in range(LONGEST_CLOSURE.days):
            day = first + timedelta(days=n)
            if at(day, time(8)) <= utc(moment):
                continue
            reason = self._no_school(day)
            if reason is None:
                return at(day, time(8)), tuple(skipped)
            skipped.append(reason)
        raise NoWorkingDay

    def _no_school(self, day: date) -> SkippedDay | None:
        if day.weekday() >= SATURDAY:
            return SkippedDay(day, SkipReason.WEEKEND)
        name = holiday_name(day) or self.school_holidays.get(day)
        return SkippedDay(day, SkipReason.HOLIDAY, name) if name is not None else None

    def _hours_of(self, day: date) -> Hours:
        pairs = self.hours.get(day.weekday())
        if not pairs:
            raise ValueError("no working hours on this weekday")
        return pairs

    def _longest_day(self) -> Hours:
        pairs = [pair for pairs in self.hours.values() for pair in pairs]
        return ((min(opens for opens, _ in pairs), max(closes for _, closes in pairs)),)

    def _spans_from(self, moment: datetime, duty: bool) -> Iterator[Span]:
        first = local(moment).date()
        for n in range(LONGEST_CLOSURE.days):
            yield from self.open_spans(first + timedelta(days=n), duty=duty)


OFFICE = Calendar()
