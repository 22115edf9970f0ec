import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import attempts, deadlines
from followup.models import AlertRow, AuditEntry, ContactAttempt, FollowUp
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Alert, DeadlineKind, Outcome, Risk, Role, State, Strand, Way
from tests import factories, files

MORNING = [{"opens": "10:00", "closes": "12:00"}]
SPOKEN = {"outcome": "spoke_support", "safe_ok": "yes", "danger": "no"}


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def follow_up(worker):
    return files.running(worker=worker)


@pytest.fixture
def desk(sign_in, worker):
    return sign_in(worker)


def post(desk, follow_up, **answers):
    answers = {"how": "call", "outcome": "no_answer", "place": "panel"} | answers
    return desk.post(f"/c/{follow_up.code}/contact/new", data=answers)


def entries(db):
    return list(db.session.scalars(select(ContactAttempt).order_by(ContactAttempt.id)))


def errors_of(page):
    summary = re.search(r"data-error-summary>.*?</ul>", page, re.DOTALL)
    return re.findall(r'<li>(?:<a href="[^"]*">)?([^<]+)', summary[0]) if summary else []


def test_no_answer_is_one_field_and_one_button(db, desk, follow_up):
    answer = post(desk, follow_up, then="stay")

    [entry] = entries(db)
    assert (answer.status_code, answer.location) == (303, f"/day?log={follow_up.code}")
    assert (entry.outcome, entry.way, entry.at) == (Outcome.NO_ANSWER, Way.CALL, clock.now())
    assert f"Entry saved on {follow_up.code}." in desk.get("/day").text


def test_the_page_shows_what_each_outcome_leads_to(desk, follow_up):
    page = desk.get(f"/c/{follow_up.code}/contact/new").text

    shown = re.search(r"data-next>(.*?)</div>\s*</div>", page, re.DOTALL)[1]
    assert "Mon 23 Nov, 15:00–17:00" in shown
    assert "attempt 2, another part of the day" in shown
    for outcome in Outcome:
        known = outcome not in (Outcome.CAME_TO_US, Outcome.MISTAKE)
        assert (f'data-next-for="{outcome}"' in page) is known
    assert "Needs assessment – by Wed 25 Nov 17:00" in page


def test_the_form_carries_seven_outcomes_on_keys_and_the_others_behind_a_fold(desk, follow_up):
    page = desk.get(f"/c/{follow_up.code}/contact/new").text

    values = re.findall(r'name="outcome"[^>]*value="(\w+)"', page)
    keys = re.findall(r'data-key="(\d)"', page)
    assert values == [one.value for one in Outcome if one is not Outcome.MISTAKE]
    assert keys == [str(n) for n in range(1, 10)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"how": "", "outcome": "no_answer"}, ["Select how you tried"]),
        ({"outcome": ""}, ["Select what happened"]),
        ({"outcome": "nonsense"}, ["Select what happened"]),
        ({"outcome": "mistake"}, ["Select what happened"]),
        (
            {"outcome": "spoke_support"},
            [
                "Select whether the details are still right",
                "Select whether there is danger now",
            ],
        ),
        (
            {"outcome": "came_to_us", "safe_ok": "yes", "danger": "no"},
            ["Select what the person wanted"],
        ),
        ({"how": "professional", "outcome": "no_answer"}, ["Select how you tried"]),
        (
            {"when": "other", "when_day": "24/11/2026", "when_hour": "9:00"},
            ["The moment must be in the past"],
        ),
        ({"when": "other"}, ["The moment must be in the past"]),
        (
            {"when": "other", "when_day": "10/11/2026", "when_hour": "9:00"},
            ["The moment must be in the last 7 days"],
        ),
        ({"step": "pick"}, ["Enter a date after now"]),
        ({"step": "pick", "step_day": "22/11/2026"}, ["Enter a date after now"]),
        ({"step": "pick", "step_day": "nonsense"}, ["Enter a date, for example 27/3/2026"]),
        (
            {"step": "pick", "step_day": "27/11/2026", "step_hour": "10:00"},
            ["Say why this is later than the rule"],
        ),
        ({"note": "x" * 1001}, ["Note – use at most 1,000 characters, you typed 1,001"]),
        ({"minutes": "7"}, ["Select one of the answers"]),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(answers, expected, db, desk, follow_up):
    answer = post(desk, follow_up, **{"note": "Her words"} | answers)

    assert answer.status_code == 422
    assert errors_of(answer.text) == expected
    assert "<title>Error: Log contact – followup</title>" in answer.text
    assert answers.get("note", "Her words") in answer.text
    assert entries(db) == []


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"how": "sms", "outcome": "sms_sent"}, "The safe contact forbids this way."),
        ({"how": "visit"}, "It was not asked whether this way is safe, so it counts as no."),
        ({"outcome": "message_left"}, "It was not asked whether this way is safe"),
    ],
)
def test_a_forged_forbidden_way_is_refused_with_the_reason(answers, reason, db, desk, worker):
    card = files.card(permits={"call": "yes", "sms": "no"})
    follow_up = files.running(worker=worker, card=card)

    answer = post(desk, follow_up, **answers | {"against_reason": "Urgent"})

    assert answer.status_code == 422
    assert reason in errors_of(answer.text)[0]
    assert entries(db) == []


