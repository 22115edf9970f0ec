import pytest
from sqlalchemy import event, select

from followup.casework import errors, reading
from followup.models import Account, AuditEntry, wall
from followup.vocabulary import Outcome, Role
from tests import factories, files


@pytest.fixture
def follow_up(db):
    return files.running()


@pytest.fixture
def worker(db, follow_up):
    return db.session.get(Account, follow_up.worker_id)


def test_a_worker_reads_the_person_the_card_and_the_tries_before_a_contact(follow_up, worker):
    tried = files.logged(follow_up)

    before = reading.before_contact(follow_up.code, by=worker)

    assert (before.first_name, before.card.phone.number) == ("Aline", files.NUMBER)
    assert before.past == [tried]
    assert before.outlooks()[Outcome.NO_ANSWER].step is not None


def test_looking_is_written_down(follow_up, worker, db):
    reading.before_contact(follow_up.code, by=worker)
    db.session.flush()

    acts = select(AuditEntry.action).where(AuditEntry.object_id == follow_up.id)
    assert list(db.session.scalars(acts)) == ["opened"]


def test_who_may_not_log_reads_nothing_and_leaves_no_trace(follow_up, worker, db):
    coordinator = factories.account(Role.COORDINATOR, worker.organisation)
    colleague = factories.account(Role.VICTIM_WORKER, worker.organisation)

    for actor in (coordinator, colleague):
        with pytest.raises(errors.NotFound):
            reading.before_contact(follow_up.code, by=actor)
    db.session.flush()

    assert db.session.scalars(select(AuditEntry)).all() == []


def test_reading_passes_the_tripwire_in_a_constant_number_of_queries(follow_up, worker, db):
    def count():
        seen = []

        def note(*arguments):
            seen.append(arguments[2])

        wall.watch(True)
        event.listen(db.engine, "before_cursor_execute", note)
        reading.before_contact(follow_up.code, by=worker).outlooks()
        event.remove(db.engine, "before_cursor_execute", note)
        wall.watch(False)
        return len([one for one in seen if one.startswith("SELECT")])

    count()
    first = count()
    for _ in range(3):
        files.logged(follow_up)

    assert count() == first
