"""The page of somebody who leaves: everything they hold, a proposal each, one press."""

import pytest

from followup.casework import drafts
from tests import factories, files


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def griet(service):
    return factories.account(organisation=service, name="Griet Maes")


@pytest.fixture
def mine(nora):
    return [files.running(worker=nora), factories.follow_up(worker=nora)]


def test_the_page_shows_what_is_held_and_proposes_somebody_for_each(board, nora, griet, mine):
    drafts.keep(nora, f"/c/{mine[0].code}/close", {"words": ["draft of hers"]})

    page = board.get(f"/team/workers/{nora.code}/leaving").text

    assert page.count("Proposed: Griet Maes") == 2
    assert "1 text begun" in page
    assert "draft of hers" not in page


def test_one_press_hands_all_over_and_another_takes_it_back(board, nora, griet, mine):
    form = {f"to-{one.code}": griet.code for one in mine}

    answer = board.post(f"/team/workers/{nora.code}/leaving", data=form)
    page = board.get(answer.location).text

    assert {one.worker_id for one in mine} == {griet.id}
    assert "2 cases handed over." in page
    assert "The account can be closed." in page

    board.post("/reassign/undo")

    assert {one.worker_id for one in mine} == {nora.id}


def test_what_is_decided_later_stays(board, nora, griet, mine):
    form = {f"to-{mine[0].code}": griet.code, f"to-{mine[1].code}": ""}

    board.post(f"/team/workers/{nora.code}/leaving", data=form)

    assert [one.worker_id for one in mine] == [griet.id, nora.id]


def test_nothing_chosen_is_said(board, nora, griet, mine):
    answer = board.post(f"/team/workers/{nora.code}/leaving", data={f"to-{mine[0].code}": "x"})

    assert "Choose who takes over at least one case" in board.get(answer.location).text


def test_who_has_a_conflict_is_not_offered(board, nora, griet, mine):
    factories.tie(griet, person="Aline Lambert")

    page = board.get(f"/team/workers/{nora.code}/leaving").text

    assert f'value="{griet.code}"' not in page


def test_a_case_of_another_house_stops_everything(board, nora, griet, mine):
    foreign = factories.follow_up()
    form = {f"to-{mine[0].code}": griet.code, f"to-{foreign.code}": griet.code}

    answer = board.post(f"/team/workers/{nora.code}/leaving", data=form)

    assert answer.status_code == 404
    assert mine[0].worker_id == nora.id
