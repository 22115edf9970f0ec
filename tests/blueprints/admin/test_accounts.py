import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import accounts
from followup.casework import sign_in as signing
from followup.models import AuditEntry, SignInSession
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


def seen(desk, url):
    """The hidden mark of what the record held when this page was made."""
    page = desk.get(url).get_data(as_text=True)
    mark = re.search(r'name="seen" value="([^"]*)"', page)[1]
    return mark.replace("&#34;", '"').replace("&quot;", '"').replace("&amp;", "&")


def answers(account, **changes):
    return {
        "name": account.name,
        "email": account.email,
        "organisation": account.organisation.code,
        "roles": [str(role) for role in account.roles],
        "language": "fr",
        "speaks": ["fr"],
        "agreed_maximum": "30",
        "ends_on": "",
    } | changes


def test_a_new_account_gets_a_one_time_password_that_is_shown_once(db, desk):
    service = factories.organisation()
    form = {
        "name": "Nora Peeters",
        "email": " Nora@Example.test",
        "organisation": service.code,
        "roles": ["victim_worker"],
        "language": "nl",
        "speaks": ["nl", "ar"],
        "agreed_maximum": "25",
    }

    page = desk.post("/admin/accounts/new", data=form).get_data(as_text=True)

    made = accounts.of_address("nora@example.test")
    password = re.search(r"<code[^>]*>([^<]+)</code>", page)[1]
    again = desk.get(f"/admin/accounts/{made.code}").get_data(as_text=True)
    assert signing.sign_in(made.email, password, network="x") is not None
    assert made.must_change_password
    assert (made.organisation_id, made.agreed_maximum) == (service.id, 25)
    assert password not in again


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("agreed_maximum", "81", "Enter a number from 0 to 80"),
        ("agreed_maximum", "many", "Enter a number from 0 to 80"),
        ("email", "nora at service", "Enter an e-mail address, like name@service.be"),
        ("name", "", "Enter the name"),
        ("ends_on", "31/2/2027", "Enter a date, for example 27/3/2026"),
        ("organisation", "NONE", "Choose the organisation"),
    ],
)
def test_what_cannot_be_read_stays_on_the_page_with_what_to_do(desk, field, text, sentence):
    account = factories.account()
    form = answers(account) | {field: text}

    answer = desk.post(f"/admin/accounts/{account.code}", data=form)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{text}"' in page or field == "organisation"


def test_an_address_that_has_an_account_is_said_at_the_field(desk):
    taken, account = factories.account(), factories.account()

    answer = desk.post(f"/admin/accounts/{account.code}", data=answers(account, email=taken.email))

    assert answer.status_code == 422
    assert "This e-mail already has an account" in answer.get_data(as_text=True)


def test_a_change_of_roles_and_of_the_end_date_is_kept_and_traced(db, desk, administrator):
    account = factories.account()
    form = answers(account, roles=["victim_worker", "coordinator"], ends_on="31/12/2026")

    answer = desk.post(f"/admin/accounts/{account.code}", data=form)

    db.session.expire_all()
    changed = accounts.fetch(account.code)
    acts = db.session.scalars(select(AuditEntry.action)).all()
    assert answer.status_code == 303
    assert changed.roles == {Role.VICTIM_WORKER, Role.COORDINATOR}
    assert changed.ends_on == date(2026, 12, 31)
    assert "changed_account" in acts


def test_two_people_who_changed_different_fields_both_keep_their_change(db, desk):
    account = factories.account(agreed_maximum=30)
    mark = seen(desk, f"/admin/accounts/{account.code}")
    accounts.change(account, by=None, version=account.version, name="Meanwhile")
    db.session.commit()

    form = answers(account, name="Worker", agreed_maximum="40", seen=mark)
    form["name"] = re.search(r'"name": \["([^"]*)"', mark)[1]
    answer = desk.post(f"/admin/accounts/{account.code}", data=form)

    kept = accounts.fetch(account.code)
    assert answer.status_code == 303
    assert (kept.name, kept.agreed_maximum) == ("Meanwhile", 40)


