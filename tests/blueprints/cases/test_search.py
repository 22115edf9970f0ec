import re

import pytest
from sqlalchemy import select

from followup import keyring
from followup.casework import situations
from followup.models import AuditEntry, SearchToken
from followup.vocabulary import Role
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def amina(db, worker):
    situation = factories.situation()
    person = factories.person(situation, first_name="Amina", family_name="Benali")
    follow_up = files.running(worker=worker, situation=situation, person=person)
    situations.index_person(person)
    number = keyring.ring().token("phone", "123456")
    db.session.add(SearchToken(token=number, person_id=person.id))
    db.session.commit()
    return follow_up


def look_for(desk, words):
    return desk.post("/search", data={"q": words})


def test_a_caller_is_found_by_the_last_digits_and_no_number_is_shown(sign_in, worker, amina):
    page = look_for(sign_in(worker), "12 34 56").text

    assert "1 result" in page
    assert f'href="/c/{amina.code}"' in page
    assert "Amina Benali" in page
    assert "Born 12/4/1991" in page
    assert not re.search(r"0470|\+32", page)


def test_not_yours_and_not_there_are_the_same_page(sign_in, amina):
    stranger = sign_in(factories.account(Role.VICTIM_WORKER))

    hidden, missing = look_for(stranger, "Benali").text, look_for(stranger, "Bxnxlx").text

    assert "0 results for “Benali” in your cases." in hidden
    without_marks = re.compile(r'value="[^"]*"|“\w+”')
    assert without_marks.sub("", hidden) == without_marks.sub("", missing)


def test_the_words_never_stand_in_an_address_or_a_title(sign_in, worker, amina):
    answer = look_for(sign_in(worker), "Benali")

    assert answer.status_code == 200
    assert re.search("<title>(.*)</title>", answer.text)[1] == "Search – followup"


@pytest.mark.parametrize(
    "words", ["", "   ", "<script>", "x" * 5000, "\x00", "' OR 1=1 --", "é" * 119]
)
def test_anything_may_be_typed(words, sign_in, worker):
    assert look_for(sign_in(worker), words).status_code == 200


def test_what_was_typed_is_shown_as_text(sign_in, worker):
    page = look_for(sign_in(worker), "<script>alert(1)</script>").text

    assert "<script>alert" not in page


def test_searching_is_written_down(sign_in, worker, db):
    look_for(sign_in(worker), "Benali")

    acts = select(AuditEntry.action).where(AuditEntry.account_id == worker.id)
    assert list(db.session.scalars(acts)) == ["searched"]


@pytest.mark.parametrize("role", [Role.POLICE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_opens_no_files_has_no_search(role, sign_in, db):
    desk = sign_in(factories.account(role))

    assert desk.get("/search").status_code == 404
    assert look_for(desk, "Benali").status_code == 404


def test_the_search_box_stands_on_the_pages_of_who_may_search(sign_in, worker):
    assert 'action="/search"' in sign_in(worker).get("/day").text
