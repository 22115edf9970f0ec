"""The one word the police get back for each person."""

from types import SimpleNamespace

import pytest

from followup.rules.referral_status import status_of
from followup.vocabulary import ReferralStatus, State


def standing(**changes):
    columns = {
        "worker_id": None,
        "first_attempt_at": None,
        "contact_made_at": None,
        "closed_at": None,
        "state": State.OPEN,
    }
    return SimpleNamespace(**columns | changes)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, ReferralStatus.RECEIVED),
        ({"worker_id": 7}, ReferralStatus.ASSIGNED),
        ({"worker_id": 7, "first_attempt_at": 1}, ReferralStatus.FIRST_ATTEMPT),
        ({"first_attempt_at": 1, "contact_made_at": 1}, ReferralStatus.CONTACT_MADE),
        ({"first_attempt_at": 1, "state": State.NOT_REACHED}, ReferralStatus.NOT_REACHED),
        ({"contact_made_at": 1, "closed_at": 1, "state": State.CLOSED}, ReferralStatus.CLOSED),
        ({"worker_id": 7, "state": State.STOPPED}, ReferralStatus.ASSIGNED),
        ({"worker_id": 7, "state": State.INCOMPLETE}, ReferralStatus.ASSIGNED),
    ],
)
def test_the_furthest_step_is_the_word(changes, word):
    assert status_of(standing(**changes), declined=False) is word


def test_who_wants_no_follow_up_for_now_has_declined_until_the_file_is_closed():
    spoke = {"first_attempt_at": 1, "contact_made_at": 1}

    assert status_of(standing(**spoke), declined=True) is ReferralStatus.DECLINED
    assert status_of(standing(**spoke, closed_at=1), declined=True) is ReferralStatus.CLOSED
