"""A partner contact offered for every follow-up of an alleged perpetrator, and who learns what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import gate, partner_contact, safety_link
from followup.casework.errors import Refused
from followup.models import AlertRow
from followup.vocabulary import Alert, CloseReason, Offer, OrganisationKind, Role, Signal, Strand
from tests import factories


@pytest.fixture
def referral(db):
    return factories.referral()


@pytest.fixture
def victim(referral):
    return factories.follow_up(referral=referral, worker=factories.account(Role.VICTIM_WORKER))


@pytest.fixture
def perpetrator(victim, referral):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )


def worker_of(follow_up):
    return factories.db.session.get(factories.Account, follow_up.worker_id)


def coordinator_of(follow_up):
    service = factories.db.session.get(factories.Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


def standing_of(*follow_ups):
    return [partner_contact.standing(one) for one in follow_ups]


def test_until_the_victims_side_offers_it_it_is_missing_on_both_sides(victim, perpetrator):
    assert standing_of(victim, perpetrator) == [Offer.NOT_YET, Offer.WAITS]


def test_who_was_informed_was_offered_it(victim, perpetrator):
    gate.release_by_victim_side(victim, by=worker_of(victim))

    assert standing_of(victim, perpetrator) == [Offer.OFFERED, Offer.OFFERED]


def test_the_victims_worker_notes_the_offer_although_the_gate_opened_otherwise(victim, perpetrator):
    partner_contact.offer(victim, by=worker_of(victim))

    assert standing_of(victim, perpetrator) == [Offer.OFFERED, Offer.OFFERED]


def test_every_victim_must_have_been_offered_it(referral, victim, perpetrator):
    factories.follow_up(referral=referral)

    partner_contact.offer(victim, by=worker_of(victim))

    assert partner_contact.standing(perpetrator) is Offer.WAITS


def test_the_perpetrators_side_cannot_note_what_the_victims_side_offers(perpetrator):
    with pytest.raises(Refused):
        partner_contact.offer(perpetrator, by=coordinator_of(perpetrator), words="We did.")


def test_where_no_victim_has_a_file_the_coordinator_sees_to_it(db):
    alone = factories.follow_up(Strand.PERPETRATOR)
    before = partner_contact.standing(alone)

    partner_contact.offer(alone, by=coordinator_of(alone), words="Referred to the service.")

    assert [before, partner_contact.standing(alone)] == [Offer.NOBODY, Offer.OFFERED]


def test_a_new_partner_is_a_new_task_of_the_coordinator(db, victim, perpetrator, noon, clock_at):
    partner_contact.offer(victim, by=worker_of(victim))
    safety_link.send(perpetrator, Signal.NEW_PARTNER, by=worker_of(perpetrator))
    wanted = partner_contact.standing(perpetrator)
    clock_at(noon + timedelta(hours=1))

    partner_contact.offer(perpetrator, by=coordinator_of(perpetrator), words="Letter sent.")

    alert = db.session.scalars(select(AlertRow).where(AlertRow.kind == Alert.PARTNER_CONTACT)).one()
    assert [wanted, partner_contact.standing(perpetrator)] == [Offer.NEW_PARTNER, Offer.OFFERED]
    assert (alert.organisation_id, alert.seen_at) == (
        perpetrator.organisation_id,
        noon + timedelta(hours=1),
    )


def test_a_victim_without_an_alleged_perpetrator_is_not_counted(victim):
    assert partner_contact.standing(victim) is None
    assert partner_contact.figures_of(coordinator_of(victim)).percent is None


def test_a_child_has_no_partner(referral, perpetrator):
    child = factories.follow_up(Strand.CHILD, referral=referral)

    assert partner_contact.standing(child) is None


def test_a_file_entered_by_mistake_counts_as_nobody(victim, perpetrator, noon):
    victim.closed_at, victim.close_reason = noon, CloseReason.MISTAKE
    factories.db.session.commit()

    assert partner_contact.standing(perpetrator) is Offer.NOBODY


def test_who_has_both_files_is_not_the_own_partner(db, referral):
    first, second = (factories.follow_up(referral=referral) for _one in range(2))
    service = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)
    person = db.session.get(factories.Person, first.person_id)
    own = factories.follow_up(
        Strand.PERPETRATOR, referral=referral, person=person, organisation=service
    )
    worker = factories.account(Role.VICTIM_WORKER)

    partner_contact.offer(second, by=worker)

    assert partner_contact.standing(own) is Offer.OFFERED
    assert partner_contact.standing(first) is None


def test_each_service_counts_and_lists_its_own_files_only(victim, perpetrator):
    factories.follow_up(Strand.PERPETRATOR)
    sides = {one: coordinator_of(one) for one in (victim, perpetrator)}

    for one, coordinator in sides.items():
        figures = partner_contact.figures_of(coordinator)
        assert (figures.wanted, figures.missing, figures.percent) == (1, 1, 0)
        assert partner_contact.missing(coordinator) == [one.id]


def test_one_missing_of_many_never_reads_as_a_hundred(db):
    assert partner_contact.Figures(1000, 1).percent == 99


def test_the_coordinator_is_told_once_where_nobody_could_offer_it(db, victim, perpetrator, noon):
    alone = factories.follow_up(Strand.PERPETRATOR)

    told = [partner_contact.tell_missing(noon + timedelta(days=days)) for days in (0, 2, 3)]

    assert told == [0, 1, 0]
    assert db.session.scalars(select(AlertRow)).one().follow_up_id == alone.id
