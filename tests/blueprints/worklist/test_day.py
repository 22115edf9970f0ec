import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select

from followup import clock
from followup.models import AuditEntry
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Outcome, Risk, Role, State, Strand
from tests import factories, files

TEN_TWELVE = datetime(2026, 11, 23, 10, 12, tzinfo=BRUSSELS)
MORNING = [{"opens": "10:00", "closes": "12:00", "days": [0, 1, 2, 3, 4]}]
EVENING = [{"opens": "18:00", "closes": "20:00"}]


@pytest.fixture(autouse=True)
def _morning(clock_at):
    clock_at(TEN_TWELVE)


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def file_of(db, worker):
    """`file_of("Amina", days=4)`: a follow-up received so many days ago."""

    def file_of(first_name, *, days=1, risk=Risk.HIGH, by=worker, **columns):
        situation = factories.situation()
        person = factories.person(situation, first_name=first_name, family_name="Benali")
        return files.running(
            columns.pop("strand", Strand.VICTIM),
            risk,
            by,
            situation=situation,
            person=person,
            received_at=clock.now() - timedelta(days=days),
            **columns,
        )

    return file_of


def rows(page):
    """The first names on the list, in order."""
    return re.findall(r'<a class="who pn"[^>]*>(\w+) B\.', page)


def statements(db, browser, path):
    seen = []

    def note(connection, cursor, statement, *rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_most_urgent_person_stands_first_with_the_log_panel_open(sign_in, worker, file_of):
    file_of("Later", days=0.5, risk=Risk.LOW)
    file_of("Urgent", days=4, card=files.card(windows=MORNING))
    file_of("Less", days=6, risk=Risk.MEDIUM)

    page = sign_in(worker).get("/day").text

    assert rows(page)[:2] == ["Urgent", "Less"]
    assert re.search(r'id="ph">Log contact – <span class="pn">Urgent B\.', page)


def test_the_number_stands_with_its_conditions(sign_in, worker, file_of):
    till_one = [MORNING[0] | {"closes": "13:00"}]
    card = files.card(windows=till_one, permits={"call": "yes", "voicemail": "no"})
    file = file_of("Amina", card=card)
    browser = sign_in(worker)
    before = browser.get("/day").text

    read = browser.post(f"/c/{file.code}/safe-contact/read", data={"back": "panel"})
    page = browser.get(read.location).text

    assert "0470 12 34 56" not in before
    box = page[page.index('class="safebox"') :]
    box = box[: box.index("</ul>")]
    assert "0470 12 34 56" in box
    assert "withheld number · Mon–Fri 10:00–13:00" in box
    assert "Never use: voicemail" in box
    assert "If someone else answers: “Wrong number, sorry”." in box
    assert page.replace(box, "").count("0470 12 34 56") == 0


@pytest.mark.parametrize(
    "card",
    [{"phones": []}, files.card(permits={"call": "no"}), files.card(locked=True)],
)
def test_where_calling_is_not_allowed_there_is_no_number(card, sign_in, worker, file_of):
    file_of("Amina", card=card)

    page = sign_in(worker).get("/day").text

    assert "No safe way known" in page
    assert "0470" not in page


def test_behind_a_shut_gate_there_is_no_number_on_the_page(sign_in, db):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    follow_up = files.running(Strand.PERPETRATOR, Risk.MEDIUM, worker, released_at=None)

    page = sign_in(worker).get(f"/day?log={follow_up.code}").text

    assert "Opens when the victim&#39;s side has been informed" in page
    assert "0470" not in page


def test_each_row_says_whether_the_person_may_be_called_now(sign_in, worker, file_of):
    file_of("Now", days=4, card=files.card(windows=MORNING))
    file_of("Tonight", days=5, card=files.card(windows=EVENING))
    file_of("Any", days=6)

    page = sign_in(worker).get("/day").text

    assert "Safe to call until 12:00" in page
    assert "Safe window 18:00–20:00" in page
    assert "Safe to call at any time" in page


def test_another_person_can_be_chosen_and_the_panel_closed(sign_in, worker, file_of):
    file_of("First", days=4)
    second = file_of("Second", days=3)
    browser = sign_in(worker)

    chosen = browser.get(f"/day?log={second.code}").text
    closed = browser.get("/day?log=none").text

    assert 'id="ph">Log contact – <span class="pn">Second B.' in chosen
    assert 'id="panel"' not in closed


def test_the_page_of_the_day_is_written_down_for_the_person_in_the_panel(
    sign_in, worker, file_of, db
):
    first = file_of("First", days=4)
    file_of("Second", days=3)

    sign_in(worker).get("/day")

    opened = select(AuditEntry.object_id).where(AuditEntry.action == "opened")
    assert list(db.session.scalars(opened)) == [first.id]


def test_the_number_of_queries_does_not_grow_with_the_list(sign_in, worker, file_of, db):
    browser = sign_in(worker)
    file_of("One", days=4)
    few = statements(db, browser, "/day")
    for name in ("Two", "Three", "Four", "Five", "Six"):
        files.logged(file_of(name, days=4))

    assert statements(db, browser, "/day") == few == 13


def test_a_colleagues_people_are_not_on_my_day(sign_in, worker, file_of):
    colleague = factories.account(organisation=worker.organisation)
    hers = file_of("Hers", days=9, by=colleague)
    file_of("Mine")

    page = sign_in(worker).get(f"/day?log={hers.code}").text

    assert "Hers" not in page
    assert rows(page) == ["Mine"]


def test_who_is_out_of_reach_has_a_list_of_their_own(sign_in, worker, file_of):
    file_of("Stopped", state=State.STOPPED)
    file_of("Unreached", state=State.NOT_REACHED)
    file_of("Incomplete", days=0.1, state=State.INCOMPLETE)
    browser = sign_in(worker)

    assert rows(browser.get("/day").text) == ["Incomplete"]
    assert rows(browser.get("/stopped").text) == ["Stopped"]
    assert rows(browser.get("/not-reached").text) == ["Unreached"]
    assert rows(browser.get("/incomplete").text) == ["Incomplete"]


def test_nobody_reads_that_the_police_were_asked_when_they_were_not(sign_in, worker, file_of):
    file_of("Unsafe", state=State.INCOMPLETE)

    page = sign_in(worker).get("/incomplete").text

    assert "Another number was asked of the police" not in page
    assert "Referral came in on" in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/day?show=overdue", ["Late"]),
        ("/day?show=now", ["Late"]),
        ("/day?risk=medium", ["Soon"]),
        ("/day?risk=nonsense&show=nonsense", ["Late", "Soon"]),
    ],
)
def test_filters_are_links_that_hold_no_name(address, expected, sign_in, worker, file_of):
    file_of("Late", days=4, card=files.card(windows=MORNING))
    file_of("Soon", days=3, risk=Risk.MEDIUM, card=files.card(windows=EVENING))

    page = sign_in(worker).get(address).text

    assert rows(page) == expected


