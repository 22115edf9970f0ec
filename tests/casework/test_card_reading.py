"""The rules of a card are read before its number is shown."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import card_reading, file, safe_contact
from followup.casework.errors import FollowUpClosed, GateShut
from followup.db import db as database
from followup.models import AuditEntry
from followup.vocabulary import Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account()


@pytest.fixture
def follow_up(worker):
    return files.running(worker=worker)


def has_read(follow_up, *, by):
    return file.head(follow_up, by=by).rules_read


def test_nobody_has_read_a_card_before_saying_so(follow_up, worker):
    assert not has_read(follow_up, by=worker)


def test_who_read_the_rules_has_read_them_for_the_day(follow_up, worker, clock_at, noon):
    card_reading.confirm(follow_up, by=worker)
    card_reading.confirm(follow_up, by=worker)

    assert has_read(follow_up, by=worker)
    clock_at(noon + timedelta(days=1))
    assert not has_read(follow_up, by=worker)


def test_a_colleague_reads_for_herself(follow_up, worker):
    card_reading.confirm(follow_up, by=worker)

    assert not has_read(follow_up, by=factories.account())


def test_a_changed_card_is_read_again(follow_up, worker):
    card_reading.confirm(follow_up, by=worker)

    safe_contact.confirm(follow_up, by=worker)

    assert not has_read(follow_up, by=worker)


def test_reading_is_written_down(follow_up, worker):
    card_reading.confirm(follow_up, by=worker)

    assert [row.action for row in database.session.scalars(database.select(AuditEntry))] == [
        "read_card"
    ]


def test_behind_a_shut_gate_there_is_nothing_to_read(worker, db):
    shut = factories.follow_up(Strand.PERPETRATOR)

    with pytest.raises(GateShut):
        card_reading.confirm(shut, by=worker)


def test_an_ended_follow_up_is_called_no_more(follow_up, worker):
    follow_up.closed_at = clock.now()

    with pytest.raises(FollowUpClosed):
        card_reading.confirm(follow_up, by=worker)
