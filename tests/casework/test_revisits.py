"""The police go back after a month."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import escalation, revisits
from followup.casework.errors import NotFound, Refused
from followup.models import AlertRow
from followup.vocabulary import Alert, Role
from tests import factories


def test_a_revisit_is_due_a_month_after_the_facts_and_at_the_latest_two(db, referral, noon):
    revisits.plan(referral)

    facts = noon.replace(hour=8)
    assert referral.revisit_due_at == facts.replace(month=12)
    assert referral.revisit_latest_at == facts.replace(year=2027, month=1)


def test_a_revisit_that_is_due_is_told_to_the_zone_once(db, referral, noon):
    revisits.plan(referral)
    db.session.commit()
    due_at = noon.replace(month=12, hour=8)

    assert escalation.tell_revisits(due_at - timedelta(minutes=1)) == 0
    assert escalation.tell_revisits(due_at) == 1
    assert escalation.tell_revisits(due_at) == 0

    told = db.session.scalars(select(AlertRow)).one()
    assert (told.kind, told.organisation_id) == (Alert.REVISIT_DUE, referral.zone_id)


def test_a_revisit_that_was_done_is_not_told(db, referral, officer, noon):
    revisits.plan(referral)
    revisits.done(referral, by=officer)
    db.session.commit()

    assert escalation.tell_revisits(noon + timedelta(days=60)) == 0


def test_a_revisit_is_done_once(db, referral, officer):
    revisits.plan(referral)
    revisits.done(referral, by=officer)

    with pytest.raises(Refused):
        revisits.done(referral, by=officer)


def test_a_revisit_is_late_from_its_due_time_until_it_is_done(db, referral, officer, noon):
    revisits.plan(referral)
    later = noon + timedelta(days=40)

    assert not revisits.is_late(referral, noon)
    assert revisits.is_late(referral, later)
    revisits.done(referral, by=officer)
    assert not revisits.is_late(referral, later)


def test_an_officer_of_another_zone_finds_no_such_referral(db, referral):
    stranger = factories.account(Role.POLICE_REFERENCE)

    with pytest.raises(NotFound):
        revisits.fetch(referral.reference, stranger)


@pytest.fixture
def officer(db):
    return factories.account(Role.POLICE)


@pytest.fixture
def referral(officer):
    return factories.referral(officer=officer)
