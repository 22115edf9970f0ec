"""Arithmetic on stretches of time: what two have in common, what is left without a third."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from followup.rules.working_time import Span


def common(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """Return the stretches that lie in both."""
    others = list(second)
    met = (
        Span(max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in first
        for other in others
    )
    return sorted(span for span in met if span.starts_at < span.ends_at)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of the stretches when others are taken out."""
    left = list(spans)
    for gone in taken:
        left = [piece for span in left for piece in _outside(span, gone)]
    return sorted(left)


def cut(span: Span, moments: Iterable[datetime]) -> list[Span]:
    """Return the stretch cut into pieces at these moments."""
    inside = sorted(m for m in moments if span.starts_at < m < span.ends_at)
    edges = [span.starts_at, *inside, span.ends_at]
    return [Span(start, end) for start, end in pairwise(edges)]


def _outside(span: Span, gone: Span) -> Iterator[Span]:
    if gone.ends_at <= span.starts_at or gone.starts_at >= span.ends_at:
        yield span
        return
    if span.starts_at < gone.starts_at:
        yield Span(span.starts_at, gone.starts_at)
    if gone.ends_at < span.ends_at:
        yield Span(gone.ends_at, span.ends_at)
