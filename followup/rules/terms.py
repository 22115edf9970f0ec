"""The length of a term and where it ends: hours on the real clock, days in Brussels time."""

import calendar as gregorian
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from followup.rules.working_time import Calendar, SkippedDay, at, local, utc
from followup.vocabulary import TermUnit

NOON = time(12)
DUTY_LIMIT = timedelta(hours=24)


@dataclass(frozen=True)
class Term:
    """`n` of a unit; units that name their own moment (noon, school morning, same day) have n 0."""

    unit: TermUnit
    n: int = 0


class Reckoned(NamedTuple):
    """Where a term ends, in UTC, and the days that were passed over to get there."""

    due_at: datetime
    skipped: tuple[SkippedDay, ...] = ()


def minutes(n: int) -> Term:
    return Term(TermUnit.MINUTES, n)


def hours(n: int) -> Term:
    return Term(TermUnit.HOURS, n)


def working_days(n: int) -> Term:
    return Term(TermUnit.WORKING_DAYS, n)


def calendar_days(n: int) -> Term:
    return Term(TermUnit.CALENDAR_DAYS, n)


def months(n: int) -> Term:
    return Term(TermUnit.MONTHS, n)


NOON_NEXT_WORKING_DAY = Term(TermUnit.NOON_NEXT_WORKING_DAY)
NEXT_SCHOOL_MORNING = Term(TermUnit.NEXT_SCHOOL_MORNING)
SAME_DAY = Term(TermUnit.SAME_DAY)
AT_ONCE = Term(TermUnit.HOURS, 0)


def reckon(term: Term, start: datetime, calendar: Calendar) -> Reckoned:
    """Return where the term ends when it starts at this moment; raises ValueError when naive."""
    return _RECKONERS[term.unit](term.n, utc(start), calendar)


def working_days_later(start: datetime, n: int, calendar: Calendar) -> datetime:
    """Return the same clock time n working days later: how long to wait, not by when to act."""
    clock = local(start)
    day, _ = calendar.working_days_after(clock.date(), n)
    return at(day, clock.time())


def next_month_day(day: date, n: int) -> date:
    """Return the same day n months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _elapsed_minutes(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    return Reckoned(start + timedelta(minutes=n))


def _elapsed_hours(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    return Reckoned(start + timedelta(hours=n))


def _working_days(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    return Reckoned(*calendar.add_working_days(start, n))


def _calendar_days(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    clock = local(start)
    return Reckoned(at(clock.date() + timedelta(days=n), clock.time()))


def _months(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    clock = local(start)
    return Reckoned(at(next_month_day(clock.date(), n), clock.time()))


def _noon(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    day, skipped = calendar.working_days_after(local(start).date(), 1)
    noon = at(day, NOON)
    if calendar.weekend_duty and start + DUTY_LIMIT < noon:
        return Reckoned(start + DUTY_LIMIT)
    return Reckoned(noon, skipped)


def _school_morning(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    return Reckoned(*calendar.next_school_morning(start))


def _same_day(n: int, start: datetime, calendar: Calendar) -> Reckoned:
    today = local(start).date()
    if calendar.is_working_day(today) and start < calendar.closing_at(today):
        return Reckoned(calendar.closing_at(today))
    return _working_days(1, start, calendar)


_RECKONERS: dict[TermUnit, Callable[[int, datetime, Calendar], Reckoned]] = {
    TermUnit.MINUTES: _elapsed_minutes,
    TermUnit.HOURS: _elapsed_hours,
    TermUnit.WORKING_DAYS: _working_days,
    TermUnit.CALENDAR_DAYS: _calendar_days,
    TermUnit.MONTHS: _months,
    TermUnit.NOON_NEXT_WORKING_DAY: _noon,
    TermUnit.NEXT_SCHOOL_MORNING: _school_morning,
    TermUnit.SAME_DAY: _same_day,
}
