"""Who did what, in the transaction of the act."""

from sqlalchemy import select

from followup.casework.audit import Act, Of, record
from followup.db import commit, expect_writes
from followup.models import AuditEntry
from tests import factories


def test_an_act_names_who_what_and_when_and_no_content(db, noon):
    worker = factories.account()

    record(Act.OPENED, Of.FOLLOW_UP, 12, by=worker)
    db.session.flush()

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.account_id, entry.organisation_id) == (worker.id, worker.organisation_id)
    assert (entry.action, entry.object_kind, entry.object_id) == ("opened", "follow_up", 12)
    assert entry.at == noon


def test_the_trace_is_gone_with_an_act_that_was_undone(db):
    record(Act.OPENED, Of.FOLLOW_UP, 12, by=factories.account())
    db.session.rollback()

    assert db.session.scalars(select(AuditEntry)).all() == []


def test_a_failed_sign_in_has_no_account(db):
    record(Act.SIGN_IN_FAILED, Of.ACCOUNT, None, by=None)
    db.session.flush()

    assert db.session.scalars(select(AuditEntry)).one().account_id is None


def test_a_page_that_opens_a_file_leaves_its_trace(app, db, sign_in):
    worker = factories.account()
    follow_up = factories.follow_up(worker=worker)

    answer = sign_in(worker).get(f"/c/{follow_up.code}")

    assert answer.status_code == 200
    opened = select(AuditEntry).where(AuditEntry.action == Act.OPENED)
    assert [entry.object_id for entry in db.session.scalars(opened)] == [follow_up.id]


def test_what_is_left_for_last_waits_until_the_request_commits(db):
    expect_writes(False)
    record(Act.OPENED, Of.FOLLOW_UP, 12, by=None)
    in_time = db.session.scalars(select(AuditEntry)).all()

    commit()
    expect_writes(True)

    kept = db.session.scalars(select(AuditEntry)).all()
    assert len(kept) == 1
    assert len(in_time) == (0 if db.engine.dialect.name == "sqlite" else 1)
