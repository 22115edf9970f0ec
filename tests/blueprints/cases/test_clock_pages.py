"""Moving a deadline, pausing and resuming on their pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import deadlines, endings, file, moving
from followup.models import AlertRow
from followup.vocabulary import Alert, DeadlineEnd, DeadlineKind, MoveReason, PauseReason, Role
from tests import factories

EXPLAINED = {"start": "received_at", "unit": "hours", "n": 48, "skipped": [], "latest_at": None}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def coordinator(db, worker):
    return factories.account(Role.COORDINATOR, worker.organisation)


@pytest.fixture
def case(db, worker):
    case = factories.follow_up(worker=worker)
    deadlines.start_clocks(case, by=None)
    deadlines.refresh(case)
    db.session.commit()
    return case


@pytest.fixture
def step(db, case):
    """A call back this evening; contact is due on Wednesday 25 November at 12:00."""
    return factories.deadline(
        case, DeadlineKind.CALL_BACK, case.received_at + timedelta(hours=6), explained=EXPLAINED
    )


def url(case, row, act="move"):
    return f"/c/{case.code}/deadlines/{row.kind}/{act}"


def answers(day="24/11/2026", hour="15:00", **more):
    return {"day": day, "hour": hour, "reason": "person_asked"} | more


def text(answer):
    return answer.get_data(as_text=True)


def test_a_step_is_moved_up_to_the_day_contact_is_due(case, step, worker, sign_in, noon):
    browser = sign_in(worker)

    assert "At the latest Wed 25 Nov 12:00." in text(browser.get(url(case, step)))
    answer = browser.post(url(case, step), data=answers(words="She works until then."))

    assert answer.status_code == 303
    assert step.due_at == noon + timedelta(hours=27)
    assert file.moves(case)[0].note == "She works until then."


def test_a_step_moved_by_mistake_is_put_back(case, step, worker, sign_in):
    browser, before = sign_in(worker), step.due_at
    browser.post(url(case, step), data=answers())

    assert url(case, step, "move/undo") in text(browser.get(f"/c/{case.code}"))
    browser.post(url(case, step, "move/undo"))

    assert step.due_at == before
    assert "moved to" not in text(browser.get(f"/c/{case.code}"))


def test_a_move_of_yesterday_is_not_put_back(case, step, worker, sign_in, clock_at, noon):
    sign_in(worker).post(url(case, step), data=answers())
    moved = step.due_at
    clock_at(noon + timedelta(hours=1))

    browser = sign_in(worker)
    answer = browser.post(url(case, step, "move/undo"))

    assert "It is too late to take this back" in text(browser.get(answer.location))
    assert step.due_at == moved


def test_later_than_the_cap_needs_the_coordinator_and_keeps_what_was_typed(
    db, case, step, worker, sign_in
):
    before = step.due_at
    answer = sign_in(worker).post(url(case, step), data=answers("27/11/2026", words="Abroad."))

    assert answer.status_code == 422
    assert "Later than Wed 25 Nov 12:00 needs the coordinator" in text(answer)
    assert "Ask the coordinator" in text(answer)
    assert "Abroad." in text(answer)
    assert step.due_at == before
    assert db.session.scalars(select(AlertRow)).all() == []


def test_who_asks_then_tells_the_coordinator_and_moves_nothing(db, case, step, worker, sign_in):
    before = step.due_at
    answer = sign_in(worker).post(url(case, step), data=answers("27/11/2026", ask="1"))

    assert answer.status_code == 303
    assert step.due_at == before
    assert db.session.scalars(select(AlertRow)).one().kind is Alert.MOVE_ASKED


def test_the_coordinator_moves_as_far_as_needed(case, step, coordinator, sign_in, noon):
    answer = sign_in(coordinator).post(url(case, step), data=answers("4/12/2026", "12:00"))

    assert answer.status_code == 303
    assert step.due_at == noon + timedelta(days=11)


def test_the_coordinator_sees_the_wish_and_may_keep_the_deadline(
    db, case, step, worker, coordinator, sign_in, noon
):
    moving.ask(case, step, noon + timedelta(days=4), reason=MoveReason.PERSON_ASKED, by=worker)
    before = step.due_at
    browser = sign_in(coordinator)

    assert "Fri 27 Nov 12:00" in text(browser.get(url(case, step)))
    refused = browser.post(url(case, step, "keep"), data={})
    kept = browser.post(url(case, step, "keep"), data={"words": "Somebody else can call."})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert step.due_at == before
    assert moving.asked(file.events(case)) == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "22/11/2026"}, "Enter a date after now"),
        ({"day": "soon"}, "Enter a date, for example 27/3/2026"),
        ({"hour": "noonish"}, "Enter the time, for example 02:45"),
        ({"day": "28/3/2027", "hour": "02:30"}, "This hour does not exist on that day"),
        ({"reason": ""}, "Select why the deadline moves"),
        ({"words": "x" * 1001}, "use at most 1,000 characters, you typed 1,001"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(case, step, worker, sign_in, wrong, sentence):
    answer = sign_in(worker).post(url(case, step), data=answers() | wrong)

    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_deadline_of_another_file_or_one_that_ended_is_not_found(
    db, case, step, worker, sign_in, noon
):
    other = factories.deadline(factories.follow_up(worker=worker), DeadlineKind.SAFE_WAY)
    step.ended_at = noon
    browser = sign_in(worker)

    assert browser.get(url(case, other)).status_code == 404
    assert browser.get(url(case, step)).status_code == 404
    assert browser.get(f"/c/{case.code}/deadlines/school_signal/move").status_code == 404


def test_every_deadline_explains_itself_open_or_ended(case, step, worker, sign_in, noon):
    step.ended_at, step.end = noon, "met"

    page = text(sign_in(worker).get(f"/c/{case.code}/deadlines"))

    assert "The rule: 48 hours, nights and week-ends included." in page
    assert "No longer open" in page
    assert "Call back" in page


def test_a_pause_stops_the_clocks_until_its_review(case, worker, sign_in):
    answer = sign_in(worker).post(
        f"/c/{case.code}/pause", data={"reason": "hospital", "day": "1/12/2026"}
    )

    assert answer.status_code == 303
    assert endings.running_pause(case).reason is PauseReason.HOSPITAL
    assert [row.kind for row in deadlines.open_deadlines(case)] == [DeadlineKind.PAUSE_REVIEW]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": ""}, "Enter a date after today"),
        ({"day": "22/11/2026"}, "Enter a date after today"),
        ({"reason": ""}, "Select why the clocks stop"),
    ],
)
def test_there_is_no_open_ended_pause(case, worker, sign_in, wrong, sentence):
    data = {"reason": "abroad", "day": "1/12/2026"} | wrong

    answer = sign_in(worker).post(f"/c/{case.code}/pause", data=data)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert endings.running_pause(case) is None


def test_a_second_pause_is_refused_with_a_sentence(case, worker, sign_in):
    data = {"reason": "abroad", "day": "1/12/2026"}
    browser = sign_in(worker)
    browser.post(f"/c/{case.code}/pause", data=data)

    answer = browser.post(f"/c/{case.code}/pause", data=data)

    assert answer.status_code == 409
    assert "This is not possible now." in text(answer)


def test_the_clocks_run_on_after_a_pause(case, worker, sign_in):
    browser = sign_in(worker)
    browser.post(f"/c/{case.code}/pause", data={"reason": "abroad", "day": "1/12/2026"})

    answer = browser.post(f"/c/{case.code}/resume")

    assert answer.status_code == 303
    assert endings.running_pause(case) is None
    assert DeadlineKind.CONTACT_MADE in [row.kind for row in deadlines.open_deadlines(case)]


@pytest.mark.parametrize("act", ["pause", "resume"])
def test_nobody_else_stops_or_starts_the_clocks(case, sign_in, act):
    browser = sign_in(factories.account(Role.VICTIM_WORKER))

    assert browser.get(f"/c/{case.code}/{act}").status_code == 404
    assert browser.post(f"/c/{case.code}/{act}").status_code == 404


def test_a_duty_that_no_contact_meets_is_marked_as_done(db, case, worker, sign_in):
    booked = factories.deadline(case, DeadlineKind.BOOK_INTERPRETER, explained=EXPLAINED)
    browser = sign_in(worker)

    assert "Mark as done" in text(browser.get(f"/c/{case.code}/deadlines"))
    answer = browser.post(url(case, booked, "done"), data={"words": "For Friday."})

    assert answer.status_code == 303
    assert booked.end is DeadlineEnd.MET
    assert file.events(case)[0].note == "For Friday."


def test_a_clock_is_not_marked_as_done(case, worker, sign_in):
    row = deadlines.open_deadlines(case)[0]

    answer = sign_in(worker).post(url(case, row, "done"))

    assert answer.status_code == 409
    assert row.ended_at is None
