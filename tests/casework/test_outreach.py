from datetime import datetime, timedelta

import pytest
from sqlalchemy import or_, select

from followup import clock
from followup.casework import deadlines, errors, outreach, safe_contact
from followup.casework.entry import Entry
from followup.models import Account, AlertRow, AuditEntry
from followup.rules.effects import EFFECTS
from followup.rules.next_step import Step
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import (
    Alert,
    CountsAs,
    DeadlineKind,
    Outcome,
    Risk,
    State,
    StepWhy,
    Strand,
    Way,
)
from tests import factories, files

EVERY_WAY = {way.value: "yes" for way in Way if way.needs_permit}
H, M, L = Risk.HIGH, Risk.MEDIUM, Risk.LOW
REVIEWS = {"review_1_month": "23/12 12:00", "review_3_months": "23/02 12:00"}
# Of a victim at high risk the coordinator decides after 48 hours, whatever was tried.
DECIDED_ANYWAY = {"decide_unreached": "25/11 11:00"}
NO_ATTEMPT = {
    H: {"first_attempt": "24/11 12:00", "contact_made": "25/11 11:00"} | DECIDED_ANYWAY,
    M: {"first_attempt": "24/11 17:00", "contact_made": "26/11 17:00"},
    L: {"first_attempt": "25/11 17:00", "contact_made": "30/11 17:00"},
}
CONTACT_RUNS = {
    risk: {kind: at for kind, at in due.items() if kind != "first_attempt"}
    for risk, due in NO_ATTEMPT.items()
}


def contact(**opened):
    """Both clocks stop, both reviews are laid, and these duties open at each risk."""
    return {risk: REVIEWS | _at(risk, opened) for risk in (H, M, L)}


def attempt(**opened):
    """The first clock stops, contact stays due, and these duties open."""
    return {risk: CONTACT_RUNS[risk] | _at(risk, opened) for risk in (H, M, L)}


def nothing(**opened):
    """Neither clock stops."""
    return {risk: NO_ATTEMPT[risk] | _at(risk, opened) for risk in (H, M, L)}


def _at(risk, opened):
    due = {kind: each[(H, M, L).index(risk)] for kind, each in opened.items()}
    return {kind: moment for kind, moment in due.items() if moment}


BY_FORMULA = attempt(next_attempt=("23/11 17:00", "24/11 12:00", "25/11 12:00"))
AFTER_MESSAGE = attempt(next_attempt=("24/11 17:00", "25/11 17:00", "25/11 17:00"))
ASSESSED = contact(needs_assessment=("25/11 17:00", "30/11 17:00", "30/11 17:00"))

