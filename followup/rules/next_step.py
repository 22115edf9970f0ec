"""The proposal for the next try: safe for the person, in service hours, at another part of day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from followup.rules.effects import NextTry
from followup.rules.policy import Rule
from followup.rules.safe_window import Card, half_at, halves, open_until, window_at
from followup.rules.spans import common, cut, without
from followup.rules.terms import reckon, working_days_later
from followup.rules.working_time import Calendar, Span, at, local, utc
from followup.vocabulary import Daypart, PartOfWindow, StepWhy, Way

HORIZON_DAYS = 21
PREFER_WITHIN = timedelta(hours=72)
LONG_ENOUGH = timedelta(minutes=5)
CHOSEN_LASTS = timedelta(hours=1)
DAYPARTS = {
    Daypart.MORNING: (time(8), time(12)),
    Daypart.MIDDAY: (time(12), time(14)),
    Daypart.AFTERNOON: (time(14), time(17)),
    Daypart.EVENING: (time(17), time(21)),
}
EDGES = sorted({edge for hours in DAYPARTS.values() for edge in hours})


@dataclass(frozen=True)
class Tried:
    """One earlier try that counted as an attempt; `half` of the safe window of that day."""

    at: datetime
    half: PartOfWindow | None = None
    way: Way = Way.CALL

    @property
    def daypart(self) -> Daypart | None:
        return daypart_at(self.at)


@dataclass(frozen=True)
class Limits:
    """What the next try must respect. `absences` are the worker's own, in any zone."""

    card: Card
    calendar: Calendar
    rule: Rule
    absences: tuple[Span, ...] = ()
    tried: tuple[Tried, ...] = ()
    contact_due: datetime | None = None


@dataclass(frozen=True)
class Step:
    """The proposed try. `later_than_rule`: how long after contact is due, None when in time."""

    starts_at: datetime
    ends_at: datetime
    daypart: Daypart | None
    half: PartOfWindow | None
    why: StepWhy
    later_than_rule: timedelta | None = None


@dataclass(frozen=True)
class NothingFits:
    """No try can be proposed within 21 days, and why."""

    why: StepWhy


@dataclass(frozen=True)
class Exhausted:
    """The last allowed try was made without contact: the follow-up goes to Not reached."""

    attempts: int
    used: tuple[Daypart, ...]
    unused: tuple[Daypart, ...]
    enough_dayparts: bool


@dataclass(frozen=True)
class _Piece:
    span: Span
    daypart: Daypart | None
    half: PartOfWindow | None


def daypart_at(moment: datetime) -> Daypart | None:
    """Return the part of the day in Brussels; None in the night."""
    clock = local(moment).time()
    for daypart, (begins, ends) in DAYPARTS.items():
        if begins <= clock < ends:
            return daypart
    return None


def exhausted(tried: tuple[Tried, ...], rule: Rule) -> Exhausted | None:
    """Return which parts of day were used when no try is left; None while tries are left."""
    if len(tried) < rule.attempts_max:
        return None
    used = tuple(part for part in Daypart if any(one.daypart is part for one in tried))
    unused = tuple(part for part in Daypart if part not in used)
    return Exhausted(len(tried), used, unused, len(used) >= rule.dayparts_needed)


def propose(
    now: datetime,
    limits: Limits,
    *,
    not_before: datetime | None = None,
    avoid: Daypart | None = None,
) -> Step | NothingFits:
    """Return the next try by the formula of ux.md §3.

    The first moment at least the rule's gap after the last try, inside safe windows, service hours
    and the worker's presence; rather in a part of day not tried, then in the untried half of the
    window. Waiting for a better part of day never passes the moment contact is due.
    """
    if limits.card.locked:
        return NothingFits(StepWhy.CONTACT_LOCKED)
    if len(limits.tried) >= limits.rule.attempts_max:
        return NothingFits(StepWhy.ATTEMPTS_USED)
    earliest = _earliest(utc(now), limits, not_before)
    pieces = (piece for day in _days(earliest) for piece in _pieces(day, earliest, limits))
    first = next(pieces, None)
    if first is None:
        return NothingFits(_why_nothing(earliest, limits))
    until = _prefer_until(first.span.starts_at, limits)
    near = [first, *takewhile(lambda piece: piece.span.starts_at <= until, pieces)]
    piece, why = _choose(near, limits, avoid)
    return Step(*piece.span, piece.daypart, piece.half, why, _late(piece.span.starts_at, limits))


def propose_after(
    next_try: NextTry,
    *,
    tried_at: datetime,
    now: datetime,
    limits: Limits,
    chosen_at: datetime | None = None,
) -> Step | NothingFits:
    """Return the next try after an outcome; `limits.tried` includes the try itself if it counts.

    A moment the person named stands, whatever the card says; raises ValueError when it is not
    after the try.
    """
    tried_at, now = utc(tried_at), utc(now)
    if next_try.chosen and chosen_at is not None:
        return _chosen(utc(chosen_at), tried_at, limits)
    if next_try.retry is not None:
        moment = max(now, reckon(next_try.retry, tried_at, limits.calendar).due_at)
        if span := _open_span(moment, limits):
            return _step_at(moment, span.ends_at, StepWhy.RETRY, limits)
    not_before = tried_at + timedelta(hours=limits.rule.gap_hours)
    if next_try.wait is not None:
        waited = working_days_later(tried_at, next_try.wait.n, limits.calendar)
        not_before = max(not_before, waited)
    if next_try.next_day:
        tomorrow = local(tried_at).date() + timedelta(days=1)
        not_before = max(not_before, at(tomorrow, time(0)))
    avoid = daypart_at(tried_at) if next_try.other_daypart else None
    return propose(now, limits, not_before=not_before, avoid=avoid)


