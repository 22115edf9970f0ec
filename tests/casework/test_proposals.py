"""Proposals for what nobody has, and the alarm when nobody fits."""

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import proposals, team, team_files
from followup.models import AlertRow
from followup.vocabulary import Alert, Fit, Role, Unfit
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


def worker(service, name, **columns):
    return factories.account(organisation=service, name=name, **columns)


def proposed(coordinator):
    rows, _more = team_files.incoming(coordinator)
    return proposals.proposals(rows, team.team_of(coordinator))


def told(db):
    return db.session.scalars(select(AlertRow).where(AlertRow.kind == Alert.NOBODY_FITS)).all()


def test_each_follow_up_nobody_has_gets_its_own_proposal(service, coordinator, watched):
    with_dutch = worker(service, "Griet Maes", speaks=["nl"])
    with_french = worker(service, "Sarah Claes", speaks=["fr"])
    situation = factories.situation()
    french = factories.follow_up(organisation=service)
    dutch = factories.follow_up(
        organisation=service,
        situation=situation,
        person=factories.person(situation, family_name="Baert", language="nl"),
    )

    found = proposed(coordinator)

    assert (found[french.id].who, found[dutch.id].who) == (with_french.id, with_dutch.id)
    assert Fit.LANGUAGE in found[dutch.id].because


def test_the_zone_of_the_referral_is_the_one_that_must_be_covered(service, coordinator):
    here = worker(service, "Griet Maes")
    file = factories.follow_up(organisation=service)
    zone = factories.db.session.get(factories.Referral, file.referral_id).zone_id
    here.zones = [zone]
    elsewhere = worker(service, "Sarah Claes", zones=[zone + 1000])

    proposal = proposed(coordinator)[file.id]

    assert (proposal.who, proposal.others) == (here.id, ((elsewhere.id, Unfit.ZONE),))


def test_nobody_fits_is_an_alarm_with_its_reasons_once(db, service):
    away = worker(service, "Griet Maes")
    factories.absence(away)
    worker(service, "Sarah Claes", agreed_maximum=0)
    file = factories.follow_up(organisation=service)

    counts = [proposals.tell_nobody_fits(clock.now()) for _twice in range(2)]

    (alert,) = told(db)
    assert counts == [1, 0]
    assert (alert.organisation_id, alert.follow_up_id) == (service.id, file.id)
    assert alert.facts == {"away": 1, "full": 1}


def test_an_alarm_that_is_true_no_more_is_settled(db, service):
    only = worker(service, "Griet Maes", agreed_maximum=0)
    factories.follow_up(organisation=service)
    proposals.tell_nobody_fits(clock.now())
    only.agreed_maximum = 10

    proposals.tell_nobody_fits(clock.now())

    assert told(db)[0].seen_at == clock.now()


def test_a_strand_without_any_worker_is_nobody_too(db, service):
    factories.follow_up(organisation=service)

    assert proposals.tell_nobody_fits(clock.now()) == 1
    assert told(db)[0].facts is None


def test_where_somebody_fits_or_nobody_waits_there_is_no_alarm(db, service):
    worker(service, "Griet Maes")
    factories.follow_up(organisation=service)
    factories.follow_up(organisation=factories.organisation(), closed_at=clock.now())

    assert proposals.tell_nobody_fits(clock.now()) == 0
