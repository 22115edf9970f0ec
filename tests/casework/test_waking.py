"""News brings back what was put off, with its reason, and says nothing of who sent it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import followups, referrals, safe_contact, waking
from followup.db import db as database
from followup.models import CaseEvent, Referral
from followup.rules.contact_card import ContactCard
from followup.vocabulary import CardSource, News, ReassignReason, Risk, Role
from tests import factories


@pytest.fixture
def file(db, noon):
    worker = factories.account()
    return factories.follow_up(
        worker=worker, risk=Risk.MEDIUM, shown_again_at=noon + timedelta(hours=3)
    )


@pytest.fixture
def coordinator(file):
    worker = database.session.get(factories.Account, file.worker_id)
    return factories.account(Role.COORDINATOR, worker.organisation)


def woken(file):
    return (file.shown_again_at, file.woken_by)


def test_news_brings_it_back_once_and_is_written_down(db, file):
    waking.wake(file, News.SIGNAL)
    waking.wake(file, News.RISK)
    db.session.flush()

    assert woken(file) == (None, News.SIGNAL)
    written = db.session.scalars(select(CaseEvent)).all()
    assert [(one.what, one.facts, one.by_id) for one in written] == [
        ("woken", {"news": "signal"}, None)
    ]


def test_what_is_not_put_off_or_is_back_already_is_left_alone(file, clock_at, noon):
    clock_at(noon + timedelta(hours=3))

    waking.wake(file, News.SIGNAL)

    assert file.woken_by is None


def test_a_raised_risk_wakes_it_and_a_lower_one_does_not(file, coordinator):
    followups.set_risk(file, Risk.LOW, by=coordinator, words="Calmer.")
    assert file.woken_by is None

    followups.set_risk(file, Risk.HIGH, by=coordinator, words="A weapon.")

    assert woken(file) == (None, News.RISK)


def test_what_the_police_add_wakes_it(file):
    referral = database.session.get(Referral, file.referral_id)
    officer = database.session.get(factories.Account, referral.officer_id)

    referrals.add_information(referral, "He was seen again.", by=officer)

    assert woken(file) == (None, News.INFORMATION)


def test_a_new_intervention_wakes_it(file, coordinator):
    again = factories.referral(database.session.get(factories.Situation, file.situation_id))

    followups.restart(file, again, by=coordinator)

    assert woken(file) == (None, News.REFERRAL)


def test_a_card_changed_by_somebody_else_wakes_it(file, coordinator):
    safe_contact.change(
        file,
        ContactCard(),
        based_on=1,
        source=CardSource.POLICE,
        agreed_at=clock.now(),
        by=coordinator,
    )

    assert woken(file) == (None, News.CARD)


def test_who_takes_over_sees_it_at_once(file, coordinator):
    colleague = factories.account(organisation=coordinator.organisation)

    followups.assign(file, colleague, reason=ReassignReason.BALANCE, by=coordinator)

    assert woken(file) == (None, None)
