from datetime import date

import pytest
from sqlalchemy import select

from followup.casework import accounts, sign_in
from followup.casework.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    HasFollowUps,
    LastAdministrator,
    NotFound,
)
from followup.models import AuditEntry
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories

HERE = "192.0.2.1"


def open_account(**changes):
    particulars = {
        "by": None,
        "email": "Nora@Example.test ",
        "name": "Nora Peeters",
        "roles": [Role.VICTIM_WORKER],
        "language": "nl",
    } | changes
    organisation = particulars.pop("organisation", None) or factories.organisation()
    return accounts.create(organisation_id=organisation.id, **particulars)


def test_a_new_account_signs_in_with_its_one_time_password_and_must_choose_another(db):
    account, password = open_account()

    assert account.email == "nora@example.test"
    assert sign_in.sign_in(account.email, password, network=HERE)
    assert account.must_change_password


def test_an_address_has_one_account(db):
    open_account()
    db.session.commit()

    with pytest.raises(AlreadyThere):
        open_account(email="nora@EXAMPLE.test")
    db.session.rollback()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.MUNICIPALITY])
def test_a_role_without_pages_is_not_given(db, role):
    with pytest.raises(ValueError, match="without pages"):
        open_account(roles=[role])


def test_every_opening_and_change_stands_in_the_trail(db):
    administrator = factories.account(Role.ADMINISTRATOR)
    account, _ = open_account(by=administrator)
    accounts.change(account, by=administrator, version=account.version, name="Nora P.")

    entries = db.session.scalars(select(AuditEntry)).all()

    assert {(row.action, row.object_id, row.account_id) for row in entries} == {
        ("changed_account", account.id, administrator.id)
    }
    assert len(entries) == 2


def test_who_looks_at_an_old_version_changes_nothing(db):
    account = factories.account()
    accounts.change(account, by=None, version=account.version, name="First")

    with pytest.raises(ChangedMeanwhile):
        accounts.change(account, by=None, version=account.version - 1, name="Second")

    assert account.name == "First"


def test_new_roles_count_as_a_change_and_act_at_once(db):
    account = factories.account(roles=[Role.VICTIM_WORKER])
    before = account.version

    accounts.set_roles(account, [Role.COORDINATOR], by=None, version=before)

    assert accounts.fetch(account.code).roles == {Role.COORDINATOR}
    assert account.version == before + 1


def test_a_role_stays_while_its_follow_ups_are_open(db):
    worker = factories.account(roles=[Role.VICTIM_WORKER, Role.CHILD_WORKER])
    factories.follow_up(Strand.VICTIM, worker=worker)

    with pytest.raises(HasFollowUps):
        accounts.set_roles(worker, [Role.CHILD_WORKER], by=None, version=worker.version)

    accounts.set_roles(worker, [Role.VICTIM_WORKER], by=None, version=worker.version)
    assert worker.roles == {Role.VICTIM_WORKER}


def test_nobody_moves_to_another_organisation_with_open_follow_ups(db):
    worker = factories.account()
    factories.follow_up(worker=worker)
    elsewhere = factories.organisation(OrganisationKind.VICTIM_SERVICE)

    with pytest.raises(HasFollowUps):
        accounts.change(worker, by=None, version=worker.version, organisation_id=elsewhere.id)


def test_without_open_follow_ups_a_worker_moves(db):
    worker = factories.account()
    elsewhere = factories.organisation(OrganisationKind.VICTIM_SERVICE)

    accounts.change(worker, by=None, version=worker.version, organisation_id=elsewhere.id)

    assert worker.organisation is elsewhere


def test_a_reset_ends_sessions_and_lets_a_person_try_again_who_tried_too_often(db):
    account = factories.account()
    secret = sign_in.sign_in(account.email, factories.PASSWORD, network=HERE)
    for _ in range(5):
        sign_in.sign_in(account.email, "wrong", network=HERE)

    password = accounts.reset_password(account, by=None)

    assert sign_in.session_of(secret) is None
    assert sign_in.sign_in(account.email, password, network=HERE)


def test_an_own_new_password_ends_the_sessions_elsewhere(db):
    account = factories.account(must_change_password=True)
    here, elsewhere = (
        sign_in.sign_in(account.email, factories.PASSWORD, network=HERE) for _ in range(2)
    )

    accounts.choose_password(account, "a new one, long enough", here=sign_in.session_of(here))

    assert sign_in.session_of(here) is not None
    assert sign_in.session_of(elsewhere) is None
    assert not account.must_change_password


def test_a_closed_account_is_out_at_once_and_comes_back_when_reopened(db):
    account = factories.account(ends_on=date(2026, 11, 1))
    accounts.close(account, by=None, version=account.version)
    assert sign_in.sign_in(account.email, factories.PASSWORD, network=HERE) is None

    accounts.reopen(account, by=None, version=account.version)

    assert sign_in.sign_in(account.email, factories.PASSWORD, network=HERE)


def test_the_last_administrator_stays(db):
    administrator = factories.account(Role.ADMINISTRATOR)

    with pytest.raises(LastAdministrator):
        accounts.close(administrator, by=administrator, version=administrator.version)
    with pytest.raises(LastAdministrator):
        accounts.set_roles(
            administrator, [Role.AUDITOR], by=administrator, version=administrator.version
        )

    factories.account(Role.ADMINISTRATOR)
    accounts.close(administrator, by=administrator, version=administrator.version)
    assert not administrator.active


def test_hiding_names_does_not_disturb_an_administrator_who_edits_the_account(db):
    account = factories.account()
    before = account.version

    accounts.prefer(account, hide_names=True)

    assert account.hide_names
    assert account.version == before


def test_what_is_not_a_choice_of_the_person_cannot_be_preferred(db):
    with pytest.raises(TypeError):
        accounts.prefer(factories.account(), active=True)


def test_an_unknown_account_is_not_found(db):
    with pytest.raises(NotFound):
        accounts.fetch("0000-0000")
    with pytest.raises(NotFound):
        accounts.of_address("nobody@example.test")
