"""In which order a worker's open follow-ups are to be done, and what may be done right now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from followup.rules.safe_window import Card, may_use, next_opening, window_at
from followup.rules.working_time import Span, local, utc
from followup.vocabulary import DeadlineKind, Risk, State, Way

# A safe window comes back at the latest after a week.
LOOK_BACK_DAYS = 8

WAITING_KINDS = frozenset({DeadlineKind.PAUSE_REVIEW, DeadlineKind.BOOK_INTERPRETER})


class Group(StrEnum):
    """Where a row stands on My day."""

    OVERDUE = "overdue"
    TODAY = "today"
    WAITING = "waiting"
    LATER = "later"


class Reach(StrEnum):
    """Whether the person may be called at this moment."""

    NOW = "now"
    ANY = "any"
    LATER = "later"
    SHUT = "shut"
    NOT_BY_PHONE = "not_by_phone"
    NONE = "none"

    @property
    def is_now(self) -> bool:
        return self in (Reach.NOW, Reach.ANY)


@dataclass(frozen=True, slots=True)
class Window:
    """May I call now: until when, or from when. `span` is the safe window meant, if any."""

    reach: Reach
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the order needs of one follow-up. `due_at` None: nothing runs, as before the gate."""

    risk: Risk
    state: State
    due_at: datetime | None
    due_kind: DeadlineKind | None
    card: Card
    shown_again_at: datetime | None = None
    is_woken: bool = False


def effective_due(due_at: datetime, card: Card, now: datetime) -> datetime:
    """The deadline, or the end of the last safe window still to come before it (ux.md §4.11)."""
    if not card.windows or due_at <= now:
        return due_at
    last = local(due_at).date()
    first = local(now).date()
    for n in range(min((last - first).days, LOOK_BACK_DAYS) + 1):
        for span in reversed(card.spans(last - timedelta(days=n))):
            if span.starts_at < due_at and span.ends_at > now:
                return min(due_at, span.ends_at)
    return due_at


def group_of(work: Work, now: datetime, end_of_day: datetime) -> Group:
    """Overdue work is never hidden among what waits for others; only the worker puts it off.

    What was planned for this moment, or came back early by news, stands among today's.
    """
    planned = work.shown_again_at
    if planned is not None and planned > now:
        return Group.LATER
    if work.due_at is None:
        return Group.WAITING
    if work.due_at < now:
        return Group.OVERDUE
    if work.is_woken or planned is not None:
        return Group.TODAY
    if work.state is State.INCOMPLETE:
        return Group.WAITING
    if effective_due(work.due_at, work.card, now) < end_of_day:
        return Group.TODAY
    return Group.WAITING if work.due_kind in WAITING_KINDS else Group.LATER


def ordered(works: Iterable[Work], now: datetime, end_of_day: datetime) -> dict[Group, list[int]]:
    """The places of the given rows, by group and in the order of each group.

    Overdue: highest risk first, then the latest. The rest: what must be done soonest first.
    """
    places: dict[Group, list[tuple[tuple, int]]] = {group: [] for group in Group}
    for place, work in enumerate(works):
        group = group_of(work, now, end_of_day)
        places[group].append((_rank(group, work, now), place))
    return {group: [place for _, place in sorted(ranked)] for group, ranked in places.items()}


def _rank(group: Group, work: Work, now: datetime) -> tuple:
    if work.due_at is None:
        return (1, 0.0, 0.0)
    if group is Group.LATER and work.shown_again_at is not None:
        return (0, work.shown_again_at.timestamp(), -work.risk.rank)
    if group is Group.OVERDUE:
        return (0, -work.risk.rank, work.due_at.timestamp())
    return (0, effective_due(work.due_at, work.card, now).timestamp(), -work.risk.rank)


def window_of(card: Card, *, has_phone: bool, now: datetime) -> Window:
    """Whether the person may be called now, and else when."""
    by_phone = has_phone and may_use(card, Way.CALL) is None
    if not by_phone:
        others = any(may_use(card, way) is None for way in Way if _goes_out(way))
        return Window(Reach.NOT_BY_PHONE if others else Reach.NONE)
    span = window_at(card, now)
    if span is not None:
        return Window(Reach.NOW, span) if card.windows else Window(Reach.ANY)
    return _next_window(card, now)


def _next_window(card: Card, now: datetime) -> Window:
    opens = next_opening(card, now)
    if opens is None:
        return Window(Reach.NONE)
    today: date = local(now).date()
    reach = Reach.LATER if local(opens).date() == today else Reach.SHUT
    return Window(reach, window_at(card, utc(opens)))


def _goes_out(way: Way) -> bool:
    return way.needs_permit and way not in (Way.CALL, Way.VOICEMAIL)