def test_forbidden_ways_stand_struck_through_and_disabled(desk, worker):
    card = files.card(permits={"call": "yes", "sms": "no", "visit": "yes"})
    follow_up = files.running(worker=worker, card=card)

    page = desk.get(f"/c/{follow_up.code}/contact/new").text

    sms = re.search(r'<input[^>]*value="sms"[^>]*><label[^>]*>.*?</label>', page)[0]
    assert " disabled" in sms
    assert "The safe contact forbids this way." in sms
    assert " disabled" not in re.search(r'<input[^>]*value="visit"[^>]*>', page)[0]


def test_outside_the_safe_window_the_page_asks_why_and_keeps_the_reason(db, desk, worker):
    follow_up = files.running(worker=worker, card=files.card(windows=MORNING))

    page = desk.get(f"/c/{follow_up.code}/contact/new").text
    refused = post(desk, follow_up)
    saved = post(desk, follow_up, against_reason="She asked us to ring back")

    assert "Outside the safe window (Every day 10:00–12:00). Call anyway?" in page
    assert 'href="tel:' not in page
    assert f'href="/c/{follow_up.code}/call-anyway"' in page
    assert errors_of(refused.text) == ["Outside the safe window (Every day 10:00–12:00). Say why."]
    assert saved.status_code == 303
    assert entries(db)[0].against_card == "outside_window"


def test_the_number_comes_after_its_rules(desk, follow_up):
    before = desk.get(f"/c/{follow_up.code}/contact/new").text
    answer = desk.post(f"/c/{follow_up.code}/safe-contact/read", data={"back": "page"})
    after = desk.get(answer.location).text

    assert "0470 12 34 56" not in before
    assert "tel:" not in before
    assert "withheld number" in before
    assert 'href="tel:+32470123456"' in after


def test_an_entry_may_be_of_an_hour_ago_or_of_another_day(db, desk, worker):
    follow_up = files.running(worker=worker, received_at=clock.now() - timedelta(days=3))

    post(desk, follow_up, when="60")
    post(desk, follow_up, when="other", when_day="yesterday", when_hour="9h30", minutes="5")

    hour_ago, yesterday = entries(db)
    assert hour_ago.at == clock.now() - timedelta(hours=1)
    assert yesterday.at == datetime(2026, 11, 22, 9, 30, tzinfo=BRUSSELS)
    assert yesterday.minutes == 5


def test_another_moment_can_be_chosen_for_the_next_step(desk, follow_up, db):
    answers = {"step": "pick", "step_day": "24/11/2026", "step_hour": "14:30"}

    post(desk, follow_up, **answers)

    assert follow_up.step_from == datetime(2026, 11, 24, 14, 30, tzinfo=BRUSSELS)


