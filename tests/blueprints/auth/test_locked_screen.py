from datetime import timedelta

import pytest

from followup.casework import drafts
from followup.vocabulary import Role
from tests import factories

RIGHT = factories.PASSWORD
PROFILE = {"language": "fr", "phone": "not a number", "keyboard": "y"}


@pytest.fixture
def nora(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def screen(sign_in, nora):
    return sign_in(nora)


def unlock(screen, password=RIGHT):
    return screen.post("/locked", data={"password": password})


def test_a_locked_screen_shows_no_page_until_the_password_is_right(screen):
    screen.post("/lock", data={"next": "/account/sessions"})

    assert screen.get("/account").location == "/locked"
    assert unlock(screen, "wrong").status_code == 422
    assert screen.get("/account").location == "/locked"
    assert unlock(screen).status_code == 303
    assert screen.get("/account").status_code == 200


def test_the_password_leads_back_to_the_page_that_was_open(screen):
    screen.post("/lock", data={"next": "/account/sessions"})

    assert unlock(screen).location == "/account/sessions"


def test_a_page_that_locks_itself_too_late_still_leads_back(screen, clock_at, noon):
    clock_at(noon + timedelta(minutes=40))
    screen.post("/lock", data={"next": "/account/sessions"})

    assert unlock(screen).location == "/account/sessions"


def test_lock_never_leads_out_of_the_house(screen):
    screen.post("/lock", data={"next": "//evil.example"})

    assert unlock(screen).location == screen.get("/").location


def test_the_locked_page_says_whose_screen_it_is(screen, nora):
    screen.post("/lock")

    assert nora.email in screen.get("/locked").text


def test_after_fifteen_idle_minutes_the_screen_is_locked(screen, clock_at, noon):
    clock_at(noon + timedelta(minutes=14, seconds=59))
    assert screen.get("/ping").json == {"seconds_left": 1}

    clock_at(noon + timedelta(minutes=15))
    assert screen.get("/ping").json == {"seconds_left": 0}
    assert screen.get("/account").location == "/locked"


def test_opening_a_page_is_a_sign_of_life_and_asking_the_time_left_is_none(screen, clock_at, noon):
    clock_at(noon + timedelta(minutes=10))
    screen.get("/account")
    clock_at(noon + timedelta(minutes=20))
    screen.get("/ping")

    clock_at(noon + timedelta(minutes=25))
    assert screen.get("/account").location == "/locked"


def test_who_stays_signed_in_has_a_quarter_of_an_hour_again(screen, clock_at, noon):
    clock_at(noon + timedelta(minutes=14))

    assert screen.post("/stay").json == {"seconds_left": 900}


def test_text_posted_from_a_locked_screen_is_back_after_the_password(screen, clock_at, noon):
    clock_at(noon + timedelta(minutes=16))

    assert screen.post("/account", data=PROFILE).location == "/locked"
    assert unlock(screen).location == "/account"
    assert "not a number" in screen.get("/account").text


def test_what_was_posted_from_a_locked_screen_is_not_done(screen, nora, clock_at, noon):
    clock_at(noon + timedelta(minutes=16))

    screen.post("/account", data=PROFILE | {"phone": ""})

    assert nora.language == "en"


def test_a_button_pressed_on_a_locked_screen_keeps_no_text(screen, nora, clock_at, noon):
    clock_at(noon + timedelta(minutes=16))

    screen.post("/alerts/seen", data={"until": "now", "next": "/account/sessions"})

    assert drafts.kept(nora, "/alerts/seen") is None
    assert unlock(screen).location == "/account/sessions"


def test_after_ten_hours_one_signs_in_anew_and_the_text_is_kept(screen, nora, clock_at, noon):
    for minutes in range(0, 600, 10):
        clock_at(noon + timedelta(minutes=minutes))
        screen.get("/account")
    clock_at(noon + timedelta(hours=10))

    assert screen.post("/account", data=PROFILE).location == "/sign-in"

    answer = screen.post("/sign-in", data={"email": nora.email, "password": RIGHT})
    assert answer.location == "/account"
    assert "not a number" in screen.get("/account").text


def test_somebody_else_may_take_a_locked_screen_without_its_text(screen, nora):
    screen.post("/lock", data={"next": "/account/sessions"})
    screen.post("/sign-out")

    other = factories.account(Role.AUDITOR)
    answer = screen.post("/sign-in", data={"email": other.email, "password": RIGHT})

    assert answer.location != "/account/sessions"
    assert nora.email not in screen.get("/account").text


def test_wrong_passwords_at_the_locked_screen_count(screen):
    screen.post("/lock")
    for _ in range(5):
        unlock(screen, "wrong")

    assert "Too many tries" in unlock(screen).text
    assert screen.get("/account").location == "/locked"


def test_an_open_screen_has_no_locked_page(screen):
    assert screen.get("/locked").location == "/"
