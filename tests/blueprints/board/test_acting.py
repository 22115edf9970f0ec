"""What the coordinator does from the board: reassign, take back, triage, move, absences."""

import re
from datetime import timedelta
from html import unescape

import pytest

from followup import clock
from followup.vocabulary import Alert, DeadlineKind, Risk, Role, Strand
from tests import factories


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def youssef(service):
    return factories.account(
        organisation=service,
        name="Youssef El Amrani",
        roles=[Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER],
    )


def late_ones(worker, count):
    due_at = clock.now() - timedelta(days=1)
    return [factories.follow_up(worker=worker, due_at=due_at) for _ in range(count)]


def reassign(board, files, worker, **more):
    form = {"case": [one.code for one in files], "to": worker.code, "reason": "balance"} | more
    return board.post("/reassign", data=form)


def test_a_few_cases_are_reassigned_at_once_with_a_way_back(board, nora, youssef):
    files = late_ones(nora, 4)

    answer = reassign(board, files, youssef, next="/board?all=1")
    page = board.get(answer.location).text

    assert (answer.status_code, answer.location) == (303, "/board?all=1")
    assert {one.worker_id for one in files} == {youssef.id}
    assert "4 cases reassigned." in page
    assert "/reassign/undo" in page

    board.post("/reassign/undo")

    assert {one.worker_id for one in files} == {nora.id}


def test_from_five_on_a_page_asks_first_and_keeps_what_was_chosen(board, nora, youssef):
    files = late_ones(nora, 10)

    asked = reassign(board, files, youssef)

    assert asked.status_code == 200
    assert {one.worker_id for one in files} == {nora.id}
    assert "Deadlines stay as they are." in asked.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    hidden["case"] = re.findall(r'name="case" value="([^"]*)"', asked.text)

    answer = board.post("/reassign", data=hidden)

    assert answer.status_code == 303
    assert {one.worker_id for one in files} == {youssef.id}


def test_after_half_a_minute_nothing_is_taken_back(board, sign_in, nora, youssef, clock_at):
    files = late_ones(nora, 1)
    reassign(board, files, youssef)
    clock_at(clock.now() + timedelta(seconds=31))

    answer = board.post("/reassign/undo")

    assert files[0].worker_id == youssef.id
    assert "It is too late to take this back. Reassign again." in board.get(answer.location).text


