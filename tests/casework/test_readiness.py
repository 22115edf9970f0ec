from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from followup import clock, keyring
from followup.casework import readiness
from tests import factories


@pytest.fixture
def migrated(db):
    """The database says that it stands at the newest migration."""
    newest = ScriptDirectory(str(readiness.MIGRATIONS)).get_current_head()
    db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    db.session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest})
    db.session.commit()
    yield
    db.session.rollback()
    db.session.execute(text("DROP TABLE alembic_version"))
    db.session.commit()


def test_all_is_well_at_the_newest_migration_with_keys_and_a_beating_scheduler(migrated):
    factories.lease()

    assert readiness.faults() == []


def test_a_database_that_was_not_migrated_is_a_fault(db):
    assert readiness.faults() == ["migrations"]


def test_a_scheduler_that_never_beat_or_fell_silent_is_a_fault(migrated):
    assert readiness.faults() == ["scheduler"]

    factories.lease(beat_at=clock.now() - timedelta(minutes=4))
    assert readiness.faults() == ["scheduler"]


def test_without_keys_nothing_can_be_read(migrated, monkeypatch):
    factories.lease()
    monkeypatch.setattr(keyring, "_ring", None)

    assert readiness.faults() == ["keys"]
