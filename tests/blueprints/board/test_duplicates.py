"""The list of possible duplicates: looked at, decided, thought over; for coordinators only."""

import pytest

from followup import clock
from followup.casework import comparing
from followup.models import LikelyPair, Situation
from followup.vocabulary import Role, Verdict
from tests import factories, files
from tests.wall.crawl import bare


@pytest.fixture
def pair_of(db):
    def pair_of(service):
        worker = factories.account(Role.VICTIM_WORKER, service)
        for family in ("Van den Broeck", "Vandenbroeck"):
            person = factories.person(family_name=family, first_name="Amina")
            files.running(
                worker=worker,
                person=person,
                referral=factories.referral(db.session.get(Situation, person.situation_id)),
            )
        while comparing.compare_waiting(clock.now()):
            pass
        db.session.commit()
        return db.session.query(LikelyPair).order_by(LikelyPair.id.desc()).first().code

    return pair_of


def test_a_pair_stands_there_with_both_names_and_its_grounds_and_without_numbers(
    board, service, pair_of
):
    pair_of(service)

    page = board.get("/duplicates").text

    assert "Amina Van den Broeck" in page
    assert "Amina Vandenbroeck" in page
    assert "Same family name" in page
    assert "+35" in page
    assert files.NUMBER[4:] not in page


def test_the_menu_counts_what_is_to_be_decided(board, service, pair_of):
    pair_of(service)
    pair_of(factories.organisation())

    page = board.get("/board").text

    assert page.count('href="/duplicates"') == 1
    assert "Possible duplicates" in page


def test_two_people_are_told_apart_and_the_pair_can_come_back(db, board, service, pair_of):
    code = pair_of(service)

    board.post(f"/duplicates/{code}/apart")
    assert "This pair is not suggested again" in board.get("/duplicates").text
    db.session.expire_all()
    assert db.session.query(LikelyPair).one().verdict is Verdict.DIFFERENT
    assert "Suggest again" in board.get("/duplicates?show=decided").text

    board.post(f"/duplicates/{code}/again")

    assert "Van den Broeck" in board.get("/duplicates").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_else_has_the_page(sign_in, service, pair_of, role):
    code = pair_of(service)
    browser = sign_in(factories.account(role, service))

    assert browser.get("/duplicates").status_code == 404
    assert browser.post(f"/duplicates/{code}/apart").status_code == 404


def test_a_pair_of_another_organisation_looks_like_one_that_does_not_exist(board, pair_of):
    foreign = pair_of(factories.organisation())

    for act in ("apart", "again"):
        strange = board.post(f"/duplicates/{foreign}/{act}")
        missing = board.post(f"/duplicates/ffffffffffff/{act}")
        assert (strange.status_code, missing.status_code) == (404, 404)
        assert bare(strange, strange.request.path) == bare(missing, missing.request.path)
    assert "No file looks like another" in board.get("/duplicates").text


@pytest.mark.parametrize("after", ["x", "1", "1_x", "9999_1", "1_" + "9" * 30, "²_1"])
def test_an_address_that_was_tampered_with_is_no_page(board, after):
    assert board.get("/duplicates", query_string={"after": after}).status_code == 404
