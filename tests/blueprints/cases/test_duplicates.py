"""The coordinator compares, merges after a preview, and separates again; nobody else can."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import comparing, merging
from followup.models import Account, FileMerge, FollowUp
from followup.vocabulary import CloseReason, Role, Strand
from tests import factories, files
from tests.one_person import file_in
from tests.wall.crawl import bare


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def desk(sign_in, coordinator):
    return sign_in(coordinator)


@pytest.fixture
def two(db, service):
    pair = (
        file_in(service, opened_at=clock.now() - timedelta(days=3)),
        file_in(service, "El Benali"),
    )
    while comparing.compare_waiting(clock.now()):
        pass
    db.session.commit()
    return pair


@pytest.fixture
def codes(two):
    return [file.code for file in two]


def row(db, code):
    db.session.expire_all()
    return db.session.query(FollowUp).filter_by(code=code).one()


def test_the_file_shows_whom_it_may_double(desk, codes):
    page = desk.get(f"/c/{codes[0]}/duplicates").text

    assert "El Benali" in page
    assert f"/c/{codes[0]}/merge/{codes[1]}" in page
    assert f"/c/{codes[0]}/duplicates" in desk.get(f"/c/{codes[0]}").text


def test_a_known_code_leads_to_the_preview(desk, codes):
    answer = desk.post(f"/c/{codes[0]}/duplicates", data={"other": codes[1].lower()})

    assert answer.status_code == 303
    assert answer.location.endswith(f"/c/{codes[0]}/merge/{codes[1]}")


def test_a_foreign_code_and_a_code_of_nobody_get_the_same_answer(db, desk, codes):
    foreign, nobodys = files.running().code, "7QK2-M9FD"

    answers = [
        desk.post(f"/c/{codes[0]}/duplicates", data={"other": code})
        for code in (foreign, nobodys, codes[0])
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert all("Enter the code of another case" in answer.text for answer in answers)


def test_the_preview_says_what_holds_and_changes_nothing(db, desk, codes):
    page = desk.get(f"/c/{codes[1]}/merge/{codes[0]}").text

    for word in ("Case that stays", "Deadlines that hold", "First contact", codes[0], codes[1]):
        assert word in page
    assert files.NUMBER[4:] not in page
    assert row(db, codes[1]).merged_into_id is None


def test_merged_then_read_from_both_ends_then_separated(db, desk, codes):
    kept, folded = codes
    answer = desk.post(f"/c/{folded}/merge/{kept}")
    assert answer.location.endswith(f"/c/{kept}")
    assert row(db, folded).close_reason is CloseReason.DUPLICATE
    assert f"Case {folded} of the same person" in desk.get(f"/c/{kept}").text
    assert f"Merged into case {kept}" in desk.get(f"/c/{folded}").text
    assert folded in desk.get(f"/c/{kept}/people").text
    assert "Open again" not in desk.get(f"/c/{folded}").text
    assert desk.get(f"/c/{folded}/separate").status_code == 200

    answer = desk.post(f"/c/{folded}/separate")

    assert answer.location.endswith(f"/c/{folded}")
    assert row(db, folded).merged_into_id is None
    assert db.session.query(FileMerge).one().undone_at is not None
    assert f"Separated again from case {kept}" in desk.get(f"/c/{folded}").text


def test_the_second_of_two_merges_is_told(db, desk, coordinator, two, codes):
    merging.merge(*two, by=coordinator)
    db.session.commit()

    answer = desk.post(f"/c/{codes[0]}/merge/{codes[1]}")

    assert answer.status_code == 409
    assert "already merged" in answer.text


def test_a_refused_preview_has_no_button(db, desk, service, codes):
    other = file_in(service, strand=Strand.PERPETRATOR)

    page = desk.get(f"/c/{codes[0]}/merge/{other.code}").text

    assert "Only two cases of the same track" in page
    assert "Merge the two cases" not in page


def test_what_is_not_merged_has_no_page_to_separate_it(desk, codes):
    assert desk.get(f"/c/{codes[0]}/separate").status_code == 404


@pytest.mark.parametrize("page", ["duplicates", "merge/{other}", "separate"])
def test_a_worker_has_none_of_these_pages(db, sign_in, two, codes, page):
    worker = db.session.get(Account, two[0].worker_id)
    path = f"/c/{codes[0]}/{page.format(other=codes[1])}"

    assert sign_in(worker).get(path).status_code == 404
    assert sign_in(worker).post(path).status_code == 404


def test_a_file_of_another_service_cannot_be_told_from_a_missing_one(desk, codes):
    foreign = files.running().code

    for page in ("duplicates", f"merge/{codes[0]}", "separate"):
        strange = desk.get(f"/c/{foreign}/{page}")
        missing = desk.get(f"/c/7QK2-M9FD/{page}")
        assert (strange.status_code, missing.status_code) == (404, 404)
        assert bare(strange, strange.request.path) == bare(missing, missing.request.path)
    for method in (desk.get, desk.post):
        assert method(f"/c/{codes[0]}/merge/{foreign}").status_code == 404
        assert method(f"/c/{codes[0]}/merge/7QK2-M9FD").status_code == 404
