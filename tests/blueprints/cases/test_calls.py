"""Calling now, in the browser: colleagues see who calls, and go on only knowingly."""

import pytest

from followup import clock
from followup.casework import claims
from followup.models import CallClaim
from followup.vocabulary import Role
from tests import factories

CARD = {"phones": [{"number": "+32470000017"}], "permits": {"call": "yes"}}


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def griet(service):
    return factories.account(organisation=service, name="Griet Maes")


@pytest.fixture
def sisters(nora, griet):
    """Two files of one strand whose people share a phone, each with a worker of their own."""
    due_at = clock.now()
    return [factories.follow_up(worker=one, card=CARD, due_at=due_at) for one in (nora, griet)]


def press(browser, file, **form):
    return browser.post(f"/c/{file.code}/calling", data=form)


def test_pressing_call_shows_colleagues_who_calls_since_when(sign_in, service, nora, sisters):
    mine = sign_in(nora)

    answer = press(mine, sisters[0], back="panel")

    assert answer.location == f"/day?log={sisters[0].code}"
    assert "You are calling since 12:00" in mine.get(f"/c/{sisters[0].code}").text
    board = sign_in(factories.account(Role.COORDINATOR, service))
    said = "Nora Peeters is calling since 12:00"
    assert said in board.get("/team/cases").text
    case = board.get(f"/c/{sisters[0].code}").text
    assert said in case
    assert "Call anyway" not in case


def test_the_shared_number_is_marked_on_the_list_and_beside_the_form(sign_in, nora, griet, sisters):
    press(sign_in(nora), sisters[0])
    hers = sign_in(griet)

    day, page = hers.get("/day").text, hers.get(f"/c/{sisters[1].code}/contact/new").text

    assert "Nora Peeters is calling since 12:00" in day
    assert "Call anyway" in page
    assert 'href="tel:' not in page


def test_opening_the_number_says_that_one_calls(sign_in, nora, griet, sisters):
    mine = sign_in(nora)

    mine.post(f"/c/{sisters[0].code}/safe-contact/read", data={"back": "page"})
    told = sign_in(griet).post(f"/c/{sisters[1].code}/safe-contact/read")

    assert [one.name for one in claims.running(griet)] == ["Nora Peeters"]
    assert "Nora Peeters is calling since 12:00" in sign_in(griet).get(told.location).text


def test_a_second_caller_is_stopped_and_goes_on_knowingly(db, sign_in, nora, griet, sisters):
    press(sign_in(nora), sisters[0])
    hers = sign_in(griet)
    path = f"/c/{sisters[1].code}/calling"

    asked = hers.post(path, headers={"Accept": "application/json"})
    told = hers.get(path)
    gone_on = hers.post(path, data={"anyway": "1"}, headers={"Accept": "application/json"})

    assert (asked.status_code, gone_on.status_code) == (409, 204)
    assert "Nora Peeters is calling since 12:00" in told.text
    assert db.session.get(CallClaim, sisters[1].id).account_id == griet.id


def test_without_a_script_the_refusal_stands_on_the_page(sign_in, nora, griet, sisters):
    press(sign_in(nora), sisters[0])
    hers = sign_in(griet)

    answer = press(hers, sisters[1])

    assert "Nora Peeters is calling since 12:00." in hers.get(answer.location).text


def test_the_call_ends_when_she_says_so(sign_in, nora, griet, sisters):
    mine = sign_in(nora)
    press(mine, sisters[0])

    press(mine, sisters[0], end="1")

    assert claims.running(griet) == []


def test_the_call_ends_when_it_is_logged(sign_in, nora, griet, sisters):
    mine = sign_in(nora)
    press(mine, sisters[0])

    answer = mine.post(
        f"/c/{sisters[0].code}/contact/new", data={"how": "call", "outcome": "no_answer"}
    )

    assert answer.status_code == 303
    assert claims.running(griet) == []


def test_who_may_not_call_claims_nothing(db, sign_in, service, griet, sisters):
    coordinator = sign_in(factories.account(Role.COORDINATOR, service))

    answers = [press(coordinator, sisters[0]), press(sign_in(griet), sisters[0])]

    assert [one.status_code for one in answers] == [404, 404]
    assert db.session.get(CallClaim, sisters[0].id) is None