# Logged on Monday 23 November at noon, an hour after the referral: open then, and until when.
DUTIES = {
    Outcome.SPOKE_SUPPORT: ASSESSED,
    Outcome.SPOKE_THINK: contact(call_back=("30/11 12:00",) * 3),
    Outcome.SPOKE_NOT_NOW: {
        H: {"coordinator_decision": "24/11 17:00"},
        M: {"close_proposed": "24/11 17:00"},
        L: {"close_proposed": "24/11 17:00"},
    },
    Outcome.NOT_GOOD_MOMENT: BY_FORMULA,
    Outcome.NO_ANSWER: BY_FORMULA,
    Outcome.OTHER_ANSWERED: attempt(next_attempt=("24/11 12:00", "24/11 12:00", "25/11 12:00")),
    Outcome.NUMBER_DEAD: nothing(better_number=("25/11 17:00",) * 3),
    Outcome.MESSAGE_LEFT: AFTER_MESSAGE,
    Outcome.SMS_SENT: AFTER_MESSAGE,
    Outcome.BUSY: nothing(next_attempt=("23/11 17:00",) * 3),
    Outcome.VISIT_NOBODY: BY_FORMULA,
    Outcome.SAFE_PERSON: BY_FORMULA,
    Outcome.NO_SHARED_LANGUAGE: attempt(
        book_interpreter=("24/11 17:00",) * 3,
        next_attempt=("24/11 17:00", "24/11 17:00", "25/11 12:00"),
    ),
    Outcome.CAME_TO_US: ASSESSED,
    Outcome.DANGER_NOW: contact(check_again=("23/11 14:00",) * 3),
    Outcome.DURESS_WORD: contact(check_again=("23/11 14:00",) * 3),
    Outcome.STOP_UNSAFE: {
        H: {"coordinator_decision": "23/11 17:00"},
        M: {"coordinator_decision": "24/11 17:00"},
        L: {"coordinator_decision": "24/11 17:00"},
    },
    Outcome.PROFESSIONAL: nothing(),
}
WAYS = {
    Outcome.SMS_SENT: Way.SMS,
    Outcome.VISIT_NOBODY: Way.VISIT,
    Outcome.SAFE_PERSON: Way.SAFE_PERSON,
    Outcome.CAME_TO_US: Way.CAME_TO_US,
    Outcome.PROFESSIONAL: Way.PROFESSIONAL,
}
STATES = {Outcome.NUMBER_DEAD: State.INCOMPLETE, Outcome.STOP_UNSAFE: State.STOPPED}
ALERTS = {
    Outcome.NUMBER_DEAD: Alert.BETTER_NUMBER,
    Outcome.DANGER_NOW: Alert.DANGER,
    Outcome.DURESS_WORD: Alert.DANGER,
    Outcome.STOP_UNSAFE: Alert.STOPPED,
}


def log(db, follow_up, outcome=Outcome.NO_ANSWER, **said):
    worker = db.session.get(Account, follow_up.worker_id)
    said = {"way": WAYS.get(outcome, Way.CALL)} | said
    if outcome is Outcome.CAME_TO_US:
        said = {"asked": Outcome.SPOKE_SUPPORT} | said
    return outreach.log_contact(follow_up, Entry(outcome=outcome, **said), by=worker)


def duties(follow_up):
    return {
        row.kind.value: f"{row.due_at.astimezone(BRUSSELS):%d/%m %H:%M}"
        for row in deadlines.open_deadlines(follow_up)
    }


def alerts(db, follow_up):
    mine = or_(AlertRow.follow_up_id == follow_up.id, AlertRow.referral_id == follow_up.referral_id)
    return set(db.session.scalars(select(AlertRow.kind).where(mine, AlertRow.seen_at.is_(None))))


