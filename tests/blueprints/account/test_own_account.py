import re
from datetime import timedelta

import pytest

from followup.vocabulary import Role
from tests import factories

RIGHT = factories.PASSWORD
NEW = "paisible girafe moulin cuivre"


@pytest.fixture
def nora(db):
    return factories.account(Role.VICTIM_WORKER, name="Nora Peeters")


@pytest.fixture
def screen(sign_in, nora):
    return sign_in(nora)


def change_password(screen, now=RIGHT, new=NEW):
    return screen.post("/account/password", data={"password": now, "new_password": new})


def test_the_account_shows_who_one_is_and_for_whom_one_works(screen, nora):
    page = screen.get("/account").text

    for text in (nora.name, nora.email, nora.organisation.name, "Worker for victims"):
        assert text in page


def test_language_phone_and_keys_are_the_persons_own(screen, nora):
    screen.post("/account", data={"language": "nl", "phone": "0470 12 34 56"})

    assert (nora.language, nora.phone, nora.keyboard) == ("nl", "+32470123456", False)


def test_a_phone_number_that_cannot_be_read_stays_on_the_page(screen, nora):
    page = screen.post("/account", data={"language": "nl", "phone": "12 or so"})

    assert page.status_code == 422
    assert "12 or so" in page.text
    assert nora.language == "en"


def test_a_new_password_replaces_the_old_one_here_and_ends_the_sessions_elsewhere(
    screen, sign_in, nora, app
):
    elsewhere = sign_in(nora)

    assert change_password(screen).status_code == 303

    assert screen.get("/account").status_code == 200
    assert elsewhere.get("/account").location == "/sign-in"
    fresh = app.test_client()
    assert fresh.post("/sign-in", data={"email": nora.email, "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short", "Use at least 15 characters"),
        ("passwordpassword", "This password is easy to guess"),
        ("NoraPeetersNora1", "This password is easy to guess"),
        (RIGHT, "Choose a password you do not have now"),
        ("", "Enter a new password"),
    ],
)
def test_a_weak_new_password_is_refused_with_what_to_do(screen, nora, new, sentence):
    before = nora.password_hash

    page = change_password(screen, new=new)

    assert page.status_code == 422
    assert sentence in page.text
    assert nora.password_hash == before


def test_whoever_finds_an_open_screen_cannot_try_passwords_for_ever(screen, nora):
    for _ in range(5):
        assert "The password is not right" in change_password(screen, now="wrong").text

    assert "Too many tries" in change_password(screen).text


def test_a_first_password_of_ones_own_opens_the_whole_house(screen, nora, db):
    nora.must_change_password = True
    db.session.commit()

    assert change_password(screen).location == "/"

    assert not nora.must_change_password


def test_the_other_sessions_can_be_ended_one_by_one(screen, sign_in, nora):
    elsewhere = sign_in(nora)
    page = screen.get("/account/sessions").text
    marks = re.findall(r'name="session" value="(\w+)"', page)

    screen.post("/account/sessions/end", data={"session": marks[0]})

    assert len(marks) == 1
    assert elsewhere.get("/account").location == "/sign-in"
    assert screen.get("/account").status_code == 200


def test_a_session_that_grew_too_old_is_not_listed(sign_in, nora, clock_at, noon):
    sign_in(nora)
    clock_at(noon + timedelta(hours=10))

    page = sign_in(nora).get("/account/sessions").text

    assert "This one" in page
    assert 'name="session"' not in page


def test_nobody_ends_the_session_of_somebody_else(screen, sign_in, nora):
    paul = sign_in(factories.account())
    sign_in(nora)
    marks = re.findall(r'name="session" value="(\w+)"', screen.get("/account/sessions").text)

    paul.post("/account/sessions/end", data={"session": marks[0]})

    assert marks == re.findall(
        r'name="session" value="(\w+)"', screen.get("/account/sessions").text
    )


def test_the_menu_shows_what_the_role_may_open_and_the_way_out(screen):
    page = screen.get("/account/menu").text

    assert 'href="/alerts"' in page
    assert 'action="/sign-out"' in page


def test_the_language_is_chosen_before_signing_in(client, db):
    answer = client.post("/account/language", data={"language": "nl", "next": "/sign-in"})

    assert answer.location == "/sign-in"
    assert '<html lang="nl">' in client.get("/sign-in").text


def test_the_language_chosen_by_somebody_signed_in_is_kept_on_the_account(screen, nora):
    screen.post("/account/language", data={"language": "de", "next": "/account"})

    assert nora.language == "de"


@pytest.mark.parametrize("form", [{}, {"language": "xx"}, {"language": "de", "next": "//evil"}])
def test_a_strange_language_form_leads_home(client, form):
    assert client.post("/account/language", data=form).location == "/"


def test_hiding_names_is_remembered_and_taken_back(screen, nora):
    answer = screen.post("/account/hide-names")
    assert (answer.status_code, nora.hide_names) == (204, True)

    answer = screen.post(
        "/account/hide-names", data={"next": "/account"}, headers={"Accept": "text/html"}
    )
    assert (answer.location, nora.hide_names) == ("/account", False)
