"""What the page of one file reads."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from followup.casework import deadlines, file
from followup.casework.errors import NotFound
from followup.models import AuditEntry
from followup.vocabulary import DeadlineKind, MoveReason, PauseReason, Role, Strand
from tests import factories

CARD = {"phones": [{"number": "+32470123456"}], "code_word": "tulip"}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def follow_up(db, worker):
    return factories.follow_up(worker=worker, card=CARD)


@pytest.fixture
def statements(db):
    """The statements sent to the database while the test runs."""
    sent = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_opening_a_file_is_written_down(db, follow_up, worker, watched):
    file.opened(follow_up.code, by=worker)
    db.session.flush()

    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.account_id, entry.action, entry.object_id) == (worker.id, "opened", follow_up.id)


def test_a_file_of_somebody_else_is_not_found(db, follow_up):
    stranger = factories.account(Role.VICTIM_WORKER)

    with pytest.raises(NotFound):
        file.opened(follow_up.code, by=stranger)
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_head_names_the_person_the_worker_and_the_zone(follow_up, worker, watched):
    head = file.opened(follow_up.code, by=worker)

    assert (head.name, head.worker, head.card.code_word) == ("Aline Lambert", worker.name, "tulip")
    assert head.zone.startswith("Organisation")
    assert head.pause is None


def test_a_file_without_a_worker_has_a_head(db):
    follow_up = factories.follow_up(card=CARD)

    assert file.head(follow_up, by=factories.account()).worker is None


def test_the_head_shows_the_running_pause_and_no_earlier_one(db, follow_up, noon):
    factories.pause(follow_up, PauseReason.ABROAD, resumed_at=noon)
    factories.pause(follow_up, PauseReason.HOSPITAL)

    head = file.head(follow_up, by=factories.account())

    assert head.pause == (PauseReason.HOSPITAL, noon + timedelta(days=7))


def test_an_entry_taken_back_at_once_is_not_shown(db, follow_up, noon):
    factories.contact_attempt(follow_up, undone_at=noon)
    kept = factories.contact_attempt(follow_up)

    assert [row.code for row in file.attempts(follow_up)] == [kept.code]


def test_entries_are_newest_first_with_who_wrote_them(db, follow_up, worker, noon):
    early = factories.contact_attempt(follow_up, at=noon - timedelta(days=1))
    late = factories.contact_attempt(follow_up)

    rows = file.attempts(follow_up)

    assert [row.code for row in rows] == [late.code, early.code]
    assert rows[0].by == worker.name


def test_an_event_names_to_whom_it_went(db, follow_up):
    other = factories.account(Role.VICTIM_WORKER, name="Youssef El Amrani")
    factories.case_event(follow_up, "assigned", facts={"to": other.code, "reason": ""})
    factories.case_event(follow_up, "reopened")

    named = {row.what: row.to for row in file.events(follow_up)}

    assert named == {"assigned": "Youssef El Amrani", "reopened": None}


def test_a_moved_deadline_keeps_both_moments(db, follow_up, worker, noon):
    row = factories.deadline(follow_up, DeadlineKind.CALL_BACK)
    before = row.due_at

    deadlines.move(
        follow_up,
        row,
        noon + timedelta(hours=30),
        reason=MoveReason.PERSON_ASKED,
        by=worker,
        decided=True,
    )

    moved = file.moves(follow_up)[0]
    assert (moved.moved_from, moved.moved_to) == (before, noon + timedelta(hours=30))
    assert moved.kind is DeadlineKind.CALL_BACK


def test_the_number_of_queries_does_not_grow_with_the_file(db, follow_up, worker, statements):
    def read_all():
        statements.clear()
        head = file.opened(follow_up.code, by=worker)
        for part in (file.attempts, file.cards, file.events, file.moves):
            part(head.follow_up)
        return len(statements)

    small = read_all()
    for version in range(2, 12):
        factories.contact_attempt(follow_up)
        factories.case_event(follow_up)
        factories.safe_contact(follow_up, CARD, version=version)

    # The file, its head, and one query for each of the four parts; the audit entry is an INSERT.
    assert read_all() == small
    assert len([one for one in statements if one.startswith("SELECT")]) == 6


def test_the_perpetrators_side_never_learns_the_officers_name(db):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    officer = factories.account(Role.POLICE)
    follow_up = factories.follow_up(Strand.PERPETRATOR, worker=worker)
    factories.safe_contact(follow_up, version=2, changed_by=officer)
    factories.case_event(follow_up, by_id=officer.id)
    factories.safe_contact(follow_up, version=3, changed_by=worker)

    names = [row.by for row in file.cards(follow_up)] + [row.by for row in file.events(follow_up)]

    assert officer.name not in names
    assert worker.name in names


def test_the_victims_side_reads_who_of_the_police_gave_the_card(db):
    worker = factories.account(Role.VICTIM_WORKER)
    officer = factories.account(Role.POLICE)
    follow_up = factories.follow_up(Strand.VICTIM, worker=worker)
    factories.safe_contact(follow_up, version=2, changed_by=officer)

    assert officer.name in [row.by for row in file.cards(follow_up)]