def brussels(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


@pytest.fixture
def open_file(db):
    """A file whose card allows every way."""

    def open_file(risk=H, strand=Strand.VICTIM, permits=EVERY_WAY, **columns):
        columns = {"card": files.card(permits=permits)} | columns
        return files.running(strand, risk, **columns)

    return open_file


@pytest.mark.parametrize("risk", [H, M, L])
@pytest.mark.parametrize("outcome", DUTIES)
def test_each_outcome_leaves_exactly_these_duties_open(outcome, risk, db, open_file):
    follow_up = open_file(risk)

    log(db, follow_up, outcome)

    assert duties(follow_up) == DUTIES[outcome][risk]


def test_every_outcome_but_the_mistake_is_in_the_table():
    assert set(DUTIES) == set(Outcome) - {Outcome.MISTAKE}


@pytest.mark.parametrize("outcome", DUTIES)
def test_each_outcome_counts_for_the_right_clock(outcome, db, open_file):
    follow_up = open_file()

    entry = log(db, follow_up, outcome)

    is_contact = EFFECTS[outcome].counts_as is CountsAs.CONTACT
    is_attempt = not is_contact and "first_attempt" not in DUTIES[outcome][H]
    expected = (
        CountsAs.CONTACT if is_contact else CountsAs.ATTEMPT if is_attempt else CountsAs.NOTHING
    )
    assert entry.counts_as is expected
    assert (follow_up.first_attempt_at is not None) is (is_contact or is_attempt)
    assert (follow_up.contact_made_at is not None) is is_contact
    assert follow_up.attempts == int(is_contact or is_attempt)


@pytest.mark.parametrize("outcome", DUTIES)
def test_each_outcome_leads_to_its_state_and_tells_whom_it_concerns(outcome, db, open_file):
    follow_up = open_file(M)

    log(db, follow_up, outcome)

    assert follow_up.state is STATES.get(outcome, State.OPEN)
    assert alerts(db, follow_up) == ({ALERTS[outcome]} if outcome in ALERTS else set())


@pytest.mark.parametrize("outcome", DUTIES)
def test_the_list_finds_the_first_duty_of_the_worker_on_the_file(outcome, db, open_file):
    follow_up = open_file()

    log(db, follow_up, outcome)

    own = [row for row in deadlines.open_deadlines(follow_up) if not row.kind.for_coordinator]
    assert follow_up.due_at == (own[0].due_at if own else None)
    assert follow_up.due_kind == (own[0].kind if own else None)


def test_a_high_risk_person_who_wants_no_follow_up_goes_to_the_coordinator(db, open_file):
    follow_up = open_file(H)

    log(db, follow_up, Outcome.SPOKE_NOT_NOW)

    assert alerts(db, follow_up) == {Alert.CLOSE_ASKED}


def test_one_more_call_that_was_agreed_comes_in_thirty_days_and_nothing_is_closed(db, open_file):
    follow_up = open_file(M)

    log(db, follow_up, Outcome.SPOKE_NOT_NOW, call_once_more=True)

    assert duties(follow_up) == {"call_once_more": "23/12 12:00"}


@pytest.mark.parametrize("outcome", [Outcome.DANGER_NOW, Outcome.DURESS_WORD])
def test_danger_makes_the_risk_high_and_alerts_until_seen(outcome, db, open_file):
    follow_up = open_file(L)

    log(db, follow_up, outcome)

    alert = db.session.scalars(select(AlertRow).where(AlertRow.follow_up_id == follow_up.id)).one()
    assert (follow_up.risk, follow_up.timed_as) == (H, H)
    assert (alert.kind, alert.repeat_minutes) == (Alert.DANGER, 15)


def test_danger_beside_another_outcome_is_looked_at_again_within_two_hours(db, open_file):
    follow_up = open_file(L)

    log(db, follow_up, Outcome.SPOKE_SUPPORT, danger=True)

    assert duties(follow_up)["check_again"] == "23/11 14:00"
    assert "needs_assessment" in duties(follow_up)
    assert alerts(db, follow_up) == {Alert.DANGER}


def test_a_look_that_did_not_come_in_two_hours_is_told_to_the_coordinator(db, open_file):
    follow_up = open_file(L)

    log(db, follow_up, Outcome.DURESS_WORD)

    look = deadlines.open_deadlines(follow_up)[0]
    assert (look.kind, look.escalates_at) == (DeadlineKind.CHECK_AGAIN, look.due_at)


def test_a_stranger_on_the_phone_twice_locks_the_number_and_asks_for_another_way(
    db, open_file, clock_at
):
    follow_up = open_file()
    log(db, follow_up, Outcome.OTHER_ANSWERED)
    assert not safe_contact.current_card(follow_up).phones[0].locked
    clock_at(brussels(24, 9))

    log(db, follow_up, Outcome.OTHER_ANSWERED)

    phone = safe_contact.current_card(follow_up).phones[0]
    assert (phone.locked, phone.others_answered) == (True, 2)
    assert duties(follow_up)["safe_way"] == "25/11 17:00"
    assert "next_attempt" not in duties(follow_up)


def test_a_dead_number_is_locked_and_the_officer_is_asked_for_another(db, open_file):
    follow_up = open_file()

    log(db, follow_up, Outcome.NUMBER_DEAD)

    asked = db.session.scalars(
        select(AlertRow).where(AlertRow.referral_id == follow_up.referral_id)
    ).one()
    assert safe_contact.current_card(follow_up).phone is None
    assert (asked.account_id is not None, asked.follow_up_id) == (True, None)


def test_a_number_that_was_tried_before_counts_as_an_attempt_when_it_is_dead(
    db, open_file, clock_at
):
    follow_up = open_file()
    log(db, follow_up, Outcome.NO_ANSWER)
    clock_at(brussels(23, 15))

    entry = log(db, follow_up, Outcome.NUMBER_DEAD)

    assert entry.counts_as is CountsAs.ATTEMPT


def test_a_stop_locks_every_way_and_the_clocks_stand_still(db, open_file):
    follow_up = open_file()

    log(db, follow_up, Outcome.STOP_UNSAFE)

    assert safe_contact.current_card(follow_up).locked
    assert follow_up.contact_due_at is None
    with pytest.raises(errors.AgainstCard):
        log(db, follow_up, Outcome.NO_ANSWER)


def test_after_a_stop_only_the_coordinator_ends_the_decision_even_if_the_person_calls(
    db, open_file
):
    follow_up = open_file()
    log(db, follow_up, Outcome.STOP_UNSAFE)

    log(db, follow_up, Outcome.CAME_TO_US)

    assert follow_up.state is State.STOPPED
    assert "coordinator_decision" in duties(follow_up)


def test_a_decision_asked_of_the_coordinator_is_not_ended_by_an_unanswered_call(
    db, open_file, clock_at
):
    follow_up = open_file(H)
    log(db, follow_up, Outcome.SPOKE_NOT_NOW)
    clock_at(brussels(24, 9))

    log(db, follow_up, Outcome.NO_ANSWER)

    assert "coordinator_decision" in duties(follow_up)


def test_the_third_time_to_think_in_a_row_is_looked_at_by_the_coordinator(db, open_file, clock_at):
    follow_up = open_file(M)
    for day in (23, 24, 25):
        assert "coordinator_decision" not in duties(follow_up)
        clock_at(brussels(day, 14))
        log(db, follow_up, Outcome.SPOKE_THINK)

    assert duties(follow_up)["coordinator_decision"] == "26/11 17:00"


def test_who_would_think_it_over_is_called_back_on_the_agreed_day(db, open_file):
    follow_up = open_file()

    log(db, follow_up, Outcome.SPOKE_THINK, chosen_at=brussels(26, 15))

    assert duties(follow_up)["call_back"] == "26/11 15:00"


def test_a_call_back_after_three_weeks_is_refused(db, open_file):
    follow_up = open_file()
    too_far = datetime(2026, 12, 15, 9, tzinfo=BRUSSELS)

    with pytest.raises(errors.LaterThanRule):
        log(db, follow_up, Outcome.SPOKE_THINK, chosen_at=too_far)


def test_a_named_moment_in_the_past_is_refused(db, open_file):
    with pytest.raises(errors.LaterThanRule):
        log(db, open_file(), Outcome.NOT_GOOD_MOMENT, chosen_at=brussels(23, 11))


def test_the_moment_the_person_named_becomes_the_next_step(db, open_file):
    follow_up = open_file()

    log(db, follow_up, Outcome.NOT_GOOD_MOMENT, chosen_at=brussels(24, 16))

    assert follow_up.step_from == brussels(24, 16)


def test_a_step_the_worker_chose_replaces_the_proposal(db, open_file):
    follow_up = open_file()
    step = Step(brussels(24, 10), brussels(24, 11), None, None, StepWhy.CHOSEN)

    log(db, follow_up, step=step, later_reason="She asked for it")

    assert (follow_up.step_from, follow_up.step_until) == (step.starts_at, step.ends_at)


def test_after_the_last_agreed_attempt_the_person_is_on_the_list_of_not_reached(
    db, open_file, clock_at
):
    follow_up = open_file(H)
    for n in range(6):
        clock_at(brussels(23 + n // 2, 12 + 4 * (n % 2)))
        assert follow_up.state is State.OPEN
        log(db, follow_up, at=clock.now())

    assert follow_up.state is State.NOT_REACHED
    assert "next_attempt" not in duties(follow_up)
    assert "coordinator_decision" in duties(follow_up)
    assert Alert.NOT_REACHED in alerts(db, follow_up)


def test_contact_begins_a_new_round_of_tries(db, open_file, clock_at):
    follow_up = open_file(H)
    for n in range(5):
        clock_at(brussels(23 + n // 2, 12 + 4 * (n % 2)))
        log(db, follow_up)
    clock_at(brussels(26, 10))
    log(db, follow_up, Outcome.SPOKE_THINK)
    clock_at(brussels(27, 10))

    log(db, follow_up)

    assert follow_up.state is State.OPEN
    assert "next_attempt" in duties(follow_up)


def test_when_no_safe_window_comes_another_safe_way_must_be_found(db, open_file):
    never = [{"opens": "02:00", "closes": "03:00"}]
    follow_up = open_file(card=files.card(windows=never))

    log(db, follow_up, against_card_reason="She called us back and asked to")

    assert duties(follow_up)["safe_way"] == "24/11 17:00"


def test_an_entry_of_yesterday_counts_from_its_real_moment(db, open_file):
    follow_up = open_file(received_at=brussels(22, 8))
    yesterday = brussels(22, 18)

    entry = log(db, follow_up, at=yesterday)

    assert follow_up.first_attempt_at == yesterday
    assert (entry.at, entry.logged_at) == (yesterday, clock.now())


def test_an_earlier_try_written_down_later_changes_the_clock_but_not_the_plan(db, open_file):
    follow_up = open_file(received_at=brussels(22, 8))
    log(db, follow_up, Outcome.NO_ANSWER)
    planned = duties(follow_up)["next_attempt"]

    log(db, follow_up, Outcome.VISIT_NOBODY, at=brussels(22, 18))

    assert follow_up.first_attempt_at == brussels(22, 18)
    assert duties(follow_up)["next_attempt"] == planned


def test_a_dead_number_written_down_after_a_later_talk_asks_nobody_anything(db, open_file):
    follow_up = open_file(received_at=brussels(22, 8))
    log(db, follow_up, Outcome.SPOKE_SUPPORT)

    log(db, follow_up, Outcome.NUMBER_DEAD, at=brussels(22, 18))

    assert follow_up.state is State.OPEN
    assert safe_contact.current_card(follow_up).phone is not None


def test_a_stop_written_down_late_still_stops(db, open_file):
    follow_up = open_file(received_at=brussels(22, 8))
    log(db, follow_up, Outcome.NO_ANSWER)

    log(db, follow_up, Outcome.STOP_UNSAFE, at=brussels(22, 18))

    assert follow_up.state is State.STOPPED
    assert "coordinator_decision" in duties(follow_up)


def test_a_try_from_before_the_new_intervention_stops_no_new_clock(db, open_file):
    follow_up = open_file()

    log(db, follow_up, at=brussels(22, 18))

    assert follow_up.first_attempt_at is None
    assert duties(follow_up) == NO_ATTEMPT[H]


@pytest.mark.parametrize("ago", [timedelta(days=7, minutes=1), -timedelta(minutes=3)])
def test_more_than_a_week_ago_or_in_the_future_is_refused(ago, db, open_file):
    with pytest.raises(errors.NotThatMoment):
        log(db, open_file(), at=clock.now() - ago)


@pytest.mark.parametrize(
    ("permits", "outcome", "way"),
    [
        ({"call": "yes", "sms": "no"}, Outcome.SMS_SENT, Way.SMS),
        ({"call": "yes"}, Outcome.SMS_SENT, Way.SMS),
        ({"call": "no"}, Outcome.NO_ANSWER, Way.CALL),
        ({"call": "yes", "voicemail": "no"}, Outcome.MESSAGE_LEFT, Way.CALL),
        ({"call": "yes"}, Outcome.VISIT_NOBODY, Way.VISIT),
    ],
)
def test_a_forbidden_way_is_refused_even_with_a_reason(permits, outcome, way, db, open_file):
    follow_up = open_file(permits=permits)

    with pytest.raises(errors.AgainstCard):
        log(db, follow_up, outcome, way=way, against_card_reason="It was urgent")


def test_outside_the_safe_window_a_reason_is_needed_and_kept(db, open_file):
    follow_up = open_file(card=files.card(windows=[{"opens": "14:00", "closes": "16:00"}]))

    with pytest.raises(errors.AgainstCard):
        log(db, follow_up)
    entry = log(db, follow_up, against_card_reason="She asked us to ring back at once")

    assert entry.against_card == "outside_window"
    assert entry.against_card_reason == "She asked us to ring back at once"


@pytest.mark.parametrize(
    ("way", "outcome"),
    [
        (Way.PROFESSIONAL, Outcome.SPOKE_SUPPORT),
        (Way.CAME_TO_US, Outcome.NO_ANSWER),
        (Way.CALL, Outcome.CAME_TO_US),
        (Way.CALL, Outcome.MISTAKE),
    ],
)
def test_an_outcome_that_this_way_cannot_have_is_refused(way, outcome, db, open_file):
    with pytest.raises(errors.Refused):
        log(db, open_file(), outcome, way=way)


def test_who_came_to_us_must_have_wanted_something(db, open_file):
    with pytest.raises(errors.Refused):
        log(db, open_file(), Outcome.CAME_TO_US, asked=None)


def test_behind_a_shut_gate_only_what_came_from_outside_is_written_down(db, open_file):
    follow_up = open_file(M, Strand.PERPETRATOR, released_at=None)

    with pytest.raises(errors.GateShut):
        log(db, follow_up, Outcome.NO_ANSWER)
    entry = log(db, follow_up, Outcome.CAME_TO_US)

    assert entry.counts_as is CountsAs.CONTACT


def test_nothing_is_logged_on_a_follow_up_that_ended(db, open_file, noon):
    with pytest.raises(errors.FollowUpClosed):
        log(db, open_file(closed_at=noon))


def test_the_number_that_was_called_stays_on_the_entry(db, open_file):
    follow_up = open_file()

    called = log(db, follow_up)
    visited = log(db, follow_up, Outcome.VISIT_NOBODY)

    assert (called.number, visited.number) == (files.NUMBER, None)


def test_confirming_the_card_dates_it_today(db, open_file):
    follow_up = open_file()

    log(db, follow_up, Outcome.SPOKE_SUPPORT, card_confirmed=True)

    assert safe_contact.current(follow_up).agreed_at == clock.now()


def test_logging_leaves_a_trace(db, open_file):
    follow_up = open_file()

    log(db, follow_up)

    trace = select(AuditEntry.action).where(AuditEntry.object_id == follow_up.id)
    assert list(db.session.scalars(trace)) == ["logged_contact"]


def test_a_childs_follow_up_is_tried_as_one_of_medium_risk(db, open_file):
    follow_up = open_file(M, Strand.CHILD)

    log(db, follow_up)

    assert duties(follow_up)["contact_made"] == "30/11 17:00"
    assert follow_up.due_kind is DeadlineKind.NEXT_ATTEMPT


def test_the_tries_of_an_absent_worker_wait_until_the_return(db, open_file):
    follow_up = open_file(M)
    worker = db.session.get(Account, follow_up.worker_id)
    factories.absence(worker)

    log(db, follow_up)

    assert follow_up.step_from.astimezone(BRUSSELS).day == 30


def test_a_contact_with_one_person_hides_the_silence_of_no_other(db):
    worker = factories.account()
    reached, silent = (files.running(worker=worker) for _ in range(2))

    log(db, reached, Outcome.SPOKE_SUPPORT)

    assert DeadlineKind.CONTACT_MADE.value not in duties(reached)
    assert DeadlineKind.CONTACT_MADE.value in duties(silent)
