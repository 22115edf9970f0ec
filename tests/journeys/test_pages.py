"""Every page of every role in a real browser, on a phone and on a desk: fits, accessible, quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from followup.vocabulary import Strand
from tests import factories
from tests.wall.world import World

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
OF_A_FILE = (
    "", "/deadlines", "/people", "/referral", "/safe-contact/versions", "/who-looked",
)  # fmt: skip
OF_A_WORKER = (
    "/safe-contact", "/contact/new", "/danger", "/close", "/risk", "/pause", "/whereabouts",
    "/call-anyway", "/language", "/interpreter")  # fmt: skip
PAGES = {
    "officer": ("/referrals", "/referrals/{sent}", "/referrals/{sent}/receipt",
                "/referrals/{sent}/add", "/referrals/new/{draft}/event", "/alerts"),
    "reference": ("/referrals", "/referrals/{sent}", "/account/menu"),
    "victim_worker": ("/day", "/cases", "/not-reached", "/stopped", "/incomplete", "/day/print",
                      "/search", "/alerts", "/account", "/account/password", "/account/sessions",
                      "/account/menu", *("/c/{victim}" + end for end in OF_A_FILE + OF_A_WORKER),
                      "/c/{victim}/no-objection"),
    "perpetrator_worker": ("/day", *("/c/{perpetrator}" + end for end in OF_A_FILE)),
    "child_worker": ("/day", *("/c/{child}" + end for end in OF_A_FILE)),
    "coordinator": ("/board", "/incoming", "/team/cases", "/team/workers/{worker}", "/absences",
                    "/board/handover", "/board/handover?worker={worker}", "/reassign?case={victim}",
                    "/board/move?case={victim}", "/alerts", "/search", "/c/{victim}/decide",
                    "/team/cases?due=interpreter", "/scripts/SV", "/scripts/SV/first_call",
                    "/scripts/SV/back",
                    *("/c/{victim}" + end for end in OF_A_FILE)),
    "auditor": ("/oversight/trail",),
    "administrator": ("/admin/accounts", "/admin/accounts/new", "/admin/accounts/{worker}",
                      "/admin/accounts/{worker}/close", "/admin/accounts/{worker}/password",
                      "/admin/organisations", "/admin/organisations/SV",
                      "/admin/organisations/SV/edit", "/admin/organisations/SV/hours",
                      "/admin/organisations/SV/closing-days", "/admin/organisations/new",
                      "/admin/organisations/ZP-NAM/municipalities", "/admin/routing",
                      "/admin/routing/ZP-NAM", "/admin/rules", "/admin/rules/SV",
                      "/scripts",
                      "/admin/rules/SV/victim/high", "/admin/rules/SV/terms", "/admin/scheduler"),
    "nobody": ("/sign-in", "/nowhere"),
}  # fmt: skip


@pytest.fixture
def browser_context_args():
    return {"viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def shown(world):
    """What stands for the codes in the addresses."""
    return {
        "sent": world.references["alda"],
        "draft": world.draft,
        "worker": world.who.victim_worker.code,
        "victim": world.file("alda").code,
        "perpetrator": world.file("bram", Strand.PERPETRATOR).code,
        "child": world.file("coen", Strand.CHILD).code,
    }


@pytest.fixture
def complaints(page):
    """What the console says of errors, and of anything the content policy refused."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    return heard


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_is_accessible_and_raises_no_complaint(
    page, address, world, shown, complaints, name
):
    if name != "nobody":
        sign_in(page, address, getattr(world.who, name))
    axe, faults = Axe(), []

    for path in PAGES[name]:
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            answer = page.goto(address + path.format(**shown))
            if answer.status != (404 if path == "/nowhere" else 200):
                faults.append((path, answer.status))
            found = axe.run(page).response["violations"]
            faults += [(path, size["width"], one["id"], one["nodes"][0]["html"]) for one in found]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                faults.append((path, size["width"], f"{wide} px too wide"))
            words = world.seen_in(page.title() + page.url)
            faults += [(path, "in the title or the address", one) for one in words]

    heard = [one for one in complaints if "404" not in one]
    assert faults == []
    assert heard == []


def sign_in(page, address, account):
    page.goto(address + "/sign-in")
    page.locator("[name=email]").fill(account.email)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