def test_a_later_step_than_the_rule_says_why(desk, follow_up, db):
    post(
        desk,
        follow_up,
        step="pick",
        step_day="27/11/2026",
        step_hour="10:00",
        later_reason="She is abroad until Thursday",
    )

    assert entries(db)[0].later_reason == "She is abroad until Thursday"
    assert follow_up.step_from == datetime(2026, 11, 27, 10, tzinfo=BRUSSELS)


@pytest.mark.parametrize("choice", ["later_today", "tomorrow"])
def test_a_chip_stands_for_the_moment_it_names(choice, desk, follow_up, db):
    page = desk.get(f"/c/{follow_up.code}/contact/new").text
    post(desk, follow_up, step=choice)

    day = "Mon 23 Nov, 12:30" if choice == "later_today" else "Tue 24 Nov, 08:30"
    assert day in page
    assert f"{follow_up.step_from.astimezone(BRUSSELS):%H:%M}" == day[-5:]


def test_who_would_think_it_over_gets_the_day_that_was_agreed(desk, follow_up, db):
    answers = SPOKEN | {"outcome": "spoke_think", "step": "pick", "step_day": "26/11/2026"}

    post(desk, follow_up, **answers, step_hour="15:00")
    call_back = next(
        row for row in deadlines.open_deadlines(follow_up) if row.kind is DeadlineKind.CALL_BACK
    )

    assert call_back.due_at == datetime(2026, 11, 26, 15, tzinfo=BRUSSELS)


def test_a_call_back_beyond_three_weeks_is_refused_at_its_field(desk, follow_up, db):
    answers = SPOKEN | {"outcome": "spoke_think", "step": "pick", "step_day": "20/12/2026"}

    answer = post(desk, follow_up, **answers, step_hour="15:00")

    assert errors_of(answer.text) == ["The rule allows Mon 14 Dec at the latest"]


def test_one_more_call_is_kept_when_it_was_agreed(desk, db, worker):
    follow_up = files.running(risk=Risk.MEDIUM, worker=worker)

    post(desk, follow_up, **SPOKEN | {"outcome": "spoke_not_now", "once_more": "yes"})

    kinds = [row.kind for row in deadlines.open_deadlines(follow_up)]
    assert DeadlineKind.CALL_ONCE_MORE in kinds
    assert DeadlineKind.CLOSE_PROPOSED not in kinds


def test_an_outcome_names_its_way_by_itself(desk, db, follow_up):
    post(desk, follow_up, **SPOKEN | {"outcome": "came_to_us", "asked": "spoke_support"})

    assert entries(db)[0].way is Way.CAME_TO_US


def test_danger_leads_to_the_emergency_list_and_alerts_the_coordinator(desk, db, follow_up):
    answer = post(desk, follow_up, **SPOKEN | {"danger": "yes"})
    page = desk.get(answer.location).text

    assert answer.location == f"/c/{follow_up.code}/danger"
    assert "101" in page
    assert "112" in page
    assert db.session.scalars(select(AlertRow.kind)).all() == [Alert.DANGER]


@pytest.mark.parametrize("look", ["panel", "page"])
def test_the_emergency_sheet_is_one_tap_from_the_log_form(look, desk, follow_up):
    address = (
        f"/day?log={follow_up.code}" if look == "panel" else f"/c/{follow_up.code}/contact/new"
    )

    assert f'href="/c/{follow_up.code}/danger">' in desk.get(address).text


def test_the_duress_word_alone_leads_to_the_emergency_sheet(desk, db, follow_up):
    answer = post(desk, follow_up, outcome="duress_word")

    assert answer.location == f"/c/{follow_up.code}/danger"
    assert entries(db)[0].danger


