from datetime import UTC, datetime

import pytest

from followup.rules.reaching import fits, refused_at, way_for
from followup.rules.safe_window import Card
from followup.vocabulary import Outcome, Permit, Way, WayRefused

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CALLS_ONLY = Card(permits={Way.CALL: Permit.YES, Way.VOICEMAIL: Permit.NO})


def test_an_outcome_that_names_its_way_decides_it():
    assert way_for(Way.CALL, Outcome.SMS_SENT) is Way.SMS
    assert way_for(Way.VISIT, Outcome.NO_ANSWER) is Way.VISIT


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.PROFESSIONAL])
def test_a_talk_with_a_professional_is_never_a_contact_with_the_person(outcome):
    assert not fits(Way.PROFESSIONAL, outcome)


def test_who_came_to_us_did_not_leave_the_phone_unanswered():
    assert not fits(Way.CAME_TO_US, Outcome.NO_ANSWER)
    assert fits(Way.CAME_TO_US, Outcome.SPOKE_SUPPORT)


def test_nothing_is_logged_as_a_mistake():
    assert not any(fits(way, Outcome.MISTAKE) for way in Way)


def test_a_message_needs_the_permit_of_voicemail_even_where_calls_are_allowed():
    refused = refused_at(CALLS_ONLY, Way.CALL, Outcome.MESSAGE_LEFT, NOON)

    assert refused is WayRefused.FORBIDDEN_WAY
    assert refused_at(CALLS_ONLY, Way.CALL, Outcome.NO_ANSWER, NOON) is None
