"""A number shown to who may not simply call it."""

from datetime import datetime

import pytest
from sqlalchemy import select

from followup.casework import calling, file
from followup.casework.errors import AgainstCard, FollowUpClosed, GateShut
from followup.models import AlertRow, AuditEntry
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Alert, Role, Strand, WayRefused
from tests import factories

CARD = {
    "phones": [{"number": "+32470123456"}],
    "windows": [{"opens": "09:00", "closes": "11:00"}],
}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


def case(worker, **card):
    return factories.follow_up(worker=worker, card=CARD | card)


def test_outside_the_window_a_reason_shows_the_number_and_stays_in_the_timeline(db, worker):
    follow_up = case(worker)

    card = calling.call_anyway(follow_up, by=worker, words="She asked us to ring at once.")
    db.session.flush()

    event = file.events(follow_up)[0]
    assert card.phone.number == "+32470123456"
    assert (event.what, event.note) == ("call_anyway", "She asked us to ring at once.")
    assert db.session.scalars(select(AuditEntry)).one().action == "showed_number"


def test_inside_the_window_nothing_stands_in_the_way(db, worker, clock_at):
    clock_at(datetime(2026, 11, 23, 10, 0, tzinfo=BRUSSELS))

    assert calling.refusal(case(worker)) is None


def test_outside_it_the_moment_is_the_reason(db, worker):
    assert calling.refusal(case(worker)) is WayRefused.OUTSIDE_WINDOW


@pytest.mark.parametrize(
    "card", [{"permits": {"call": "no"}}, {"locked": True}, {"no_safe_way": True}, {"phones": []}]
)
def test_no_reason_overrules_a_forbidden_way_or_a_stopped_contact(db, worker, card):
    with pytest.raises(AgainstCard):
        calling.call_anyway(case(worker, **card), by=worker, words="It is urgent.")


def test_nobody_calls_before_the_gate_is_open(db):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    follow_up = factories.follow_up(Strand.PERPETRATOR, worker=worker, card=CARD)

    with pytest.raises(GateShut):
        calling.refusal(follow_up)


def test_nobody_calls_when_the_follow_up_has_ended(db, worker, noon):
    follow_up = case(worker)
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        calling.refusal(follow_up)


def test_the_coordinators_are_told_that_the_card_was_overruled(db, worker):
    calling.call_anyway(case(worker), by=worker, words="She asked us to ring at once.")

    told = db.session.scalars(select(AlertRow)).all()
    assert [(one.kind, one.organisation_id, one.account_id) for one in told] == [
        (Alert.AGAINST_CARD, worker.organisation_id, None)
    ]
