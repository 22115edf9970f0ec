"""Where a page of a long list begins, as it stands in an address."""

from datetime import UTC, datetime

from werkzeug.exceptions import NotFound


def written(position):
    at, last = position
    return f"{at.timestamp()}_{last}"


def read_position(text):
    """An address that was tampered with is no page."""
    if not text:
        return None
    try:
        at, last = text.split("_")
        return datetime.fromtimestamp(float(at), UTC), int(last)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
