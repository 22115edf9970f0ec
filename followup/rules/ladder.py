"""The ladder of tries: which way comes next, and what is left once the agreed tries are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followup.rules.next_step import DAYPARTS, Tried
from followup.rules.safe_window import Card, may_use
from followup.rules.working_time import at, local
from followup.vocabulary import Daypart, Way

# Ways of a try of ours, the least intrusive first; a voicemail is how a call may end.
WAYS = (Way.CALL, Way.SMS, Way.SAFE_PERSON, Way.CHAT, Way.EMAIL, Way.VISIT, Way.LETTER)
SAME_WAY_AT_MOST = 2
A_WEEK = 7


@dataclass(frozen=True)
class Ladder:
    """What was tried, and what the card leaves: parts of the day inside the safe hours, ways."""

    attempts: int
    days: int
    parts_used: tuple[Daypart, ...]
    parts_left: tuple[Daypart, ...]
    ways_used: tuple[Way, ...]
    ways_left: tuple[Way, ...]


def ladder_of(tried: Sequence[Tried], card: Card, today: date) -> Ladder:
    """Read the tries of the running round. Not asked counts as no, so it is not left either."""
    used = {one.daypart for one in tried}
    ways = {one.way for one in tried}
    return Ladder(
        attempts=len(tried),
        days=len({local(one.at).date() for one in tried}),
        parts_used=tuple(part for part in Daypart if part in used),
        parts_left=tuple(part for part in safe_parts(card, today) if part not in used),
        ways_used=tuple(way for way in WAYS if way in ways),
        ways_left=tuple(way for way in allowed(card) if way not in ways),
    )


def allowed(card: Card) -> tuple[Way, ...]:
    """The ways of a try that the card permits."""
    return tuple(way for way in WAYS if may_use(card, way) is None)


def safe_parts(card: Card, today: date) -> tuple[Daypart, ...]:
    """The parts of the day that touch a safe hour within a week."""
    days = [today + timedelta(days=n) for n in range(A_WEEK)]
    return tuple(
        part
        for part, (begins, ends) in DAYPARTS.items()
        if any(
            span.starts_at < at(day, ends) and span.ends_at > at(day, begins)
            for day in days
            for span in card.spans(day)
        )
    )


def another_way(tried: Sequence[Tried], card: Card) -> Way | None:
    """An allowed way not tried yet, after two tries in a row by the same one; never the letter.

    A letter stays on paper where others find it: it is decided, not proposed.
    """
    last = [one.way for one in tried[-SAME_WAY_AT_MOST:]]
    if len(last) < SAME_WAY_AT_MOST or len(set(last)) > 1:
        return None
    used = {one.way for one in tried}
    left = (way for way in allowed(card) if way not in used and way is not Way.LETTER)
    return next(left, None)
