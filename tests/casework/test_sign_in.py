import unicodedata
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from followup.casework import sign_in
from followup.models import AuditEntry, SignInTry
from tests import factories

RIGHT = factories.PASSWORD
HERE = "192.0.2.1"


def enter(account, password=RIGHT, network=HERE):
    return sign_in.sign_in(account.email, password, network=network)


def test_the_right_password_opens_a_session_of_that_account(db):
    nora = factories.account()

    secret = enter(nora)

    assert sign_in.session_of(secret).account.id == nora.id


def test_the_address_may_be_typed_in_capitals_and_with_spaces(db):
    factories.account(email="nora@example.test")

    assert sign_in.sign_in("  Nora@Example.TEST ", RIGHT, network=HERE)


def test_an_accent_typed_as_two_signs_is_the_same_password(db):
    nora = factories.account(password_hash=sign_in.hash_password("quatre étés très chauds"))

    assert enter(nora, unicodedata.normalize("NFD", "quatre étés très chauds"))


def test_a_wrong_password_and_an_unknown_address_look_alike_and_leave_their_trace(db):
    nora = factories.account()

    assert enter(nora, "wrong") is None
    assert sign_in.sign_in("nobody@example.test", RIGHT, network=HERE) is None
    failed = select(func.count()).where(AuditEntry.action == "sign_in_failed")
    assert db.session.scalar(failed) == 2


@pytest.mark.parametrize(
    "closed", [{"active": False}, {"ends_on": date(2026, 11, 22)}, {"password_hash": None}]
)
def test_an_account_that_is_closed_over_or_without_password_is_not_opened(db, closed):
    assert enter(factories.account(**closed)) is None


def test_an_account_opens_on_its_last_day(db):
    assert enter(factories.account(ends_on=date(2026, 11, 23)))


def test_after_five_wrong_tries_even_the_right_password_waits_fifteen_minutes(db, clock_at, noon):
    nora = factories.account()
    for _ in range(5):
        enter(nora, "wrong")

    with pytest.raises(sign_in.TooManyTries) as refused:
        enter(nora)

    assert refused.value.until == noon + timedelta(minutes=15)
    clock_at(noon + timedelta(minutes=15))
    assert enter(nora)


def test_four_wrong_tries_are_forgotten_when_the_fifth_is_right(db):
    nora = factories.account()
    for _ in range(4):
        enter(nora, "wrong")
    enter(nora)

    enter(nora, "wrong")

    assert enter(nora)


def test_many_wrong_tries_from_one_network_stop_that_network_and_no_other(db):
    nora = factories.account()
    for number in range(50):
        sign_in.sign_in(f"guess{number}@example.test", "wrong", network=HERE)

    with pytest.raises(sign_in.TooManyTries):
        enter(nora)
    assert enter(nora, network="192.0.2.2")


def test_tries_are_kept_without_address_or_network(db):
    sign_in.sign_in("nora@example.test", "wrong", network=HERE)

    subjects = db.session.scalars(select(SignInTry.subject)).all()

    assert len(subjects) == 2
    assert all(b"nora" not in subject and HERE.encode() not in subject for subject in subjects)


def test_unlocking_takes_the_password_and_counts_wrong_ones(db):
    session = sign_in.session_of(enter(factories.account()))
    sign_in.lock(session)

    for _ in range(5):
        assert not sign_in.unlock(session, "wrong", network=HERE)

    with pytest.raises(sign_in.TooManyTries):
        sign_in.unlock(session, RIGHT, network=HERE)
    assert session.locked_at is not None


def test_the_right_password_unlocks_the_screen(db, noon):
    session = sign_in.session_of(enter(factories.account()))
    sign_in.lock(session)

    assert sign_in.unlock(session, RIGHT, network=HERE)
    assert session.locked_at is None
    assert session.seen_at == noon


def test_a_session_ends_for_its_owner_only(db):
    nora, paul = factories.account(), factories.account()
    secret = enter(nora)
    name = sign_in.mark(sign_in.session_of(secret))

    sign_in.end_one(name, by=paul)
    assert sign_in.session_of(secret) is not None

    sign_in.end_one(name, by=nora)
    assert sign_in.session_of(secret) is None


def test_a_closed_account_has_no_running_session_any_more(db):
    nora = factories.account()
    secret = enter(nora)

    nora.active = False
    db.session.flush()

    assert sign_in.session_of(secret) is None
