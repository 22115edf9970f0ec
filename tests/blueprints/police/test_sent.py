"""What an officer sees after sending: the receipt, the status, and a way to add. No names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import followups, referrals
from followup.db import db
from followup.models import Addition, AlertRow, FollowUp, Organisation
from followup.rules.codes import new_code
from followup.vocabulary import Alert, Role, Strand
from tests import factories
from tests.referral_entries import a_child, a_perpetrator, a_victim, an_entry, an_event

NAMES = ("Amina", "Bakkali", "Delvaux", "Marc", "Léa", "0470", "choked")


@pytest.fixture
def sent(officer):
    entry = an_entry(a_victim(), a_perpetrator(), a_child(), event=an_event(story="He choked her."))
    referral = referrals.send(entry, by=officer, received_at=clock.now())
    db.session.commit()
    return referral


def colleague_of(officer, role):
    return factories.account(role, db.session.get(Organisation, officer.organisation_id))


def test_an_empty_list_says_so(browser):
    assert "You have not sent a referral yet." in browser.get("/referrals").text


def test_the_list_leads_to_each_referral_with_its_status(browser, sent):
    page = browser.get("/referrals").text

    assert f"/referrals/{sent.reference}" in page
    assert page.count("Received") == 3


@pytest.mark.parametrize("page", ["", "/{0}", "/{0}/receipt", "/{0}/add"])
def test_no_page_names_anybody_once_it_is_sent(browser, sent, page):
    text = browser.get("/referrals" + page.format(sent.reference)).text

    assert sent.reference in text
    assert [name for name in NAMES if name in text] == []


def test_a_draft_not_sent_stands_on_top_with_its_age(browser, officer, clock_at, noon, sign_in):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event/keep", data={"place": "Namur"})
    clock_at(noon + timedelta(minutes=45))

    page = sign_in(officer).get("/referrals").text

    assert "Not sent" in page
    assert "Begun 45 min ago" in page


def test_a_draft_past_its_day_is_no_longer_offered(browser, officer, clock_at, noon, sign_in):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event/keep", data={"place": "Namur"})
    clock_at(noon + timedelta(hours=24))

    assert code not in sign_in(officer).get("/referrals").text


def test_the_status_moves_on_without_saying_who_does_it(browser, sent):
    victim = db.session.scalars(select(FollowUp).filter_by(strand=Strand.VICTIM)).one()
    worker = factories.account(
        Role.VICTIM_WORKER, db.session.get(Organisation, victim.organisation_id), name="Nora P."
    )
    followups.assign(victim, worker, reason=None, by=worker)
    db.session.commit()

    page = browser.get(f"/referrals/{sent.reference}").text

    assert "Assigned" in page
    assert "Nora" not in page


def test_the_receipt_says_who_acts_and_within_what_time(browser, sent):
    page = browser.get(f"/referrals/{sent.reference}/receipt").text

    assert "Espace VIF" in page
    assert "They act within 29 hours, by Tue 24 Nov 17:00" in page
    assert "They act after the victim’s service has been in touch." in page


def test_the_receipt_says_when_nobody_receives(db, sign_in):
    officer = factories.account(Role.POLICE)
    referral = referrals.send(an_entry(a_victim()), by=officer, received_at=clock.now())
    db.session.commit()

    page = sign_in(officer).get(f"/referrals/{referral.reference}/receipt").text

    assert "Nobody receives these people yet. The administrators have been told." in page


def test_information_is_added_once_however_often_the_button_is_pressed(browser, sent):
    posted = {"text": "She is at work until five.", "submission": "one"}

    first = browser.post(f"/referrals/{sent.reference}/add", data=posted)
    again = browser.post(f"/referrals/{sent.reference}/add", data=posted)

    assert first.location == again.location == f"/referrals/{sent.reference}"
    assert db.session.scalars(select(Addition.text)).all() == ["She is at work until five."]
    assert db.session.scalars(select(AlertRow).filter_by(kind=Alert.INFORMATION_ADDED)).all()


def test_half_an_addition_is_there_on_another_computer_and_gone_once_sent(
    browser, officer, sent, sign_in
):
    page = f"/referrals/{sent.reference}/add"
    browser.post(f"/drafts?for={page}", data={"text": "She is at wo"})

    elsewhere = sign_in(officer)

    assert "She is at wo" in elsewhere.get(page).text
    elsewhere.post(page, data={"text": "She is at work."})
    assert "She is at wo" not in elsewhere.get(page).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter what you want to add"),
        ("x" * 501, "What do you want to add? – use at most 500 characters"),
    ],
)
def test_nothing_or_too_much_is_not_added(browser, sent, text, sentence):
    answer = browser.post(f"/referrals/{sent.reference}/add", data={"text": text})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Addition)).all() == []


@pytest.mark.parametrize("page", ["", "/receipt", "/add"])
def test_a_referral_of_a_colleague_is_as_one_that_does_not_exist(sent, officer, sign_in, page):
    colleague = sign_in(colleague_of(officer, Role.POLICE))

    theirs = colleague.get(f"/referrals/{sent.reference}{page}")
    nobodys = colleague.get(f"/referrals/{new_code()}{page}")

    assert theirs.status_code == nobodys.status_code == 404
    assert sent.reference not in colleague.get("/referrals").text


def test_the_reference_officer_sees_the_status_of_the_zone_and_cannot_add(sent, officer, sign_in):
    reference_officer = sign_in(colleague_of(officer, Role.POLICE_REFERENCE))

    page = reference_officer.get(f"/referrals/{sent.reference}")

    assert page.status_code == 200
    assert "/add" not in page.text
    assert (
        reference_officer.post(f"/referrals/{sent.reference}/add", data={"text": "x"}).status_code
        == 404
    )


def test_a_page_key_that_makes_no_sense_begins_at_the_top(browser, sent):
    for key in ("x", "2026-11-23T12:00:00~x", "2026-11-23T12:00:00~1", "~"):
        assert sent.reference in browser.get("/referrals", query_string={"after": key}).text


def test_the_number_of_queries_does_not_grow_with_the_list(browser, officer, sent, queries):
    one = queries(lambda: browser.get("/referrals"))
    for number in range(5):
        referrals.send(
            an_entry(a_victim(family_name=f"Peeters{number}"), a_child()),
            by=officer,
            received_at=clock.now(),
        )
    db.session.commit()

    assert queries(lambda: browser.get("/referrals")) == one
