"""The texts of a call in the log panel and on the contact page."""

import re

import pytest
from sqlalchemy import select

from followup.casework import scripts
from followup.models import ContactAttempt
from followup.vocabulary import Role, Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    service = factories.organisation(name="Secours Namur", neutral_name="bureau 12")
    return factories.account(Role.VICTIM_WORKER, service, name="Nora Peeters", language="en")


def card(**more):
    return {"phones": [{"number": "+32470111222"}], "permits": {"call": "yes"}} | more


def opened(sign_in, worker, **more):
    follow_up = files.running(worker=worker, card=card(**more.pop("card", {})), **more)
    return follow_up, sign_in(worker).get(f"/c/{follow_up.code}/contact/new").text


def titles(page):
    return re.findall(r'<details name="say"[^>]*><summary>([^<]+)', page)


def texts(page, language):
    said = re.findall(rf'class="says" lang="{language}">(.*?)</div>', page)
    return [words.replace("</p><p>", " ").removeprefix("<p>") for words in said]


def test_the_texts_stand_in_the_language_of_the_person_and_the_readers_own_at_hand(sign_in, worker):
    person = factories.person(language="nl")
    _file, page = opened(sign_in, worker, person=person)

    assert "What to say – Dutch" in page
    assert texts(page, "nl")[0].startswith("Goeiedag, mijn naam is Nora. Spreek ik met ")
    assert texts(page, "en")[0].startswith("Hello, my name is Nora. Am I speaking with ")


def test_in_the_readers_own_language_each_text_stands_once(sign_in, worker):
    _file, page = opened(sign_in, worker, person=factories.person(language="en"))

    assert "What to say – English" in page
    assert "The same" not in page


def test_for_a_language_without_texts_an_interpreter_translates_the_readers(sign_in, worker):
    person = factories.person(language="ary", interpreter=True)
    _file, page = opened(sign_in, worker, person=person)

    assert "There is no text in Darija" in page
    assert titles(page)[0] == "An interpreter is on the line"
    assert texts(page, "en")


def test_what_anybody_may_hear_names_neither_the_service_nor_the_reason(sign_in, worker):
    _file, page = opened(sign_in, worker, person=factories.person(language="en"))

    openings = [
        words for words in texts(page, "en") if not words.startswith(("Thank you. I am calling",))
    ]
    assert any("My name is Nora, from bureau 12." in words for words in openings)
    assert [words for words in openings if "Secours Namur" in words] == []
    assert any("I am calling from Secours Namur" in words for words in texts(page, "en"))


def test_the_name_agreed_for_the_phone_is_the_name_that_is_said(sign_in, worker):
    agreed = {"caller_id": "other_name", "caller_name": "Marie"}
    _file, page = opened(sign_in, worker, person=factories.person(language="en"), card=agreed)

    assert "Hello, my name is Marie." in page
    assert "my name is Nora" not in page


def test_who_agreed_that_we_hang_up_gives_nobody_else_a_word(sign_in, worker):
    agreed = {"other_answers": "hang_up"}
    _file, page = opened(sign_in, worker, person=factories.person(language="en"), card=agreed)

    assert "Hang up without a word, as agreed." in page
    assert "wrong number." not in "".join(texts(page, "en"))


def test_a_message_is_only_offered_where_the_card_allows_voicemail(sign_in, worker):
    _file, without = opened(sign_in, worker)
    permits = {"permits": {"call": "yes", "voicemail": "yes"}}
    _file, allowed = opened(sign_in, worker, card=permits)

    assert "Voicemail" not in titles(without)
    assert "Voicemail" in titles(allowed)


def test_a_text_that_belongs_to_an_outcome_says_so_to_the_page(sign_in, worker):
    _file, page = opened(sign_in, worker)

    assert 'data-say-for="other_answered"' in page
    assert "data-say-now" in page


def test_the_perpetrators_worker_reads_the_answer_to_questions_about_the_victim(sign_in, db):
    worker = factories.account(Role.PERPETRATOR_WORKER, language="en")
    follow_up = files.running(Strand.PERPETRATOR, worker=worker)

    page = sign_in(worker).get(f"/c/{follow_up.code}/contact/new").text

    assert titles(page)[0] == "First call to the alleged perpetrator"
    assert "Asks about the victim" in titles(page)


def test_an_entry_keeps_which_texts_were_on_screen(db, sign_in, worker):
    follow_up = files.running(worker=worker)
    answers = {"how": "call", "outcome": "no_answer"}

    sign_in(worker).post(f"/c/{follow_up.code}/contact/new", data=answers)

    [entry] = db.session.scalars(select(ContactAttempt))
    assert entry.scripts == str(scripts.shipped_version())


def test_the_panel_of_my_day_has_the_texts_too(sign_in, worker):
    follow_up = files.running(worker=worker)

    page = sign_in(worker).get(f"/day?log={follow_up.code}").text

    assert titles(page)[0] == "First call"


def test_which_texts_were_on_screen_stands_with_the_entry(db, sign_in, worker):
    follow_up = files.running(worker=worker)
    desk = sign_in(worker)
    desk.post(f"/c/{follow_up.code}/contact/new", data={"how": "call", "outcome": "no_answer"})

    [entry] = db.session.scalars(select(ContactAttempt))
    page = desk.get(f"/c/{follow_up.code}/contact/{entry.code}/correct").text

    assert f"As shipped, version {scripts.shipped_version()}" in page


def test_hide_names_finds_the_name_in_a_text_and_nothing_in_it_is_markup(sign_in, worker):
    person = factories.person(language="en", first_name="<b>Aline", family_name="{date}")
    _file, page = opened(sign_in, worker, person=person)

    assert 'speaking with <span class="pn">&lt;b&gt;Aline {date}</span>?' in page
