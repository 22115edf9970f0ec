"""The other people of a situation, behind the wall."""

import pytest

from followup.casework import linked
from followup.vocabulary import PersonRole, Role, Strand
from tests import factories


@pytest.fixture
def referral(db):
    return factories.referral()


@pytest.fixture
def worker(db):
    return factories.account(roles=[Role.VICTIM_WORKER, Role.CHILD_WORKER])


@pytest.fixture
def victim(db, referral, worker):
    return factories.follow_up(referral=referral, worker=worker)


@pytest.fixture
def perpetrator(db, referral):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )


def test_a_child_with_the_same_worker_is_named(db, referral, worker, victim, watched):
    child = factories.follow_up(Strand.CHILD, referral=referral, worker=worker)

    found = linked.people(victim, by=worker)

    assert [(one.code, one.name) for one in found.open] == [(child.code, "Aline Lambert")]
    assert found.restricted == ()


def test_of_the_other_side_only_the_role_is_known(db, worker, victim, perpetrator):
    found = linked.people(victim, by=worker)

    assert found.open == ()
    assert found.restricted == (PersonRole.ALLEGED_PERPETRATOR,)


def test_the_perpetrators_side_learns_of_the_victim_no_more_than_the_role(
    db, worker, victim, perpetrator
):
    reader = db.session.get(type(worker), perpetrator.worker_id)

    found = linked.people(perpetrator, by=reader)

    assert (found.open, found.restricted) == ((), (PersonRole.VICTIM,))


def test_the_same_person_on_the_other_side_is_not_shown(db, referral, victim):
    coordinator = factories.account(
        Role.COORDINATOR, db.session.get(type(factories.organisation()), victim.organisation_id)
    )
    person = db.session.get(type(factories.person()), victim.person_id)
    factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        person=person,
        organisation=db.session.get(type(factories.organisation()), victim.organisation_id),
    )

    found = linked.people(victim, by=coordinator)

    assert (found.open, found.restricted) == ((), ())


def test_who_only_saw_it_happen_is_shown_to_nobody(db, referral, perpetrator):
    neighbour = factories.person(db.session.get(type(factories.situation()), referral.situation_id))
    factories.referral_person(referral, neighbour, PersonRole.WITNESS)
    reader = factories.account(Role.PERPETRATOR_WORKER)

    assert linked.people(perpetrator, by=reader).restricted == ()


def test_a_later_intervention_with_somebody_else_is_not_told(db, referral, worker, victim):
    situation = db.session.get(type(factories.situation()), referral.situation_id)
    elsewhere = factories.referral(situation)
    factories.follow_up(referral=elsewhere, situation=situation)

    assert len(linked.people(victim, by=worker)) == 0
