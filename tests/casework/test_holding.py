"""Nobody ever works with two people who stand against each other."""

import pytest

from followup.casework import followups, holding
from followup.casework.errors import OtherSide
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories


@pytest.fixture
def referral(db):
    return factories.referral()


def colleague(follow_up, role=Role.VICTIM_WORKER):
    service = factories.db.session.get(factories.Organisation, follow_up.organisation_id)
    return factories.account(role, service)


def other_file(follow_up, referral, **columns):
    """The same person's file on the other side."""
    person = factories.db.session.get(factories.Person, follow_up.person_id)
    service = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)
    return factories.follow_up(
        Strand.PERPETRATOR, referral=referral, person=person, organisation=service, **columns
    )


@pytest.fixture
def reciprocal(referral):
    """Two people of one service, each a victim and an alleged perpetrator."""
    service = factories.organisation()
    first, second = (
        factories.follow_up(referral=referral, organisation=service) for _one in range(2)
    )
    return first, second, other_file(first, referral), other_file(second, referral)


def assign(follow_up, worker):
    coordinator = colleague(follow_up, Role.COORDINATOR)
    followups.assign(follow_up, worker, reason=None, by=coordinator)


def test_who_has_one_of_them_as_a_victim_never_gets_the_other(reciprocal):
    first, second, *_perpetrators = reciprocal
    worker = colleague(first)
    assign(first, worker)

    assert not holding.may_hold(second, worker)
    with pytest.raises(OtherSide):
        assign(second, worker)


def test_nor_after_the_file_was_given_to_somebody_else(reciprocal):
    first, second, *_perpetrators = reciprocal
    worker = colleague(first)
    assign(first, worker)
    assign(first, colleague(first))

    with pytest.raises(OtherSide):
        assign(second, worker)


def test_four_workers_take_the_four_files(reciprocal):
    for one in reciprocal:
        role = Role.PERPETRATOR_WORKER if one.strand is Strand.PERPETRATOR else Role.VICTIM_WORKER
        assign(one, colleague(one, role))

    assert len({one.worker_id for one in reciprocal}) == 4


def test_a_mother_and_her_child_may_have_one_worker(referral):
    mother = factories.follow_up(referral=referral)
    service = factories.db.session.get(factories.Organisation, mother.organisation_id)
    child = factories.follow_up(Strand.CHILD, referral=referral, organisation=service)
    factories.follow_up(Strand.PERPETRATOR, referral=referral)
    worker = factories.account(
        Role.VICTIM_WORKER, service, roles=[Role.VICTIM_WORKER, Role.CHILD_WORKER]
    )

    assign(mother, worker)
    assign(child, worker)

    assert child.worker_id == worker.id


def test_two_alleged_perpetrators_may_have_one_worker(referral):
    service = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)
    files = [
        factories.follow_up(Strand.PERPETRATOR, referral=referral, organisation=service)
        for _one in range(2)
    ]
    worker = factories.account(Role.PERPETRATOR_WORKER, service)

    for one in files:
        assign(one, worker)

    assert {one.worker_id for one in files} == {worker.id}


def test_the_own_file_may_be_taken_again(reciprocal):
    first, *_others = reciprocal
    worker = colleague(first)
    assign(first, worker)

    assert holding.may_hold(first, worker)
    assert not holding.may_hold(reciprocal[2], worker)
