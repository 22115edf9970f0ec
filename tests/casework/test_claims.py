"""Who is calling now: seen by colleagues of the own strand, over after ten minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import claims
from followup.casework.errors import FollowUpClosed, GateShut, SomebodyCalls
from followup.models import CallClaim
from followup.vocabulary import Role, Strand
from tests import factories

NUMBER = "+32470000017"


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def griet(service):
    return factories.account(organisation=service, name="Griet Maes")


@pytest.fixture
def file(nora):
    return factories.follow_up(worker=nora)


def test_a_colleague_sees_who_calls_and_since_when_and_goes_on_only_knowingly(
    db, file, nora, griet, noon
):
    claims.claim(file, NUMBER, by=nora)

    with pytest.raises(SomebodyCalls) as refused:
        claims.claim(file, NUMBER, by=griet)
    claims.claim(file, NUMBER, by=griet, knowingly=True)

    assert (refused.value.name, refused.value.since) == ("Nora Peeters", noon)
    (row,) = db.session.scalars(select(CallClaim)).all()
    assert row.account_id == griet.id


def test_after_ten_minutes_the_claim_is_over(file, nora, griet, clock_at, noon):
    claims.claim(file, NUMBER, by=nora)
    clock_at(noon + timedelta(minutes=9, seconds=59))
    assert [one.name for one in claims.running(griet)] == ["Nora Peeters"]
    clock_at(noon + timedelta(minutes=10))

    claims.claim(file, NUMBER, by=griet)

    assert [one.name for one in claims.running(nora)] == ["Griet Maes"]


def test_claiming_again_begins_the_ten_minutes_anew(file, nora, griet, clock_at, noon):
    claims.claim(file, NUMBER, by=nora)
    clock_at(noon + timedelta(minutes=8))
    claims.claim(file, NUMBER, by=nora)
    clock_at(noon + timedelta(minutes=15))

    assert claims.running(griet) != []


def test_who_releases_frees_the_own_claim_and_no_other(file, nora, griet):
    claims.claim(file, NUMBER, by=nora)
    claims.release(file, by=griet)
    assert claims.running(griet) != []

    claims.release(file, by=nora)

    assert claims.running(griet) == []


def test_a_number_shared_within_the_strand_is_seen_as_being_called(file, nora, griet):
    sister = factories.follow_up(worker=griet)
    claims.claim(file, NUMBER, by=nora)

    with pytest.raises(SomebodyCalls):
        claims.claim(sister, NUMBER, by=griet)
    claims.claim(sister, "+32470000018", by=griet)


def test_a_number_shared_with_the_other_side_says_nothing(service, file, nora):
    other = factories.account(Role.PERPETRATOR_WORKER, service)
    perpetrator = factories.follow_up(Strand.PERPETRATOR, worker=other, released_at=clock.now())
    claims.claim(file, NUMBER, by=nora)

    claims.claim(perpetrator, NUMBER, by=other)

    mine = claims.running(other)
    assert claims.about(mine, perpetrator.id, Strand.PERPETRATOR, NUMBER).account_id == other.id


def test_another_organisation_sees_no_call_at_all(file, nora):
    claims.claim(file, NUMBER, by=nora)

    assert claims.running(factories.account()) == []


def test_nobody_claims_behind_a_shut_gate_or_in_an_ended_follow_up(nora):
    closed = factories.follow_up(worker=nora, closed_at=clock.now())
    worker = factories.account(Role.PERPETRATOR_WORKER)
    gated = factories.follow_up(Strand.PERPETRATOR, worker=worker)

    with pytest.raises(FollowUpClosed):
        claims.claim(closed, NUMBER, by=nora)
    with pytest.raises(GateShut):
        claims.claim(gated, NUMBER, by=worker)


def test_old_claims_are_forgotten(db, file, nora, clock_at, noon):
    claims.claim(file, None, by=nora)
    clock_at(noon + timedelta(minutes=11))

    assert claims.forget_old() == 1
    assert db.session.scalars(select(CallClaim)).all() == []
