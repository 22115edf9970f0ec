import re
from datetime import timedelta

import pytest

from followup import clock
from followup.casework import worklist
from followup.vocabulary import Outcome, Risk, Role, Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


def codes(page):
    return re.findall(r'<span class="ref">([\w-]{9})</span>', page)


def test_my_cases_come_in_pages_that_miss_and_double_nobody(sign_in, worker, monkeypatch):
    monkeypatch.setattr(worklist, "A_PAGE", 2)
    same_moment = clock.now() - timedelta(hours=3)
    mine = [files.running(risk=Risk.LOW, worker=worker, received_at=same_moment) for _ in range(5)]
    browser = sign_in(worker)

    seen, path = [], "/cases"
    while path:
        page = browser.get(path).text
        seen += codes(page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = following and following[1].replace("&amp;", "&")

    assert sorted(seen) == sorted(one.code for one in mine)


def test_my_cases_can_stand_newest_first(sign_in, worker):
    old = files.running(worker=worker, received_at=clock.now() - timedelta(days=6))
    new = files.running(risk=Risk.LOW, worker=worker)
    browser = sign_in(worker)

    assert codes(browser.get("/cases").text) == [old.code, new.code]
    assert codes(browser.get("/cases?order=newest").text) == [new.code, old.code]


def test_files_for_which_nothing_runs_stand_last_and_on_a_page(sign_in, db, monkeypatch):
    monkeypatch.setattr(worklist, "A_PAGE", 1)
    worker = factories.account(Role.PERPETRATOR_WORKER)
    waiting = [
        files.running(Strand.PERPETRATOR, Risk.LOW, worker, released_at=None) for _ in range(2)
    ]
    browser = sign_in(worker)

    first = browser.get("/cases").text
    following = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")

    assert codes(first) + codes(browser.get(following).text) == [one.code for one in waiting]


@pytest.mark.parametrize("after", ["x", "1_x", "1e400_1", "_", "nan_1"])
def test_a_page_that_cannot_be_is_not_found(after, sign_in, worker):
    assert sign_in(worker).get(f"/cases?after={after}").status_code == 404


def test_the_list_of_not_reached_says_what_was_tried_and_what_is_left(sign_in, worker, clock_at):
    start = clock.now()
    follow_up = files.running(worker=worker)
    for n in range(6):
        clock_at(start + timedelta(days=n // 2, hours=4 * (n % 2)))
        files.logged(follow_up, Outcome.NO_ANSWER)

    page = sign_in(worker).get("/not-reached").text

    assert codes(page) == [follow_up.code]
    assert "6 of 6 attempts made" in page
    assert "Not tried yet: Morning, Evening" in page


@pytest.mark.parametrize("path", ["/cases", "/not-reached", "/stopped", "/incomplete"])
def test_an_empty_list_says_that_it_is_meant(path, sign_in, worker):
    assert 'class="empty"' in sign_in(worker).get(path).text


@pytest.mark.parametrize("role", [Role.POLICE, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", ["/day", "/day/print", "/cases", "/stopped"])
def test_who_does_not_work_with_people_has_no_day(role, path, sign_in, db):
    assert sign_in(factories.account(role)).get(path).status_code == 404
