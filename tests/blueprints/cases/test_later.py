"""Planning for later on its page, and taking that back."""

from datetime import timedelta

import pytest

from followup.db import db as database
from followup.vocabulary import News, Role
from tests import factories, files


@pytest.fixture
def file(db):
    return files.running()


@pytest.fixture
def browser(sign_in, file):
    return sign_in(database.session.get(factories.Account, file.worker_id))


def test_two_presses_plan_it_and_one_takes_it_back(browser, file):
    page = browser.get(f"/c/{file.code}/later").text
    answer = browser.post(f"/c/{file.code}/later", data={"when": "tomorrow"})
    day = browser.get(answer.location).text

    assert "Tomorrow:" in page
    assert "At the latest" in page
    assert answer.location == "/day"
    assert f"/c/{file.code}/later/undo" in day
    assert "You planned this for" in day

    browser.post(f"/c/{file.code}/later/undo")

    assert file.shown_again_at is None


def test_a_day_that_is_too_late_is_said_with_the_way_on(browser, file):
    form = {"when": "pick", "day": "24/12/2026", "hour": "10:00"}

    answer = browser.post(f"/c/{file.code}/later", data=form)

    assert answer.status_code == 409
    assert "The rule does not allow this moment." in answer.text
    assert "Move this deadline…" in answer.text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose when"),
        ({"when": "nonsense"}, "Choose when"),
        ({"when": "pick"}, "Enter a day and a time"),
        ({"when": "pick", "day": "28/3/2027", "hour": "02:30"}, "This hour does not exist"),
    ],
)
def test_what_is_missing_is_said(browser, file, form, sentence):
    answer = browser.post(f"/c/{file.code}/later", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_news_brought_back_says_why(browser, file, noon):
    file.woken_by = News.INFORMATION

    assert "Back early: the police added information" in browser.get("/day").text


def test_only_the_worker_plans(sign_in, file):
    coordinator = factories.account(
        Role.COORDINATOR,
        database.session.get(factories.Organisation, file.organisation_id),
    )

    answer = sign_in(coordinator).post(f"/c/{file.code}/later", data={"when": "tomorrow"})

    assert answer.status_code == 404


def test_the_count_of_my_day_leaves_out_what_is_planned_for_later(browser, file, noon):
    file.due_at = noon + timedelta(hours=1)
    with_it = browser.get("/day").text
    file.shown_again_at = noon + timedelta(hours=3)

    without = browser.get("/day").text

    assert with_it.count("Nothing is late and nothing is due today") == 0
    assert "Nothing is late and nothing is due today. 1 step is planned." in without
