"""Other moments for the next step than the proposed one: later today, tomorrow, the other half."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from followup.rules.effects import NextTry
from followup.rules.next_step import Limits, Step, propose_after
from followup.rules.safe_window import halves, window_at
from followup.rules.spans import common, without
from followup.rules.working_time import Span, local, utc

SOON = timedelta(minutes=30)
LONG_ENOUGH = timedelta(minutes=5)
NAMED = NextTry(chosen=True)


def later_today(now: datetime, limits: Limits) -> Step | None:
    """The first free safe moment of this Brussels day, at least half an hour from now."""
    return _first(local(now).date(), utc(now) + SOON, now, limits)


def tomorrow(now: datetime, limits: Limits) -> Step | None:
    """The first free safe moment of the next Brussels day."""
    return on_day(local(now).date() + timedelta(days=1), now, limits)


def next_window(now: datetime, limits: Limits) -> Step | None:
    """The first free safe moment after the window that is open now, within a week."""
    window = window_at(limits.card, now) if limits.card.windows else None
    after = window.ends_at if window else utc(now) + SOON
    days = (local(now).date() + timedelta(days=n) for n in range(8))
    steps = (_first(day, after, now, limits) for day in days)
    return next((step for step in steps if step is not None), None)


def on_day(day: date, now: datetime, limits: Limits) -> Step | None:
    """The first free safe moment of a day, not before now."""
    return _first(day, utc(now), now, limits)


def other_half(step: Step, now: datetime, limits: Limits) -> Step | None:
    """The half of the same safe window that is not proposed, when it is still to come."""
    window = window_at(limits.card, step.starts_at)
    if window is None or not limits.card.windows:
        return None
    first, second = halves(window)
    other = second if step.starts_at < first.ends_at else first
    if other.starts_at <= utc(now):
        return None
    return replace(at_moment(other.starts_at, now, limits), ends_at=other.ends_at)


def at_moment(moment: datetime, now: datetime, limits: Limits) -> Step:
    """The step at a moment that was named; raises ValueError when it is not after now."""
    step = propose_after(NAMED, tried_at=now, now=now, limits=limits, chosen_at=moment)
    assert isinstance(step, Step)  # noqa: S101 - a named moment always stands
    return step


def _first(day: date, earliest: datetime, now: datetime, limits: Limits) -> Step | None:
    for span in _free(day, limits):
        starts_at = max(span.starts_at, earliest)
        if span.ends_at - starts_at >= LONG_ENOUGH and starts_at > utc(now):
            return at_moment(starts_at, now, limits)
    return None


def _free(day: date, limits: Limits) -> list[Span]:
    served = limits.calendar.open_spans(day, duty=limits.rule.weekend_duty)
    return without(common(limits.card.spans(day), served), limits.absences)
