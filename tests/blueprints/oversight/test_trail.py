import pytest
from sqlalchemy import func, select

from followup.models import AuditEntry
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def desk(sign_in, db):
    return sign_in(factories.account(Role.AUDITOR))


def test_the_auditor_reads_who_has_looked_and_never_a_name_of_a_client(desk):
    worker = factories.account(name="Nora Peeters")
    follow_up = factories.follow_up(worker=worker)
    factories.audit_entry(worker, object_id=follow_up.id)

    page = desk.get("/oversight/trail").get_data(as_text=True)

    assert all(text in page for text in ("Nora Peeters", "Opened", "Follow-up", follow_up.code))
    assert "Lambert" not in page
    assert "Aline" not in page


def test_looking_at_the_trail_is_written_down(db, desk):
    desk.get("/oversight/trail")

    read = select(func.count()).where(AuditEntry.action == "read_audit")
    assert db.session.scalar(read) == 1


def test_a_day_that_cannot_be_read_says_what_to_type(desk):
    answer = desk.get("/oversight/trail?first_day=yesterweek")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Enter a date, for example 27/3/2026" in page
    assert 'value="yesterweek"' in page


def test_days_in_the_wrong_order_are_said(desk):
    answer = desk.get("/oversight/trail?first_day=24/11/2026&last_day=20/11/2026")

    assert answer.status_code == 422
    assert "The last day is before the first day" in answer.text


@pytest.mark.parametrize(
    "query", ["after=x", "after=99999999999999999999", "action=fly", "account=x"]
)
def test_an_odd_address_shows_a_page_all_the_same(desk, query):
    assert desk.get(f"/oversight/trail?{query}").status_code in (200, 422)


def test_the_filter_leaves_only_what_was_asked(desk):
    worker = factories.account(name="Nora Peeters")
    factories.audit_entry(worker, "printed")
    factories.audit_entry(factories.account(name="Griet Maes"), "searched")

    page = desk.get(f"/oversight/trail?account={worker.code}&first_day=23/11/2026")

    rows = page.get_data(as_text=True).split("<tbody>")[1]
    assert "Nora Peeters" in rows
    assert "Griet Maes" not in rows


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.VICTIM_WORKER])
def test_nobody_else_has_this_page(sign_in, db, role):
    assert sign_in(factories.account(role)).get("/oversight/trail").status_code == 404


def test_asking_for_a_file_of_somebody_else_is_told_to_the_auditor_alone(db, desk, sign_in):
    worker = factories.account(name="Nora Peeters")
    theirs = factories.follow_up(worker=factories.account())
    asking = sign_in(worker)

    read, sent = asking.get(f"/c/{theirs.code}"), asking.post(f"/c/{theirs.code}/close", data={})

    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "refused")).all()
    assert (read.status_code, sent.status_code) == (404, 404)
    assert [(row.account_id, row.object_id) for row in rows] == [(worker.id, theirs.id)] * 2
    assert all(row.request for row in rows)
    assert "Was refused" in desk.get("/oversight/trail").text
    own = sign_in(db.session.get(type(worker), theirs.worker_id))
    assert "Nora Peeters" not in own.get(f"/c/{theirs.code}/who-looked").text


def test_asking_for_a_file_that_is_none_leaves_the_same_trace_without_one(db, sign_in):
    sign_in(factories.account()).get("/c/7QK2-M9FD")

    row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "refused")).one()
    assert row.object_id is None
