"""A coordinator's morning: see what is late, give cases to somebody with room, cover an absence."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from followup import clock
from followup.vocabulary import Alert, DeadlineKind, Role
from tests import factories

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args():
    return {"viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def service(db):
    return factories.organisation(name="Espace VIF")


@pytest.fixture
def team(service):
    names = ("Nora Peeters", "Griet Maes", "Youssef El Amrani")
    return [factories.account(organisation=service, name=name) for name in names]


@pytest.fixture
def late(team):
    """Twelve late cases, so that the board folds some."""
    made = []
    for n in range(12):
        due_at = clock.now() - timedelta(hours=n + 1)
        one = factories.follow_up(worker=team[0], due_at=due_at, due_kind="contact_made")
        factories.deadline(one, DeadlineKind.CONTACT_MADE, due_at=due_at)
        made.append(one)
    factories.follow_up(organisation=team[0].organisation)
    return made


@pytest.fixture
def board(page, address, service, late):
    """The board of a coordinator who has just signed in."""
    coordinator = factories.account(Role.COORDINATOR, service)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.get_by_label("E-mail").fill(coordinator.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Team board – Espace VIF")).to_be_visible()
    return page


def test_the_first_look_shows_the_four_figures_and_three_workers_without_scrolling(board):
    shown = [*board.locator(".kpi").all(), *board.locator(".team > li").all()[:3]]

    bottoms = [box["y"] + box["height"] for box in (one.bounding_box() for one in shown)]

    assert len(bottoms) == 7
    assert max(bottoms) <= DESK["height"]


def test_ten_cases_change_hands_in_four_clicks_and_a_confirmation(board, late, team):
    board.get_by_role("link", name="Show the other 7 cases").click()
    for one in late[2:]:
        board.get_by_label(f"Select {one.code}").check()
    expect(board.locator("[data-count]")).to_have_text("10 selected")
    board.get_by_label("Reassign to").select_option(team[2].code)
    board.get_by_role("button", name="Reassign", exact=True).click()
    expect(board.get_by_role("heading", name="Reassign 10 cases?")).to_be_visible()

    board.get_by_role("button", name="Reassign", exact=True).click()

    expect(board.get_by_text("10 cases reassigned.")).to_be_visible()
    row = board.locator(".team > li", has_text="Youssef El Amrani")
    expect(row).to_contain_text("10 of 35")
    assert board.complaints == []


def test_one_case_changes_hands_in_three_clicks_and_comes_back_with_one(board, late, team):
    code = late[-1].code
    board.get_by_label(f"Select {code}").check()
    board.get_by_label("Reassign to").select_option(team[1].code)
    board.get_by_role("button", name="Reassign", exact=True).click()
    row = board.locator("tr", has_text=code)
    expect(row).to_contain_text("Griet Maes")

    board.get_by_role("button", name="Undo").click()

    expect(row).to_contain_text("Nora Peeters")


def test_an_absence_is_covered_with_four_fields(board, team):
    board.get_by_role("link", name="Absences").first.click()
    board.get_by_label("Who is absent").select_option(team[0].code)
    today = clock.now()
    board.get_by_label("From", exact=True).fill(f"{today:%d/%m/%Y}")
    board.get_by_label("Until", exact=True).fill(f"{today + timedelta(days=2):%d/%m/%Y}")
    board.get_by_label("Back-up", exact=True).select_option(team[1].code)
    board.get_by_label("Also move what is due").check()
    board.get_by_role("button", name="Save").click()

    expect(board.get_by_text("12 cases reassigned.")).to_be_visible()
    board.get_by_role("link", name="Team board").click()
    expect(board.locator(".team > li", has_text="Nora Peeters")).to_contain_text("Absent until")
    expect(board.get_by_role("img", name="Griet Maes: 12 overdue")).to_be_visible()


def test_an_escalation_is_seen_without_leaving_the_board(board, service, late):
    factories.alert(Alert.ESCALATED, organisation_id=service.id, follow_up_id=late[0].id)
    board.reload()

    board.get_by_role("button", name=f"Seen {late[0].code}").click()

    expect(board.get_by_role("heading", name="Team board – Espace VIF")).to_be_visible()
    expect(board.get_by_role("heading", name="Escalations")).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 320, "height": 700}])
@pytest.mark.parametrize("path", ["/board", "/incoming", "/team/cases", "/absences", "/reassign"])
def test_every_page_of_the_coordinator_is_accessible_and_fits(board, address, late, path, size):
    board.set_viewport_size(size)
    query = f"?case={late[0].code}" if path == "/reassign" else ""

    board.goto(address + path + query)

    found = Axe().run(board).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
