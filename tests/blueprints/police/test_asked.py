"""The police answer a service that asks for another safe way; no name crosses either way."""

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import referrals, safe_contact
from followup.db import db
from followup.models import FollowUp, NumberRequest, Organisation, Situation
from followup.vocabulary import Outcome, Role, Strand
from tests import factories, files
from tests.referral_entries import a_perpetrator, a_victim, an_entry


@pytest.fixture
def question(officer):
    referral = referrals.send(
        an_entry(a_victim(), a_perpetrator()), by=officer, received_at=clock.now()
    )
    file = db.session.scalars(select(FollowUp).where(FollowUp.strand == Strand.VICTIM)).one()
    worker = factories.account(organisation=db.session.get_one(Organisation, file.organisation_id))
    factories.side_holder(db.session.get_one(Situation, file.situation_id), worker, file.side)
    file.worker_id = worker.id
    files.logged(file, Outcome.NUMBER_DEAD)
    request = db.session.scalars(select(NumberRequest)).one()
    return f"/referrals/{referral.reference}", request.code, file


def test_the_question_stands_on_the_list_and_on_the_referral(browser, question):
    where, code, _file = question

    assert "A service asks you" in browser.get("/referrals").text
    page = browser.get(where).text
    assert "The number does not work: is another safe way known?" in page
    assert f"{where}/asked/{code}" in page


def test_another_number_is_typed_with_its_conditions(browser, question):
    where, code, file = question

    sent = browser.post(
        f"{where}/asked/{code}",
        data={
            "answer": "another_number",
            "phone": "0470 55 55 55",
            "owner": "friend",
            "ways": ["call", "sms"],
            "moments": ["morning"],
        },
    )

    assert sent.status_code == 303
    card = safe_contact.current_card(file)
    assert card.phone.number == "+32470555555"
    assert card.windows[0].opens == "08:00"
    assert "A service asks you" not in browser.get("/referrals").text


def test_none_known_needs_nothing_more(browser, question):
    where, code, _file = question

    assert browser.post(f"{where}/asked/{code}", data={"answer": "none_known"}).status_code == 303
    assert "No other safe way is known" in browser.get(where).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Select an answer"),
        ({"answer": "another_number", "owner": "own"}, "Enter a phone number"),
        ({"answer": "another_number", "phone": "0470 55 55 55"}, "Select whose phone it is"),
        ({"answer": "another_number", "phone": "12", "owner": "own"}, "Enter a phone number, like"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(browser, question, data, sentence):
    where, code, _file = question

    answer = browser.post(f"{where}/asked/{code}", data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert data.get("phone", "") in answer.text


def test_a_colleague_of_the_same_zone_cannot_open_the_question(question, officer, sign_in):
    where, code, _file = question
    colleague = sign_in(factories.account(Role.POLICE, officer.organisation))

    assert colleague.get(f"{where}/asked/{code}").status_code == 404


def test_the_zones_reference_officer_may_answer(question, officer, sign_in):
    where, code, _file = question
    reference = sign_in(factories.account(Role.POLICE_REFERENCE, officer.organisation))

    assert reference.get(f"{where}/asked/{code}").status_code == 200
