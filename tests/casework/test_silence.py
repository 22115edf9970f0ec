"""Nobody is called before the agreed day, nor twice on the day a stranger answered."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import attempts, deadlines, errors, reversal, silence, worklist
from followup.models import Account
from followup.vocabulary import DeadlineKind, Outcome, Risk, Way, WayRefused
from tests import files

BOTH_NUMBERS = files.card(phones=[{"number": files.NUMBER}, {"number": "+32470222222"}])


@pytest.fixture
def follow_up(db):
    return files.running(risk=Risk.MEDIUM, card=BOTH_NUMBERS)


@pytest.fixture
def worker(db, follow_up):
    return db.session.get(Account, follow_up.worker_id)


def on_my_day(worker):
    return [row.code for row in worklist.day_of(worker).every]


def kinds(follow_up):
    return {row.kind for row in deadlines.open_deadlines(follow_up)}


def test_after_a_stranger_answered_nobody_calls_that_number_on_the_same_day(follow_up, clock_at):
    files.logged(follow_up, Outcome.OTHER_ANSWERED)
    clock_at(clock.now() + timedelta(hours=3))

    with pytest.raises(errors.AgainstCard) as refused:
        files.logged(follow_up, Outcome.NO_ANSWER)

    assert refused.value.facts["reason"] is WayRefused.STRANGER_TODAY


def test_a_call_made_all_the_same_needs_a_reason_and_keeps_it(follow_up):
    files.logged(follow_up, Outcome.OTHER_ANSWERED)

    entry = files.logged(follow_up, Outcome.NO_ANSWER, against_card_reason="She asked by text.")

    assert entry.against_card == WayRefused.STRANGER_TODAY


@pytest.mark.parametrize("how", ["other number", "next day", "other way"])
def test_only_that_number_on_that_day_is_closed(how, follow_up, clock_at):
    files.logged(follow_up, Outcome.OTHER_ANSWERED)
    past = attempts.valid_of(follow_up)
    at = clock.now() + timedelta(days=1 if how == "next day" else 0)
    number = "+32470222222" if how == "other number" else files.NUMBER
    way = Way.VISIT if how == "other way" else Way.CALL

    assert silence.refusal(follow_up, past, way=way, number=number, at=at) is None


def test_a_next_call_chosen_for_the_same_day_is_refused(follow_up, worker):
    soon = clock.now() + timedelta(hours=2)

    with pytest.raises(errors.LaterDayOnly):
        files.logged(follow_up, Outcome.OTHER_ANSWERED, chosen_at=soon)


def test_one_more_call_is_made_on_the_day_that_was_agreed(follow_up, clock_at):
    agreed = clock.now() + timedelta(days=60)

    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True, chosen_at=agreed)

    assert kinds(follow_up) == {DeadlineKind.CALL_ONCE_MORE}
    assert follow_up.due_at == agreed


def test_the_agreed_day_has_a_cap(follow_up):
    with pytest.raises(errors.LaterThanRule):
        files.logged(
            follow_up,
            Outcome.SPOKE_NOT_NOW,
            call_once_more=True,
            chosen_at=clock.now() + timedelta(days=91),
        )


def test_until_the_agreed_day_nothing_stands_in_the_queue(follow_up, worker, clock_at):
    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)

    assert on_my_day(worker) == []
    assert [row.code for row in worklist.silent(worker)] == [follow_up.code]
    clock_at(follow_up.due_at - timedelta(hours=2))
    assert on_my_day(worker) == [follow_up.code]


def test_silence_is_broken_only_with_a_reason(follow_up, clock_at):
    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)
    clock_at(clock.now() + timedelta(days=2))

    with pytest.raises(errors.AgainstCard) as refused:
        files.logged(follow_up, Outcome.NO_ANSWER)

    assert refused.value.facts["reason"] is WayRefused.SILENCE_AGREED


def test_who_calls_us_in_the_silence_is_heard(follow_up, clock_at):
    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)
    clock_at(clock.now() + timedelta(days=2))

    files.logged(follow_up, Outcome.CAME_TO_US, Way.CAME_TO_US, asked=Outcome.SPOKE_SUPPORT)

    assert silence.silent_until(follow_up) is None
    assert DeadlineKind.NEEDS_ASSESSMENT in kinds(follow_up)
    assert {DeadlineKind.REVIEW_1_MONTH, DeadlineKind.REVIEW_3_MONTHS} <= kinds(follow_up)


def test_a_second_not_now_is_offered_nothing_more(follow_up, clock_at):
    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)
    clock_at(follow_up.due_at)

    files.logged(follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)

    assert kinds(follow_up) == {DeadlineKind.CLOSE_PROPOSED}


def test_not_now_ends_the_reviews_and_undoing_it_gives_them_back(follow_up, worker, clock_at):
    files.logged(follow_up, Outcome.SPOKE_SUPPORT)
    before = kinds(follow_up)
    clock_at(clock.now() + timedelta(days=1))

    entry = files.logged(follow_up, Outcome.SPOKE_NOT_NOW)
    assert kinds(follow_up) == {DeadlineKind.CLOSE_PROPOSED}
    reversal.undo(follow_up, entry, by=worker)

    assert kinds(follow_up) == before
