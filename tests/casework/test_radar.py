"""Who was never reached stays on the radar for twelve months; a new referral opens it again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import endings, file, radar, referrals
from followup.db import db
from followup.models import Account, FollowUp, Organisation, Situation
from followup.vocabulary import CloseReason, Role, State, Strand
from tests import factories, files
from tests.referral_entries import a_perpetrator, a_victim, an_entry, an_event


@pytest.fixture
def officer(db):
    officer = factories.account(Role.POLICE)
    zone = db.session.get(Organisation, officer.organisation_id)
    factories.routing(zone, Strand.VICTIM, factories.organisation())
    return officer


@pytest.fixture
def victim(officer):
    """The file of a victim, with a worker."""
    send(officer)
    found = file_of(Strand.VICTIM)
    worker = factories.account(organisation=db.session.get(Organisation, found.organisation_id))
    factories.side_holder(db.session.get(Situation, found.situation_id), worker, found.side)
    found.worker_id = worker.id
    db.session.commit()
    return found


def send(officer):
    entry = an_entry(a_victim(), a_perpetrator(), event=an_event())
    referral = referrals.send(entry, by=officer, received_at=clock.now())
    db.session.commit()
    return referral


def file_of(strand):
    return db.session.scalars(select(FollowUp).where(FollowUp.strand == strand)).one()


def end(follow_up, reason=CloseReason.NOT_REACHED):
    service = db.session.get(Organisation, follow_up.organisation_id)
    coordinator = factories.account(Role.COORDINATOR, service)
    endings.close(follow_up, reason=reason, by=coordinator)
    db.session.commit()
    return coordinator


def test_an_unreached_ending_is_watched_for_twelve_months(victim, clock_at):
    coordinator = end(victim)

    assert [row.code for row in radar.listed(coordinator)] == [victim.code]
    assert radar.until_of(victim) == clock.now() + timedelta(days=365)
    clock_at(clock.now() + timedelta(days=366))
    assert radar.listed(coordinator) == []
    assert radar.until_of(victim) is None


@pytest.mark.parametrize(
    "reason", [one for one in CloseReason if one is not CloseReason.NOT_REACHED]
)
def test_any_other_ending_is_not_watched(reason, victim):
    coordinator = end(victim, reason)

    assert radar.listed(coordinator) == []


def test_another_organisation_sees_none_of_it(victim):
    end(victim)

    assert radar.listed(factories.account(Role.COORDINATOR)) == []


def test_a_new_referral_within_a_year_of_the_ending_opens_it_again(officer, victim, clock_at):
    files.logged(victim)
    clock_at(clock.now() + timedelta(days=200))
    end(victim)
    clock_at(clock.now() + timedelta(days=300))

    send(officer)

    assert file_of(Strand.VICTIM).id == victim.id
    assert (victim.state, victim.closed_at, victim.is_repeat) == (State.OPEN, None, True)
    assert len(file.attempts(victim)) == 1


def test_after_the_radar_a_new_referral_is_a_new_situation(officer, victim, clock_at):
    end(victim)
    clock_at(clock.now() + timedelta(days=366))

    send(officer)

    assert victim.state is State.CLOSED


def test_who_wanted_no_follow_up_gets_a_new_offer_after_a_new_intervention(
    officer, victim, clock_at
):
    end(victim, CloseReason.NOT_WANTED)
    clock_at(clock.now() + timedelta(days=30))

    send(officer)

    assert victim.state is State.OPEN
    assert victim.due_at is not None


def test_a_worker_who_left_meanwhile_does_not_get_it_back(officer, victim, clock_at):
    worker = db.session.get(Account, victim.worker_id)
    end(victim)
    worker.active = False
    clock_at(clock.now() + timedelta(days=30))

    send(officer)

    assert victim.worker_id is None
    assert victim.unassigned_since == clock.now()
