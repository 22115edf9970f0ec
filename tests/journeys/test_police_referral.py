"""At four in the morning, on a phone: an officer enters a referral and it becomes follow-ups."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from followup.db import db
from followup.models import FollowUp, Referral, SafeContact
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def officer(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "5000", "Namur")
    service = factories.organisation(OrganisationKind.VICTIM_SERVICE, name="Espace VIF")
    for strand in Strand:
        factories.routing(zone, strand, service)
    return factories.account(Role.POLICE, zone, phone="+3281221100")


@pytest.fixture
def browser_context_args():
    return {"viewport": PHONE, "locale": "en-GB"}


@pytest.fixture
def at_desk(page, address, officer):
    """The officer's list, just signed in; what the console complains of is kept on it."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.get_by_label("E-mail").fill(officer.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Referrals")).to_be_visible()
    return page


def fill_event(page):
    page.locator(".barb, main").get_by_role("link", name="New referral").first.click()
    page.get_by_label("Time", exact=True).fill("2.45")
    page.get_by_label("Municipality or postcode").fill("5000")
    page.get_by_label("Report number (PV)").fill("na 43 l3 000123/26")
    page.get_by_text("Physical violence").click()
    page.get_by_role("group", name="Were children there?").get_by_text("No", exact=True).click()
    page.get_by_role("group", name="Result of the risk tool").get_by_text("High").click()
    page.get_by_role("group", name="Measures taken").get_by_text("None").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Who was involved?")).to_be_visible()


def fill_person(page, number, family, first, birth):
    block = page.locator(f"#person-{number}")
    block.get_by_label("Last name").fill(family)
    block.get_by_label("First name").fill(first)
    block.get_by_label("Date of birth, or age").fill(birth)
    address = block.get_by_role("group", name="Still at the address of the facts?")
    if address.is_visible():
        address.get_by_text("Yes", exact=True).click()


def fill_people(page):
    fill_person(page, 1, "Bakkali", "Amina", "13/7/1991")
    fill_person(page, 2, "Delvaux", "Marc", "about 38")
    page.locator(".barb").get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Safe contact")).to_be_visible()


def fill_contact(page):
    for number, phone in (("1", "0470/12.34.56"), ("2", "+32 470 65 43 21")):
        block = page.locator(f"#c{number}")
        agreement = block.get_by_role("group", name=re.compile("agree"))
        agreement.get_by_text("Yes", exact=True).click()
        block.get_by_label("Safest phone number").fill(phone)
        block.get_by_text("A service will call").click()
    page.get_by_role("button", name="Continue to check").click()
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()


def test_from_signing_in_to_the_receipt_and_the_follow_ups(at_desk):
    page = at_desk
    fill_event(page)
    fill_people(page)
    fill_contact(page)
    expect(page.get_by_text("NA.43.L3.000123/2026")).to_be_visible()

    page.get_by_role("button", name="Send referral").click()

    expect(page.get_by_role("heading", name=re.compile("Referral .* received"))).to_be_visible()
    expect(page.get_by_text("Amina")).to_have_count(0)
    db.session.rollback()
    assert [one.strand for one in db.session.scalars(select(FollowUp).order_by(FollowUp.id))] == [
        Strand.VICTIM,
        Strand.PERPETRATOR,
    ]
    cards = db.session.scalars(select(SafeContact).order_by(SafeContact.id)).all()
    assert cards[0].card["phones"][0]["number"] == "+32470123456"
    assert page.complaints == []


def test_errors_get_the_focus_and_their_links_lead_to_the_field(at_desk):
    page = at_desk
    page.goto(page.url + "/new")

    page.get_by_role("button", name="Continue").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Enter the time, for example 02:45").click()
    expect(page.get_by_label("Time", exact=True)).to_be_focused()


def test_half_a_step_is_kept_and_found_on_another_computer(at_desk, browser, address, officer):
    page = at_desk
    page.goto(page.url + "/new")
    page.get_by_label("Municipality or postcode").fill("Jambes")
    page.get_by_label("Report number (PV)").focus()
    expect(page.locator("[data-draft-line]")).to_contain_text("Draft kept 12:00")

    desk = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    desk.goto(address)
    desk.get_by_label("E-mail").fill(officer.email)
    desk.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("link", name="Go on").click()

    expect(desk.get_by_label("Municipality or postcode")).to_have_value("Jambes")


class TestWithoutAScript:
    @pytest.fixture
    def browser_context_args(self):
        return {"viewport": PHONE, "locale": "en-GB", "java_script_enabled": False}

    def test_every_step_works(self, at_desk):
        page = at_desk
        fill_event(page)
        page.get_by_role("button", name="Add a child").click()
        fill_person(page, 3, "Delvaux", "Léa", "9")
        fill_people(page)
        fill_contact(page)

        page.get_by_role("button", name="Send referral").click()

        expect(page.get_by_text("They act within").first).to_be_visible()
        db.session.rollback()
        assert len(db.session.scalars(select(FollowUp)).all()) == 3

    def test_enter_in_a_name_removes_nobody(self, at_desk):
        page = at_desk
        fill_event(page)

        page.locator("#person-1").get_by_label("Last name").press("Enter")

        expect(page.locator("#person-1")).to_be_visible()
        expect(page.locator("#person-2")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_each_step_fits_and_can_be_used_by_everybody(at_desk, width):
    page = at_desk
    page.set_viewport_size({"width": width, "height": 844})
    look(page)
    page.goto(page.url + "/new")
    look(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    look(page)
    page.goto(page.url.rsplit("/referrals", 1)[0] + "/referrals")
    fill_event(page)
    look(page)
    fill_people(page)
    look(page)
    fill_contact(page)
    look(page)
    page.get_by_role("button", name="Send referral").click()
    page.wait_for_url("**/receipt")
    look(page)
    page.get_by_role("link", name="Status of this referral").click()
    expect(page.get_by_role("link", name="Add information")).to_be_visible()
    look(page)
    assert len(db.session.scalars(select(Referral)).all()) == 1


def look(page):
    """Nothing to be scrolled sideways, and no fault found by axe."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
