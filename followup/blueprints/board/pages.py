"""Where a page of a long list begins, as it stands in an address."""

from datetime import UTC, datetime

from werkzeug.exceptions import NotFound


def written(position):
    at, last = position
    return f"{at.timestamp() if at else ''}_{last}"


def read_position(text, *, may_lack_moment=False):
    """An address that was tampered with is no page."""
    if not text:
        return None
    if text.startswith("_") and not may_lack_moment:
        raise NotFound
    try:
        at, last = text.split("_")
        return datetime.fromtimestamp(float(at), UTC) if at else None, int(last)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
