from datetime import date, time

import pytest

from followup.rules.outcomes import LaterThanAllowed, Try, dues_of, effect_of
from followup.rules.policy import is_high
from followup.rules.terms import minutes, working_days
from followup.rules.working_time import OFFICE, at, local
from followup.vocabulary import (
    Alert,
    Asks,
    CountsAs,
    DeadlineKind,
    Outcome,
    Risk,
    Start,
    State,
    Way,
    WhyAsked,
)

MONDAY_10 = at(date(2026, 9, 7), time(10))
HIGH = [Risk.HIGH, Risk.CRITICAL, Risk.UNKNOWN]
OTHER = [Risk.MEDIUM, Risk.LOW]


def opened(outcome, risk, tried_at=MONDAY_10, chosen_at=None, **more):
    effect = effect_of(outcome, Try(risk, **more))
    dues = dues_of(effect, tried_at=tried_at, calendar=OFFICE, chosen_at=chosen_at)
    return {due.kind: local(due.due_at).strftime("%a %d %b %H:%M") for due in dues}


@pytest.mark.parametrize(
    ("risk", "due"),
    [(risk, "Wed 09 Sep 17:00") for risk in HIGH] + [(risk, "Mon 14 Sep 17:00") for risk in OTHER],
)
def test_who_would_like_support_gets_a_needs_assessment(risk, due):
    assert opened(Outcome.SPOKE_SUPPORT, risk) == {DeadlineKind.NEEDS_ASSESSMENT: due}


@pytest.mark.parametrize("risk", Risk)
def test_who_would_like_time_is_called_back_in_a_week(risk):
    assert opened(Outcome.SPOKE_THINK, risk) == {DeadlineKind.CALL_BACK: "Mon 14 Sep 10:00"}


def test_who_would_like_time_is_called_back_on_the_agreed_day():
    agreed = at(date(2026, 9, 28), time(10))

    assert opened(Outcome.SPOKE_THINK, Risk.LOW, chosen_at=agreed) == {
        DeadlineKind.CALL_BACK: "Mon 28 Sep 10:00"
    }


def test_a_call_back_after_21_days_is_refused_with_the_latest_moment():
    with pytest.raises(LaterThanAllowed) as refused:
        opened(Outcome.SPOKE_THINK, Risk.LOW, chosen_at=at(date(2026, 9, 28), time(10, 1)))

    assert refused.value.latest_at == at(date(2026, 9, 28), time(10))


def test_a_call_back_before_the_call_is_refused():
    with pytest.raises(ValueError, match="after the try"):
        opened(Outcome.SPOKE_THINK, Risk.LOW, chosen_at=MONDAY_10)


def test_the_third_time_to_think_in_a_row_is_looked_at_by_the_coordinator():
    second = opened(Outcome.SPOKE_THINK, Risk.LOW, thinks_in_a_row=1)
    third = opened(Outcome.SPOKE_THINK, Risk.LOW, thinks_in_a_row=2)

    assert DeadlineKind.COORDINATOR_DECISION not in second
    assert third[DeadlineKind.COORDINATOR_DECISION] == "Tue 08 Sep 17:00"
    assert third[DeadlineKind.CALL_BACK] == "Mon 14 Sep 10:00"


@pytest.mark.parametrize("risk", OTHER)
def test_who_wants_no_follow_up_now_leads_to_a_proposal_to_close(risk):
    effect = effect_of(Outcome.SPOKE_NOT_NOW, Try(risk))

    assert effect.proposes_close
    assert not effect.coordinator_only
    assert opened(Outcome.SPOKE_NOT_NOW, risk) == {DeadlineKind.CLOSE_PROPOSED: "Tue 08 Sep 17:00"}


@pytest.mark.parametrize("risk", HIGH)
def test_at_high_risk_only_the_coordinator_closes_within_a_working_day(risk):
    effect = effect_of(Outcome.SPOKE_NOT_NOW, Try(risk))

    assert effect.coordinator_only
    assert effect.alert is Alert.CLOSE_ASKED
    assert opened(Outcome.SPOKE_NOT_NOW, risk) == {
        DeadlineKind.COORDINATOR_DECISION: "Tue 08 Sep 17:00"
    }


