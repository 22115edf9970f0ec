from datetime import UTC, date, datetime

import pytest

from followup.casework import trail
from followup.casework.audit import Act, Of
from followup.casework.trail import Wanted
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def auditor(db):
    return factories.account(Role.AUDITOR)


def test_an_entry_carries_who_did_what_and_the_code_but_no_content(db, auditor, watched):
    worker = factories.account(name="Nora Peeters")
    factories.audit_entry(worker, object_kind="account", object_id=worker.id)

    lines, _ = trail.read(Wanted(), by=auditor)

    assert [(line.who, line.action, line.kind, line.code) for line in lines] == [
        ("Nora Peeters", Act.OPENED, Of.ACCOUNT, worker.code)
    ]


def test_a_follow_up_and_a_referral_are_named_by_their_codes(db, auditor):
    follow_up = factories.follow_up()
    referral = factories.referral()
    factories.audit_entry(object_kind="follow_up", object_id=follow_up.id)
    factories.audit_entry(object_kind="referral", object_id=referral.id)

    lines, _ = trail.read(Wanted(), by=auditor)

    assert [line.code for line in lines] == [referral.reference, follow_up.code]


def test_reading_the_trail_is_an_entry_itself(db, auditor):
    trail.read(Wanted(), by=auditor)
    db.session.flush()

    lines, _ = trail.read(Wanted(), by=auditor)

    assert [(line.action, line.who) for line in lines] == [(Act.READ_AUDIT, auditor.name)]


def test_days_are_days_in_brussels_both_included(db, auditor):
    just_before = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    next_midnight = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    for at in (just_before, midnight, next_midnight):
        factories.audit_entry(at=at)

    only = Wanted(first_day=date(2026, 11, 21), last_day=date(2026, 11, 21))
    lines, _ = trail.read(only, by=auditor)

    assert [line.at for line in lines] == [midnight]


def test_the_trail_of_one_account_or_one_act_can_be_read(db, auditor):
    worker, other = factories.account(), factories.account()
    factories.audit_entry(worker, "opened")
    factories.audit_entry(worker, "closed")
    factories.audit_entry(other, "opened")

    wanted = Wanted(account=worker.code, action=Act.OPENED)
    lines, _ = trail.read(wanted, by=auditor)

    assert [(line.who, line.action) for line in lines] == [(worker.name, Act.OPENED)]


def test_pages_follow_each_other_without_gap_or_repetition(db, auditor, monkeypatch):
    monkeypatch.setattr(trail, "PAGE", 2)
    for action in ("opened", "closed", "printed"):
        factories.audit_entry(action=action)

    first, following = trail.read(Wanted(), by=auditor)
    db.session.rollback()
    second, end = trail.read(Wanted(), by=auditor, after=following)

    assert [line.action for line in first + second] == ["printed", "closed", "opened"]
    assert end is None


def test_the_last_change_of_a_thing_names_who_made_it(db):
    account = factories.account()
    factories.audit_entry(
        factories.account(name="First"),
        "changed_account",
        object_kind="account",
        object_id=account.id,
    )
    factories.audit_entry(
        factories.account(name="Second"),
        "changed_account",
        object_kind="account",
        object_id=account.id,
    )

    who, _ = trail.last_change(Of.ACCOUNT, account.id, Act.CHANGED_ACCOUNT)

    assert who == "Second"
    assert trail.last_change(Of.ACCOUNT, account.id, Act.CLOSED) is None
