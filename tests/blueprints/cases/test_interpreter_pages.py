"""Language, wishes and the booking of an interpreter, on their pages and on the lists."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import file, interpreters, language
from followup.models import AuditEntry
from followup.rules.language import Wishes
from followup.vocabulary import BookedFor, Booking, InterpreterGender, Role, Strand
from tests import factories, files

MORNINGS = files.card(windows=[{"opens": "10:00", "closes": "13:00"}])
BOOKED = {
    "service": "Tolkendienst",
    "reference": "T-12",
    "how": "phone",
    "day": "24/11/2026",
    "hour": "11:00",
}
SPEAKS = {
    "language": "tr",
    "dialect": "Rif",
    "interpreter": "y",
    "gender": "woman",
    "not_from": "Verviers",
    "barred": "Fatima El Amrani\nYoussef B.",
}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER, language="en")


@pytest.fixture
def follow_up(worker):
    person = factories.person(language="ary", interpreter=True)
    return files.running(worker=worker, card=MORNINGS, person=person)


@pytest.fixture
def desk(sign_in, worker):
    return sign_in(worker)


def seen(page):
    return html.unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])


def change(desk, follow_up, **more):
    url = f"/c/{follow_up.code}/language"
    return desk.post(url, data={"seen": seen(desk.get(url).text)} | SPEAKS | more)


def test_wishes_are_kept_and_stand_near_the_number(db, desk, follow_up, worker):
    assert change(desk, follow_up).status_code == 303

    db.session.expire_all()
    wishes = file.head(follow_up, by=worker).wishes
    assert wishes.barred == ("Fatima El Amrani", "Youssef B.")
    assert wishes.gender is InterpreterGender.WOMAN
    for page in (f"/c/{follow_up.code}/contact/new", f"/c/{follow_up.code}"):
        text = desk.get(page).text
        assert (
            "Rif · wishes: a woman · nobody from Verviers · 2 people must never translate" in text
        )
        assert "El Amrani" not in text


def test_the_change_is_written_down_and_the_version_readable(db, desk, follow_up, worker):
    change(desk, follow_up)

    page = desk.get(f"/c/{follow_up.code}/language").text
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert "changed_language" in actions
    assert worker.name in page
    assert "Language and interpreter changed" in desk.get(f"/c/{follow_up.code}").text


def test_two_who_change_the_same_wish_choose_line_by_line(sign_in, desk, follow_up, worker):
    other = sign_in(factories.account(Role.COORDINATOR, worker.organisation, language="en"))
    held = seen(other.get(f"/c/{follow_up.code}/language").text)
    change(desk, follow_up)

    data = SPEAKS | {"dialect": "Souss", "seen": held}
    answer = other.post(f"/c/{follow_up.code}/language", data=data)

    assert answer.status_code == 409
    assert "Souss" in answer.text
    assert "Rif" in answer.text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"language": ""}, "Select a language"),
        ({"barred": "x" * 200}, "Write one name a line, at most 20 names"),
        ({"dialect": "x" * 81}, "Dialect – use at most 80 characters, you typed 81"),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(desk, follow_up, more, said):
    answer = change(desk, follow_up, **more)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_booking_inside_the_safe_window_plans_the_next_contact(db, desk, follow_up):
    answer = desk.post(f"/c/{follow_up.code}/interpreter", data=BOOKED)

    assert answer.status_code == 303
    page = desk.get(f"/c/{follow_up.code}").text
    assert "the next contact is planned for then" in page
    assert "Interpreter booked, not confirmed: Tue 24 Nov 11:00" in page
    assert "Interpreter booked: Tue 24 Nov 11:00, By phone" in page


def test_a_booking_outside_the_safe_window_is_refused_and_keeps_what_was_typed(desk, follow_up):
    data = BOOKED | {"hour": "16:00"}

    answer = desk.post(f"/c/{follow_up.code}/interpreter", data=data)

    assert answer.status_code == 422
    assert "Outside the safe window" in answer.text
    assert 'value="T-12"' in answer.text
    assert interpreters.running(follow_up) is None


def test_a_barred_name_warns_and_is_booked_only_with_a_reason(desk, follow_up):
    change(desk, follow_up)
    url, data = f"/c/{follow_up.code}/interpreter", BOOKED | {"name": "F. El Amrani"}

    warned = desk.post(url, data=data)
    kept = desk.post(url, data=data | {"why": "She changed her mind."})

    assert warned.status_code == 422
    assert "The person does not want this interpreter." in warned.text
    assert kept.status_code == 303
    assert "She changed her mind." in desk.get(f"/c/{follow_up.code}").text


@pytest.mark.parametrize(
    "more", [{"day": "22/11/2026"}, {"day": "x"}, {"hour": ""}, {"service": ""}, {"how": "pigeon"}]
)
def test_a_booking_that_cannot_be_says_why(desk, follow_up, more):
    answer = desk.post(f"/c/{follow_up.code}/interpreter", data=BOOKED | more)

    assert answer.status_code == 422
    assert "data-error-summary" in answer.text


def test_the_row_says_that_an_interpreter_is_awaited_and_the_clock_runs_on(db, desk, follow_up):
    due = follow_up.due_at
    desk.post(f"/c/{follow_up.code}/interpreter/answer", data={"state": "wanted"})

    db.session.expire_all()
    assert "Waiting for an interpreter" in desk.get("/cases").text
    assert follow_up.due_at == due
    assert "The clocks run on while you wait." in desk.get(f"/c/{follow_up.code}/interpreter").text


def test_each_answer_is_a_button(db, desk, follow_up):
    url = f"/c/{follow_up.code}/interpreter"
    desk.post(url, data=BOOKED)
    for state, booking in (("confirmed", Booking.CONFIRMED), ("not_come", Booking.WANTED)):
        assert desk.post(f"{url}/answer", data={"state": state}).status_code == 303
        db.session.expire_all()
        assert follow_up.booking is booking

    assert desk.post(f"{url}/answer", data={"state": "pigeon"}).status_code == 404
    desk.post(f"{url}/answer", data={"state": "came"})
    assert "This is not possible now." in desk.get(url).text


def test_the_coordinator_lists_those_who_wait(sign_in, desk, follow_up, worker):
    coordinator = sign_in(factories.account(Role.COORDINATOR, worker.organisation, language="en"))
    before = coordinator.get("/team/cases?due=interpreter").text
    desk.post(f"/c/{follow_up.code}/interpreter/answer", data={"state": "wanted"})

    page = coordinator.get("/team/cases?due=interpreter").text

    assert follow_up.code not in before
    assert follow_up.code in page
    assert "Waiting for an interpreter" in page


def test_after_the_hour_the_row_asks_whether_the_interpreter_was_there(
    sign_in, follow_up, worker, noon, clock_at, db
):
    details = {"service": "T", "reference": "", "interpreter": ""}
    at = noon + timedelta(hours=23)
    named = {"at": at, "how": BookedFor.PHONE, "details": details, "wishes": Wishes()}
    interpreters.book(follow_up, by=worker, **named)
    db.session.commit()
    clock_at(noon + timedelta(days=2))

    assert "Was the interpreter there? Tue 24 Nov 11:00" in sign_in(worker).get("/cases").text


def test_a_colleague_of_another_strand_finds_neither_page(sign_in, follow_up):
    other = sign_in(factories.account(Role.PERPETRATOR_WORKER))

    for page in ("language", "interpreter"):
        assert other.get(f"/c/{follow_up.code}/{page}").status_code == 404


def test_wishes_of_one_file_stand_on_no_page_of_the_other(db, sign_in, follow_up, worker):
    wishes = Wishes(dialect="Rif", not_from="Verviers")
    person = db.session.get(factories.Person, follow_up.person_id)
    language.change(
        follow_up, language="ber", interpreter=True, wishes=wishes, based_on=0, by=worker
    )
    other = factories.account(Role.PERPETRATOR_WORKER, language="en")
    reciprocal = files.running(Strand.PERPETRATOR, worker=other, person=person)

    page = sign_in(other).get(f"/c/{reciprocal.code}").text

    assert "Verviers" not in page
    assert "Rif" not in page


def test_nobody_pauses_the_clocks_for_want_of_an_interpreter(desk, follow_up):
    page = desk.get(f"/c/{follow_up.code}/pause").text

    assert 'value="hospital"' in page
    assert 'value="interpreter"' not in page
