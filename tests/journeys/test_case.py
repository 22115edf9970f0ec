"""One person's file in a real browser: read, reach safely, agree on another way, end."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from followup.casework import deadlines, safe_contact
from followup.db import db as database
from followup.models import FollowUp
from followup.rules.contact_points import Hours
from followup.vocabulary import Role, Strand
from tests import factories

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
NUMBER = "0470 12 34 56"
CARD = {
    "phones": [{"number": "+32470123456"}],
    "windows": [{"opens": "10:00", "closes": "18:00", "days": [0, 1, 2, 3, 4]}],
    "permits": {"call": "yes", "sms": "no"},
    "code_word": "tulip",
}
SECTIONS = ("", "/deadlines", "/people", "/referral", "/safe-contact/versions", "/who-looked")
ACTS = ("/safe-contact", "/close", "/risk", "/pause", "/no-objection", "/whereabouts")


@pytest.fixture
def browser_context_args():
    return {"viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def case(db, worker):
    """A victim at high risk, not reached yet; the accused is followed by another service."""
    referral = factories.referral()
    case = factories.follow_up(worker=worker, referral=referral, card=CARD)
    factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )
    deadlines.start_clocks(case, by=None)
    deadlines.refresh(case)
    db.session.commit()
    return case


@pytest.fixture
def signed_in(address, case):
    """`signed_in(page, account)`: this browser shows the file to this person."""

    def signed_in(page, account):
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{address}/c/{case.code}")
        page.get_by_label("E-mail").fill(account.email)
        page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Safe contact")).to_be_visible()
        return page

    return signed_in


@pytest.fixture
def without_script(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def change_the_card(page):
    """A second number and a shorter window, agreed with the person."""
    page.get_by_role("link", name="Change safe contact").first.click()
    page.get_by_label("To", exact=True).fill("12h")
    page.get_by_role("button", name="Add another phone").click()
    page.get_by_role("group", name="Phone 2").get_by_label("Phone", exact=True).fill("0475 112233")
    page.get_by_text("The person", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", name="What is next")).to_be_visible()


def card_of(case):
    database.session.rollback()
    database.session.expire_all()
    return safe_contact.current_card(database.session.get(FollowUp, case.id))


def test_a_worker_agrees_on_another_window_and_the_timeline_says_what_it_was(
    page, signed_in, case, worker
):
    signed_in(page, worker)

    change_the_card(page)

    expect(page.get_by_role("main")).to_contain_text(
        "Safe moments Mon–Fri 10:00–12:00, was Mon–Fri 10:00–18:00"
    )
    assert card_of(case).windows == (Hours("10:00", "12:00", (0, 1, 2, 3, 4)),)
    assert [phone.number for phone in card_of(case).phones] == ["+32470123456", "+32475112233"]
    assert page.complaints == []


def test_the_same_without_a_script(without_script, signed_in, case, worker):
    signed_in(without_script, worker)

    change_the_card(without_script)

    assert len(card_of(case).phones) == 2


def read_rules(page):
    page.get_by_role("button", name="I have read the rules").click()
    expect(page.get_by_text(NUMBER).locator("visible=true").first).to_be_visible()


def test_the_card_stays_in_sight_while_the_timeline_is_read(page, signed_in, case, worker, noon):
    for _ in range(20):
        factories.contact_attempt(case, note="Rang out.")
    signed_in(page, worker)
    read_rules(page)

    page.mouse.wheel(0, 2000)

    expect(page.get_by_text(NUMBER).locator("visible=true").first).to_be_in_viewport()


def test_a_phone_calls_only_inside_the_safe_window(page, signed_in, case, worker, clock_at, noon):
    page.set_viewport_size(PHONE)
    signed_in(page, worker)
    assert page.locator('a[href^="tel:"]').count() == 0
    read_rules(page)
    assert page.locator('a[href="tel:+32470123456"]').count() == 1

    clock_at(noon.replace(hour=12, minute=10))
    factories.safe_contact(case, CARD | {"windows": [{"opens": "08:00", "closes": "09:00"}]}, 2)
    case.card_version = 2
    database.session.commit()
    page.reload()

    assert page.locator('a[href^="tel:"]').count() == 0
    expect(page.get_by_role("main")).to_contain_text("Safe window opens Tue 24 Nov 08:00")


def test_the_coordinator_ends_what_the_worker_asked_to_end(page, browser, signed_in, case, worker):
    signed_in(page, worker)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="End follow-up").click()
    page.get_by_text("Moved", exact=True).click()
    page.get_by_role("button", name="Ask the coordinator to end it").click()
    expect(page.get_by_role("main")).to_contain_text("Ending asked for: moved")

    context = browser.new_context(locale="en-GB", viewport=DESK)
    desk = signed_in(context.new_page(), factories.account(Role.COORDINATOR, worker.organisation))
    desk.get_by_text("More", exact=True).click()
    desk.get_by_role("link", name="Decide").click()
    desk.get_by_label("Reason", exact=True).fill("Agreed with the worker.")
    desk.get_by_role("button", name="Save the decision").click()

    expect(desk.get_by_role("main")).to_contain_text("Follow-up ended: moved")
    expect(desk.get_by_role("main")).not_to_contain_text(NUMBER)
    context.close()


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK])
def test_every_page_of_a_file_fits_and_is_accessible(page, signed_in, address, case, worker, size):
    page.set_viewport_size(size)
    signed_in(page, worker)

    for path in SECTIONS + ACTS:
        page.goto(f"{address}/c/{case.code}{path}")
        found = Axe().run(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert found.violations_count == 0, (path, found.generate_report())
        assert width <= size["width"], path
        assert "Lambert" not in page.title()
