from datetime import datetime, time, timedelta

import pytest

from followup.rules import worklist
from followup.rules.safe_window import Card, Window
from followup.rules.working_time import BRUSSELS
from followup.rules.worklist import Group, Reach, Work
from followup.vocabulary import DeadlineKind, Permit, Risk, State, Way

NOW = datetime(2026, 11, 23, 10, 12, tzinfo=BRUSSELS)
MIDNIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=BRUSSELS)
ANY_TIME = Card(permits={Way.CALL: Permit.YES})
MORNING = Card(windows=(Window(time(10), time(12)),), permits={Way.CALL: Permit.YES})
EVENING = Card(windows=(Window(time(18), time(20)),), permits={Way.CALL: Permit.YES})


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


def work(due_at=None, risk=Risk.MEDIUM, state=State.OPEN, card=ANY_TIME, kind=None, **more):
    return Work(risk, state, due_at, kind or DeadlineKind.CONTACT_MADE, card, **more)


def group(**what):
    return worklist.group_of(work(**what), NOW, MIDNIGHT)


def test_what_should_have_been_done_before_now_is_overdue():
    assert group(due_at=at(23, 10, 11)) is Group.OVERDUE
    assert group(due_at=at(23, 10, 13)) is Group.TODAY


def test_what_is_due_after_midnight_in_brussels_comes_later():
    assert group(due_at=at(23, 23, 59)) is Group.TODAY
    assert group(due_at=at(24, 0)) is Group.LATER


def test_work_due_tomorrow_is_due_today_when_no_safe_window_is_left_tomorrow():
    before_the_evening = at(24, 12)

    assert group(due_at=before_the_evening, card=EVENING) is Group.TODAY
    assert group(due_at=before_the_evening, card=MORNING) is Group.LATER


def test_a_deadline_counts_from_the_end_of_the_last_safe_window_before_it():
    assert worklist.effective_due(at(23, 17), MORNING, NOW) == at(23, 12)
    assert worklist.effective_due(at(23, 11), MORNING, NOW) == at(23, 11)
    assert worklist.effective_due(at(23, 17), ANY_TIME, NOW) == at(23, 17)


def test_a_window_that_is_over_leaves_the_deadline_as_it_is():
    over = Card(windows=(Window(time(8), time(9)),))

    assert worklist.effective_due(at(23, 17), over, NOW) == at(23, 17)


def test_a_weekly_window_makes_next_weeks_deadline_due_this_monday():
    mondays = Card(windows=(Window(time(11), time(12), frozenset({0})),))

    assert worklist.effective_due(at(30, 9), mondays, NOW) == at(23, 12)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"state": State.INCOMPLETE, "due_at": at(24, 17)}, Group.WAITING),
        ({"state": State.INCOMPLETE, "due_at": at(23, 9)}, Group.OVERDUE),
        ({"kind": DeadlineKind.PAUSE_REVIEW, "due_at": at(30, 17)}, Group.WAITING),
        ({"kind": DeadlineKind.PAUSE_REVIEW, "due_at": at(23, 17)}, Group.TODAY),
        ({"kind": DeadlineKind.BOOK_INTERPRETER, "due_at": at(25, 17)}, Group.WAITING),
        ({"due_at": None}, Group.WAITING),
    ],
)
def test_what_others_must_do_first_waits_but_is_never_hidden_when_late(what, expected):
    assert group(**what) is expected


def test_overdue_work_stands_by_risk_and_then_by_lateness():
    works = [
        work(at(20, 9), Risk.MEDIUM),
        work(at(22, 9), Risk.HIGH),
        work(at(19, 9), Risk.LOW),
        work(at(21, 9), Risk.CRITICAL),
        work(at(21, 9), Risk.HIGH),
        work(at(20, 12), Risk.UNKNOWN),
    ]

    places = worklist.ordered(works, NOW, MIDNIGHT)

    assert places[Group.OVERDUE] == [3, 5, 4, 1, 0, 2]


def test_work_of_today_stands_by_the_time_it_can_last_be_done():
    works = [work(at(23, 13)), work(at(23, 17), card=MORNING), work(at(23, 11, 30))]

    places = worklist.ordered(works, NOW, MIDNIGHT)

    assert places[Group.TODAY] == [2, 1, 0]


def test_what_nothing_runs_for_stands_last_among_the_waiting():
    works = [work(None), work(at(25, 9), state=State.INCOMPLETE)]

    places = worklist.ordered(works, NOW, MIDNIGHT)

    assert places[Group.WAITING] == [1, 0]


@pytest.mark.parametrize(
    ("card", "now", "reach"),
    [
        (MORNING, NOW, Reach.NOW),
        (ANY_TIME, NOW, Reach.ANY),
        (EVENING, NOW, Reach.LATER),
        (MORNING, at(23, 12), Reach.SHUT),
        (Card(permits={Way.CALL: Permit.NO, Way.VISIT: Permit.YES}), NOW, Reach.NOT_BY_PHONE),
        (Card(permits={Way.CALL: Permit.NO}), NOW, Reach.NONE),
        (Card(locked=True), NOW, Reach.NONE),
    ],
)
def test_a_row_says_whether_the_person_may_be_called_now(card, now, reach):
    assert worklist.window_of(card, has_phone=True, now=now).reach is reach


def test_a_row_names_the_window_it_speaks_of():
    window = worklist.window_of(MORNING, has_phone=True, now=at(23, 12))

    assert window.span.starts_at == at(24, 10)
    assert window.span.ends_at - window.span.starts_at == timedelta(hours=2)


def test_without_a_number_nobody_can_be_called():
    assert worklist.window_of(MORNING, has_phone=False, now=NOW).reach is Reach.NONE


def test_what_the_worker_put_off_is_later_even_when_it_is_late_and_comes_back_at_its_moment():
    late = at(23, 9)

    assert group(due_at=late, shown_again_at=at(23, 10, 13)) is Group.LATER
    assert group(due_at=late, shown_again_at=at(23, 10, 12)) is Group.OVERDUE
    assert group(due_at=at(25, 9), shown_again_at=at(23, 10, 12)) is Group.TODAY


def test_what_news_brought_back_is_to_be_done_today():
    assert group(due_at=at(25, 9), is_woken=True) is Group.TODAY
    assert group(due_at=at(23, 9), is_woken=True) is Group.OVERDUE
