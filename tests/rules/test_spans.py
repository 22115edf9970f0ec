from datetime import UTC, datetime

from followup.rules.spans import common, cut, without
from followup.rules.working_time import Span


def hour(n):
    return datetime(2026, 9, 7, n, tzinfo=UTC)


def span(start, end):
    return Span(hour(start), hour(end))


def test_two_stretches_share_what_lies_in_both():
    assert common([span(8, 12), span(14, 18)], [span(10, 15)]) == [span(10, 12), span(14, 15)]


def test_stretches_that_only_touch_share_nothing():
    assert common([span(8, 10)], [span(10, 12)]) == []


def test_an_absence_takes_the_middle_the_edge_or_all():
    assert without([span(8, 12)], [span(9, 10)]) == [span(8, 9), span(10, 12)]
    assert without([span(8, 12)], [span(7, 9), span(11, 13)]) == [span(9, 11)]
    assert without([span(8, 12)], [span(8, 12)]) == []
    assert without([span(8, 12)], [span(12, 13)]) == [span(8, 12)]


def test_a_stretch_is_cut_at_the_moments_inside_it():
    assert cut(span(8, 12), [hour(10), hour(7), hour(12)]) == [span(8, 10), span(10, 12)]
