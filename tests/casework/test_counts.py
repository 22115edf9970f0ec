"""The figures of the page shell."""

from datetime import timedelta

from followup.casework import counts
from followup.vocabulary import Role, State
from tests import factories


def test_a_worker_counts_what_is_due_until_midnight_in_brussels(db, noon):
    worker = factories.account(Role.VICTIM_WORKER)
    factories.follow_up(worker=worker, due_at=noon - timedelta(days=1))
    factories.follow_up(worker=worker, due_at=noon.replace(hour=23, minute=59))
    factories.follow_up(worker=worker, due_at=noon.replace(day=24, hour=0))
    factories.follow_up(worker=worker, due_at=noon, state=State.STOPPED)
    factories.follow_up(due_at=noon)

    assert counts.for_shell(worker)["due"] == 2


def test_unseen_alerts_are_counted_for_whom_they_are_addressed_to(db, noon):
    coordinator = factories.account(Role.COORDINATOR)
    worker = factories.account(Role.VICTIM_WORKER, coordinator.organisation)
    administrator = factories.account(Role.ADMINISTRATOR)
    factories.alert(organisation_id=coordinator.organisation_id)
    factories.alert(account_id=worker.id)
    factories.alert(account_id=worker.id, seen_at=noon)
    factories.alert()

    assert counts.for_shell(coordinator)["alerts"] == 1
    assert counts.for_shell(worker)["alerts"] == 1
    assert counts.for_shell(administrator)["alerts"] == 1


def test_a_scheduler_that_never_beat_is_silent(db):
    assert counts.silent_since(None) is not None


def test_a_scheduler_is_silent_after_three_missed_minutes(db, noon):
    assert counts.silent_since(noon - timedelta(minutes=3)) is None
    assert counts.silent_since(noon - timedelta(minutes=4)) == noon - timedelta(minutes=4)