def test_a_worker_of_the_other_side_is_named_with_the_reason_and_nothing_moves(
    db, board, nora, youssef, service
):
    plain = late_ones(nora, 1)[0]
    victim = factories.follow_up(worker=youssef)
    other = factories.follow_up(
        Strand.PERPETRATOR,
        organisation=service,
        situation=db.session.get(factories.Situation, victim.situation_id),
    )

    page = board.get(f"/reassign?case={plain.code}&case={other.code}").text
    answer = reassign(board, [plain, other], youssef)

    assert "1 of 2: already works with a linked person" in page
    assert answer.status_code == 422
    assert "Choose someone else: 1 of 2: already works with a linked person" in answer.text
    assert victim.code not in answer.text
    assert (plain.worker_id, other.worker_id) == (nora.id, None)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("case", "Select an item for this task"),
        ("to", "Select who takes over"),
        ("reason", "Select a reason"),
    ],
)
def test_what_was_left_out_is_said(board, nora, youssef, missing, sentence):
    one = late_ones(nora, 1)[0]
    form = {"case": one.code, "to": youssef.code, "reason": "balance"}
    del form[missing]

    answer = board.post("/reassign", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert one.worker_id == nora.id


def test_somebody_of_another_organisation_cannot_be_chosen(board, nora):
    one = late_ones(nora, 1)[0]

    answer = reassign(board, [one], factories.account())

    assert answer.status_code == 422
    assert one.worker_id == nora.id


def test_a_new_case_gets_its_risk_and_its_worker_in_one_form(board, service, nora):
    one = factories.follow_up(risk=Risk.MEDIUM, organisation=service)
    fields = {"case": one.code, f"{one.code}-to": nora.code, f"{one.code}-risk": "high"}

    without = board.post("/incoming", data=fields)
    done = board.post("/incoming", data=fields | {f"{one.code}-words": "Strangled last week"})

    assert (without.status_code, done.status_code) == (422, 303)
    assert "Write why the risk changes" in without.text
    assert (one.risk, one.worker_id) == (Risk.HIGH, nora.id)


def test_a_confirmed_risk_needs_no_reason(board, service, nora):
    one = factories.follow_up(risk=Risk.MEDIUM, organisation=service)
    fields = {"case": one.code, f"{one.code}-to": nora.code, f"{one.code}-risk": "medium"}

    board.post("/incoming", data=fields)

    assert (one.risk, one.worker_id) == (Risk.MEDIUM, nora.id)


def test_a_new_case_given_to_the_wrong_worker_is_taken_back(board, service, nora):
    new = factories.follow_up(organisation=service, risk=Risk.HIGH)
    form = {"case": new.code, f"{new.code}-risk": "high", f"{new.code}-to": nora.code}
    given = board.post("/incoming", data=form)

    assert "/reassign/undo" in board.get(given.location).text
    board.post("/reassign/undo")

    assert new.worker_id is None


def test_a_new_case_of_a_linked_person_is_not_given_to_the_worker_of_the_other_side(
    db, board, service, youssef
):
    victim = factories.follow_up(worker=youssef)
    situation = db.session.get(factories.Situation, victim.situation_id)
    one = factories.follow_up(
        Strand.PERPETRATOR, Risk.LOW, organisation=service, situation=situation
    )

    answer = board.post(
        "/incoming",
        data={"case": one.code, f"{one.code}-to": youssef.code, f"{one.code}-risk": "low"},
    )

    assert answer.status_code == 422
    assert "Choose someone else: already works with a linked person" in answer.text
    assert one.worker_id is None


def test_incoming_keeps_what_was_typed_when_the_worker_cannot_take_it(board, service, nora):
    one = factories.follow_up(Strand.PERPETRATOR, Risk.LOW, organisation=service)
    form = {
        "case": one.code,
        f"{one.code}-to": nora.code,
        f"{one.code}-risk": "high",
        f"{one.code}-words": "A knife was found",
    }

    answer = board.post("/incoming", data=form)

    assert answer.status_code == 422
    assert "A knife was found" in answer.text
    assert (one.risk, one.worker_id) == (Risk.LOW, None)


def test_several_deadlines_move_to_one_moment_with_the_reason(board, nora):
    files = late_ones(nora, 2)
    for one in files:
        factories.deadline(one, DeadlineKind.CONTACT_MADE, due_at=one.due_at)
    form = {"case": [one.code for one in files]}

    shown = board.post("/board/move", data=form)
    wrong = board.post("/board/move", data=form | {"moving": "1", "on": "32/13", "at": "10:00"})
    right = form | {"moving": "1", "on": "1/12", "at": "10:00", "reason": "person_asked"}
    done = board.post("/board/move", data=right)

    assert (shown.status_code, wrong.status_code, done.status_code) == (200, 422, 303)
    assert "32/13" in wrong.text
    assert {f"{one.due_at:%d %H}" for one in files} == {"01 09"}


def test_a_move_is_taken_back_at_once_for_all_or_for_none(board, nora):
    files = late_ones(nora, 2)
    for one in files:
        factories.deadline(one, DeadlineKind.CONTACT_MADE, due_at=one.due_at)
    before = {one.due_at for one in files}
    form = {"case": [one.code for one in files], "moving": "1", "on": "1/12", "at": "10:00"}
    moved = board.post("/board/move", data=form | {"reason": "person_asked"})

    assert "/board/move/undo" in board.get(moved.location).text
    assert "Taken back" in board.get(board.post("/board/move/undo").location).text
    assert {one.due_at for one in files} == before
    assert "It is too late" in board.get(board.post("/board/move/undo").location).text


def test_a_case_that_waits_for_another_decision_is_named_and_not_moved(board, nora):
    plain, asked = late_ones(nora, 2)
    factories.deadline(plain, DeadlineKind.CALL_BACK, due_at=plain.due_at)
    factories.deadline(asked, DeadlineKind.COORDINATOR_DECISION)

    page = board.post("/board/move", data={"case": [plain.code, asked.code]}).text

    assert "Call back" in page
    assert f"another decision comes first: {asked.code}." in page


def test_an_absence_is_noted_and_the_due_work_goes_to_the_back_up(board, nora, youssef):
    one = late_ones(nora, 1)[0]
    form = {"who": nora.code, "first": "24/11", "last": "26/11", "back_up": youssef.code}

    answer = board.post("/absences", data=form | {"move_due": "y"})

    assert one.worker_id == youssef.id
    assert "Thu 26 Nov" in board.get(answer.location).text
    overlapping = board.post("/absences", data=form | {"first": "26/11", "last": "30/11"})
    assert overlapping.status_code == 422
    assert "first end the absence from Tue 24 Nov to Thu 26 Nov" in overlapping.text


def test_what_the_back_up_cannot_take_is_listed_for_another_choice(board, service, nora, db):
    back_up = factories.account(organisation=service)
    one = late_ones(nora, 1)[0]
    situation = db.session.get(factories.Situation, one.situation_id)
    factories.side_holder(situation, back_up, Strand.PERPETRATOR.side)
    form = {
        "who": nora.code,
        "first": "24/11",
        "last": "26/11",
        "back_up": back_up.code,
        "move_due": "y",
    }

    answer = board.post("/absences", data=form)

    assert answer.location == f"/reassign?case={one.code}&reason=absence"
    assert one.worker_id == nora.id


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"who": ""}, "Select who is absent"),
        ({"last": "23/11"}, "The last day is before the first day"),
        ({"first": "1/11/2026", "last": "2/11/2026"}, "The absence is over already."),
        ({"last": "1/1/2029"}, "Enter at most a year"),
        ({"back_up": "self"}, "Select somebody else as back-up"),
        ({"move_due": "y"}, "Select who takes over"),
    ],
)
def test_a_wrong_absence_says_what_to_do(board, nora, wrong, sentence):
    form = {"who": nora.code, "first": "24/11/2026", "last": "26/11/2026", "back_up": ""} | wrong
    form["back_up"] = nora.code if form["back_up"] == "self" else form["back_up"]

    answer = board.post("/absences", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_absence_can_be_ended_early(board, nora):
    absence = factories.absence(nora)

    board.post(f"/absences/{absence.code}/end")

    assert absence.ended_at == clock.now()


def test_the_board_says_how_much_came_since_it_was_made(board, service, noon, clock_at):
    factories.follow_up(organisation=service, unassigned_since=noon - timedelta(hours=1))
    before = board.get("/board/refresh", query_string={"since": noon.isoformat()}).json
    later = noon + timedelta(minutes=1)
    factories.follow_up(organisation=service, unassigned_since=later)
    clock_at(later)
    after = board.get("/board/refresh", query_string={"since": noon.isoformat()}).json

    assert before == {"new": 0, "version": "0"}
    assert after == {"new": 1, "version": "1"}


def test_what_was_marked_as_seen_by_mistake_is_back_on_the_board(board, service, nora):
    one = late_ones(nora, 1)[0]
    alert = factories.alert(Alert.CLOSE_ASKED, organisation_id=service.id, follow_up_id=one.id)
    board.post("/alerts/seen", data={"alert": alert.code, "next": "/board"})
    undo = re.search(r'action="(/alerts/unsee[^"]*)"', board.get("/board").text)[1]

    answer = board.post(unescape(undo))

    assert answer.location == "/board"
    assert alert.seen_at is None


def test_an_escalation_is_seen_from_the_board(board, service, nora):
    one = late_ones(nora, 1)[0]
    alert = factories.alert(Alert.ESCALATED, organisation_id=service.id, follow_up_id=one.id)

    page = board.get("/board").text
    board.post("/alerts/seen", data={"alert": alert.code, "next": "/board"})

    assert alert.code in page
    assert alert.seen_at == clock.now()
    assert alert.code not in board.get("/board").text


def test_the_handover_sheet_names_no_place_and_no_number_without_its_conditions(board, nora):
    card = {
        "phones": [{"number": "+32470123456"}],
        "permits": {"call": "yes"},
        "windows": [{"opens": "10:00", "closes": "12:00", "days": [0, 1]}],
        "never_dates": ["2026-11-25"],
        "address": "Rue du Secret 1",
    }
    one = factories.follow_up(worker=nora, due_at=clock.now(), card=card)
    factories.whereabouts(one)

    sheet = board.get(f"/board/handover?worker={nora.code}").text

    assert "A. L." in sheet
    assert "Lambert" not in sheet
    assert "Rue du Secret" not in sheet
    assert "Quai des Ardennes" not in sheet
    line = next(line for line in sheet.splitlines() if "0470 12 34 56" in line)
    assert "withheld number · Mon–Tue 10:00–12:00 · Never on Wed 25 Nov · Never use:" in line
    assert "Lambert" in board.get(f"/board/handover?worker={nora.code}&names=full").text


@pytest.mark.parametrize(
    ("strand", "card"),
    [
        (Strand.PERPETRATOR, {"permits": {"call": "yes"}}),
        (Strand.VICTIM, {"permits": {"call": "no"}}),
        (Strand.VICTIM, {"permits": {"call": "yes"}, "locked": True}),
    ],
)
def test_the_handover_sheet_prints_no_number_that_may_not_be_called(board, youssef, strand, card):
    card["phones"] = [{"number": "+32470123456"}]
    one = factories.follow_up(strand, worker=youssef, due_at=clock.now(), card=card)

    sheet = board.get(f"/board/handover?worker={youssef.code}").text

    assert one.code in sheet
    assert "0470" not in sheet


def test_half_an_absence_is_there_on_another_computer_and_gone_once_saved(
    board, nora, youssef, service, sign_in
):
    board.post("/drafts?for=/absences", data={"who": nora.code, "first": "24/1"})

    page = board.get("/absences").text
    assert 'value="24/1"' in page
    assert "Draft kept 12:00" in page

    board.post(
        "/absences",
        data={"who": nora.code, "first": "24/11", "last": "26/11", "back_up": youssef.code},
    )
    assert 'value="24/1"' not in board.get("/absences").text
