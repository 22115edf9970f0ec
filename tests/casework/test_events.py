"""Lines of the timeline besides contacts."""

from sqlalchemy import select, text

from followup.casework import events
from followup.casework.events import What
from followup.models import CaseEvent
from tests import factories


def test_a_line_keeps_who_when_what_and_the_facts(db, noon):
    worker = factories.account()
    follow_up = factories.follow_up(worker=worker)

    events.note(follow_up, What.PAUSED, by=worker, reason="hospital")
    db.session.flush()

    line = db.session.scalars(select(CaseEvent)).one()
    assert (line.what, line.by_id, line.at) == (What.PAUSED, worker.id, noon)
    assert line.facts == {"reason": "hospital"}


def test_the_writers_own_words_are_sealed(db):
    follow_up = factories.follow_up()

    events.note(follow_up, What.CLOSED, by=None, words="She moved to Malonne.")
    db.session.flush()

    kept = db.session.scalar(text("SELECT note FROM case_event"))
    assert b"Malonne" not in bytes(kept)
