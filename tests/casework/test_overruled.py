"""The coordinator reads when the safe contact was overruled, and why."""

from datetime import timedelta

import pytest

from followup.casework import calling, overruled, reversal
from followup.vocabulary import Outcome, Role
from tests import factories, files

MORNING = [{"opens": "09:00", "closes": "11:00"}]
WHY = "She asked us to ring back"


@pytest.fixture
def worker(db):
    return factories.account()


@pytest.fixture
def coordinator(worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def follow_up(worker):
    return files.running(worker=worker, card=files.card(windows=MORNING))


def test_a_call_outside_the_window_is_listed_with_its_reason(follow_up, worker, coordinator):
    files.logged(follow_up, against_card_reason=WHY)

    (row,) = overruled.latest(coordinator)

    assert (row.code, row.worker, row.rule, row.reason) == (
        follow_up.code,
        worker.name,
        "outside_window",
        WHY,
    )


def test_a_number_shown_outside_the_window_is_listed_too(follow_up, worker, coordinator):
    calling.call_anyway(follow_up, by=worker, words=WHY)

    (row,) = overruled.latest(coordinator)

    assert (row.rule, row.reason) == ("", WHY)


def test_an_entry_taken_back_is_not_listed(follow_up, worker, coordinator):
    attempt = files.logged(follow_up, against_card_reason=WHY)

    reversal.undo(follow_up, attempt, by=worker)

    assert overruled.latest(coordinator) == []


def test_what_is_older_than_30_days_is_not_listed(follow_up, coordinator, clock_at, noon):
    files.logged(follow_up, against_card_reason=WHY)

    clock_at(noon + timedelta(days=31))

    assert overruled.latest(coordinator) == []


def test_a_call_inside_the_window_is_not_listed(worker, coordinator):
    files.logged(files.running(worker=worker), Outcome.NO_ANSWER)

    assert overruled.latest(coordinator) == []


def test_another_organisation_reads_nothing(follow_up):
    files.logged(follow_up, against_card_reason=WHY)

    assert overruled.latest(factories.account(Role.COORDINATOR)) == []
