"""Where a person is now."""

import pytest
from sqlalchemy import select

from followup.casework import whereabouts
from followup.models import AuditEntry
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def follow_up(db, worker):
    return factories.follow_up(worker=worker)


def test_each_look_is_written_down_even_when_nothing_is_known(db, follow_up, worker, watched):
    assert whereabouts.show(follow_up, by=worker) is None
    db.session.flush()

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object_id) == ("showed_whereabouts", follow_up.id)


def test_the_newest_place_is_shown_with_who_noted_it(db, follow_up, worker, clock_at, noon):
    whereabouts.note(follow_up, "With her sister", by=worker)
    clock_at(noon.replace(hour=13))
    whereabouts.note(follow_up, "Quai des Ardennes 12", by=worker)

    shown = whereabouts.show(follow_up, by=worker)

    assert (shown.address, shown.noted_by) == ("Quai des Ardennes 12", "Nora Peeters")


def test_that_something_is_kept_says_nothing_of_where(db, follow_up):
    assert whereabouts.are_kept(follow_up) is False

    factories.whereabouts(follow_up)

    assert whereabouts.are_kept(follow_up) is True
