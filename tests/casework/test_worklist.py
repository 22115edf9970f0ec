from datetime import timedelta

import pytest
from sqlalchemy import event

from followup import clock
from followup.casework import worklist
from followup.models import wall
from followup.rules.worklist import Group, Reach
from followup.vocabulary import Outcome, Risk, Role, State, Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(roles=[Role.VICTIM_WORKER, Role.CHILD_WORKER])


def late(worker, risk=Risk.HIGH, days=4, **columns):
    return files.running(
        risk=risk, worker=worker, received_at=clock.now() - timedelta(days=days), **columns
    )


def codes(rows):
    return [row.code for row in rows]


def test_the_day_groups_and_orders_the_workers_open_follow_ups(worker):
    medium, high = late(worker, Risk.MEDIUM, days=9), late(worker, Risk.HIGH)
    later = files.running(risk=Risk.LOW, worker=worker)

    day = worklist.day_of(worker)

    assert codes(day.groups[Group.OVERDUE]) == [high.code, medium.code]
    assert codes(day.groups[Group.LATER]) == [later.code]
    assert codes(day.to_do) == [high.code, medium.code]
    assert day.open_files == 3


def test_only_the_workers_own_open_files_are_read(worker):
    factories.account(organisation=worker.organisation)
    late(factories.account(organisation=worker.organisation))
    late(worker, closed_at=clock.now(), state=State.CLOSED)
    mine = late(worker)

    assert codes(worklist.day_of(worker).every) == [mine.code]


def test_a_file_whose_strand_the_worker_no_longer_covers_is_not_read(db):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    files.running(Strand.PERPETRATOR, Risk.MEDIUM, worker)
    worker.role_rows[0].role = Role.VICTIM_WORKER
    db.session.commit()

    assert worklist.day_of(worker).every == []


def test_a_row_holds_the_person_the_card_and_the_last_try_that_stands(worker, db):
    follow_up = late(worker, card=files.card(windows=[{"opens": "11:00", "closes": "13:00"}]))
    files.logged(follow_up, Outcome.NO_ANSWER, at=clock.now() - timedelta(days=1, hours=0))
    undone = files.logged(follow_up, Outcome.NO_ANSWER)
    undone.undone_at = clock.now()
    db.session.commit()

    [row] = worklist.day_of(worker).every

    assert (row.first_name, row.family_name) == ("Aline", "Lambert")
    assert (row.last_at, row.last_outcome) == (clock.now() - timedelta(days=1), Outcome.NO_ANSWER)
    assert row.window.reach is Reach.NOW


def test_the_next_to_call_is_the_next_person_whose_window_is_open(worker):
    first = late(worker)
    late(worker, card=files.card(windows=[{"opens": "18:00", "closes": "20:00"}]))
    third = late(worker, Risk.MEDIUM)
    day = worklist.day_of(worker)

    assert day.next_to_call(after=first.code).code == third.code
    assert day.next_to_call(after=third.code).code == first.code


def test_the_list_takes_two_queries_however_long_it_is(worker, db):
    def count():
        seen = []

        def note(*arguments):
            if not arguments[2].startswith("BEGIN"):
                seen.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        worklist.day_of(worker)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    late(worker)
    one = count()
    for _ in range(4):
        files.logged(late(worker))

    assert (one, count()) == (2, 2)


def test_the_list_passes_the_tripwire(worker):
    late(worker)

    wall.watch(True)
    try:
        rows = worklist.day_of(worker).every
        worklist.tries_of(rows)
        worklist.in_state(worker, State.NOT_REACHED)
        worklist.open_cases(worker, newest_first=True, after=(clock.now(), 1))
        worklist.open_cases(worker, after=(None, 1))
    finally:
        wall.watch(False)

    assert len(rows) == 1


def test_tries_are_those_since_the_referral_that_counted(worker):
    follow_up = late(worker)
    factories.contact_attempt(follow_up, at=follow_up.received_at - timedelta(days=1))
    files.logged(follow_up, Outcome.NO_ANSWER)
    files.logged(follow_up, Outcome.BUSY)
    [row] = worklist.day_of(worker).every

    tries = worklist.tries_of([row])

    assert [one.at for one in tries[row.id]] == [clock.now()]
