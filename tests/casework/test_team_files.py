"""The lists of an organisation's follow-ups: order, pages, filters, and nobody else's."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import team_files
from followup.casework.team_files import Wanted
from followup.rules.worklist import Reach
from followup.vocabulary import OrganisationKind, Risk, Role, State, Strand
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


def codes(page):
    return [row.code for row in page[0]]


def test_incoming_holds_what_nobody_has_oldest_first(service, coordinator, watched):
    now = clock.now()
    younger = factories.follow_up(organisation=service, unassigned_since=now)
    older = factories.follow_up(organisation=service, unassigned_since=now - timedelta(hours=2))
    factories.follow_up(worker=factories.account(organisation=service))
    factories.follow_up()

    assert codes(team_files.incoming(coordinator)) == [older.code, younger.code]


def test_pages_follow_each_other_without_loss_or_repeat(service, coordinator, monkeypatch):
    monkeypatch.setattr(team_files, "A_PAGE", 2)
    made = {factories.follow_up(organisation=service).code for _ in range(5)}
    for read in (team_files.incoming, lambda by, after: team_files.cases(by, Wanted(), after)):
        seen, after = [], None
        while True:
            rows, after = read(coordinator, after)
            seen += [row.code for row in rows]
            if after is None:
                break

        assert len(seen) == 5
        assert set(seen) == made


def test_each_filter_leaves_what_it_names(service, coordinator):
    now = clock.now()
    worker = factories.account(organisation=service)
    late = factories.follow_up(
        Strand.CHILD, Risk.MEDIUM, worker=worker, due_at=now - timedelta(hours=1)
    )
    soon = factories.follow_up(
        risk=Risk.LOW, worker=worker, state=State.NOT_REACHED, due_at=now + timedelta(hours=1)
    )
    nobody = factories.follow_up(
        Strand.PERPETRATOR, organisation=service, contact_due_at=now - timedelta(days=1)
    )
    expected = {
        Wanted(strand=Strand.CHILD): {late},
        Wanted(risk=Risk.LOW): {soon},
        Wanted(state=State.NOT_REACHED): {soon},
        Wanted(worker=worker.id): {late, soon},
        Wanted(high=True): {nobody},
        Wanted(overdue=True): {late},
        Wanted(today=True): {soon},
        Wanted(first_contact_late=True): {nobody},
        Wanted(): {late, soon, nobody},
    }

    found = {wanted: set(codes(team_files.cases(coordinator, wanted))) for wanted in expected}

    assert found == {wanted: {one.code for one in rows} for wanted, rows in expected.items()}


def test_a_row_says_whether_the_person_may_be_called_now(service, coordinator):
    card = {
        "phones": [{"number": "+32470123456"}],
        "permits": {"call": "yes"},
        "windows": [{"opens": "10:00", "closes": "13:00"}],
    }
    one = factories.follow_up(organisation=service, card=card)

    (row,) = team_files.rows_of([one.id], coordinator)

    assert row.window.reach is Reach.NOW


def test_rows_of_another_organisation_are_left_out_whoever_asks_by_number(service, coordinator):
    hidden = factories.follow_up(
        Strand.PERPETRATOR,
        organisation=factories.organisation(OrganisationKind.PERPETRATOR_SERVICE),
    )

    assert team_files.rows_of([hidden.id], coordinator) == []


def test_the_rows_come_in_the_order_asked_for(service, coordinator):
    ids = [factories.follow_up(organisation=service).id for _ in range(3)][::-1]

    assert [row.id for row in team_files.rows_of(ids, coordinator)] == ids


def test_what_a_worker_has_due_before_a_moment_is_listed_soonest_first(service, coordinator):
    now = clock.now()
    worker = factories.account(organisation=service)
    second = factories.follow_up(worker=worker, due_at=now + timedelta(hours=5))
    first = factories.follow_up(worker=worker, due_at=now - timedelta(days=1))
    factories.follow_up(worker=worker, due_at=now + timedelta(days=9))

    rows = team_files.due_of(worker.id, now + timedelta(days=2), coordinator, 10)

    assert [row.code for row in rows] == [first.code, second.code]
