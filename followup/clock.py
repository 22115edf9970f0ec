"""The only source of the current time; tests stop it."""

from contextlib import contextmanager
from datetime import UTC, datetime

_stopped: datetime | None = None


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _stopped or datetime.now(UTC)


def is_stopped() -> bool:
    return _stopped is not None


@contextmanager
def stopped_at(moment: datetime):
    """Answer `moment` until the block ends: for tests, and for a job run by hand at some time."""
    global _stopped  # noqa: PLW0603 - one clock per process is the point
    before, _stopped = _stopped, moment.astimezone(UTC)
    try:
        yield
    finally:
        _stopped = before
