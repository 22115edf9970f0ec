"""Changing the safe-contact card on its page."""

import json
import re
from html import unescape

import pytest

from followup.casework import safe_contact
from followup.models import AuditEntry
from followup.rules.contact_card import Contact
from followup.rules.contact_points import Hours, Phone
from followup.vocabulary import CardSource, Dropped, PhoneOwner, Role
from tests import factories

CARD = {
    "phones": [{"number": "+32470123456", "others_answered": 1}],
    "windows": [{"opens": "17:00", "closes": "19:00", "days": [0, 1]}],
    "permits": {"call": "yes", "sms": "no"},
    "never_dates": ["2026-12-25"],
    "code_word": "tulip",
    "safe_people": [{"name": "Salma", "link": "sister", "phone": "+32470000023"}],
}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def case(db, worker):
    return factories.follow_up(worker=worker, card=CARD)


@pytest.fixture
def change(case, worker, sign_in):
    """`change(**answers)`: fill the page in as it stands, with these answers, and send it."""
    browser = sign_in(worker)
    shown = fields(browser.get(url(case)).get_data(as_text=True))

    def send(**answers):
        filled = shown | {"source": "person"} | answers
        return browser.post(url(case), data={k: v for k, v in filled.items() if v is not None})

    return send


def url(case):
    return f"/c/{case.code}/safe-contact"


def fields(text):
    """What a browser would send back untouched."""
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', text)[1])
    return {"seen": seen} | json.loads(seen)


def test_opening_the_form_is_a_look_at_the_numbers(db, case, worker, sign_in):
    sign_in(worker).get(url(case))

    acts = db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["opened", "showed_number"]


def test_an_untouched_page_changes_nothing_but_who_agreed(case, change):
    before = safe_contact.current_card(case)

    answer = change()

    assert answer.status_code == 303
    assert safe_contact.current_card(case) == before
    assert safe_contact.current(case).source is CardSource.PERSON


def test_times_dates_and_numbers_are_read_as_people_write_them(case, change):
    change(
        phone_1_number="0475/11.22.33",
        phone_1_owner="work",
        window_1_opens="10h",
        window_1_closes="12u30",
        window_1_days=["0", "4"],
        never_dates="27-3-2027; 1 apr 2027",
        never_weekdays=["6"],
        dropped="we_call_once",
    )

    card = safe_contact.current_card(case)
    assert card.phones == (Phone("+32475112233", owner=PhoneOwner.WORK),)
    assert card.windows == (Hours("10:00", "12:30", (0, 4)),)
    assert card.never_dates == ("2027-03-27", "2027-04-01")
    assert card.never_weekdays == (6,)
    assert card.dropped is Dropped.WE_CALL_ONCE


def test_what_was_noticed_of_a_number_stays_with_it(case, change):
    change(code_word="rose", phone_1_locked="y")

    kept = safe_contact.current_card(case).phones[0]
    assert (kept.others_answered, kept.locked) == (1, True)


def test_a_part_of_the_day_is_a_safe_moment_on_every_day(case, change):
    change(window_1_opens="", window_1_closes="", window_1_days=[], parts=["morning"])

    assert safe_contact.current_card(case).windows == (Hours("08:00", "12:00"),)


def test_another_row_is_added_without_losing_what_was_typed(case, change):
    answer = change(add="phone", code_word="rose", phone_1_number="not yet known")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert 'name="phone_2_number"' in text
    assert 'value="not yet known"' in text
    assert 'value="rose"' in text
    assert safe_contact.current_card(case).code_word == "tulip"


