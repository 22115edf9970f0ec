"""When and how a person may safely be reached, as the safe-contact card says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from followup.rules.working_time import Span, at, local, utc
from followup.vocabulary import PartOfWindow, Permit, Way, WayRefused

HORIZON_DAYS = 60
MIDNIGHT = time(0)
# Post arrives when it arrives, and a safe person has hours of their own.
UNTIMED = frozenset({Way.LETTER, Way.SAFE_PERSON})


@dataclass(frozen=True)
class Window:
    """Safe hours in Brussels time; `days` None is any day. `closes` 00:00 is the end of the day."""

    opens: time
    closes: time
    days: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if self.closes <= self.opens and self.closes != MIDNIGHT:
            raise ValueError("the end must be after the start")

    def on(self, day: date) -> Span | None:
        """Return the window on one day, None when it is closed or swallowed by the clock change."""
        if self.days is not None and day.weekday() not in self.days:
            return None
        end = day + timedelta(days=1) if self.closes == MIDNIGHT else day
        span = Span(at(day, self.opens), at(end, self.closes))
        return span if span.starts_at < span.ends_at else None


@dataclass(frozen=True)
class Card:
    """What the rules need of a safe-contact card.

    No window means any time. A way without a permit was not asked. `locked`: contact was stopped.
    `barred`: ways that stay shut whatever was agreed, each with its reason.
    """

    windows: tuple[Window, ...] = ()
    blackout_dates: frozenset[date] = frozenset()
    blackout_weekdays: frozenset[int] = frozenset()
    permits: Mapping[Way, Permit] = field(default_factory=dict)
    locked: bool = False
    barred: Mapping[Way, WayRefused] = field(default_factory=dict)

    def is_blackout(self, day: date) -> bool:
        return day in self.blackout_dates or day.weekday() in self.blackout_weekdays

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the safe hours of one Brussels day in UTC, in order, overlaps joined."""
        if self.is_blackout(day):
            return ()
        whole_day = Span(at(day, MIDNIGHT), at(day + timedelta(days=1), MIDNIGHT))
        if not self.windows:
            return (whole_day,)
        return _joined(span for window in self.windows if (span := window.on(day)))


def open_until(card: Card, moment: datetime) -> datetime | None:
    """Return when the safe hours now running end; None when they are not open."""
    span = window_at(card, moment)
    return span.ends_at if span else None


def next_opening(card: Card, moment: datetime) -> datetime | None:
    """Return the moment itself while it is safe, else when it is again; None if not in 60 days."""
    moment = utc(moment)
    first = local(moment).date()
    for n in range(HORIZON_DAYS):
        for span in card.spans(first + timedelta(days=n)):
            if span.ends_at > moment:
                return max(span.starts_at, moment)
    return None


def window_at(card: Card, moment: datetime) -> Span | None:
    """Return the safe hours that hold this moment."""
    moment = utc(moment)
    for span in card.spans(local(moment).date()):
        if span.starts_at <= moment < span.ends_at:
            return span
    return None


def halves(span: Span) -> tuple[Span, Span]:
    """Return the two halves of one safe window, by elapsed time."""
    middle = span.starts_at + (span.ends_at - span.starts_at) / 2
    return Span(span.starts_at, middle), Span(middle, span.ends_at)


def half_at(card: Card, moment: datetime) -> PartOfWindow | None:
    """Return the half of the window a try falls in; None outside it and where any time is safe."""
    span = window_at(card, moment)
    if span is None or not card.windows:
        return None
    first, _ = halves(span)
    return PartOfWindow.FIRST_HALF if utc(moment) < first.ends_at else PartOfWindow.SECOND_HALF


def may_use(card: Card, way: Way, moment: datetime | None = None) -> WayRefused | None:
    """Return why a way may not be used (at a moment, if given); None when it may.

    What was not asked counts as unsafe. Only a neutral call may be tried without being asked.
    """
    if not way.needs_permit:
        return None
    if card.locked:
        return WayRefused.LOCKED
    permit = card.permits.get(way, Permit.NOT_ASKED)
    if permit is Permit.NO:
        return WayRefused.FORBIDDEN_WAY
    if permit is Permit.NOT_ASKED and way is not Way.CALL:
        return WayRefused.NOT_ASKED
    if way in card.barred:
        return card.barred[way]
    if moment is None or way in UNTIMED:
        return None
    return _refused_at(card, moment)


def _refused_at(card: Card, moment: datetime) -> WayRefused | None:
    if card.is_blackout(local(moment).date()):
        return WayRefused.BLACKOUT
    return None if window_at(card, moment) else WayRefused.OUTSIDE_WINDOW


def _joined(spans: Iterator[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.starts_at <= joined[-1].ends_at:
            joined[-1] = Span(joined[-1].starts_at, max(joined[-1].ends_at, span.ends_at))
        else:
            joined.append(span)
    return tuple(joined)