def test_who_may_be_called_once_more_is_called_after_30_days():
    effect = effect_of(Outcome.SPOKE_NOT_NOW, Try(Risk.LOW, call_once_more=True))

    assert not effect.proposes_close
    assert opened(Outcome.SPOKE_NOT_NOW, Risk.LOW, call_once_more=True) == {
        DeadlineKind.CALL_ONCE_MORE: "Wed 07 Oct 10:00"
    }


def test_at_high_risk_one_more_call_does_not_replace_the_decision():
    kinds = opened(Outcome.SPOKE_NOT_NOW, Risk.HIGH, call_once_more=True)

    assert set(kinds) == {DeadlineKind.CALL_ONCE_MORE, DeadlineKind.COORDINATOR_DECISION}


@pytest.mark.parametrize("risk", Risk)
@pytest.mark.parametrize(
    "outcome", [Outcome.NO_ANSWER, Outcome.VISIT_NOBODY, Outcome.NOT_GOOD_MOMENT]
)
def test_a_try_without_answer_opens_only_the_next_try(outcome, risk):
    effect = effect_of(outcome, Try(risk))

    assert effect.counts_as is CountsAs.ATTEMPT
    assert effect.next_try is not None
    assert effect.opens == ()


@pytest.mark.parametrize("outcome", [Outcome.NOT_GOOD_MOMENT, Outcome.SAFE_PERSON])
def test_a_moment_that_was_named_stands(outcome):
    effect = effect_of(outcome, Try(Risk.LOW))

    assert effect.next_try.chosen
    assert Asks.BETTER_WINDOW in effect.asks


def test_when_somebody_else_answers_the_next_try_is_another_day_and_part_of_day():
    effect = effect_of(Outcome.OTHER_ANSWERED, Try(Risk.HIGH))

    assert (effect.next_try.next_day, effect.next_try.other_daypart) == (True, True)
    assert (effect.flag_number, effect.lock_number, effect.opens) == (True, False, ())


@pytest.mark.parametrize("risk", Risk)
def test_the_second_time_somebody_else_answers_the_number_is_locked(risk):
    effect = effect_of(Outcome.OTHER_ANSWERED, Try(risk, others_answered=1))

    assert effect.lock_number
    assert effect.next_try is None
    assert opened(Outcome.OTHER_ANSWERED, risk, others_answered=1) == {
        DeadlineKind.SAFE_WAY: "Tue 08 Sep 17:00"
    }


@pytest.mark.parametrize("risk", Risk)
def test_a_number_that_does_not_work_is_asked_again_of_the_police(risk):
    effect = effect_of(Outcome.NUMBER_DEAD, Try(risk))

    assert effect.lock_number
    assert effect.state is State.INCOMPLETE
    assert effect.asks_police is WhyAsked.NUMBER_DEAD
    assert not effect.pauses_clocks
    assert opened(Outcome.NUMBER_DEAD, risk) == {DeadlineKind.BETTER_NUMBER: "Wed 09 Sep 17:00"}


@pytest.mark.parametrize(("uses", "counts"), [(0, CountsAs.NOTHING), (1, CountsAs.ATTEMPT)])
def test_a_dead_number_is_no_try_the_first_time_it_is_used(uses, counts):
    effect = effect_of(Outcome.NUMBER_DEAD, Try(Risk.HIGH, uses_of_number=uses))

    assert effect.counts_as is counts
    assert effect.stops_first_attempt is bool(uses)


@pytest.mark.parametrize("risk", Risk)
@pytest.mark.parametrize(
    ("outcome", "way"),
    [(Outcome.MESSAGE_LEFT, Way.VOICEMAIL), (Outcome.SMS_SENT, Way.SMS)],
)
def test_after_a_message_we_wait_one_or_two_working_days(outcome, way, risk):
    effect = effect_of(outcome, Try(risk))

    assert effect.next_try.wait == working_days(1 if is_high(risk) else 2)
    assert effect.needs_permit is way
    assert effect.counts_as is CountsAs.ATTEMPT


def test_a_busy_line_is_no_try_and_is_called_again_in_half_an_hour():
    effect = effect_of(Outcome.BUSY, Try(Risk.LOW))

    assert effect.counts_as is CountsAs.NOTHING
    assert effect.next_try.retry == minutes(30)


