import itertools
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from followup.casework import visibility
from followup.casework.errors import NotFound
from followup.models import FollowUp, Referral
from followup.models.wall import marked
from followup.rules import access
from followup.rules.access import GRANTS, Permission
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories


def about(subject):
    """The permissions whose conditions all look at this kind of row."""
    return [
        permission
        for permission, granted in GRANTS.items()
        if {looks_at(condition) for condition in granted.values()} == {subject}
    ]


def looks_at(condition):
    return condition.__annotations__["subject"]


ON_FILES = about(access.File)
ON_REFERRALS = about(access.Sent)


@dataclass(frozen=True)
class Somebody:
    """A signed-in account as far as the conditions look at it."""

    id: int
    organisation_id: int
    roles: frozenset[Role]


def everybody(account):
    """The account in every role, and in every pair of roles."""
    for number in (0, 1, 2):
        for roles in itertools.combinations(Role, number):
            yield Somebody(account.id, account.organisation_id, frozenset(roles))


def test_each_condition_says_the_same_in_python_and_in_sql(db, me, files, referrals):
    for condition, as_sql in visibility.CONDITIONS.items():
        table, rows = (
            (FollowUp, files) if looks_at(condition) is access.File else (Referral, referrals)
        )

        found = set(db.session.scalars(select(table).where(as_sql(me))))

        assert found == {row for row in rows if condition(me, row)}, condition.__name__
        assert found, condition.__name__
        assert found != set(rows), condition.__name__


def test_every_condition_that_is_granted_has_its_sql(db):
    granted = {condition for roles in GRANTS.values() for condition in roles.values()}

    assert granted - {access.always} == set(visibility.CONDITIONS)


def test_no_permission_mixes_files_with_referrals_or_with_no_condition_at_all():
    unconditional = about(object)

    assert sorted(ON_FILES + ON_REFERRALS + unconditional) == sorted(Permission)


def test_the_list_shows_exactly_the_files_on_which_the_permission_holds(db, me, files):
    for actor, permission in itertools.product(everybody(me), ON_FILES):
        listed = set(db.session.scalars(visibility.files_of(actor, permission)))

        assert listed == {file for file in files if access.may(actor, permission, file)}


def test_the_police_see_exactly_the_referrals_on_which_the_permission_holds(db, me, referrals):
    for actor, permission in itertools.product(everybody(me), ON_REFERRALS):
        listed = set(db.session.scalars(visibility.sent_referrals(actor, permission)))

        assert listed == {sent for sent in referrals if access.may(actor, permission, sent)}


@pytest.mark.parametrize("role", Role)
def test_a_file_is_opened_when_it_is_listed_and_otherwise_is_not_there(role, me, files):
    actor = Somebody(me.id, me.organisation_id, frozenset({role}))

    opened = {file for file in files if opens(actor, file)}

    assert opened == {f for f in files if access.may(actor, Permission.READ_FOLLOWUP, f)}


def test_a_file_of_others_and_a_file_that_never_was_are_refused_alike(me, files):
    not_mine = next(file for file in files if file.worker_id is None)
    worker = Somebody(me.id, me.organisation_id, frozenset({Role.VICTIM_WORKER}))
    asked, refusals = (not_mine.code, "0000-0000"), []

    for code in asked:
        with pytest.raises(NotFound) as refused:
            visibility.fetch(code, worker, Permission.READ_FOLLOWUP)
        refusals.append(refused.value.args)

    assert refusals == [(code,) for code in asked]


def test_an_officer_opens_the_own_referral_and_no_other(me, referrals):
    officer = Somebody(me.id, me.organisation_id, frozenset({Role.POLICE}))

    for sent in referrals:
        if sent.officer_id == me.id:
            found = visibility.fetch_referral(sent.reference, officer, Permission.READ_REFERRAL)
            assert found is sent
        else:
            with pytest.raises(NotFound):
                visibility.fetch_referral(sent.reference, officer, Permission.READ_REFERRAL)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.PARTNER])
def test_nobody_who_runs_or_checks_the_product_reads_a_file(db, role, me, files, referrals):
    actor = Somebody(me.id, me.organisation_id, frozenset({role}))

    for permission in ON_FILES:
        assert db.session.scalars(visibility.files_of(actor, permission)).all() == []
    for permission in ON_REFERRALS:
        assert db.session.scalars(visibility.sent_referrals(actor, permission)).all() == []


def test_what_hangs_on_a_file_is_marked_table_by_table(db, files):
    query = select(FollowUp.id).where(marked(FollowUp))

    assert str(visibility.along(FollowUp)) in str(query)


def opens(actor, file):
    try:
        return visibility.fetch(file.code, actor, Permission.READ_FOLLOWUP) is file
    except NotFound:
        return False


@pytest.fixture
def me(db):
    """An account of a police zone, so that both files and referrals can be its own."""
    return factories.account(Role.POLICE)


@pytest.fixture
def files(me):
    """Every strand, with me, with somebody else or with nobody, in my organisation or another's."""
    mine, theirs = me.organisation, factories.organisation()
    somebody = factories.account()
    return [
        factories.follow_up(strand, worker=worker, organisation=organisation)
        for strand in Strand
        for worker in (me, somebody, None)
        for organisation in (mine, theirs)
    ] + [factories.follow_up(organisation=mine, organisation_id=None)]


@pytest.fixture
def referrals(me, files):
    """Those behind the files, and every pairing of officer and zone with me and mine."""
    colleague = factories.account(Role.POLICE, me.organisation)
    elsewhere = factories.organisation(OrganisationKind.POLICE_ZONE)
    stranger = factories.account(Role.POLICE, elsewhere)
    made = [
        factories.referral(officer=officer, zone_id=zone_id)
        for officer in (me, colleague, stranger)
        for zone_id in (me.organisation_id, elsewhere.id)
    ]
    behind = [factories.db.session.get(Referral, file.referral_id) for file in files]
    return made + behind
