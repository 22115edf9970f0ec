"""The coordinator's pages open for a coordinator and exist for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from followup import clock
from followup.vocabulary import DeadlineKind, OrganisationKind, Role, Strand
from tests import factories

PATHS = [
    "/board",
    "/board?show=unassigned",
    "/board?show=high&all=1",
    "/board/handover",
    "/board/handover?worker={worker}",
    "/board/handover?worker={worker}&names=full",
    "/board/move?case={late}",
    "/incoming",
    "/team/cases",
    "/team/cases?due=overdue&risk=high&strand=victim&state=open&worker={worker}",
    "/team/cases?due=first_contact",
    "/team/workers/{worker}",
    "/reassign?case={late}",
    "/absences",
]
# The whole page: sign-in, shell, figures, decisions, names, team, gate, alerts.
QUERIES_OF_THE_BOARD = 20


@pytest.fixture
def codes(service):
    worker = factories.account(organisation=service, name="Nora Peeters")
    late = fill(service, worker)
    factories.follow_up(Strand.PERPETRATOR, organisation=service)
    return {"worker": worker.code, "late": late.code}


def fill(service, worker):
    """One of each: late, nobody's, due today, and one that waits for a decision."""
    now = clock.now()
    late = factories.follow_up(
        worker=worker, due_at=now - timedelta(hours=30), due_kind="first_attempt"
    )
    factories.follow_up(organisation=service)
    factories.follow_up(worker=worker, due_at=now + timedelta(hours=2), due_kind="call_back")
    asked = factories.follow_up(worker=worker)
    factories.deadline(asked, DeadlineKind.COORDINATOR_DECISION, explained={"asked": "close"})
    return late


@pytest.mark.parametrize("path", PATHS)
def test_a_coordinator_opens_each_page(board, codes, path):
    answer = board.get(path.format(**codes))

    assert answer.status_code == 200


def test_an_empty_part_of_the_list_speaks_of_that_part_only(board, service):
    factories.follow_up(
        worker=factories.account(organisation=service), due_at=clock.now() - timedelta(hours=30)
    )

    answer = board.get("/board?show=unassigned")

    assert "Everybody has a worker." in answer.text
    assert "Nobody is late" not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_for_a_worker_no_such_page_exists(sign_in, service, codes, path):
    browser = sign_in(factories.account(Role.VICTIM_WORKER, service))

    assert browser.get(path.format(**codes)).status_code == 404


def test_the_board_asks_the_database_as_often_for_many_rows_as_for_few(db, board, service):
    for _ in range(2):
        fill(service, factories.account(organisation=service))
    few = queries(db, board)
    for _ in range(8):
        fill(service, factories.account(organisation=service))

    assert queries(db, board) == few <= QUERIES_OF_THE_BOARD


@pytest.mark.parametrize("path", ["/incoming", "/team/cases", "/absences"])
def test_a_list_asks_the_database_as_often_for_many_rows_as_for_few(db, board, service, path):
    fill(service, factories.account(organisation=service))
    few = queries(db, board, path)
    for _ in range(6):
        fill(service, factories.account(organisation=service))

    assert queries(db, board, path) == few


def test_nothing_of_the_perpetrator_service_stands_on_the_board_of_the_victims(board, service):
    other = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)
    theirs = factories.account(Role.PERPETRATOR_WORKER, other, name="Tom Wouters")
    hidden = [
        factories.follow_up(
            Strand.PERPETRATOR, worker=theirs, due_at=clock.now() - timedelta(days=1)
        ),
        factories.follow_up(Strand.PERPETRATOR, organisation=other),
    ]
    paths = ["/board", "/incoming", "/team/cases", "/team/cases?due=overdue"]

    texts = [board.get(path).text for path in paths]

    for text in texts:
        assert "Tom Wouters" not in text
        assert not [one.code for one in hidden if one.code in text]
    assert board.get(f"/reassign?case={hidden[0].code}").status_code == 404
    assert board.get(f"/board/move?case={hidden[1].code}").status_code == 404
    assert board.get(f"/team/workers/{theirs.code}").status_code == 404
    assert board.get(f"/board/handover?worker={theirs.code}").status_code == 404


def queries(db, browser, path="/board"):
    seen = []

    def count(connection, cursor, statement, *rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.parametrize("path", ["/team/cases", "/incoming", "/team/cases?due=overdue"])
@pytest.mark.parametrize("after", ["_5", "nonsense", "1e99_1", "1_x"])
def test_an_address_that_was_tampered_with_never_breaks_a_list(board, path, after):
    join = "&" if "?" in path else "?"

    assert board.get(f"{path}{join}after={after}").status_code in (200, 404)