def test_without_a_shared_language_an_interpreter_is_booked():
    effect = effect_of(Outcome.NO_SHARED_LANGUAGE, Try(Risk.LOW))

    assert effect.next_try.with_interpreter
    assert opened(Outcome.NO_SHARED_LANGUAGE, Risk.LOW) == {
        DeadlineKind.BOOK_INTERPRETER: "Tue 08 Sep 17:00"
    }


@pytest.mark.parametrize(
    "asked", [Outcome.SPOKE_SUPPORT, Outcome.SPOKE_THINK, Outcome.SPOKE_NOT_NOW]
)
@pytest.mark.parametrize("risk", Risk)
def test_who_came_to_us_is_followed_as_what_they_asked(asked, risk):
    came, called = (
        effect_of(Outcome.CAME_TO_US, Try(risk, asked=asked)),
        effect_of(asked, Try(risk)),
    )

    assert came.opens == called.opens
    assert came.counts_as is CountsAs.CONTACT
    assert came.ends_snooze
    assert came.key is None


@pytest.mark.parametrize("asked", [None, Outcome.NO_ANSWER])
def test_what_who_came_to_us_wanted_must_be_said(asked):
    with pytest.raises(ValueError, match="wanted"):
        effect_of(Outcome.CAME_TO_US, Try(Risk.LOW, asked=asked))


@pytest.mark.parametrize("risk", Risk)
def test_danger_now_is_high_risk_and_checked_again_in_two_hours(risk):
    effect = effect_of(Outcome.DANGER_NOW, Try(risk))

    assert effect.risk_at_least is Risk.HIGH
    assert effect.alert is Alert.DANGER
    assert effect.emergency_list
    assert opened(Outcome.DANGER_NOW, risk) == {DeadlineKind.CHECK_AGAIN: "Mon 07 Sep 12:00"}


@pytest.mark.parametrize(
    ("risk", "decided_by"),
    [(risk, "Mon 07 Sep 17:00") for risk in HIGH] + [(risk, "Tue 08 Sep 17:00") for risk in OTHER],
)
def test_unsafe_contact_stops_everything_until_the_coordinator_decides(risk, decided_by):
    effect = effect_of(Outcome.STOP_UNSAFE, Try(risk))

    assert (effect.pauses_clocks, effect.lock_all_ways) == (True, True)
    assert (effect.state, effect.alert) == (State.STOPPED, Alert.STOPPED)
    assert effect.next_try is None
    assert opened(Outcome.STOP_UNSAFE, risk) == {DeadlineKind.COORDINATOR_DECISION: decided_by}


def test_unsafe_contact_found_in_the_evening_is_decided_the_next_working_day():
    friday_evening = at(date(2026, 9, 4), time(19))

    assert opened(Outcome.STOP_UNSAFE, Risk.HIGH, tried_at=friday_evening) == {
        DeadlineKind.COORDINATOR_DECISION: "Mon 07 Sep 17:00"
    }


@pytest.mark.parametrize("risk", Risk)
def test_a_talk_with_a_professional_leaves_the_planned_step(risk):
    effect = effect_of(Outcome.PROFESSIONAL, Try(risk))

    assert effect.counts_as is CountsAs.NOTHING
    assert effect.keeps_step
    assert effect.asks == (Asks.CONSENT,)


@pytest.mark.parametrize("risk", Risk)
def test_a_mistake_restores_what_was_before(risk):
    effect = effect_of(Outcome.MISTAKE, Try(risk))

    assert effect.restores
    assert (effect.opens, effect.next_try) == ((), None)


@pytest.mark.parametrize("risk", Risk)
@pytest.mark.parametrize("outcome", Outcome)
def test_no_outcome_leaves_a_person_without_a_next_step(outcome, risk):
    effect = effect_of(outcome, Try(risk, asked=Outcome.SPOKE_SUPPORT))

    assert effect.opens or effect.next_try or effect.keeps_step or effect.restores


def test_decisions_of_the_coordinator_are_told_when_due():
    effect = effect_of(Outcome.STOP_UNSAFE, Try(Risk.LOW))

    (due,) = dues_of(effect, tried_at=MONDAY_10, calendar=OFFICE)

    assert due.escalates_at == due.due_at
    assert due.start is Start.ATTEMPT_AT
    assert due.rule == "any.any.coordinator_decision"