def test_a_day_without_work_says_so(sign_in, worker, file_of):
    file_of("Next", days=0, risk=Risk.LOW)
    browser = sign_in(worker)

    assert (
        "Nothing is late and nothing is due today. 1 step is planned." in browser.get("/day").text
    )
    assert "Nobody is late." in browser.get("/day?show=overdue").text


def test_the_title_names_nobody(sign_in, worker, file_of):
    file_of("Amina", days=4)

    page = sign_in(worker).get("/day").text

    assert re.search("<title>(.*)</title>", page)[1] == "My day – followup"


def test_a_child_stands_with_the_age(sign_in, db):
    worker = factories.account(Role.CHILD_WORKER)
    situation = factories.situation()
    child = factories.person(situation, first_name="Léa", birth_date="2017-03-01")
    files.running(Strand.CHILD, Risk.MEDIUM, worker, situation=situation, person=child)

    page = sign_in(worker).get("/day").text

    assert "Léa L., age 9" in page


def test_the_last_try_stands_beside_the_next(sign_in, worker, file_of, clock_at):
    follow_up = file_of("Amina", days=4)
    clock_at(TEN_TWELVE - timedelta(days=3))
    files.logged(follow_up, Outcome.NO_ANSWER)
    clock_at(TEN_TWELVE)

    page = sign_in(worker).get("/day").text

    assert "First contact – attempt 2" in page
    assert "Fri 10:12: no answer" in page


def test_a_printed_list_says_who_printed_it_and_is_written_down(sign_in, worker, file_of, db):
    file_of("Amina", days=4)
    file_of("Later", days=0, risk=Risk.LOW)

    page = sign_in(worker).get("/day/print").text

    printed = select(AuditEntry.account_id).where(AuditEntry.action == "printed")
    assert f"printed by {worker.name}" in page
    assert rows(page) == ["Amina"]
    assert "Log contact" not in page
    assert "0470" not in page
    assert list(db.session.scalars(printed)) == [worker.id]


def test_a_list_can_be_printed_with_initials_only(sign_in, worker, file_of):
    file_of("Amina", days=4)

    page = sign_in(worker).get("/day/print?names=initials").text

    assert "A. B." in page
    assert "Benali" not in page
