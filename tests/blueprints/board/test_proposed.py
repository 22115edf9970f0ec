"""Incoming with its proposals, and the conflicts of interest that stand behind them."""

import pytest

from followup import clock
from followup.vocabulary import Alert, Role
from tests import factories


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters", speaks=["fr"])


@pytest.fixture
def griet(service):
    return factories.account(organisation=service, name="Griet Maes", speaks=["nl"])


@pytest.fixture
def file(service):
    return factories.follow_up(organisation=service)


def take(board, *files, to, **more):
    form = {"case": [one.code for one in files]} | {f"to-{one.code}": to.code for one in files}
    return board.post("/incoming/take", data=form | more)


def test_a_proposal_says_who_why_and_why_not_the_others(board, nora, griet, file):
    page = board.get("/incoming").text

    assert "Proposed: Nora Peeters" in page
    assert "speaks the language" in page
    assert "Griet Maes: does not speak the language" in page


def test_one_press_takes_the_proposal_and_another_gives_it_back(board, nora, file):
    answer = board.post("/incoming/take", data={"only": file.code, f"to-{file.code}": nora.code})

    assert file.worker_id == nora.id
    assert "1 case assigned." in board.get(answer.location).text

    board.post("/reassign/undo")

    assert file.worker_id is None


def test_all_ticked_go_at_once_each_to_its_own(board, service, nora, griet, file):
    other = factories.follow_up(organisation=service)

    take(board, file, other, to=nora, **{f"to-{other.code}": griet.code})

    assert (file.worker_id, other.worker_id) == (nora.id, griet.id)


def test_what_a_colleague_gave_away_meanwhile_is_said_and_stays(board, nora, griet, file):
    take(board, file, to=nora)

    answer = take(board, file, to=griet)

    assert file.worker_id == nora.id
    assert (
        "Somebody has given this follow-up to a worker meanwhile."
        in board.get(answer.location).text
    )


def test_nothing_ticked_is_said(board, nora, file):
    answer = board.post("/incoming/take")

    assert "Select an item for this task" in board.get(answer.location).text


def test_nobody_fits_stands_in_the_row_and_among_the_alerts(board, service, nora, file):
    factories.absence(nora)
    factories.alert(
        Alert.NOBODY_FITS,
        organisation_id=service.id,
        follow_up_id=file.id,
        facts={"away": 1, "full": 2},
    )

    page, alerts = board.get("/incoming").text, board.get("/alerts").text

    assert "Nobody fits" in page
    assert "1 absent" in page
    assert "1 absent, 2 without room" in alerts


def test_against_a_conflict_the_coordinator_writes_why(board, nora, file):
    factories.tie(nora, person="Aline Lambert", note="Neighbour.")
    fields = {"case": file.code, f"{file.code}-to": nora.code, f"{file.code}-risk": "high"}

    page = board.get("/incoming").text
    without = board.post("/incoming", data=fields)
    board.post("/incoming", data=fields | {f"{file.code}-despite": "A namesake."})

    assert "Nora Peeters: conflict declared" in page
    assert "Neighbour" not in page
    assert without.status_code == 422
    assert "Why this worker all the same" in without.text
    assert file.worker_id == nora.id


def test_a_reassignment_against_a_conflict_asks_for_the_reason(board, nora, griet, service):
    mine = factories.follow_up(worker=griet, due_at=clock.now())
    factories.tie(nora, person="Aline Lambert")
    form = {"case": mine.code, "to": nora.code, "reason": "balance"}

    page = board.get(f"/reassign?case={mine.code}").text
    without = board.post("/reassign", data=form)
    board.post("/reassign", data=form | {"despite": "A namesake."})

    assert "conflict declared" in page
    assert without.status_code == 422
    assert mine.worker_id == nora.id


def test_the_coordinator_declares_and_ends_a_conflict_of_a_worker(board, nora):
    path = f"/team/workers/{nora.code}/conflicts"

    empty = board.post(path, data={"note": "Only a note."})
    board.post(path, data={"person": "Jan Wouters", "note": "Her cousin."})
    page = board.get(path).text
    ending = page.partition(f'action="{path}/')[2].partition('"')[0]
    board.post(f"{path}/{ending}")

    assert empty.status_code == 422
    assert "Her cousin." in page
    assert "No conflict is declared." in board.get(path).text


def test_the_conflicts_of_another_house_do_not_exist(board):
    stranger = factories.account()

    assert board.get(f"/team/workers/{stranger.code}/conflicts").status_code == 404


def test_the_worker_declares_her_own_and_says_what_she_speaks_and_covers(sign_in, service, nora):
    zone = factories.organisation(name="Zone Namur")
    factories.routing(zone, factories.Strand.VICTIM, service)
    browser = sign_in(nora)

    browser.post("/account/conflicts", data={"place": "rue des Tilleuls 4, 5000 Namur"})
    form = {"language": "en", "speaks": ["fr", "ar"], "zones": [str(zone.id), "999999"]}
    browser.post("/account", data=form)

    assert "rue des Tilleuls 4" in browser.get("/account/conflicts").text
    assert (nora.speaks, nora.zones) == (["fr", "ar"], [zone.id])


def test_the_administrator_declares_without_reading_what_stands_there(sign_in, service, nora):
    factories.tie(nora, person="Jan Wouters")
    administrator = sign_in(factories.account(Role.ADMINISTRATOR))
    path = f"/admin/accounts/{nora.code}/conflicts"

    answer = administrator.post(path, data={"person": "Aline Lambert"})

    assert answer.status_code == 303
    assert "Wouters" not in administrator.get(path).text