def _earliest(now: datetime, limits: Limits, not_before: datetime | None) -> datetime:
    moments = [now]
    if limits.tried:
        last = max(utc(one.at) for one in limits.tried)
        moments.append(last + timedelta(hours=limits.rule.gap_hours))
    if not_before is not None:
        moments.append(utc(not_before))
    return max(moments)


def _days(earliest: datetime) -> Iterator[date]:
    first = local(earliest).date()
    return (first + timedelta(days=n) for n in range(HORIZON_DAYS + 1))


def _service(day: date, limits: Limits) -> tuple[Span, ...]:
    return limits.calendar.open_spans(day, duty=limits.rule.weekend_duty)


def _pieces(day: date, earliest: datetime, limits: Limits) -> Iterator[_Piece]:
    if _is_full(day, limits):
        return
    edges = [at(day, edge) for edge in EDGES]
    safe = limits.card.spans(day)
    if limits.card.windows:
        edges += [halves(window)[0].ends_at for window in safe]
    free = without(common(safe, _service(day, limits)), limits.absences)
    for span in free:
        short = span.ends_at - span.starts_at < 2 * LONG_ENOUGH
        for part in [span] if short else cut(span, edges):
            left = Span(max(part.starts_at, earliest), part.ends_at)
            if left == span or left.ends_at - left.starts_at >= LONG_ENOUGH:
                start = left.starts_at
                yield _Piece(left, daypart_at(start), half_at(limits.card, start))


def _is_full(day: date, limits: Limits) -> bool:
    made = sum(local(one.at).date() == day for one in limits.tried)
    return made >= limits.rule.attempts_per_day


def _choose(near: list[_Piece], limits: Limits, avoid: Daypart | None) -> tuple[_Piece, StepWhy]:
    near = [piece for piece in near if piece.daypart is not avoid] or near
    if not limits.tried:
        return near[0], StepWhy.FIRST_POSSIBLE
    for better, why in _preferences(limits.tried):
        if found := next((piece for piece in near if better(piece)), None):
            return found, why
    return near[0], StepWhy.FIRST_POSSIBLE


def _preferences(
    tried: tuple[Tried, ...],
) -> Iterator[tuple[Callable[[_Piece], bool], StepWhy]]:
    dayparts = {one.daypart for one in tried}
    halves_tried = {(one.daypart, one.half) for one in tried}
    last = max(tried, key=lambda one: utc(one.at))
    yield lambda piece: piece.daypart not in dayparts, StepWhy.OTHER_DAYPART
    yield (
        lambda piece: piece.half is not None and (piece.daypart, piece.half) not in halves_tried,
        StepWhy.OTHER_HALF,
    )
    yield lambda piece: piece.daypart is not last.daypart, StepWhy.OTHER_DAYPART


def _prefer_until(first: datetime, limits: Limits) -> datetime:
    moments = [first + PREFER_WITHIN]
    if limits.contact_due is not None:
        moments.append(utc(limits.contact_due))
    if limits.rule.gap_max_hours is not None and limits.tried:
        last = max(utc(one.at) for one in limits.tried)
        moments.append(last + timedelta(hours=limits.rule.gap_max_hours))
    return min(moment for moment in moments if moment > first)


def _why_nothing(earliest: datetime, limits: Limits) -> StepWhy:
    days = list(_days(earliest))
    safe = [span for day in days for span in limits.card.spans(day) if span.ends_at > earliest]
    if not safe:
        return StepWhy.NO_SAFE_WINDOW
    served = common(safe, [span for day in days for span in _service(day, limits)])
    if not served:
        return StepWhy.OUTSIDE_SERVICE_HOURS
    return StepWhy.DAY_FULL if without(served, limits.absences) else StepWhy.WORKER_ABSENT


def _open_span(moment: datetime, limits: Limits) -> Span | None:
    window = window_at(limits.card, moment)
    if window is None or limits.card.locked:
        return None
    served = common([window], _service(local(moment).date(), limits))
    free = without(served, limits.absences)
    return next((span for span in free if span.starts_at <= moment < span.ends_at), None)


def _chosen(chosen_at: datetime, tried_at: datetime, limits: Limits) -> Step:
    if chosen_at <= tried_at:
        raise ValueError("the chosen moment must be after the try")
    ends_at = open_until(limits.card, chosen_at) or chosen_at + CHOSEN_LASTS
    return _step_at(chosen_at, ends_at, StepWhy.CHOSEN, limits)


def _step_at(starts_at: datetime, ends_at: datetime, why: StepWhy, limits: Limits) -> Step:
    half = half_at(limits.card, starts_at)
    return Step(starts_at, ends_at, daypart_at(starts_at), half, why, _late(starts_at, limits))


def _late(starts_at: datetime, limits: Limits) -> timedelta | None:
    if limits.contact_due is None or starts_at <= utc(limits.contact_due):
        return None
    return starts_at - utc(limits.contact_due)
