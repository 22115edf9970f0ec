"""Structured logs that never carry personal data: only keys named here are written."""

import logging
import sys

import structlog

KEYS = frozenset({
    "event", "level", "timestamp", "request", "endpoint", "method", "status", "milliseconds",
    "account", "job", "done", "holder", "error", "count", "version", "database", "code", "seconds",
    "where",
})  # fmt: skip


def only_known_keys(logger, method, event):
    """Drop every key that is not on the list: a name cannot slip in by mistake."""
    return {key: value for key, value in event.items() if key in KEYS}


def set_up(level: int = logging.INFO) -> None:
    """Write one JSON line per event to standard error, times in UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_known_keys,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


log = structlog.get_logger()
