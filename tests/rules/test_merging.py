"""Which of two files stays, which card and which duties hold."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from followup.rules.merging import Agreed, Standing, moving, other_card_holds, stays_first
from followup.vocabulary import CardSource, DeadlineKind, State

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
FIRST, CONTACT = DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE


def standing(id, state=State.OPEN, *, paused=False, has_worker=True, days_ago=1):
    return Standing(id, state, paused, has_worker, NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("stays", "folds"),
    [
        (standing(2), standing(1, State.CLOSED, days_ago=9)),
        (standing(2, State.STOPPED, has_worker=False), standing(1, days_ago=9)),
        (standing(2), standing(1, paused=True, days_ago=9)),
        (standing(2), standing(1, has_worker=False, days_ago=9)),
        (standing(2, days_ago=9), standing(1)),
        (standing(1), standing(2)),
    ],
)
def test_which_file_stays(stays, folds):
    for pair in permutations((stays, folds)):
        assert stays_first(*pair) == (stays, folds)


def test_what_was_agreed_with_the_person_goes_before_what_the_police_gave():
    agreed = Agreed(CardSource.PERSON, NOW - timedelta(days=9))
    police = Agreed(CardSource.POLICE, NOW)

    assert other_card_holds(police, agreed)
    assert not other_card_holds(agreed, police)


def test_of_two_cards_of_one_source_the_newer_holds():
    old, new = Agreed(CardSource.PERSON, NOW - timedelta(days=9)), Agreed(CardSource.PERSON, NOW)

    assert other_card_holds(old, new)
    assert not other_card_holds(new, old)
    assert not other_card_holds(new, new)


def moved(kept, folded, *, stopped=False, paused=False):
    return moving(kept, folded, stopped=stopped, paused=paused)


def test_the_earliest_of_a_kind_holds_and_none_is_lost():
    review = DeadlineKind.REVIEW_1_MONTH
    kept = {FIRST: NOW, CONTACT: NOW + timedelta(days=2)}
    folded = {FIRST: NOW + timedelta(hours=1), CONTACT: NOW, review: NOW + timedelta(days=30)}

    assert moved(kept, folded) == {CONTACT, review}


def test_where_contact_is_stopped_no_clock_comes_in_but_a_decision_and_a_review_do():
    folded = {
        FIRST: NOW,
        DeadlineKind.CALL_BACK: NOW,
        DeadlineKind.COORDINATOR_DECISION: NOW,
        DeadlineKind.REVIEW_3_MONTHS: NOW,
    }

    assert moved({}, folded, stopped=True) == {
        DeadlineKind.COORDINATOR_DECISION,
        DeadlineKind.REVIEW_3_MONTHS,
    }


def test_the_review_of_a_pause_belongs_to_the_pause():
    folded = {DeadlineKind.PAUSE_REVIEW: NOW}

    assert moved({}, folded) == frozenset()
    assert moved({}, folded, paused=True) == {DeadlineKind.PAUSE_REVIEW}