def test_a_field_that_both_changed_is_laid_out_and_the_choice_is_kept(db, desk, administrator):
    account = factories.account(name="Before")
    url = f"/admin/accounts/{account.code}"
    mark = seen(desk, url)
    accounts.change(account, by=administrator, version=account.version, name="Theirs")
    db.session.commit()

    answer = desk.post(url, data=answers(account, name="Yours", seen=mark))
    page = answer.get_data(as_text=True)
    new_mark = re.search(r'name="seen" value="([^"]*)"', page)[1].replace("&#34;", '"')
    form = answers(account, name="Yours", seen=new_mark) | {"choose-name": "theirs"}
    settled = desk.post(url, data=form)

    assert answer.status_code == 409
    assert all(text in page for text in ("Before", "Theirs", "Yours", administrator.name))
    assert settled.status_code == 303
    assert accounts.fetch(account.code).name == "Theirs"


def test_a_reset_ends_the_sessions_and_shows_the_password_once(db, desk, sign_in):
    account = factories.account()
    sign_in(account)

    page = desk.post(f"/admin/accounts/{account.code}/password").get_data(as_text=True)

    password = re.search(r"<code[^>]*>([^<]+)</code>", page)[1]
    running = db.session.scalars(
        select(SignInSession).where(
            SignInSession.account_id == account.id, SignInSession.ended_at.is_(None)
        )
    ).all()
    assert running == []
    assert signing.sign_in(account.email, password, network="x") is not None


def test_a_closed_account_signs_in_no_more_and_can_be_opened_again(db, desk):
    account = factories.account()

    closed = desk.post(f"/admin/accounts/{account.code}/close", data={"version": "1"})
    while_closed = signing.sign_in(account.email, factories.PASSWORD, network="x")
    version = accounts.fetch(account.code).version
    desk.post(f"/admin/accounts/{account.code}/reopen", data={"version": str(version)})

    assert closed.status_code == 303
    assert while_closed is None
    assert accounts.fetch(account.code).active


def test_a_confirm_page_made_before_somebody_changed_the_account_says_so(db, desk):
    account = factories.account()
    accounts.change(account, by=None, version=account.version, name="Meanwhile")
    db.session.commit()

    answer = desk.post(f"/admin/accounts/{account.code}/close", data={"version": "1"})

    assert answer.status_code == 409
    assert accounts.fetch(account.code).active


def test_nobody_closes_their_own_account_or_gives_up_their_own_office(desk, administrator):
    url = f"/admin/accounts/{administrator.code}"

    closed = desk.post(url + "/close")
    given_up = desk.post(url, data=answers(administrator, roles=["coordinator"]))

    assert closed.status_code == 404
    assert given_up.status_code == 422
    assert accounts.fetch(administrator.code).roles == {Role.ADMINISTRATOR}


def test_a_worker_with_open_follow_ups_keeps_the_role_and_the_organisation(desk):
    worker = factories.account()
    factories.follow_up(worker=worker)
    elsewhere = factories.organisation()
    url = f"/admin/accounts/{worker.code}"

    role = desk.post(url, data=answers(worker, roles=["coordinator"]))
    moved = desk.post(url, data=answers(worker, organisation=elsewhere.code))

    assert (role.status_code, moved.status_code) == (422, 422)
    assert "Reassign them first" in role.get_data(as_text=True)


def test_the_list_is_filtered_by_organisation_role_and_closed(db, desk):
    service = factories.organisation()
    worker = factories.account(organisation=service, name="Nora Peeters")
    coordinator = factories.account(Role.COORDINATOR, service, name="Claire Dubois")
    gone = factories.account(organisation=service, name="Griet Maes", active=False)

    def names(query):
        page = desk.get(f"/admin/accounts?organisation={service.code}{query}")
        text = page.get_data(as_text=True)
        return [row.name for row in (worker, coordinator, gone) if row.name in text]

    assert names("") == ["Nora Peeters", "Claire Dubois"]
    assert names("&role=coordinator") == ["Claire Dubois"]
    assert names("&closed=1") == ["Griet Maes"]


def test_the_list_shows_running_sessions_and_the_last_sign_in(db, desk, sign_in):
    account = factories.account(name="Nora Peeters")
    factories.sign_in_session(account, "a", started_at=clock.now() - timedelta(hours=2))
    factories.sign_in_session(account, "b", started_at=clock.now() - timedelta(days=3))

    page = desk.get(f"/admin/accounts/{account.code}").get_data(as_text=True)

    assert "Running sessions: 1" in page
    assert "Last sign-in: Mon 23 Nov 10:00" in page


def test_no_person_stands_in_the_title_of_a_page(db, desk):
    account = factories.account(name="Nora Peeters")

    for url in ("", "/password", "/close"):
        page = desk.get(f"/admin/accounts/{account.code}{url}").get_data(as_text=True)
        assert "Nora" not in re.search(r"<title>(.*?)</title>", page)[1]