def test_the_sheet_says_whether_the_coordinator_has_seen_it(desk, db, follow_up):
    sheet = f"/c/{follow_up.code}/danger"
    assert "Nobody has been alerted yet." in desk.get(sheet).text

    post(desk, follow_up, outcome="danger_now", safe_ok="yes")
    assert "not seen yet" in desk.get(sheet).text

    alert = db.session.scalars(select(AlertRow)).one()
    alert.seen_at, alert.seen_by_id = clock.now(), factories.account(name="Karin Maes").id
    assert "by Karin Maes" in desk.get(sheet).text


def test_save_and_next_opens_the_next_person_who_may_be_called(desk, worker, db):
    late = clock.now() - timedelta(days=4)
    first = files.running(worker=worker, received_at=late)
    files.running(worker=worker, received_at=late, card=files.card(windows=MORNING))
    third = files.running(risk=Risk.MEDIUM, worker=worker, received_at=late)

    from_panel = post(desk, first, then="next")
    from_page = post(desk, first, outcome="visit_nobody", then="next", place="page")

    assert from_panel.location == f"/day?log={third.code}"
    assert from_page.status_code == 422


def test_save_and_next_stays_on_the_page_on_a_phone(desk, worker):
    late = clock.now() - timedelta(days=4)
    first = files.running(worker=worker, received_at=late)
    second = files.running(risk=Risk.MEDIUM, worker=worker, received_at=late)

    assert post(desk, first, then="next", place="page").location == (
        f"/c/{second.code}/contact/new"
    )


def test_a_double_click_is_one_entry(desk, follow_up, db):
    first = post(desk, follow_up, submission="same-key")
    second = post(desk, follow_up, submission="same-key")

    assert len(entries(db)) == 1
    assert (second.status_code, second.location) == (303, first.location)


def test_undo_takes_the_entry_back(desk, follow_up, db):
    due = follow_up.due_at
    post(desk, follow_up)
    [entry] = entries(db)

    answer = desk.post(f"/c/{follow_up.code}/contact/{entry.code}/undo")

    assert answer.location == f"/day?log={follow_up.code}"
    assert attempts.all_of(follow_up) == []
    assert (follow_up.due_at, follow_up.attempts) == (due, 0)


def test_undo_that_comes_too_late_leads_to_the_correction(desk, follow_up, db, clock_at):
    post(desk, follow_up)
    [entry] = entries(db)
    clock_at(clock.now() + timedelta(minutes=2))

    answer = desk.post(f"/c/{follow_up.code}/contact/{entry.code}/undo")

    assert answer.location == f"/c/{follow_up.code}/contact/{entry.code}/correct"


def test_a_corrected_entry_is_struck_and_the_right_one_keeps_its_moment(
    desk, follow_up, db, clock_at
):
    post(desk, follow_up)
    [entry] = entries(db)
    clock_at(clock.now() + timedelta(minutes=10))
    address = f"/c/{follow_up.code}/contact/{entry.code}/correct"

    missing = desk.post(address, data={"then": "again"})
    answer = desk.post(address, data={"words": "She did answer", "then": "again"})
    page = desk.get(answer.location).text

    assert errors_of(missing.text) == ["Enter what was wrong"]
    assert answer.location == f"/c/{follow_up.code}/contact/new?at=2026-11-23T12:00"
    assert 'value="23/11/2026"' in page
    assert 'value="12:00"' in page
    assert entry.struck_at == clock.now()


def test_only_striking_leads_back_to_the_case(desk, follow_up, db):
    post(desk, follow_up)
    [entry] = entries(db)

    answer = desk.post(
        f"/c/{follow_up.code}/contact/{entry.code}/correct",
        data={"words": "Wrong file", "then": "nothing"},
    )

    assert answer.location == f"/c/{follow_up.code}"


def test_what_was_typed_and_not_sent_is_there_again(desk, follow_up):
    path = f"/c/{follow_up.code}/contact/new"
    desk.post(f"/drafts?for={path}", data={"outcome": "spoke_think", "note": "Her words"})

    page = desk.get(path).text
    in_panel = desk.get(f"/day?log={follow_up.code}").text
    post(desk, follow_up)

    assert "Her words" in page
    assert "Her words" in in_panel
    assert "Her words" not in desk.get(path).text


