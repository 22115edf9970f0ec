"""When nobody is to be called though the card allows it: silence agreed, or a stranger today."""

from collections.abc import Sequence
from datetime import datetime

from followup.models import ContactAttempt, FollowUp
from followup.rules.working_time import local
from followup.vocabulary import DeadlineKind, Outcome, Way, WayRefused


def refusal(
    follow_up: FollowUp,
    past: Sequence[ContactAttempt],
    *,
    way: Way,
    number: str | None,
    at: datetime,
) -> WayRefused | None:
    """Why a try at this moment goes against what was agreed, or met a stranger; else None.

    Somebody else answered: never a second call to that number on the same day (CLEV, practice.md
    Appendix 2). "Not now": nothing goes out before the agreed day.
    """
    if not way.needs_permit:
        return None
    if way is Way.CALL and _stranger_that_day(past, number, at):
        return WayRefused.STRANGER_TODAY
    quiet_until = silent_until(follow_up)
    if quiet_until is not None and local(at).date() < local(quiet_until).date():
        return WayRefused.SILENCE_AGREED
    return None


def silent_until(follow_up: FollowUp) -> datetime | None:
    """The day on which the person may be called once more; None when no silence was agreed."""
    agreed = follow_up.due_kind is DeadlineKind.CALL_ONCE_MORE
    return follow_up.due_at if agreed else None


def _stranger_that_day(past: Sequence[ContactAttempt], number: str | None, at: datetime) -> bool:
    return number is not None and any(
        one.outcome is Outcome.OTHER_ANSWERED
        and one.number == number
        and one.at <= at
        and local(one.at).date() == local(at).date()
        for one in past
    )
