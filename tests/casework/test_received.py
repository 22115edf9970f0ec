"""What the police told, as each side of the wall may read it."""

from datetime import timedelta

import pytest

from followup.casework import received
from followup.models import Addition
from followup.vocabulary import Measure, PersonRole, Strand
from tests import factories

STORY = "She said that he waited for her at the school."


@pytest.fixture
def referral(db):
    return factories.referral(
        story=STORY,
        measures=[Measure.RESIDENCE_BAN, Measure.MOBILE_ALARM],
        postcode="4000",
        report_number="LI.43.L3.000123/2026",
    )


@pytest.fixture
def victim(db, referral):
    return factories.follow_up(Strand.VICTIM, referral=referral)


@pytest.fixture
def perpetrator(db, referral):
    return factories.follow_up(Strand.PERPETRATOR, referral=referral)


def test_the_victims_side_reads_the_story_and_the_report_number(victim, watched):
    told = received.referrals(victim)[0]

    assert (told.story, told.report_number) == (STORY, "LI.43.L3.000123/2026")


def test_of_the_story_the_perpetrators_side_gets_no_column_at_all(perpetrator, watched):
    told = received.referrals(perpetrator)[0]

    forbidden = {"story", "place", "report_number", "on_duty_phone", "officer", "relation"}
    assert forbidden.isdisjoint(told._fields)
    assert told.facts


def test_what_was_added_later_stays_on_the_protected_side(db, referral, victim, perpetrator):
    db.session.add(
        Addition(
            referral_id=referral.id,
            account_id=referral.officer_id,
            at=referral.received_at,
            text="She now stays with her sister.",
        )
    )
    db.session.commit()

    assert [one.text for one in received.additions(victim)] == ["She now stays with her sister."]
    assert list(received.additions(perpetrator)) == []


def test_an_alarm_of_the_victim_is_no_measure_of_the_perpetrators_side(
    db, referral, victim, perpetrator
):
    factories.protective_measure(referral, Measure.RESIDENCE_BAN)
    factories.protective_measure(referral, Measure.MOBILE_ALARM)

    assert {row.kind for row in received.measures(victim)} == {
        Measure.RESIDENCE_BAN,
        Measure.MOBILE_ALARM,
    }
    assert [row.kind for row in received.measures(perpetrator)] == [Measure.RESIDENCE_BAN]


def test_who_was_victim_once_and_accused_later_has_two_separate_sets_of_referrals(db, victim):
    person_id, situation_id = victim.person_id, victim.situation_id
    later = factories.referral(
        db.session.get(type(factories.situation()), situation_id),
        story="The other person's words.",
        received_at=victim.received_at + timedelta(days=3),
    )
    person = db.session.get(type(factories.person()), person_id)
    factories.referral_person(later, person, PersonRole.ALLEGED_PERPETRATOR)

    assert [row.story for row in received.referrals(victim)] == [STORY]


def test_the_municipality_stands_for_the_place(db, referral, perpetrator):
    zone = db.session.get(type(factories.organisation()), referral.zone_id)
    factories.municipality(zone, "4000", "Liège")
    factories.municipality(zone, "4000", "Rocourt")

    rows = received.referrals(perpetrator)

    assert [(row.postcode, row.municipality) for row in rows] == [("4000", "Liège")]
