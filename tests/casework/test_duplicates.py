"""The same intervention is not sent twice without a question, in one's own zone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from followup import clock
from followup.casework import duplicates, referrals
from followup.db import db
from followup.models import Organisation
from followup.vocabulary import Role
from tests import factories
from tests.referral_entries import a_perpetrator, a_victim, an_entry, an_event

REPORT = "NA.43.L3.000123/2026"


@pytest.fixture
def officer(db):
    return factories.account(Role.POLICE)


@pytest.fixture
def sent(officer):
    entry = an_entry(event=an_event(report_number=REPORT))
    referral = referrals.send(entry, by=officer, received_at=clock.now())
    db.session.commit()
    return referral


def found(officer, entry):
    alike = duplicates.sent_before(entry, by=officer, at=clock.now())
    return alike and alike.reference


def strangers(**event):
    return an_entry(
        a_victim(family_name="Peeters", first_name="Zoé"),
        a_perpetrator(family_name="Wouters", first_name="Tom"),
        event=an_event(**event),
    )


def test_an_equal_report_number_is_noticed_with_the_tripwire_armed(officer, sent, watched):
    assert found(officer, strangers(report_number=REPORT)) == sent.reference


def test_another_report_number_and_other_people_are_no_duplicate(officer, sent):
    assert found(officer, strangers(report_number="NA.43.L3.000124/2026")) is None


def test_two_interventions_without_a_number_are_not_alike_for_that(officer, sent):
    assert found(officer, strangers()) is None


def test_the_same_people_on_the_same_day_are_noticed(officer, sent):
    assert found(officer, an_entry()) == sent.reference


def test_the_same_people_on_another_day_are_a_new_intervention(officer, sent):
    before = an_event(intervened_at=clock.now() - timedelta(days=1))

    assert found(officer, an_entry(event=before)) is None


def test_one_person_of_two_is_not_the_same_people(officer, sent):
    entry = an_entry(a_victim(), a_perpetrator(family_name="Wouters", first_name="Tom"))

    assert found(officer, entry) is None


def test_the_only_person_entered_is_enough(officer, sent):
    assert found(officer, an_entry(a_victim())) == sent.reference


def test_the_same_person_entered_twice_counts_once(officer, sent):
    assert found(officer, an_entry(a_victim(), a_victim())) is None


def test_after_seven_days_nothing_is_asked(officer, sent, clock_at, noon):
    entry = replace(an_entry(), event=an_event(report_number=REPORT))
    clock_at(noon + timedelta(days=7) - timedelta(seconds=1))
    assert found(officer, entry) == sent.reference

    clock_at(noon + timedelta(days=7))

    assert found(officer, entry) is None


def test_a_colleague_of_the_zone_is_asked_too(officer, sent):
    colleague = factories.account(Role.POLICE, db.session.get(Organisation, sent.zone_id))

    assert found(colleague, an_entry()) == sent.reference


def test_another_zone_learns_nothing(sent):
    elsewhere = factories.account(Role.POLICE)

    assert found(elsewhere, an_entry(event=an_event(report_number=REPORT))) is None


def test_another_writing_of_the_same_people_is_noticed(officer, sent):
    entry = an_entry(
        a_victim(family_name="Van den Broeck", first_name="Hélène"),
        a_perpetrator(family_name="Janssens", first_name="Mohamed"),
    )
    referrals.send(entry, by=officer, received_at=clock.now())
    written_otherwise = an_entry(
        a_victim(family_name="Helene", first_name="Vandenbroeck"),
        a_perpetrator(family_name="Jansens", first_name="Mohammed"),
    )

    assert found(officer, written_otherwise) is not None


def test_the_officer_is_told_whether_the_number_or_the_people_are_the_same(officer, sent):
    by_number = duplicates.sent_before(strangers(report_number=REPORT), by=officer, at=clock.now())
    by_people = duplicates.sent_before(an_entry(), by=officer, at=clock.now())

    assert (by_number.same_number, by_people.same_number) == (True, False)
