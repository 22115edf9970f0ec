import pytest

from followup.casework import drafts, followups
from followup.vocabulary import ReassignReason
from tests import factories

PROFILE = {"language": "fr", "phone": "half a num", "submission": "key-of-this-form"}


@pytest.fixture
def nora(db):
    return factories.account()


@pytest.fixture
def screen(sign_in, nora):
    return sign_in(nora)


def keep(screen, page="/account", form=PROFILE):
    return screen.post(f"/drafts?for={page}", data=form)


def test_what_was_typed_is_kept_and_found_on_another_computer(screen, sign_in, nora):
    assert keep(screen).json == {"kept_at": "12:00", "hints": {}}

    page = sign_in(nora).get("/account").text

    assert "half a num" in page
    assert "Draft kept 12:00" in page


def test_keeping_is_no_sending_however_often_it_happens(screen, nora):
    for text in ("0470 1", "0470 12 34 5", "0470 12 34 56"):
        keep(screen, form=PROFILE | {"phone": text})

    answer = screen.post("/account", data=PROFILE | {"phone": "0470 12 34 56"})

    assert answer.status_code == 303
    assert (nora.phone, nora.language) == ("+32470123456", "fr")


def test_a_sent_form_starts_empty_again(screen, nora):
    keep(screen)

    screen.post("/account", data={"language": "fr", "phone": ""})

    assert drafts.kept(nora, "/account") is None


def test_a_text_taken_back_is_forgotten(screen, nora):
    keep(screen)

    assert keep(screen, form={"phone": ""}).json["kept_at"] == ""
    assert drafts.kept(nora, "/account") is None


@pytest.mark.parametrize("page", ["", "https://evil.example/", "//evil", "/nope", "/" + "x" * 200])
def test_text_is_kept_for_pages_of_this_house_only(screen, page):
    assert keep(screen, page).status_code == 404


def test_lists_of_answers_are_kept_whole(screen, nora):
    keep(screen, form={"speaks": ["fr", "nl"], "people-0-name": "A", "people-1-name": "B"})

    assert drafts.kept(nora, "/account")[0] == {
        "speaks": ["fr", "nl"],
        "people-0-name": ["A"],
        "people-1-name": ["B"],
    }


def test_nobody_signed_out_keeps_anything(client):
    assert keep(client).location == "/sign-in"


def test_what_was_not_saved_is_listed_on_another_computer_with_its_case(screen, sign_in, nora):
    case = factories.follow_up(worker=nora)
    keep(screen, f"/c/{case.code}/contact/new", {"note": "She asked for"})

    elsewhere = sign_in(nora)
    day, listed = elsewhere.get("/day").text, elsewhere.get("/drafts/unsent").text

    assert "1 text not saved yet" in day
    assert f'href="/c/{case.code}/contact/new"' in listed
    assert "Log contact" in listed
    assert "Thu 26 Nov 12:00" in listed
    assert "She asked for" not in listed
    assert "She asked for" in elsewhere.get(f"/c/{case.code}/contact/new").text


def test_after_a_reassignment_neither_worker_reads_what_the_first_one_wrote(
    screen, sign_in, nora, db
):
    case = factories.follow_up(worker=nora)
    colleague = factories.account(organisation=nora.organisation)
    keep(screen, f"/c/{case.code}/contact/new", {"note": "She asked for"})

    followups.assign(case, colleague, reason=ReassignReason.BALANCE, by=nora)
    db.session.commit()

    assert case.code not in screen.get("/drafts/unsent").text
    assert screen.get(f"/c/{case.code}/contact/new").status_code == 404
    theirs = sign_in(colleague)
    assert "She asked for" not in theirs.get(f"/c/{case.code}/contact/new").text
    assert "Everything you wrote is saved." in theirs.get("/drafts/unsent").text


def test_a_text_is_thrown_away_on_purpose_and_only_ones_own(screen, sign_in, nora):
    keep(screen)
    code = drafts.unsent(nora)[0].code
    other = sign_in(factories.account())

    assert other.post(f"/drafts/{code}/delete").status_code == 404
    assert "It has not been saved." in screen.get(f"/drafts/{code}/delete").text
    screen.post(f"/drafts/{code}/delete")

    assert drafts.unsent(nora) == []


def test_a_text_for_an_address_that_is_no_page_any_more_breaks_nothing(screen, nora):
    drafts.keep(nora, "/gone/for/ever", {"note": ["Old"]})

    assert screen.get("/drafts/unsent").status_code == 200


def test_while_a_note_is_written_another_wording_is_offered(screen):
    answer = keep(screen, form={"note": "She refuses help.", "phone": "refuses"})

    assert answer.json["hints"] == {
        "note": ["“refuses” – perhaps: “does not want follow-up for now”?"]
    }
