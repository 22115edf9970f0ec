"""What lies on the disk, travels in the headers, or is typed by somebody with bad intentions."""

import re
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from followup import clock
from followup.cli.backup import backup
from followup.db import db as database
from followup.models import AccountRole, CaseEvent, ContactAttempt, Submission
from followup.vocabulary import Role
from tests import factories, files
from tests.wall.world import World

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
OUTSIDE = ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/%2f/evil")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "{{ 7*7 }}{% raise %}",
    "%(name)s %s {0}",
    "a\x00b",
    "💥 four bytes",
    "\u202egnirts\u2069",
    "'; DROP TABLE person; --",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def file(worker):
    return files.running(worker=worker)


@pytest.fixture
def browser(sign_in, worker, file):
    return sign_in(worker)


@pytest.fixture
def forgery_protection(app):
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@ON_SQLITE
def test_no_copy_of_the_database_holds_a_name_a_number_or_a_sentence(app, db, sign_in, tmp_path):
    world = World()
    for file in world.files.values():
        sign_in(world.who.victim_worker).get(f"/c/{file.code}")
    info = ScriptInfo(create_app=lambda: app)
    kept = tmp_path / "kept.sqlite"
    assert CliRunner().invoke(backup, [str(kept)], obj=info).exit_code == 0
    running = db.engine.url.database

    for path in (running, f"{running}-wal", f"{running}-shm", kept):
        content = Path(path).read_bytes()
        found = {
            (key, form)
            for key, forms in world.words.items()
            for form in forms
            if key[0] != "worker" and is_long(form) and form.encode() in content
        }
        assert found == set(), path
    with sqlite3.connect(kept) as copy:
        assert copy.execute("SELECT count(*) FROM person").fetchone() == (len(world.people),)


def is_long(form):
    """A year alone stands in every date."""
    return len(form) > 4


class TestHeaders:
    def test_every_answer_carries_them(self, client, browser, file):
        answers = [
            client.get("/sign-in"),
            client.post("/sign-in", data={}),
            client.get("/static/x/followup.css"),
            client.get("/static/x/none.css"),
            client.get("/nowhere"),
            client.put("/sign-in"),
            client.get("/day"),
            client.get("/healthz"),
            browser.get("/day"),
            browser.get(f"/c/{file.code}"),
            browser.post(f"/c/{file.code}/contact/new", data={}),
            browser.post("/search", data={"q": "x" * 2_100_000}),
        ]

        codes = [answer.status_code for answer in answers]
        assert codes == [200, 422, 200, 404, 404, 405, 303, 200, 200, 200, 422, 413]
        for answer in answers:
            assert HEADERS.items() <= dict(answer.headers).items()
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            kept = answer.headers["Cache-Control"]
            assert kept == "no-store" or answer.request.path.startswith("/static/")

    def test_a_page_that_fails_carries_them_and_tells_nothing(self, app, browser, file):
        def fails():
            secret = "Qualda Xaldasen"
            raise RuntimeError(secret)

        fails.permission = "public"
        app.testing, before = False, app.view_functions["health.alive"]
        app.view_functions["health.alive"] = fails
        try:
            answer = browser.get("/healthz")
        finally:
            app.testing, app.view_functions["health.alive"] = True, before

        assert answer.status_code == 500
        assert HEADERS.items() <= dict(answer.headers).items()
        assert "Xaldasen" not in answer.text
        assert "Traceback" not in answer.text

    def test_the_cookie_is_for_this_site_and_for_no_script(self, app, worker):
        app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-followup")
        try:
            answer = app.test_client().post(
                "/sign-in",
                data={"email": worker.email, "password": factories.PASSWORD},
                base_url="https://localhost",
            )
        finally:
            app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="followup")

        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-followup=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_a_host_that_is_not_ours_never_stands_in_an_address(self, browser, file):
        answer = browser.get("/", headers={"Host": "evil.test", "X-Forwarded-Host": "evil.test"})

        assert "evil.test" not in answer.headers["Location"]


