import threading
from datetime import timedelta

import pytest

from followup import clock
from followup.casework import lease
from followup.models import Lease

NAME = "scheduler"


def test_the_first_to_ask_gets_the_lease_and_the_second_waits(db):
    assert lease.take(NAME, "first", 60)
    assert not lease.take(NAME, "second", 60)


def test_the_holder_may_take_its_own_lease_again(db):
    lease.take(NAME, "first", 60)

    assert lease.take(NAME, "first", 60)


def test_a_lease_that_is_over_is_taken_over_and_the_old_holder_cannot_renew_it(db, clock_at, noon):
    lease.take(NAME, "first", 60)
    clock_at(noon + timedelta(seconds=60))

    assert lease.take(NAME, "second", 60)
    assert not lease.renew(NAME, "first", 60)
    assert not lease.release(NAME, "first")
    assert lease.renew(NAME, "second", 60)


def test_a_renewed_lease_runs_from_the_renewal(db, clock_at, noon):
    lease.take(NAME, "first", 60)
    clock_at(noon + timedelta(seconds=50))
    lease.renew(NAME, "first", 60)
    clock_at(noon + timedelta(seconds=109))

    assert not lease.take(NAME, "second", 60)


def test_a_released_lease_is_free_at_once(db):
    lease.take(NAME, "first", 60)
    lease.release(NAME, "first")

    assert lease.take(NAME, "second", 60)


def test_a_dead_holder_from_before_the_clock_was_put_back_keeps_nobody_waiting(db, clock_at, noon):
    lease.take(NAME, "dead", 60)
    clock_at(noon - timedelta(days=3))

    assert lease.take(NAME, "second", 60)


def test_each_sign_of_life_is_a_beat(db, clock_at, noon):
    beats = [lease.beat_at(NAME)]
    lease.take(NAME, "first", 60)
    beats.append(lease.beat_at(NAME))
    clock_at(noon + timedelta(seconds=10))
    lease.renew(NAME, "first", 60)
    beats.append(lease.beat_at(NAME))

    assert beats == [None, noon, noon + timedelta(seconds=10)]


def test_of_many_who_ask_at_the_same_time_one_gets_it(app, db):
    start, answers = threading.Barrier(8), []

    def ask(number):
        start.wait()
        with app.app_context():
            answers.append(lease.take(NAME, f"asker {number}", 60))
            db.session.commit()

    askers = [threading.Thread(target=ask, args=[number]) for number in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert sorted(answers) == [False] * 7 + [True]
    assert db.session.query(Lease).count() == 1


def test_the_database_tells_the_time_in_utc(db, running_clock):
    before = clock.now()

    told = lease.database_now()

    assert told.utcoffset() == timedelta(0)
    assert abs(told - before) < timedelta(seconds=5)


def test_a_stopped_clock_goes_before_the_database(db, noon):
    assert lease.database_now() == noon


@pytest.fixture
def running_clock(monkeypatch):
    monkeypatch.setattr(clock, "_stopped", None)
