"""From the doorstep to the end: the police send, a coordinator gives, a worker calls, it closes.

The officer reads French, the coordinator Dutch, the worker German: fields are found by their
names, so that the journey is the same in every language.
"""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from followup.db import db as database
from followup.models import ContactAttempt, FollowUp, Referral
from followup.vocabulary import OrganisationKind, Outcome, Role, State, Strand
from tests import factories

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def zone(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "5000", "Namur")
    return zone


@pytest.fixture
def service(zone):
    service = factories.organisation(name="Espace VIF")
    for strand in Strand:
        factories.routing(zone, strand, service)
    return service


@pytest.fixture
def officer(zone, service):
    return factories.account(Role.POLICE, zone, language="fr", phone="+3281221100")


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service, language="nl")


@pytest.fixture
def worker(service):
    return factories.account(Role.VICTIM_WORKER, service, language="de")


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def seat(request, browser, address):
    """`seat(account, size)`: a browser of their own in which this person has signed in."""
    contexts = []

    def seat(account, size):
        context = browser.new_context(viewport=size, java_script_enabled=request.param)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        page.locator("[name=email]").fill(account.email)
        page.locator("[name=password]").fill(factories.PASSWORD)
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        expect(page.locator("html")).to_have_attribute("lang", account.language)
        return page

    seat.scripted = request.param
    yield seat
    for context in contexts:
        context.close()


def choose(page, name, value):
    """Click what stands for the answer: its label, as the input itself may be under it."""
    answer = page.locator(
        f'input[name="{name}"][value="{value}"]:visible, '
        f'label:visible input[name="{name}"][value="{value}"]'
    ).first
    if not answer.is_checked():
        page.locator(f'label[for="{answer.get_attribute("id")}"]').first.click()
    expect(answer).to_be_checked()


def send(page):
    """The main button of the form at hand."""
    page.locator("main .barb button.btn-primary").last.click()


def refer(page):
    """One victim and one alleged perpetrator, as an officer types them at night."""
    page.locator('a[href$="/referrals/new"]:visible').first.click()
    page.locator("[name=event_time]").fill("2.45")
    page.locator("[name=place]").fill("5000")
    page.locator("[name=report_number]").fill("NA.43.L3.000123/2026")
    for name, value in (
        ("facts", "physical"),
        ("children_there", "no"),
        ("risk_result", "high"),
        ("measures", "none"),
    ):
        choose(page, name, value)
    send(page)
    for number, family, first in (("1", "Bakkali", "Amina"), ("2", "Delvaux", "Marc")):
        page.locator(f"[name=p{number}-family_name]").fill(family)
        page.locator(f"[name=p{number}-first_name]").fill(first)
        page.locator(f"[name=p{number}-birth]").fill(f"{number}3/7/1991")
        choose(page, f"p{number}-still_at_address", "yes")
    send(page)
    for number in ("1", "2"):
        choose(page, f"c{number}-consent", "yes")
        page.locator(f"[name=c{number}-phone]").fill(f"047{number} 12 34 56")
        choose(page, f"c{number}-told", "will_call")
    send(page)
    expect(page).to_have_url(re.compile("/check$"))
    send(page)
    expect(page).to_have_url(re.compile("/receipt$"))


def fresh(table):
    """The rows as they are now; read and let go, or nobody else could write meanwhile."""
    database.session.rollback()
    rows = database.session.scalars(select(table).order_by(table.id)).all()
    database.session.expunge_all()
    database.session.rollback()
    return rows


def press(page, button):
    """Press and wait until the answer is there: what it changed is committed by then."""
    with page.expect_navigation():
        button.click()


def give(page, address, code, worker):
    page.goto(f"{address}/incoming")
    page.locator(f'[name="{code}-to"]').select_option(worker.code)
    press(page, page.locator(f'form:has(input[name=case][value="{code}"]) button.btn-primary'))


def log_by_keyboard(page, address):
    page.goto(f"{address}/day")
    page.keyboard.press("l")
    expect(page.locator("#panel")).to_be_visible()
    for key in ("5", "Control+Enter"):
        page.keyboard.press(key)
    expect(page.locator(".toastx")).to_be_visible()


def log_by_form(page, address, code, outcome):
    page.goto(f"{address}/c/{code}/contact/new")
    choose(page, "outcome", outcome)
    for name, value in (("safe_ok", "yes"), ("danger", "no")):
        if outcome.startswith("spoke"):
            choose(page, name, value)
    press(page, page.locator('main button[name=then][value="stay"]').last)


def test_from_the_doorstep_to_the_end(seat, address, officer, coordinator, worker):
    name, worker_id = worker.name, worker.id
    police = seat(officer, PHONE)
    refer(police)
    referral, *_ = fresh(Referral)
    victim = next(one for one in fresh(FollowUp) if one.strand is Strand.VICTIM)
    code, reference = victim.code, referral.reference

    team = seat(coordinator, DESK)
    give(team, address, code, worker)
    assert fresh(FollowUp)[0].worker_id == worker_id

    desk = seat(worker, DESK)
    if seat.scripted:
        log_by_keyboard(desk, address)
    else:
        log_by_form(desk, address, code, "no_answer")
    assert [one.outcome for one in fresh(ContactAttempt)] == [Outcome.NO_ANSWER]
    press(desk, desk.locator('form[action$="/undo"] button').first)
    assert fresh(ContactAttempt)[0].undone_at is not None

    log_by_form(desk, address, code, "spoke_support")
    team.goto(f"{address}/c/{code}")
    expect(team.locator("main")).to_contain_text(name)
    desk.goto(f"{address}/c/{code}/close")
    choose(desk, "reason", "moved")
    send(desk)
    expect(desk).to_have_url(re.compile(f"/c/{code}$"))
    assert fresh(FollowUp)[0].closed_at is None

    team.goto(f"{address}/c/{code}/decide")
    choose(team, "decision", "close")
    team.locator("[name=words]").fill("Agreed.")
    send(team)
    expect(team).to_have_url(re.compile(f"/c/{code}$"))
    assert fresh(FollowUp)[0].state is State.CLOSED

    police.goto(f"{address}/referrals/{reference}")
    victim_line, other_line = police.locator("main section").first.locator("li").all_inner_texts()
    assert victim_line.split()[-1] != other_line.split()[-1]
    assert not re.search("Amina|Bakkali|Delvaux", police.content())
    assert police.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert [*police.complaints, *team.complaints, *desk.complaints] == []
