"""Who did what, in the transaction of the act."""

from sqlalchemy import select

from followup.casework.audit import Act, Of, record
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
