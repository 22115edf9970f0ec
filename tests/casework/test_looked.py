"""Who has looked at one file."""

from datetime import timedelta

import pytest

from followup.casework import looked
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def follow_up(db, worker):
    return factories.follow_up(worker=worker)


def test_only_entries_of_this_file_are_listed_newest_first(db, follow_up, worker, noon):
    factories.audit_entry(worker, "opened", object_id=follow_up.id, at=noon - timedelta(hours=1))
    factories.audit_entry(worker, "changed_card", object_id=follow_up.id)
    factories.audit_entry(worker, "opened", object_id=follow_up.id + 1)
    factories.audit_entry(worker, "opened", object_id=follow_up.id, object_kind="referral")

    rows, after = looked.at(follow_up)

    assert [(row.action, row.who) for row in rows] == [
        ("changed_card", "Nora Peeters"),
        ("opened", "Nora Peeters"),
    ]
    assert after is None


def test_the_rest_follows_on_the_next_page_without_a_gap(db, follow_up, worker, noon):
    for minute in range(looked.PAGE + 3):
        factories.audit_entry(
            worker, object_id=follow_up.id, at=noon - timedelta(minutes=minute // 2)
        )

    first, after = looked.at(follow_up)
    second, end = looked.at(follow_up, after=after)

    assert (len(first), len(second), end) == (looked.PAGE, 3, None)
    assert {row.id for row in first}.isdisjoint(row.id for row in second)
