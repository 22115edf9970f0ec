"""An officer enters a referral in four steps; nothing is sent before the check."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from followup.db import db
from followup.models import (
    Addition,
    Draft,
    FollowUp,
    Organisation,
    Person,
    ProtectiveMeasure,
    Referral,
    SafeContact,
    Whereabouts,
)
from followup.rules.codes import new_code
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Role, Strand
from tests import factories

EVENT = {
    "event_day": "2026-11-23",
    "event_time": "2h45",
    "place": "5000",
    "report_number": "na 43 l3 000123/26",
    "facts": ["physical", "threats"],
    "children_there": "no",
    "risk_result": "medium",
    "measures": ["none"],
}
PEOPLE = {
    "person": ["1", "2"],
    "p1-family_name": "Bakkali",
    "p1-first_name": "Amina",
    "p1-role": "victim",
    "p1-birth": "13/7/1991",
    "p1-language": "fr",
    "p1-still_at_address": "yes",
    "p2-family_name": "Delvaux",
    "p2-first_name": "Marc",
    "p2-role": "alleged_perpetrator",
    "p2-birth": "about 38",
    "p2-language": "fr",
    "p2-still_at_address": "no",
    "p2-elsewhere": "Chez sa mère",
}
CONTACT = {
    "c1-consent": "yes",
    "c1-phone": "0470 12 34 56",
    "c1-ways": ["call"],
    "c1-moments": ["morning"],
    "c1-told": ["will_call"],
    "c2-consent": "not_asked",
    "c2-no_safe_way": "y",
    "c2-told": ["nothing"],
    "on_duty": "081 22 11 00",
}


def walk(browser, code=None, event=EVENT, people=PEOPLE, contact=CONTACT):
    """Fill the three steps; answers the address of the check page."""
    code = code or new_code()
    for step, texts in (("event", event), ("people", people), ("contact", contact)):
        answer = browser.post(f"/referrals/new/{code}/{step}", data=texts)
        assert answer.status_code == 303, answer.text
    assert answer.location.endswith(f"/{code}/check")
    return code


def test_a_referral_written_in_three_steps_is_sent_from_the_check_page(browser):
    code = walk(browser)
    check = browser.get(f"/referrals/new/{code}/check")

    sent = browser.post(f"/referrals/new/{code}/check")

    assert check.status_code == 200
    assert "NA.43.L3.000123/2026" in check.text
    assert sent.location == f"/referrals/{code}/receipt"
    assert [one.strand for one in db.session.scalars(select(FollowUp).order_by(FollowUp.id))] == [
        Strand.VICTIM,
        Strand.PERPETRATOR,
    ]
    receipt = browser.get(sent.location)
    assert "Espace VIF" in receipt.text
    assert "They act within" in receipt.text


def test_nothing_is_sent_before_the_check_was_confirmed(browser):
    code = walk(browser)

    browser.get(f"/referrals/new/{code}/check")

    assert db.session.scalars(select(Referral)).all() == []


def test_a_new_referral_gets_its_code_at_once_and_no_row_until_something_is_typed(browser):
    answer = browser.get("/referrals/new")

    assert answer.status_code == 302
    assert browser.get(answer.location).status_code == 200
    assert db.session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize(
    ("step", "name", "text", "sentence"),
    [
        ("event", "event_day", "", "Select the day of the intervention"),
        ("event", "event_time", "", "Enter the time, for example 02:45"),
        ("event", "event_time", "25:00", "Enter the time, for example 02:45"),
        ("event", "event_time", "23:00", "The moment must be in the past"),
        ("event", "place", "", "Enter the municipality or postcode"),
        ("event", "report_number", "", "Enter the report number, or tick “No report yet”"),
        ("event", "report_number", "12345", "Enter the report number, or tick “No report yet”"),
        ("event", "facts", [], "Select at least one thing that happened"),
        ("event", "children_there", "", "Select whether children were there"),
        ("event", "risk_result", "", "Select the result, or “Not done”"),
        ("event", "risk_result", "enormous", "Select the result, or “Not done”"),
        ("event", "measures", [], "Select the measures, or “None”"),
        ("event", "measures", ["none", "arrest"], "Select the measures, or “None”"),
        ("event", "measures", ["residence_ban"], "Enter the end date of the ban"),
        ("event", "measures", ["contact_ban"], "Enter the end date of the ban"),
        ("event", "story", "x" * 501, "In your words – use at most 500 characters, you typed 501"),
        ("people", "p1-family_name", " ", "Enter the last name"),
        ("people", "p1-first_name", "", "Enter the first name"),
        ("people", "p1-role", "", "Select the role of Amina Bakkali"),
        ("people", "p1-birth", "", "Enter a date of birth or an age"),
        ("people", "p1-birth", "31/2/1991", "Enter a date of birth or an age"),
        ("people", "p1-birth", "1/1/2030", "Date of birth must be in the past"),
        ("people", "p1-language", "", "Select a language"),
        (
            "people",
            "p1-still_at_address",
            "",
            "Select whether Amina Bakkali is still at the address",
        ),
        ("contact", "c1-consent", "", "Select the answer"),
        ("contact", "c1-phone", "", "Enter a phone number, or select “No safe way known”"),
        ("contact", "c1-phone", "12", "Enter a phone number, like 0470 12 34 56 or +33 6 …"),
        ("contact", "c1-ways", [], "Select at least one way, or “No safe way known”"),
        ("contact", "c1-told", [], "Select what was said"),
        ("contact", "on_duty", "", "Enter a phone number"),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_stays_on_the_page(browser, step, name, text, sentence):
    code = new_code()
    steps = {"event": EVENT, "people": PEOPLE, "contact": CONTACT}
    for before, texts in steps.items():
        if before == step:
            break
        browser.post(f"/referrals/new/{code}/{before}", data=texts)

    answer = browser.post(f"/referrals/new/{code}/{step}", data=steps[step] | {name: text})

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert "<title>Error: " in answer.text
    if isinstance(text, str) and text.strip():
        again = browser.get(f"/referrals/new/{code}/{step}")
        assert text in again.text or name in ("event_day", "risk_result")


def test_each_error_of_the_people_step_says_whom_it_is_about(browser):
    unnamed = {"p2-family_name": "", "p2-first_name": "", "p2-birth": ""}

    answer = browser.post(
        f"/referrals/new/{new_code()}/people", data=PEOPLE | unnamed | {"p1-birth": ""}
    )

    assert "Amina Bakkali – Enter a date of birth or an age" in answer.text
    assert "Person 2 (alleged perpetrator) – Enter a date of birth or an age" in answer.text


def test_a_residence_ban_of_more_than_fourteen_days_is_refused(browser):
    ban = {"measures": ["residence_ban"], "ban_until": "8/12/2026"}

    answer = browser.post(f"/referrals/new/{new_code()}/event", data=EVENT | ban)

    assert "A residence ban ends at most 14 days after it was notified" in answer.text


def test_a_residence_ban_of_fourteen_days_is_taken_with_its_clock(browser):
    ban = {"measures": ["residence_ban"], "ban_until": "7/12"}
    code = walk(browser, event=EVENT | ban)

    browser.post(f"/referrals/new/{code}/check")

    row = db.session.scalars(select(ProtectiveMeasure)).one()
    assert row.notified_at == datetime(2026, 11, 23, 2, 45, tzinfo=BRUSSELS)
    assert row.ends_at == datetime(2026, 12, 7, 2, 45, tzinfo=BRUSSELS)


def test_today_stays_that_day_when_the_draft_goes_on_after_midnight(
    browser, officer, clock_at, noon, sign_in
):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event", data=EVENT)
    clock_at(noon + timedelta(hours=13))

    page = sign_in(officer).get(f"/referrals/new/{code}/event").text

    chosen = re.search(r'<input[^>]*value="2026-11-23"[^>]*>', page)[0]
    assert "checked" in chosen


def test_without_a_report_the_number_may_come_later(browser):
    walk(browser, event=EVENT | {"report_number": "", "no_report_yet": "y"})


def test_an_intervention_sheet_keeps_its_local_number_as_typed(browser):
    sheet = {"source_record": "intervention_sheet", "report_number": "fiche 77/b"}
    code = walk(browser, event=EVENT | sheet)

    browser.post(f"/referrals/new/{code}/check")

    assert db.session.scalars(select(Referral)).one().report_number == "fiche 77/b"


def test_a_draft_is_found_again_on_another_computer(browser, officer, sign_in):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event", data=EVENT | {"place": "Jambes"})

    elsewhere = sign_in(officer)

    assert f"/referrals/new/{code}/check" in elsewhere.get("/referrals").text
    assert 'value="Jambes"' in elsewhere.get(f"/referrals/new/{code}/event").text


def test_a_draft_is_kept_while_it_is_being_written_even_half_of_a_step(browser):
    code = new_code()

    answer = browser.post(f"/referrals/new/{code}/event/keep", data={"place": "Nam"})

    assert answer.json == {"kept_at": "12:00"}
    assert 'value="Nam"' in browser.get(f"/referrals/new/{code}/event").text


def test_what_was_typed_when_the_screen_locked_is_there_afterwards(
    browser, officer, clock_at, noon, sign_in
):
    code = new_code()
    clock_at(noon + timedelta(minutes=16))
    browser.post(f"/referrals/new/{code}/event", data=EVENT | {"place": "Dinant"})

    page = sign_in(officer).get(f"/referrals/new/{code}/event")

    assert 'value="Dinant"' in page.text


def test_a_draft_of_a_colleague_is_an_empty_form(browser, officer, sign_in):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event", data=EVENT | {"place": "Jambes"})
    colleague = factories.account(
        Role.POLICE, db.session.get(Organisation, officer.organisation_id)
    )

    page = sign_in(colleague).get(f"/referrals/new/{code}/event")

    assert "Jambes" not in page.text


@pytest.mark.parametrize("path", ["event", "people", "contact", "check", "looks-like", "delete"])
def test_a_code_that_is_none_does_not_exist(browser, path):
    assert browser.get(f"/referrals/new/0000-0000/{path}").status_code == 404


def test_a_step_that_is_none_keeps_nothing(browser):
    assert (
        browser.post(f"/referrals/new/{new_code()}/other/keep", data={"a": "b"}).status_code == 404
    )


def test_a_draft_thrown_away_is_confirmed_first_and_gone_then(browser):
    code = walk(browser)
    asked = browser.get(f"/referrals/new/{code}/delete")
    assert "It has not been sent." in asked.text
    assert len(db.session.scalars(select(Draft)).all()) == 1

    browser.post(f"/referrals/new/{code}/delete")

    assert db.session.scalars(select(Draft)).all() == []


def test_people_are_added_and_removed_without_a_script(browser):
    code = new_code()
    posted = PEOPLE | {"p1-first_name": "Amina"}
    browser.post(f"/referrals/new/{code}/people", data=posted | {"add": "child"})
    with_child = browser.get(f"/referrals/new/{code}/people").text
    assert 'name="p3-family_name"' in with_child

    three = posted | {"person": ["1", "2", "3"], "p3-role": "child"}
    browser.post(f"/referrals/new/{code}/people", data=three | {"remove": "2"})

    left = browser.get(f"/referrals/new/{code}/people").text
    assert 'name="p2-family_name"' not in left
    assert 'value="Amina"' in left
    assert 'name="p3-family_name"' in left


def test_enter_in_a_field_goes_on_and_removes_nobody(browser):
    page = browser.get(f"/referrals/new/{new_code()}/people").text

    first_button = page[page.index("<button", page.index("data-draft-url")) :]
    assert 'name="remove"' not in first_button[: first_button.index(">")]


def test_the_check_page_sends_back_to_the_first_step_that_is_missing(browser):
    code = new_code()
    browser.post(f"/referrals/new/{code}/event", data=EVENT)

    answer = browser.get(f"/referrals/new/{code}/check")

    assert "/people" in answer.location


def test_a_change_from_the_check_page_leads_back_to_it(browser):
    code = walk(browser)
    assert (
        f"/referrals/new/{code}/event?then=check"
        in browser.get(f"/referrals/new/{code}/check").text
    )

    answer = browser.post(f"/referrals/new/{code}/event?then=check", data=EVENT | {"place": "5100"})

    assert answer.location.endswith(f"/referrals/new/{code}/check")


def test_what_was_left_open_reads_not_provided(browser):
    code = walk(browser)

    assert "Not provided" in browser.get(f"/referrals/new/{code}/check").text


def test_sent_twice_by_a_double_click_or_from_two_tabs_it_is_one_referral(browser):
    code = walk(browser)
    first = browser.post(f"/referrals/new/{code}/check", data={"submission": "one"})

    same_form = browser.post(f"/referrals/new/{code}/check", data={"submission": "one"})
    other_tab = browser.post(f"/referrals/new/{code}/check", data={"submission": "two"})

    assert first.location == same_form.location == other_tab.location
    assert len(db.session.scalars(select(Referral)).all()) == 1


def test_the_draft_is_gone_once_it_was_sent(browser):
    code = walk(browser)

    browser.post(f"/referrals/new/{code}/check")

    assert db.session.scalars(select(Draft)).all() == []
    assert browser.get(f"/referrals/new/{code}/event").location.endswith(f"/{code}/receipt")


class TestLikelyDuplicate:
    @pytest.fixture
    def first(self, browser):
        code = walk(browser)
        browser.post(f"/referrals/new/{code}/check")
        return code

    def test_it_stops_with_reference_and_time_of_the_first(self, browser, first):
        second = walk(browser)

        answer = browser.post(f"/referrals/new/{second}/check")

        assert answer.location.endswith(f"/{second}/looks-like")
        page = browser.get(answer.location)
        assert f"This looks like {first} of Mon 23 Nov 12:00." in page.text
        assert len(db.session.scalars(select(Referral)).all()) == 1

    def test_added_to_the_first_it_is_one_referral_and_the_draft_is_gone(self, browser, first):
        second = walk(browser)

        browser.post(f"/referrals/new/{second}/looks-like", data={"text": "She fled at four."})

        assert db.session.scalars(select(Addition)).one().text == "She fled at four."
        assert len(db.session.scalars(select(Referral)).all()) == 1
        assert db.session.scalars(select(Draft)).all() == []

    def test_without_a_text_nothing_is_added(self, browser, first):
        second = walk(browser)

        answer = browser.post(f"/referrals/new/{second}/looks-like", data={"text": " "})

        assert answer.status_code == 422
        assert "Enter what you want to add" in answer.text

    def test_sent_as_new_it_joins_the_situation(self, browser, first):
        second = walk(browser)

        browser.post(f"/referrals/new/{second}/check", data={"as_new": "1"})

        both = db.session.scalars(select(Referral).order_by(Referral.id)).all()
        assert [one.is_repeat for one in both] == [False, True]

    def test_another_zone_is_asked_nothing(self, first, sign_in):
        elsewhere = sign_in(factories.account(Role.POLICE))
        code = walk(elsewhere)

        answer = elsewhere.post(f"/referrals/new/{code}/check")

        assert answer.location == f"/referrals/{code}/receipt"


def test_a_child_is_followed_and_not_asked_for_a_number(browser):
    child = {
        "person": ["1", "2", "3"],
        "p3-family_name": "Delvaux",
        "p3-first_name": "Léa",
        "p3-role": "child",
        "p3-birth": "9",
        "p3-language": "fr",
    }
    code = walk(browser, people=PEOPLE | child)

    browser.post(f"/referrals/new/{code}/check")

    assert db.session.scalars(select(FollowUp).filter_by(strand=Strand.CHILD)).one()


def test_safe_moments_and_ways_reach_the_card(browser):
    code = walk(
        browser, contact=CONTACT | {"c1-moments": ["morning", "evening"], "c1-ways": ["sms"]}
    )

    browser.post(f"/referrals/new/{code}/check")

    card = db.session.scalars(select(SafeContact).order_by(SafeContact.id)).first().card
    assert [(one["opens"], one["closes"]) for one in card["windows"]] == [
        ("08:00", "12:00"),
        ("17:00", "21:00"),
    ]
    assert card["permits"] == {"sms": "yes", "call": "no"}
    assert card["phones"][0]["number"] == "+32470123456"


def test_another_language_is_kept_as_typed(browser):
    other = {"p1-language": "mul", "p1-other_language": "Lingala", "p1-interpreter": "y"}
    code = walk(browser, people=PEOPLE | other)

    browser.post(f"/referrals/new/{code}/check")

    person = db.session.scalars(select(Person).order_by(Person.id)).first()
    assert (person.language, person.interpreter) == ("Lingala", True)


def test_where_he_stays_is_kept_in_his_own_file(browser):
    code = walk(browser)

    browser.post(f"/referrals/new/{code}/check")

    kept = db.session.scalars(select(Whereabouts)).one()
    file = db.session.get(FollowUp, kept.follow_up_id)
    assert (kept.address, file.strand) == ("Chez sa mère", Strand.PERPETRATOR)


def test_a_postcode_of_the_zone_gets_its_name(browser):
    code = walk(browser)

    browser.post(f"/referrals/new/{code}/check")

    referral = db.session.scalars(select(Referral)).one()
    assert (referral.postcode, referral.place) == ("5000", "Namur")


def test_the_number_of_the_shift_is_the_officers_own_unless_another_is_typed(officer, sign_in):
    officer.phone = "+3281221100"
    db.session.commit()
    browser = sign_in(officer)
    code = new_code()
    browser.post(f"/referrals/new/{code}/people", data=PEOPLE)

    assert 'value="081 22 11 00"' in browser.get(f"/referrals/new/{code}/contact").text


def test_titles_of_the_pages_name_nobody(browser):
    code = walk(browser)

    for path in ("event", "people", "contact", "check"):
        page = browser.get(f"/referrals/new/{code}/{path}").text
        title = page[page.index("<title>") : page.index("</title>")]
        assert "Amina" not in title


def test_hostile_texts_are_shown_as_text_and_break_nothing(browser):
    hostile = {"p1-first_name": "<script>alert(1)</script>", "p1-birth": "\x00" + "9" * 4000}

    answer = browser.post(f"/referrals/new/{new_code()}/people", data=PEOPLE | hostile)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("keys", [["x"], ["-1"], ["²"], ["1"] * 5, [], ["9" * 30]])
def test_numbers_of_people_that_nobody_gave_out_break_nothing(browser, keys):
    answer = browser.post(f"/referrals/new/{new_code()}/people", data=PEOPLE | {"person": keys})

    assert answer.status_code in (303, 422)


def test_a_worker_enters_no_referral(sign_in, db):
    worker = sign_in(factories.account(Role.VICTIM_WORKER))

    assert worker.get("/referrals/new").status_code == 404
    assert worker.get("/referrals").status_code == 404
