from datetime import datetime

import pytest
from sqlalchemy import text

from followup.models import Person
from tests import factories


def test_a_name_is_unreadable_in_the_database_and_readable_in_the_product(db):
    person = factories.person(family_name="Vandenbroucke")

    stored = db.session.scalar(text("SELECT family_name FROM person"))
    db.session.expire_all()

    assert b"Vandenbroucke" not in bytes(stored)
    assert db.session.get(Person, person.id).family_name == "Vandenbroucke"


def test_a_moment_keeps_its_instant_and_refuses_to_lack_a_zone(db, noon):
    row = factories.follow_up(opened_at=noon)
    db.session.expire_all()

    assert row.opened_at == noon
    assert row.opened_at.tzinfo is not None
    with pytest.raises(Exception, match="time zone"):
        factories.follow_up(opened_at=datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001
