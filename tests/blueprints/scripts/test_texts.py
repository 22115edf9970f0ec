"""Reading the texts for calls, writing one's own, and going back."""

import html
import re

import pytest

from followup.casework import own_scripts
from followup.rules.scripts import LANGUAGES
from followup.vocabulary import Role, Script
from tests import factories, files


@pytest.fixture
def coordinator(db):
    return factories.account(Role.COORDINATOR, language="en")


@pytest.fixture
def desk(sign_in, coordinator):
    return sign_in(coordinator)


@pytest.fixture
def service(coordinator):
    return coordinator.organisation


def typed(words="Good day, {worker} here.", safe="I call from {service}.", **more):
    fields = {f"opening_{language}": words for language in LANGUAGES}
    fields |= {f"safe_{language}": safe for language in LANGUAGES}
    return fields | more


def seen(page):
    return html.unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])


def save(desk, service, **fields):
    url = f"/scripts/{service.code}/first_call"
    held = {"seen": seen(desk.get(url).text)}
    return desk.post(url, data=held | typed(step="save", **fields))


def test_the_page_reads_each_text_aloud_with_examples_in_its_slots(desk, service):
    page = desk.get(f"/scripts/{service.code}").text

    assert page.count('id="script-') == len(Script)
    assert "Am I speaking with Sam Peeters?" in page
    assert "{" not in re.sub(r"<head>.*?</head>|<template.*?</template>", "", page, flags=re.DOTALL)


def test_a_coordinator_is_led_to_the_own_organisation(desk, service):
    assert desk.get("/scripts").location == f"/scripts/{service.code}"


def test_another_organisations_texts_do_not_exist_for_a_coordinator(desk):
    other = factories.organisation()

    assert desk.get(f"/scripts/{other.code}").status_code == 404
    assert desk.get(f"/scripts/{other.code}/first_call").status_code == 404
    assert desk.post(f"/scripts/{other.code}/back").status_code == 404


def test_a_worker_reads_and_does_not_write(sign_in, service):
    worker = sign_in(factories.account(Role.VICTIM_WORKER, service))

    assert worker.get(f"/scripts/{service.code}").status_code == 200
    assert worker.get(f"/scripts/{service.code}/first_call").status_code == 404
    assert f"/scripts/{service.code}/first_call" not in worker.get(f"/scripts/{service.code}").text


def test_a_text_is_previewed_before_anything_changes(desk, service):
    answer = desk.post(f"/scripts/{service.code}/first_call", data=typed())

    assert answer.status_code == 200
    assert "Save as version 1" in answer.text
    assert f"I call from {service.name}." in html.unescape(answer.text)
    assert own_scripts.own(service).number == 0


def test_a_saved_text_stands_beside_the_next_call(db, desk, sign_in, service):
    assert save(desk, service).status_code == 303

    db.session.expire_all()
    worker = factories.account(Role.VICTIM_WORKER, service, name="Nora P", language="en")
    follow_up = files.running(worker=worker)
    page = sign_in(worker).get(f"/c/{follow_up.code}/contact/new").text
    assert "Good day, Nora here." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opening_nl": ""}, "Write this text in every language: here it is missing"),
        ({"safe_de": ""}, "Write this part in every language, or in none"),
        ({"opening_fr": "Bonjour {victim}"}, "{victim} cannot be filled here. Use: {adult}"),
        ({"opening_fr": "Le {date}"}, "{date} tells why we call."),
        ({"opening_en": "Hello {worker"}, "A { or } stands alone."),
        ({"opening_en": "x" * 1501}, "use at most 1,500 characters, you typed 1,501"),
    ],
)
def test_a_text_that_cannot_be_used_says_what_to_do(desk, service, fields, said):
    answer = save(desk, service, **fields)

    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert own_scripts.own(service).number == 0


def test_who_hears_a_message_gets_no_name_and_no_service(desk, service):
    fields = {f"opening_{language}": "Hello {person}" for language in LANGUAGES}

    answer = desk.post(f"/scripts/{service.code}/voicemail", data=fields)

    assert answer.status_code == 422
    assert "{person} cannot be filled here. Use: {agreed}, {worker}" in answer.text


def test_two_who_change_the_same_words_choose_line_by_line(desk, service, sign_in):
    other = sign_in(factories.account(Role.COORDINATOR, service, language="en"))
    held = seen(other.get(f"/scripts/{service.code}/first_call").text)
    save(desk, service)

    fields = typed("My words.", step="save", seen=held)
    answer = other.post(f"/scripts/{service.code}/first_call", data=fields)

    assert answer.status_code == 409
    assert "My words." in answer.text
    assert "Good day, {worker} here." in answer.text


def test_an_earlier_version_is_readable_and_can_be_used_again(db, desk, service):
    save(desk, service)
    shipped = desk.get(f"/scripts/{service.code}?version=0").text

    answer = desk.post(f"/scripts/{service.code}/back?version=0")

    assert "Use these texts again…" in shipped
    assert answer.status_code == 303
    db.session.expire_all()
    assert own_scripts.own(service).number == 2
    assert "Good day" in desk.get(f"/scripts/{service.code}?version=1").text
    assert "Good day" not in desk.get(f"/scripts/{service.code}").text


def test_one_text_goes_back_to_the_shipped_words(db, desk, service):
    save(desk, service)

    desk.post(f"/scripts/{service.code}/first_call", data=typed(step="shipped"))

    db.session.expire_all()
    assert own_scripts.own(service).texts == {}


def test_an_administrator_chooses_the_organisation(sign_in, service):
    desk = sign_in(factories.account(Role.ADMINISTRATOR, language="en"))

    assert f"/scripts/{service.code}" in desk.get("/scripts").text
    assert save(desk, service).status_code == 303


@pytest.mark.parametrize("path", ["nothing", "first_call?x=1&version=abc"])
def test_an_address_with_nonsense_is_no_page_or_is_ignored(desk, service, path):
    assert desk.get(f"/scripts/{service.code}/{path}").status_code in (200, 404)
    for number in ("99", "-1", "9" * 40):
        assert desk.get(f"/scripts/{service.code}?version={number}").status_code == 404
    assert desk.get(f"/scripts/{service.code}?version=abc&language=xx").status_code == 200
