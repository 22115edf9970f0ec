"""A ban that ends asks the protected side to look again, once."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import bans
from followup.models import AlertRow, CaseEvent, Referral
from followup.vocabulary import Measure, Strand
from tests import factories, files


@pytest.fixture
def family(db, noon):
    """A victim and her alleged perpetrator, who is banned from the home for ten more days."""
    situation = factories.situation()
    referral = factories.referral(situation, received_at=noon)
    people = {
        strand: files.running(strand, situation=situation, referral=referral, received_at=noon)
        for strand in (Strand.VICTIM, Strand.PERPETRATOR)
    }
    factories.protective_measure(referral, Measure.RESIDENCE_BAN, ends_at=noon + timedelta(days=10))
    db.session.commit()
    return people


def told(db):
    events = db.session.execute(db.select(CaseEvent).where(CaseEvent.what == "event")).scalars()
    return [(event.follow_up_id, event.facts["event"]) for event in events]


def test_nothing_is_told_while_the_ban_runs(db, family):
    assert bans.tell_ended(clock.now()) == 0
    assert told(db) == []


def test_the_end_is_told_to_the_protected_side_alone_and_once(db, family, noon, clock_at):
    clock_at(noon + timedelta(days=10))

    first = bans.tell_ended(clock.now())
    again = bans.tell_ended(clock.now())

    assert (first, again) == (1, 0)
    assert told(db) == [(family[Strand.VICTIM].id, "ban_ended")]


def test_the_worker_gets_an_alert(db, family, noon, clock_at):
    clock_at(noon + timedelta(days=10))

    bans.tell_ended(clock.now())

    assert [row.account_id for row in db.session.scalars(db.select(AlertRow))] == [
        family[Strand.VICTIM].worker_id
    ]


def test_an_ended_follow_up_is_left_alone(db, family, noon, clock_at):
    clock_at(noon + timedelta(days=10))
    family[Strand.VICTIM].closed_at = clock.now()

    bans.tell_ended(clock.now())

    assert told(db) == []


def test_what_had_ended_before_the_referral_came_in_is_no_news(db, noon):
    follow_up = files.running(received_at=noon)
    referral = db.session.get_one(Referral, follow_up.referral_id)
    factories.protective_measure(referral, Measure.CONTACT_BAN, ends_at=noon - timedelta(days=1))
    referral.received_at = noon
    db.session.flush()

    bans.tell_ended(clock.now())

    assert told(db) == []
