"""On the phone with people all day: a worker logs contacts with the keyboard, in a real browser."""

import time
from datetime import datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from followup.casework import attempts
from followup.db import db
from followup.models import ContactAttempt, FollowUp
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Outcome, Risk, Role
from tests import factories, files

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=BRUSSELS)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def people(worker):
    """Two people who are late; the first is at high risk."""

    def person(first_name, risk):
        situation = factories.situation()
        named = factories.person(situation, first_name=first_name, family_name="Benali")
        card = files.card(permits={"call": "yes", "sms": "no"})
        return files.running(
            risk=risk,
            worker=worker,
            situation=situation,
            person=named,
            card=card,
            received_at=THURSDAY,
        )

    return [person("Amina", Risk.HIGH), person("Nadia", Risk.MEDIUM)]


@pytest.fixture
def browser_context_args():
    return {"viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def at_desk(page, address, worker, people):
    """My day, just signed in; what the console complains of is kept on it."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.get_by_label("E-mail").fill(worker.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()
    return page


def outcomes():
    db.session.rollback()
    standing = ContactAttempt.undone_at.is_(None)
    query = select(ContactAttempt.outcome).where(standing).order_by(ContactAttempt.id)
    return list(db.session.scalars(query))


def test_no_answer_takes_three_keys_and_the_next_person_is_open(at_desk, people):
    expect(at_desk.locator("#ph")).to_contain_text("Amina B.")
    began = time.monotonic()

    for key in ("l", "5", "Control+Enter"):
        at_desk.keyboard.press(key)
    expect(at_desk.locator(".toastx")).to_contain_text("Entry saved on")

    assert time.monotonic() - began < 10
    assert outcomes() == [Outcome.NO_ANSWER]
    expect(at_desk.locator("#ph")).to_contain_text("Nadia B.")
    assert at_desk.complaints == []


def test_u_takes_the_entry_back_while_the_bar_is_there(at_desk, people):
    due = people[0].due_at
    at_desk.keyboard.press("5")
    at_desk.keyboard.press("Control+s")
    expect(at_desk.locator(".toastx")).to_be_visible()

    at_desk.keyboard.press("u")
    expect(at_desk.locator(".toastx")).to_be_hidden()

    assert outcomes() == []
    assert db.session.get(FollowUp, people[0].id, populate_existing=True).due_at == due


def test_the_next_step_and_the_questions_follow_the_outcome(at_desk):
    panel = at_desk.locator("#panel")
    expect(panel.get_by_role("group", name="Danger now?")).to_be_hidden()

    at_desk.keyboard.press("1")

    expect(panel.locator("[data-next]")).to_contain_text("Needs assessment")
    expect(panel.get_by_role("group", name="Danger now?")).to_be_visible()
    at_desk.keyboard.press("6")
    expect(panel.locator("[data-next]")).to_contain_text("Tue 24 Nov")
    expect(panel.get_by_role("group", name="Danger now?")).to_be_hidden()


def test_a_forbidden_way_cannot_be_chosen(at_desk):
    sms = at_desk.locator("#panel input[value=sms]")

    expect(sms).to_be_disabled()


def test_the_keys_move_through_the_list_and_open_another_person(at_desk):
    at_desk.keyboard.press("j")
    at_desk.keyboard.press("j")
    at_desk.keyboard.press("l")

    expect(at_desk.locator("#ph")).to_contain_text("Nadia B.")
    at_desk.keyboard.press("Escape")
    expect(at_desk.locator("#panel")).to_have_count(0)


def test_on_a_phone_the_button_leads_to_the_form_on_a_page_of_its_own(at_desk, people):
    at_desk.set_viewport_size(PHONE)

    at_desk.get_by_role("link", name="Log contact – Amina B.").click()
    at_desk.get_by_text("No answer, no message left").click()
    at_desk.get_by_role("button", name="Save", exact=True).click()

    expect(at_desk.get_by_role("heading", name="My day")).to_be_visible()
    assert [one.outcome for one in attempts.all_of(people[0])] == [Outcome.NO_ANSWER]
    assert at_desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_form_with_an_error_says_so_first_and_keeps_the_words(at_desk):
    at_desk.get_by_label("Note (optional)").fill("She was at work")
    at_desk.get_by_role("button", name="Save", exact=True).click()

    expect(at_desk.locator("[data-error-summary]")).to_be_focused()
    expect(at_desk).to_have_title("Error: Log contact – followup")
    expect(at_desk.get_by_label("Note (optional)")).to_have_value("She was at work")
