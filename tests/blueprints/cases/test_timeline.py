"""The page of one file, as each reader gets it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from followup.casework import deadlines, moving
from followup.models import AuditEntry
from followup.vocabulary import (
    Answer,
    Consent,
    CountsAs,
    DeadlineKind,
    Measure,
    MoveReason,
    Outcome,
    Risk,
    Role,
    Strand,
)
from tests import factories

# The session and the shell take five, the page twelve, the audit entry one.
MOST_QUERIES = 20
NUMBER = "0470 12 34 56"
CARD = {
    "phones": [{"number": "+32470123456"}],
    "windows": [{"opens": "10:00", "closes": "18:00", "days": [0, 1, 2, 3, 4]}],
    "permits": {"call": "yes", "sms": "no"},
    "code_word": "tulip",
    "safe_people": [{"name": "Salma", "link": "sister", "phone": "+32470000023"}],
}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def coordinator(db, worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def case(db, worker):
    return factories.follow_up(worker=worker, card=CARD)


def read(browser, follow_up, path=""):
    answer = browser.get(f"/c/{follow_up.code}{path}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_number_stands_with_its_conditions(case, worker, sign_in):
    browser = sign_in(worker)
    before = read(browser, case)
    browser.post(f"/c/{case.code}/safe-contact/read")

    page = read(browser, case)

    assert NUMBER not in before
    assert "tel:" not in before

    assert NUMBER in page
    assert "Mon–Fri 10:00–18:00, withheld number" in page
    assert "Safe window open now, until 18:00" in page
    assert "tulip" in page
    assert 'href="tel:+32470123456"' in page


def test_outside_the_safe_window_no_link_calls(case, worker, sign_in, clock_at, noon):
    clock_at(noon.replace(hour=20))

    page = read(sign_in(worker), case)

    assert "tel:" not in page
    assert f"/c/{case.code}/call-anyway" in page
    assert "Safe window opens Tue 24 Nov 10:00" in page


def test_the_title_names_nobody(case, worker, sign_in):
    page = read(sign_in(worker), case)

    title = page[page.index("<title>") : page.index("</title>")]
    assert f"Case {case.code}" in title
    assert "Lambert" not in title


def test_a_code_may_be_typed_in_small_letters(case, worker, sign_in):
    answer = sign_in(worker).get(f"/c/{case.code.lower()}")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["", "/deadlines", "/people", "/referral", "/safe-contact/versions", "/who-looked"]
)
def test_each_section_opens_and_is_written_down(db, case, worker, sign_in, path):
    page = read(sign_in(worker), case, path)

    assert case.code in page
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.account_id, entry.object_id) == ("opened", worker.id, case.id)


@pytest.mark.parametrize(
    "path", ["", "/deadlines", "/people", "/referral", "/safe-contact/versions", "/who-looked"]
)
def test_a_file_of_somebody_else_looks_like_no_file(db, case, sign_in, path):
    browser = sign_in(factories.account(Role.VICTIM_WORKER))

    theirs = browser.get(f"/c/{case.code}{path}")
    missing = browser.get(f"/c/ZZZZ-ZZZZ{path}")

    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert seen(theirs).replace(case.code, "ZZZZ-ZZZZ") == seen(missing)
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == ["refused"] * 2


def test_the_coordinator_reads_the_conditions_and_not_the_number(case, coordinator, sign_in):
    page = read(sign_in(coordinator), case)

    assert "Mon–Fri 10:00–18:00" in page
    assert NUMBER not in page
    assert "12 34 56" not in page
    assert "Salma" not in page
    assert "0470 00 00 23" not in page


def test_the_coordinator_is_shown_the_number_on_demand_and_it_is_written_down(
    db, case, coordinator, sign_in
):
    answer = sign_in(coordinator).post(f"/c/{case.code}/safe-contact/show")

    assert NUMBER in answer.get_data(as_text=True)
    assert db.session.scalars(select(AuditEntry)).one().action == "showed_number"


def test_attempts_stand_in_the_timeline_with_number_note_and_writer(case, worker, sign_in, noon):
    factories.contact_attempt(case, at=noon - timedelta(days=1), note="Rang out.")
    factories.contact_attempt(case, Outcome.OTHER_ANSWERED)

    page = read(sign_in(worker), case)

    assert page.index("Attempt 2 – someone else answered, nothing said") < page.index(
        "Attempt 1 – no answer, no message left"
    )
    assert "Rang out." in page
    assert "by Nora Peeters" in page


def test_an_entry_struck_as_a_mistake_stays_readable_with_its_correction(
    case, worker, sign_in, noon
):
    wrong = factories.contact_attempt(case, struck_at=noon, note="Wrong person.")
    factories.contact_attempt(
        case,
        Outcome.MISTAKE,
        corrects_id=wrong.id,
        counts_as=CountsAs.NOTHING,
        note="Written on the wrong file.",
    )

    page = read(sign_in(worker), case)

    assert "<s>No answer, no message left</s>" in page
    assert "Entered by mistake. Corrected Mon 23 Nov 12:00 by Nora Peeters" in page
    assert "Written on the wrong file." in page
    assert wrong.code not in page


def test_a_late_entry_is_marked(case, worker, sign_in, noon):
    factories.contact_attempt(case, at=noon - timedelta(days=2))

    assert "Entered later" in read(sign_in(worker), case)


def test_a_changed_window_says_what_it_was(case, worker, sign_in, noon):
    after = CARD | {"windows": [{"opens": "08:00", "closes": "10:00"}]}
    factories.safe_contact(case, after, version=2, changed_by=worker)
    case.card_version = 2

    page = read(sign_in(worker), case)

    assert (
        "Safe contact changed: Safe moments Every day 08:00–10:00, was Mon–Fri 10:00–18:00" in page
    )


def test_a_changed_number_is_told_to_the_coordinator_without_the_number(case, coordinator, sign_in):
    factories.safe_contact(case, CARD | {"phones": [{"number": "+32499887766"}]}, version=2)
    case.card_version = 2

    page = read(sign_in(coordinator), case)

    assert "Safe contact changed: Phone" in page
    assert "88 77 66" not in page


def test_the_filters_show_their_own_lines_only(case, worker, sign_in):
    factories.contact_attempt(case)
    factories.case_event(case, "reopened")

    page = read(sign_in(worker), case, "?show=contacts")

    assert "Attempt 1" in page
    assert "Follow-up opened again" not in page
    assert "Police referral received" not in page


def test_an_empty_list_says_what_is_due(case, worker, sign_in):
    deadlines.start_clocks(case, by=None)

    page = read(sign_in(worker), case, "?show=contacts")

    assert "No contact logged yet. First attempt: due Tue 24 Nov 12:00." in page


def test_an_unknown_filter_shows_everything(case, worker, sign_in):
    assert "Police referral received" in read(sign_in(worker), case, "?show=nothing")


def test_what_is_planned_says_why(case, worker, sign_in):
    deadlines.start_clocks(case, by=None)

    page = read(sign_in(worker), case)

    assert "The rule: 48 hours, nights and week-ends included." in page
    assert "Counted from the reception of the referral, Mon 23 Nov 12:00." in page


def test_warnings_name_ban_children_interpreter_and_consent(db, worker, sign_in, noon):
    referral = factories.referral(children_there=Answer.YES, children_count=2)
    person = factories.person(
        db.session.get(type(factories.situation()), referral.situation_id),
        language="ary",
        interpreter=True,
    )
    factories.protective_measure(referral, ends_at=noon + timedelta(days=9, hours=-6))
    case = factories.follow_up(worker=worker, referral=referral, person=person)
    part = db.session.scalars(
        select(type(factories.referral_person(referral, factories.person())))
    ).first()
    part.consent = Consent.NO

    page = read(sign_in(worker), case)

    assert "Wed 2 Dec 06:00 – in 9 days. Plan a call before." in page
    assert "2 children live there." in page
    assert "Darija" in page
    assert "Does not agree to be contacted" in page


def test_of_the_other_side_neither_name_nor_number_nor_worker_is_shown(db, worker, sign_in):
    referral = factories.referral(measures=[Measure.RESIDENCE_BAN])
    situation = db.session.get(type(factories.situation()), referral.situation_id)
    accused = factories.person(situation, family_name="Dubois", first_name="Marc")
    other = factories.account(Role.PERPETRATOR_WORKER, name="Paul Servais")
    theirs = factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        person=accused,
        worker=other,
        card={"phones": [{"number": "+32499887766"}]},
    )
    factories.protective_measure(referral)
    case = factories.follow_up(worker=worker, referral=referral, card=CARD)

    pages = [read(sign_in(worker), case, path) for path in ("", "/people", "/referral")]

    for page in pages:
        for secret in ("Dubois", "Marc", "88 77 66", "Servais", theirs.code):
            assert secret not in page
    assert "Restricted case" in pages[0]
    assert "Temporary residence ban until" in pages[0]


def test_the_perpetrators_worker_reads_no_story_and_no_place(db, sign_in):
    referral = factories.referral(
        story="She fled to her sister.", place="Rue des Lilas 7", children_there=Answer.YES
    )
    factories.follow_up(referral=referral, worker=factories.account(Role.VICTIM_WORKER))
    reader = factories.account(Role.PERPETRATOR_WORKER)
    case = factories.follow_up(Strand.PERPETRATOR, referral=referral, worker=reader)

    for path in ("", "/people", "/referral"):
        page = read(sign_in(reader), case, path)
        for secret in ("fled", "Lilas", "Children at home"):
            assert secret not in page


def test_who_opened_the_gate_is_not_told_to_the_other_side(db, worker, sign_in):
    reader = factories.account(Role.PERPETRATOR_WORKER)
    case = factories.follow_up(Strand.PERPETRATOR, worker=reader)
    factories.case_event(case, "released", by_id=worker.id)

    page = read(sign_in(reader), case)

    assert "First attempt released" in page
    assert "Nora Peeters" not in page


def test_a_later_deadline_asked_for_is_seen_by_who_decides(case, worker, coordinator, sign_in):
    row = factories.deadline(
        case,
        DeadlineKind.CONTACT_MADE,
        explained={"start": "received_at", "unit": "hours", "n": 48, "skipped": []},
    )
    moving.ask(case, row, row.due_at + timedelta(days=1), reason=MoveReason.PERSON_ASKED, by=worker)

    assert "Asked for: Wed 25 Nov 12:00, by Nora Peeters" in read(sign_in(coordinator), case)


def test_the_number_of_queries_does_not_grow_with_the_file(db, case, worker, sign_in):
    browser = sign_in(worker)
    deadlines.start_clocks(case, by=None)
    few = queries(db, browser, case)

    for version in range(2, 9):
        factories.contact_attempt(case)
        factories.case_event(case)
        factories.safe_contact(case, CARD, version=version)
        factories.deadline(case, ended_at=case.received_at)
        factories.follow_up(
            Strand.CHILD,
            Risk.MEDIUM,
            referral=db.session.get(type(factories.referral()), case.referral_id),
        )

    assert queries(db, browser, case) == few <= MOST_QUERIES


def seen(answer):
    """The page without the marks against forgery, which change each second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))


def queries(db, browser, case):
    sent = []

    def count(connection, cursor, statement, *rest):
        if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
            sent.append(statement)

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        read(browser, case)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(sent)


@pytest.mark.parametrize(
    "code", ["%00", "a%00b", "7QK2-M9F%00", "x" * 5000, "%F0%9F%90%A6", "..", "'"]
)
def test_an_address_that_cannot_be_a_code_is_not_found(db, worker, sign_in, code):
    browser = sign_in(worker)

    assert browser.get(f"/c/{code}").status_code == 404
    assert browser.get(f"/c/{code}/close").status_code == 404


@pytest.mark.parametrize("after", ["0", "-1", "9" * 30, "x"])
def test_a_page_that_does_not_exist_shows_the_first_or_nothing(case, worker, sign_in, after):
    assert sign_in(worker).get(f"/c/{case.code}/who-looked?after={after}").status_code == 200
