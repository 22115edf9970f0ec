import pytest

from followup.casework import drafts
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
    assert keep(screen).json == {"kept_at": "12:00"}

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

    assert keep(screen, form={"phone": ""}).json == {"kept_at": ""}
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
