from followup import clock
from followup.casework import deadlines, snapshot
from followup.models import Account
from followup.vocabulary import DeadlineEnd, DeadlineKind, Risk
from tests import files

NAMES = ("risk", "received_at", "worker_id", "is_repeat")


def test_what_an_act_changed_is_given_back(db):
    file = files.running(risk=Risk.LOW)
    received = file.received_at
    before = snapshot.taken(file, NAMES)
    file.risk, file.received_at, file.is_repeat = Risk.HIGH, clock.now(), True

    changes = snapshot.changed(before, snapshot.taken(file, NAMES))
    snapshot.give_back(file, changes)

    assert set(changes) == {"risk", "received_at", "is_repeat"}
    assert (file.risk, file.received_at, file.is_repeat) == (Risk.LOW, received, False)


def test_what_somebody_changed_again_since_stays(db):
    file = files.running(risk=Risk.LOW)
    before = snapshot.taken(file, NAMES)
    file.risk = Risk.HIGH
    changes = snapshot.changed(before, snapshot.taken(file, NAMES))
    file.risk = Risk.CRITICAL

    snapshot.give_back(file, changes)

    assert file.risk is Risk.CRITICAL


def test_duties_come_back_unless_another_of_the_kind_runs(db):
    file = files.running()
    kinds = {row.kind: row for row in deadlines.open_deadlines(file)}
    first, contact = (kinds[kind] for kind in deadlines.CLOCKS)
    worker = db.session.get(Account, file.worker_id)
    ended = deadlines.end(file, deadlines.CLOCKS, DeadlineEnd.REPLACED, by=worker)
    deadlines.start_clocks(file, by=worker)
    running = deadlines.open_deadlines(file)
    one = next(row for row in running if row.kind is DeadlineKind.FIRST_ATTEMPT)

    snapshot.put_back_duties(file, [one.id], [row.id for row in ended], by=worker)

    open_now = {row.id for row in deadlines.open_deadlines(file)}
    kept_contact = next(row for row in running if row.kind is DeadlineKind.CONTACT_MADE)
    assert {first.id, kept_contact.id} <= open_now
    assert one.id not in open_now
    assert contact.ended_at is not None
