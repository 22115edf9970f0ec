"""The tests' own house keeps its promises: people apart, the clock stopped, no network."""

import socket

import pytest
from sqlalchemy import text

from followup import clock
from followup.models import FollowUp, Organisation
from followup.vocabulary import Role
from tests import factories


def test_two_people_in_one_test_are_two_people(sign_in):
    administrator = sign_in(factories.account(Role.ADMINISTRATOR))
    auditor = sign_in(factories.account(Role.AUDITOR))

    answers = [
        (browser.get("/admin/accounts").status_code, browser.get("/oversight/trail").status_code)
        for browser in (administrator, auditor, administrator)
    ]

    assert answers == [(200, 404), (404, 200), (200, 404)]


def test_a_row_that_a_page_changed_is_read_anew_by_the_test(db, app):
    organisation = factories.organisation(name="Before")
    browser = app.test_client()
    app.view_functions["health.alive"], before = rename, app.view_functions["health.alive"]

    try:
        browser.get("/healthz")
    finally:
        app.view_functions["health.alive"] = before

    assert organisation.name == "After"


def test_the_clock_stands_still_until_it_is_moved(noon, clock_at):
    before = clock.now()
    clock_at(noon.replace(hour=18))

    assert before == noon
    assert clock.now() == noon.replace(hour=18)


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_begins_with_an_empty_database(db, time):
    there = db.session.query(FollowUp).count()
    factories.follow_up()

    assert there == 0


def test_no_test_reaches_another_machine():
    with socket.socket() as line, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


def rename():
    factories.db.session.execute(text("UPDATE organisation SET name = 'After'"))
    return Organisation.__tablename__


rename.permission = "public"
