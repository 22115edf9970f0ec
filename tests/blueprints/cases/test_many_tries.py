"""A file with fifty entries costs as many statements as one with a single entry."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from followup import clock
from followup.vocabulary import CountsAs, Outcome, Role
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def statements(db):
    """`statements(act)`: how many an act sends to the database."""

    def statements(act):
        sent = []

        def note(connection, cursor, statement, parameters, context, many):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return statements


def spoken_with(worker, entries):
    """A file whose last entry, an hour ago, was a contact; `entries` in all."""
    long_ago = clock.now() - timedelta(days=60)
    file = files.running(
        worker=worker,
        received_at=long_ago,
        card=files.card(permits={"call": "yes", "voicemail": "yes"}),
    )
    for n in range(entries - 1):
        factories.contact_attempt(file, Outcome.NO_ANSWER, at=long_ago + timedelta(hours=n + 1))
    last = clock.now() - timedelta(hours=1)
    factories.contact_attempt(file, Outcome.SPOKE_THINK, at=last, counts_as=CountsAs.CONTACT)
    file.first_attempt_at = file.contact_made_at = last
    return file


@pytest.mark.parametrize("outcome", ["no_answer", "other_answered", "number_dead", "message_left"])
def test_logging_costs_no_more_with_fifty_entries_than_with_one(
    outcome, worker, sign_in, statements
):
    usual, many, few = (spoken_with(worker, entries) for entries in (1, 50, 1))
    desk = sign_in(worker)

    def log(file):
        answer = desk.post(
            f"/c/{file.code}/contact/new",
            data={"how": "call", "outcome": outcome, "place": "page", "then": "stay"},
        )
        assert answer.status_code == 303

    log(usual)
    assert statements(lambda: log(many)) == statements(lambda: log(few))


@pytest.mark.parametrize("page", ["/contact/new", "", "/deadlines", "/danger"])
def test_reading_costs_no_more_with_fifty_entries_than_with_one(page, worker, sign_in, statements):
    usual, many, few = (spoken_with(worker, entries) for entries in (1, 50, 1))
    desk = sign_in(worker)
    desk.get(f"/c/{usual.code}{page}")

    with_many = statements(lambda: desk.get(f"/c/{many.code}{page}"))

    assert with_many == statements(lambda: desk.get(f"/c/{few.code}{page}"))
