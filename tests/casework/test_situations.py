"""The same couple within a year joins its situation; anything less is a new one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import referrals, situations
from followup.db import db
from followup.models import SearchToken
from followup.vocabulary import OrganisationKind, PersonRole, Role
from tests import factories
from tests.referral_entries import a_child, a_perpetrator, a_victim, an_entry


@pytest.fixture
def officer(db):
    return factories.account(Role.POLICE)


@pytest.fixture
def first(officer):
    """A couple referred now, at noon."""
    return send(officer, a_victim(), a_perpetrator(), a_child())


def send(officer, *persons):
    referral = referrals.send(an_entry(*persons), by=officer, received_at=clock.now())
    db.session.commit()
    return referral


def found(*persons):
    earlier = situations.find_earlier(an_entry(*persons), at=clock.now())
    return earlier and earlier.situation.id


def test_the_same_couple_is_found_with_the_tripwire_armed(first, watched):
    assert found(a_victim(), a_perpetrator()) == first.situation_id


def test_whoever_was_victim_before_may_be_the_alleged_perpetrator_now(first):
    turned = (
        a_victim(role=PersonRole.ALLEGED_PERPETRATOR),
        a_perpetrator(role=PersonRole.VICTIM),
    )

    assert found(*turned) == first.situation_id


def test_two_people_both_reported_on_both_sides_are_a_couple(first):
    both = (a_victim(role=PersonRole.BOTH), a_perpetrator(role=PersonRole.BOTH))

    assert found(*both) == first.situation_id


def test_one_person_reported_on_both_sides_is_no_couple(first):
    assert found(a_victim(role=PersonRole.BOTH), a_child()) is None


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("BAKKALI", "amina"),
        ("Bakkalí", "Amina"),
        ("Bakali", "Amina"),
        ("Bakkali", "Aminah"),
    ],
)
def test_a_slip_in_the_name_still_finds_the_person(first, family, given):
    slip = a_victim(family_name=family, first_name=given)

    assert found(slip, a_perpetrator()) == first.situation_id


def test_names_in_the_wrong_boxes_still_find_the_person(first):
    swapped = a_victim(family_name="Amina", first_name="Bakkali")

    assert found(swapped, a_perpetrator()) == first.situation_id


def test_another_date_of_birth_is_another_person(first):
    assert found(a_victim(born_on=date(1985, 1, 2)), a_perpetrator()) is None


def test_an_age_that_fits_is_enough(first):
    assert found(a_victim(born_on=None, age=35), a_perpetrator()) == first.situation_id


def test_a_new_partner_is_a_new_situation(first):
    other = a_perpetrator(family_name="Wouters", first_name="Tom")

    assert found(a_victim(), other) is None


def test_victim_and_child_alone_are_not_the_couple(first):
    assert found(a_victim(), a_child()) is None


@pytest.mark.parametrize(("days", "joins"), [(364, True), (365, True), (366, False)])
def test_within_three_hundred_and_sixty_five_days(first, clock_at, noon, days, joins):
    clock_at(noon + timedelta(days=days))

    assert (found(a_victim(), a_perpetrator()) == first.situation_id) is joins


def test_the_newest_of_two_situations_is_joined(first, officer, clock_at, noon):
    clock_at(noon + timedelta(days=400))
    newer = send(officer, a_victim(), a_perpetrator())
    clock_at(noon + timedelta(days=410))

    assert newer.situation_id != first.situation_id
    assert found(a_victim(), a_perpetrator()) == newer.situation_id


def test_another_zone_finds_the_couple_too(first):
    elsewhere = factories.account(Role.POLICE, factories.organisation(OrganisationKind.POLICE_ZONE))

    again = send(elsewhere, a_victim(), a_perpetrator())

    assert again.is_repeat
    assert again.situation_id == first.situation_id


def test_each_person_entered_is_paired_with_one_known_person(first):
    earlier = situations.find_earlier(
        an_entry(a_perpetrator(), a_victim(), a_victim()), at=clock.now()
    )

    assert sorted(earlier.people) == [0, 1]
    assert earlier.people[0].first_name == "Marc"


def test_a_person_is_indexed_once_however_often_it_is_said(db):
    person = factories.person()
    situations.index_person(person)
    db.session.commit()
    before = db.session.scalars(select(SearchToken.token)).all()

    situations.index_person(person)

    assert sorted(db.session.scalars(select(SearchToken.token))) == sorted(before)


def test_a_year_of_birth_is_compared_as_an_age(db):
    person = factories.person(birth_date=None, birth_year_about="1992")

    assert situations.known_of(person, date(2026, 11, 23)).age == 34
