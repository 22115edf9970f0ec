"""The course of a situation: own files only, interventions and risk over time."""

from datetime import timedelta

import pytest

from followup.casework import followups
from followup.casework.course import courses
from followup.rules.course import First
from followup.vocabulary import (
    Fact,
    Measure,
    Outcome,
    PersonRole,
    PreviousFacts,
    Risk,
    RiskResult,
    Role,
    Strand,
    Way,
)
from tests import factories


@pytest.fixture
def referral(db, noon):
    return factories.referral(
        facts=[Fact.THREATS],
        risk_result=RiskResult.MEDIUM,
        previous_facts=PreviousFacts.FIRST,
        intervened_at=noon - timedelta(days=30),
        received_at=noon - timedelta(days=30),
    )


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def victim(referral, worker):
    return factories.follow_up(risk=Risk.MEDIUM, referral=referral, worker=worker)


@pytest.fixture
def perpetrator(referral, victim):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )


def again(victim, noon, **columns):
    """A second intervention on the same person, yesterday."""
    db = factories.db
    second = factories.referral(
        db.session.get(factories.Situation, victim.situation_id),
        intervened_at=noon - timedelta(days=1),
        received_at=noon - timedelta(days=1),
        is_repeat=True,
        **columns,
    )
    person = db.session.get(factories.Person, victim.person_id)
    factories.referral_person(second, person, PersonRole.VICTIM)
    followups.restart(victim, second, by=factories.account(Role.POLICE))
    db.session.commit()


def test_first_known_facts_stand_alone(victim, worker):
    course = courses(victim, by=worker)[0]

    assert course.first is First.FIRST
    assert [one.changed for one in course.interventions] == [None]
    assert [one.risk for one in course.risks] == [Risk.MEDIUM]


def test_a_repeat_shows_what_changed_and_how_long_after(victim, worker, noon):
    again(victim, noon, facts=[Fact.THREATS, Fact.PHYSICAL], risk_result=RiskResult.HIGH)

    course = courses(victim, by=worker)[0]

    first, second = course.interventions
    assert course.first is First.EARLIER_HERE
    assert second.days_after == 29
    assert [(one.field, one.after) for one in second.changed] == [
        ("facts", [Fact.PHYSICAL]),
        ("risk_result", RiskResult.HIGH),
    ]
    assert [one.risk for one in course.risks] == [Risk.MEDIUM, Risk.HIGH]
    assert first.changed is None


def test_what_was_tried_counts_for_the_intervention_it_followed(victim, worker, noon):
    again(victim, noon)
    spoke, tried = (Outcome.SPOKE_SUPPORT, Outcome.NO_ANSWER)
    factories.contact_attempt(
        victim, spoke, Way.CALL, worker, at=noon - timedelta(days=20), counts_as="contact"
    )
    factories.contact_attempt(
        victim, tried, Way.CALL, worker, at=noon - timedelta(hours=1), counts_as="attempt"
    )

    first, second = courses(victim, by=worker)[0].interventions

    assert (first.attempts, first.contacts) == (1, 1)
    assert (second.attempts, second.contacts) == (1, 0)


def test_a_worker_reads_the_own_file_alone(victim, perpetrator, worker):
    assert [one.code for one in courses(victim, by=worker)] == [victim.code]


def test_a_coordinator_reads_the_files_of_the_own_organisation(
    referral, victim, perpetrator, worker
):
    sister = factories.follow_up(referral=referral, organisation=worker.organisation)
    coordinator = factories.account(Role.COORDINATOR, worker.organisation)

    shown = courses(victim, by=coordinator)

    assert [one.code for one in shown] == [victim.code, sister.code]


def test_the_alleged_perpetrators_side_reads_dates_facts_and_measures_against_him(
    db, referral, perpetrator
):
    referral.measures = [Measure.MEDICAL_HELP, Measure.RESIDENCE_BAN]
    reader = factories.account(Role.PERPETRATOR_WORKER)
    factories.side_holder(
        db.session.get(factories.Situation, perpetrator.situation_id), reader, perpetrator.side
    )
    perpetrator.worker_id = reader.id
    db.session.commit()

    course = courses(perpetrator, by=reader)[0]

    told = course.interventions[0].told
    assert told["measures"] == [Measure.RESIDENCE_BAN]
    assert course.first is First.NOT_KNOWN
    assert not {"weapon", "story", "previous_facts", "risk_result", "place"} & set(told)


def test_a_role_on_the_other_side_before_is_not_an_intervention_of_this_file(
    db, victim, worker, noon
):
    other = factories.referral(
        db.session.get(factories.Situation, victim.situation_id), received_at=noon
    )
    person = db.session.get(factories.Person, victim.person_id)
    factories.referral_person(other, person, PersonRole.ALLEGED_PERPETRATOR)

    assert len(courses(victim, by=worker)[0].interventions) == 1
