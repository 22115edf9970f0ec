import re
from datetime import timedelta

import pytest

from followup.models import SignInSession
from followup.vocabulary import Role
from tests import factories

RIGHT = factories.PASSWORD


IN_ENGLISH = {"Accept-Language": "en"}


def enter(client, account, password=RIGHT):
    form = {"email": account.email, "password": password}
    return client.post("/sign-in", data=form, headers=IN_ENGLISH)


def without_marks(page):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_the_front_door_leads_to_the_sign_in_page(client):
    answer = client.get("/")

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_signing_in_leads_to_the_own_list_and_back_to_it_from_the_front_door(client, db):
    auditor = factories.account(Role.AUDITOR)

    first = enter(client, auditor).location

    assert first != "/sign-in"
    assert client.get("/").location == first
    assert client.get("/sign-in").location == first


def test_wrong_password_and_unknown_address_get_the_same_page(client, db):
    account = factories.account(email="known@example.test")

    wrong = enter(client, account, "wrong").text
    form = {"email": "other@example.test", "password": "wrong"}
    unknown = client.post("/sign-in", data=form, headers=IN_ENGLISH).text

    assert "E-mail or password is not right" in wrong
    assert without_marks(wrong) == without_marks(unknown.replace("other@", "known@"))


def test_the_typed_address_stays_and_the_password_does_not(client, db):
    page = enter(client, factories.account(email="known@example.test"), "my wrong secret")

    assert page.status_code == 422
    assert "known@example.test" in page.text
    assert "my wrong secret" not in page.text
    assert "<title>Error:" in page.text


def test_after_five_wrong_tries_the_page_names_the_minute_to_wait_for(client, db, clock_at, noon):
    account = factories.account()
    clock_at(noon + timedelta(seconds=30))
    for _ in range(5):
        enter(client, account, "wrong")

    page = enter(client, account)

    assert page.status_code == 422
    assert "Too many tries. Wait until 12:16 or ask your administrator" in page.text
    clock_at(noon + timedelta(minutes=16))
    assert enter(client, account).status_code == 303


def test_empty_fields_say_what_to_enter(client):
    page = client.post("/sign-in", data={}, headers={"Accept-Language": "en"})

    assert page.status_code == 422
    assert "Enter your e-mail address" in page.text
    assert "Enter your password" in page.text


@pytest.mark.parametrize("address", ["a\x00b@example.test", "x" * 5000, "’; DROP TABLE account"])
def test_strange_addresses_are_only_not_right(client, address):
    page = client.post("/sign-in", data={"email": address, "password": "wrong"})

    assert page.status_code == 422


def test_who_wanted_a_page_is_led_there_after_signing_in(client, db):
    client.get("/account/sessions?x=1")

    assert enter(client, factories.account()).location == "/account/sessions?x=1"


@pytest.mark.parametrize("foreign", ["//evil.example", "https://evil.example/", "/\\evil", "/nope"])
def test_nobody_is_led_out_of_the_house(client, db, foreign):
    with client.session_transaction() as cookie:
        cookie["next"] = foreign

    assert enter(client, factories.account()).location == client.get("/").location


def test_the_cookie_starts_fresh_at_sign_in(client, db):
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = cookie["planted"] = "known to somebody else"

    enter(client, factories.account())

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "known to somebody else"


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(client, db):
    enter(client, factories.account())
    with client.session_transaction() as cookie:
        secret = cookie["_user_id"]

    answer = client.post("/sign-out")

    assert answer.location == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    assert client.get("/account").location == "/sign-in"


def test_a_link_does_not_sign_anybody_out(sign_in):
    browser = sign_in(factories.account())

    assert browser.get("/sign-out").status_code == 405
    assert browser.get("/account").status_code == 200


def test_a_one_time_password_opens_one_page_only(client, db):
    enter(client, factories.account(Role.AUDITOR, must_change_password=True))

    assert client.get("/account/password").status_code == 200
    assert client.get(client.get("/").location).location == "/account/password"


def test_an_account_closed_meanwhile_is_out_at_the_next_page(sign_in, db):
    account = factories.account()
    browser = sign_in(account)
    account.active = False
    db.session.commit()

    assert browser.get("/account").location == "/sign-in"


def test_the_session_remembers_the_browser_by_name_only(app, client, db):
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    account = factories.account()

    client.post(
        "/sign-in",
        data={"email": account.email, "password": RIGHT},
        headers={"User-Agent": agent},
    )

    assert db.session.query(SignInSession).one().browser == "Firefox, Windows"