def test_a_second_row_is_saved(case, change):
    change(phone_2_number="+33 6 12 34 56 78", safe_2_name="Doctor Maes")

    card = safe_contact.current_card(case)
    assert [phone.number for phone in card.phones] == ["+32470123456", "+33612345678"]
    assert card.safe_people[1] == Contact("Doctor Maes")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone_1_number": "12"}, "Enter a phone number, like 0470 12 34 56 or +33 6 …"),
        ({"phone_1_number": ""}, "Enter a phone number, like 0470 12 34 56 or +33 6 …"),
        ({"way_call": "no"}, "Select at least one way, or “No safe way known”"),
        ({"way_email": "yes"}, "Enter an e-mail address"),
        ({"way_letter": "yes"}, "Enter an address"),
        ({"window_1_closes": "16:00"}, "The end must be after the start"),
        ({"window_1_closes": ""}, "Enter the time, for example 02:45"),
        ({"window_1_opens": "late"}, "Enter the time, for example 02:45"),
        ({"any_time": "y"}, "Untick “Any time”, or empty the safe moments"),
        ({"window_1_opens": "", "window_1_closes": ""}, "Enter a safe moment"),
        ({"never_dates": "31/2/2027"}, "Enter dates, for example 27/3/2026"),
        ({"source": None}, "Select who agreed to this"),
        ({"agreed_on": "25/11/2026"}, "The moment must be in the past"),
        ({"caller_id": "loud"}, "Select"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_kept(case, change, wrong, sentence):
    answer = change(code_word="rose", **wrong)
    text = unescape(answer.get_data(as_text=True))

    assert answer.status_code == 422
    assert sentence in text
    assert 'value="rose"' in text
    assert case.card_version == 1


def test_no_safe_way_known_needs_neither_number_nor_moment(case, change):
    answer = change(no_safe_way="y", phone_1_number="", window_1_opens="", window_1_closes="")

    assert answer.status_code == 303
    assert safe_contact.current_card(case).no_safe_way


def test_two_people_with_different_fields_lose_nothing(case, change):
    factories.safe_contact(case, CARD | {"dropped": "she_calls"}, version=2)
    case.card_version = 2

    answer = change(code_word="rose")

    card = safe_contact.current_card(case)
    assert answer.status_code == 303
    assert (card.code_word, card.dropped, case.card_version) == ("rose", Dropped.SHE_CALLS, 3)


def test_two_people_with_the_same_field_choose_line_by_line(case, worker, change):
    factories.safe_contact(case, CARD | {"code_word": "lily"}, version=2, changed_by=worker)
    case.card_version = 2

    answer = change(code_word="rose")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Nora Peeters changed this (today 12:00) while you were writing." in text
    for words in ("tulip", "lily", "rose"):
        assert words in text
    assert case.card_version == 2


def test_a_coordinator_does_not_change_the_card(case, sign_in, worker):
    browser = sign_in(factories.account(Role.COORDINATOR, worker.organisation))

    assert browser.get(url(case)).status_code == 404
    assert browser.post(url(case)).status_code == 404


def test_the_card_of_an_ended_follow_up_stays_with_a_sentence(case, change, noon):
    case.closed_at = noon

    answer = change(code_word="rose")

    assert answer.status_code == 409
    assert "This follow-up has ended. Open it again first." in answer.get_data(as_text=True)
    assert 'value="rose"' in answer.get_data(as_text=True)


def test_every_version_is_kept_for_reading(case, worker, change, sign_in):
    change(code_word="rose")

    text = sign_in(worker).get(f"{url(case)}/versions").get_data(as_text=True)

    assert text.index("rose") < text.rindex("tulip")


def test_what_was_being_written_comes_back_after_the_screen_was_locked(case, worker, sign_in):
    browser = sign_in(worker)
    shown = fields(browser.get(url(case)).get_data(as_text=True))
    unsent = shown | {"code_word": "rose", "phone_2_number": "0475 11 22 33"}
    browser.post("/drafts", query_string={"for": url(case)}, data=unsent)

    again = browser.get(url(case)).get_data(as_text=True)
    answer = browser.post(url(case), data=unsent | {"source": "person"})
    after = browser.get(url(case)).get_data(as_text=True)

    assert 'value="rose"' in again
    assert 'value="0475 11 22 33"' in again
    assert answer.status_code == 303
    assert safe_contact.current_card(case).code_word == "rose"
    assert "#cloud-check" in again
    assert "#cloud-check" not in after