def test_opening_the_form_is_written_down(desk, follow_up, db):
    desk.get(f"/c/{follow_up.code}/contact/new")

    acts = select(AuditEntry.action).where(AuditEntry.object_id == follow_up.id)
    assert list(db.session.scalars(acts)) == ["opened"]


def test_a_refused_form_saves_nothing_and_a_follow_up_that_ended_says_so(desk, follow_up, db):
    follow_up.closed_at, follow_up.state = clock.now(), State.CLOSED
    db.session.commit()

    answer = post(desk, follow_up)

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["This follow-up has ended. Open it again first."]


@pytest.mark.parametrize("path", ["contact/new", "danger"])
def test_somebody_elses_person_looks_like_nobody(path, desk, sign_in, db):
    theirs = files.running()

    answers = [desk.get(f"/c/{code}/{path}") for code in (theirs.code, "0000-0000")]

    pages = {re.sub(r'value="[^"]*"', "", one.text) for one in answers}
    assert [one.status_code for one in answers] == [404, 404]
    assert len(pages) == 1


def test_an_entry_of_another_file_cannot_be_taken_back(desk, follow_up, worker, db):
    other = files.running(worker=worker)
    entry = files.logged(other)

    answer = desk.post(f"/c/{follow_up.code}/contact/{entry.code}/undo")

    assert answer.status_code == 404
    assert entry.undone_at is None


def test_a_coordinator_reads_but_does_not_log(sign_in, follow_up, worker):
    coordinator = factories.account(Role.COORDINATOR, worker.organisation)

    answer = sign_in(coordinator).post(f"/c/{follow_up.code}/contact/new")

    assert answer.status_code == 404


def test_behind_a_shut_gate_the_page_says_so_and_saves_only_what_came_from_outside(sign_in, db):
    worker = factories.account(Role.PERPETRATOR_WORKER)
    follow_up = files.running(Strand.PERPETRATOR, Risk.MEDIUM, worker, released_at=None)
    desk = sign_in(worker)

    page = desk.get(f"/c/{follow_up.code}/contact/new").text
    refused = post(desk, follow_up)
    saved = post(desk, follow_up, **SPOKEN | {"outcome": "came_to_us", "asked": "spoke_think"})

    assert "The first attempt opens when the victim&#39;s side has been informed." in page
    assert refused.status_code == 422
    assert saved.status_code == 303
    assert db.session.get(FollowUp, follow_up.id).contact_made_at is not None


def test_one_of_several_numbers_is_said_to_have_been_called(db, desk, worker):
    card = files.card(phones=[{"number": "+32470123456"}, {"number": "+32471222333"}])
    follow_up = files.running(worker=worker, card=card)
    before = desk.get(f"/c/{follow_up.code}/contact/new").text
    second = re.findall(r'name="number"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="number"', before)

    post(desk, follow_up, number="".join(second[1]))

    assert "+32471222333" not in before
    assert "0471 22 23 33" not in before
    assert entries(db)[0].number == "+32471222333"


def test_with_one_number_nothing_is_asked(desk, follow_up):
    assert 'name="number"' not in desk.get(f"/c/{follow_up.code}/contact/new").text


def test_a_word_that_judges_is_saved_and_another_one_offered_afterwards(desk, follow_up, db):
    answer = post(desk, follow_up, note="She refuses help.")

    assert [one.note for one in entries(db)] == ["She refuses help."]
    assert "perhaps: “does not want follow-up for now”?" in desk.get(answer.location).text


def test_who_saw_the_hint_while_writing_is_not_told_again(desk, follow_up):
    answer = post(desk, follow_up, note="She refuses help.", hinted="1")

    assert "perhaps:" not in desk.get(answer.location).text
