import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from followup.db import apart, expect_writes
from followup.models import Account, AccountRole, JobRun, Organisation
from followup.vocabulary import OrganisationKind, Role
from tests import factories

ROOT = Path(__file__).parent.parent
PROCESSES, TIMES = 4, 40

ADD_ONE = """
import sys
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from followup.models import JobRun

engine = create_engine(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with Session(engine) as session:
        run = session.scalar(select(JobRun).with_for_update())
        run.done += 1
        session.commit()
"""


def test_several_processes_that_change_one_row_lose_nothing(db, noon):
    db.session.add(JobRun(job="tidy", started_at=noon))
    db.session.commit()
    url = db.engine.url.render_as_string(hide_password=False)

    running = [
        subprocess.Popen([sys.executable, "-c", ADD_ONE, url, str(TIMES)], cwd=ROOT)
        for _ in range(PROCESSES)
    ]
    ended = [process.wait(timeout=60) for process in running]

    db.session.expire_all()
    assert ended == [0] * PROCESSES
    assert db.session.scalar(select(JobRun.done)) == PROCESSES * TIMES


def test_a_reader_waits_for_no_writer(db, elsewhere):
    db.session.add(Organisation(code="NEW", name="New", kind=OrganisationKind.OTHER))
    db.session.flush()

    seen = elsewhere(lambda connection: connection.scalar(COUNT), writes=False)

    assert seen.wait() == 0


def test_a_second_writer_waits_until_the_first_is_done(db, elsewhere):
    factories.organisation(code="NEW")
    db.session.execute(RENAME)

    second = elsewhere(lambda connection: connection.execute(RENAME).rowcount)
    waited = not second.finished(within=0.3)
    db.session.commit()

    assert waited
    assert second.wait() == 1


def test_a_page_that_reads_writes_apart_and_at_once(db):
    db.session.rollback()
    expect_writes(False)
    try:
        db.session.scalar(COUNT)
        with apart() as connection:
            connection.execute(text("INSERT INTO sign_in_try (subject, at) VALUES (:s, :at)"), ROW)
    finally:
        db.session.rollback()
        expect_writes(True)

    assert db.session.scalar(text("SELECT count(*) FROM sign_in_try")) == 1


def test_a_page_that_writes_does_the_small_write_in_its_own_transaction(db):
    with apart() as connection:
        connection.execute(text("INSERT INTO sign_in_try (subject, at) VALUES (:s, :at)"), ROW)
    db.session.rollback()

    assert db.session.scalar(text("SELECT count(*) FROM sign_in_try")) == 0


def test_a_row_that_points_to_nothing_is_refused(db):
    with pytest.raises(IntegrityError):
        factories.situation(Organisation(id=999_999))
    db.session.rollback()


def test_a_role_goes_with_its_account(db):
    account = factories.account(roles=[Role.AUDITOR, Role.COORDINATOR])

    account.role_rows.pop()
    db.session.commit()

    assert db.session.query(AccountRole).filter_by(account_id=account.id).count() == 1
    assert db.session.get(Account, account.id) is account


def test_sqlite_is_set_up_for_many_processes_and_for_a_power_cut(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")

    with engine.connect() as connection:
        settings = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    assert (tmp_path / "x.sqlite.lock").stat().st_mode & 0o777 == 0o600
    engine.dispose()


def test_a_writer_gives_its_turn_back_even_when_it_fails(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")

    for _ in range(3):
        with pytest.raises(OperationalError):
            begin_and_fail(engine)

    assert inspect(engine).get_table_names() == []
    engine.dispose()


COUNT = text("SELECT count(*) FROM organisation WHERE code = 'NEW'")
RENAME = text("UPDATE organisation SET name = 'Newer' WHERE code = 'NEW'")
ROW = {"s": b"x", "at": "2026-11-23 11:00:00.000000"}


def begin_and_fail(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE x (id INTEGER)")
        connection.exec_driver_sql("no such statement")


class Elsewhere:
    """Work on another connection in a thread of its own."""

    def __init__(self, engine, work, writes):
        self._answer = None
        self._thread = threading.Thread(target=self._run, args=(engine, work, writes))
        self._thread.start()

    def _run(self, engine, work, writes):
        expect_writes(writes)
        with engine.begin() as connection:
            self._answer = work(connection)

    def finished(self, within):
        self._thread.join(within)
        return not self._thread.is_alive()

    def wait(self):
        assert self.finished(within=10)
        return self._answer


@pytest.fixture
def elsewhere(db):
    engine = db.engine
    return lambda work, writes=True: Elsewhere(engine, work, writes)