@pytest.mark.usefixtures("forgery_protection")
class TestForgery:
    def test_every_form_without_its_mark_is_refused(self, app, db, sign_in):
        everybody = [role for role in Role if role is not Role.PERPETRATOR_WORKER]
        browser = sign_in(factories.account(roles=everybody))
        posts = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]

        answers = {
            rule.rule: browser.post(re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", rule.rule)))
            for rule in posts
        }

        assert len(answers) > 40
        assert {path for path, one in answers.items() if one.status_code != 400} == set()

    def test_the_mark_of_another_browser_is_refused(self, app, browser, sign_in, worker):
        other = sign_in(worker).get("/account").text
        (mark,) = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', other))
        browser.get("/account")

        answer = browser.post("/account/hide-names", data={"csrf_token": mark})

        assert answer.status_code == 400
        assert worker.hide_names is False


@pytest.mark.parametrize("address", OUTSIDE)
class TestWhereItLeads:
    def test_no_form_leads_to_another_site(self, browser, address):
        for path in ("/account/language", "/account/hide-names", "/alerts/seen", "/lock"):
            answer = browser.post(path, data={"next": address}, headers={"Accept": "text/html"})
            assert answer.headers.get("Location", "/").startswith("/")
            assert "evil" not in answer.headers.get("Location", "/")

    def test_signing_in_leads_to_a_page_of_ours(self, app, client, worker, address):
        with client.session_transaction() as session:
            session["next"] = address

        answer = client.post(
            "/sign-in", data={"email": worker.email, "password": factories.PASSWORD}
        )

        assert answer.headers["Location"] == "/day"


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_in_a_note_it_is_kept_as_text(self, browser, file, text):
        answer = browser.post(
            f"/c/{file.code}/contact/new",
            data={"how": "call", "outcome": "no_answer", "note": text, "then": "plain"},
        )

        page = browser.get(f"/c/{file.code}")
        assert answer.status_code == 303
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "49{%" not in page.text
        kept = database.session.scalars(select(ContactAttempt.note)).one()
        assert kept == text.replace("\x00", "").strip()

    @pytest.mark.parametrize(
        "text", [*HOSTILE, "9" * 400, "\ud800".encode("utf-8", "replace").decode()]
    )
    def test_in_every_field_of_every_form_nothing_breaks(
        self, app, db, sign_in, file, worker, text
    ):
        coordinator = factories.account(Role.COORDINATOR, worker.organisation)
        administrator = factories.account(Role.ADMINISTRATOR)
        officer = factories.account(Role.POLICE)
        for account in (worker, coordinator, administrator, officer):
            browser = sign_in(account)
            for path in posts_of(app, file, worker.organisation, worker):
                asked = browser.get(path)
                names = set(
                    re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', asked.text)
                )
                marks = {"submission", "csrf_token"}
                answer = browser.post(path, data=dict.fromkeys(names - marks, text))
                assert answer.status_code < 500, (account.roles, path)
                assert "<script>alert" not in answer.text


def posts_of(app, file, organisation, worker):
    """Each form that has a page of its own, filled with codes that exist."""
    for rule in app.url_map.iter_rules():
        if {"GET", "POST"} <= rule.methods and rule.endpoint not in ("auth.sign_in", "auth.locked"):
            code = file.code if rule.rule.startswith(("/c/", "/board")) else organisation.code
            code = worker.code if "account" in rule.rule else code
            path = rule.rule.replace("<code>", code).replace("<strand>", "victim")
            path = path.replace("<risk>", "high").replace("<draft>", "7QK2-M9FD")
            path = path.replace("<int:number>", "1").replace("<attempt>", "x")
            yield path.replace("<reference>", "x")


class TestOnce:
    def entry(self, **changes):
        return {
            "how": "call",
            "outcome": "no_answer",
            "then": "plain",
            "submission": "one-rendering",
        } | changes

    def test_the_same_form_twice_is_one_entry_and_one_answer(self, browser, file):
        path = f"/c/{file.code}/contact/new"

        answers = [browser.post(path, data=self.entry()) for _ in range(2)]

        assert [one.status_code for one in answers] == [303, 303]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert count(ContactAttempt) == 1

    def test_the_same_form_from_two_tabs_at_once_is_one_entry(
        self, app, sign_in, worker, file, noon
    ):
        browsers, start = [sign_in(worker) for _ in range(2)], threading.Barrier(2)
        path, answers = f"/c/{file.code}/contact/new", []

        def click(browser):
            with app.app_context(), clock.stopped_at(noon):
                start.wait()
                answers.append(browser.post(path, data=self.entry()).status_code)

        threads = [threading.Thread(target=click, args=(one,)) for one in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        database.session.rollback()
        assert answers == [303, 303]
        assert count(ContactAttempt) == 1
        assert count(Submission) == 1

    def test_what_was_refused_may_be_sent_again(self, browser, file):
        path = f"/c/{file.code}/contact/new"

        answers = [
            browser.post(path, data=self.entry(outcome="")).status_code,
            browser.post(path, data=self.entry()).status_code,
        ]

        assert answers == [422, 303]
        assert count(ContactAttempt) == 1

    @pytest.mark.parametrize(
        "forged",
        [
            {"outcome": "mistake"},
            {"outcome": "gone_fishing"},
            {"how": "sms", "outcome": "sms_sent"},
            {"how": "letter"},
            {"how": "__class__"},
            {"outcome": "sms_sent"},
            {"how": "came_to_us", "outcome": "came_to_us", "asked": "mistake"},
        ],
    )
    def test_a_forged_way_or_outcome_is_refused(self, browser, file, forged):
        answer = browser.post(f"/c/{file.code}/contact/new", data=self.entry(**forged))

        assert answer.status_code == 422
        assert count(ContactAttempt) == 0

    def test_columns_that_no_form_offers_are_not_taken(self, browser, file, worker):
        more = {
            "worker_id": "1",
            "organisation_id": "1",
            "risk": "low",
            "__class__": "x",
            "id": "1",
        }

        browser.post(f"/c/{file.code}/contact/new", data=self.entry(**more))

        assert file.worker_id == worker.id
        assert file.risk.value == "high"


class TestAtOnce:
    def test_a_first_password_must_be_chosen_before_anything_else(self, app, db, sign_in):
        account = factories.account(roles=list(Role)[:4], must_change_password=True)
        browser = sign_in(account)
        allowed = ("account.", "auth.", "health.", "static", "bootstrap_css", "icons")

        opened = [
            rule.rule
            for rule in app.url_map.iter_rules()
            if not rule.endpoint.startswith(allowed)
            for answer in [
                browser.open(re.sub(r"<\w+>", "x", rule.rule), method=method_of(rule)),
            ]
            if answer.status_code not in (404,) and "/account/password" not in answer.location
        ]

        assert opened == []

    def test_a_role_that_is_taken_away_is_gone_on_the_next_request(self, browser, file, worker, db):
        assert browser.get(f"/c/{file.code}").status_code == 200
        db.session.delete(db.session.get(AccountRole, (worker.id, Role.VICTIM_WORKER)))
        db.session.commit()

        assert browser.get(f"/c/{file.code}").status_code == 404
        assert browser.get("/day").status_code == 404

    def test_a_closed_account_is_out_on_the_next_request(self, browser, file, worker, db):
        worker.active = False
        db.session.commit()

        assert browser.get(f"/c/{file.code}").headers["Location"].startswith("/sign-in")

    def test_an_account_that_ends_today_is_out_tomorrow(
        self, sign_in, file, worker, db, clock_at, noon
    ):
        worker.ends_on = noon.date()
        db.session.commit()
        clock_at(noon.replace(hour=23, minute=55))
        browser = sign_in(worker)
        assert browser.get("/day").status_code == 200

        clock_at(noon.replace(hour=0, minute=5) + timedelta(days=1))

        assert browser.get("/day").headers["Location"].startswith("/sign-in")

    def test_a_locked_screen_reads_nothing(self, app, browser, file, world_of_one):
        browser.post("/lock")

        answers = [
            browser.get(re.sub(r"<\w+>", file.code, rule.rule))
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and "int:" not in rule.rule and rule.endpoint != "static"
        ]

        assert [one.request.path for one in answers if world_of_one in one.text] == []
        assert browser.get(f"/c/{file.code}").headers["Location"] == "/locked"

    @pytest.fixture
    def world_of_one(self):
        return "Aline"

    def test_a_cookie_of_a_session_that_ended_opens_nothing(self, browser, file, app):
        kept = browser.get_cookie("followup").value
        browser.post("/sign-out")
        thief = app.test_client()
        thief.set_cookie("followup", kept)

        assert thief.get(f"/c/{file.code}").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(browser, file, method):
    events = count(CaseEvent)

    answers = [
        browser.open(f"/c/{file.code}{end}", method=method, data={"words": "x"})
        for end in ("", "/close", "/safe-contact/show", "/contact/new")
    ]
    answers.append(
        browser.get(f"/c/{file.code}/whereabouts/show", headers={"X-HTTP-Method-Override": "POST"})
    )

    assert {one.status_code for one in answers} == {405}
    assert count(CaseEvent) == events


def method_of(rule):
    return "GET" if "GET" in rule.methods else "POST"


def count(table):
    database.session.rollback()
    return database.session.scalar(select(func.count()).select_from(table))
