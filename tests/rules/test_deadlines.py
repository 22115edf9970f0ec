from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules import terms
from followup.rules.deadlines import (
    after_contact,
    after_pause,
    move_cap,
    opening_deadlines,
    referral_deadlines,
    timing_band,
    unassigned_alarm_at,
)
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.working_time import OFFICE, Calendar, at, local
from followup.vocabulary import Clock, DeadlineKind, Risk, Start, Strand, TermUnit

ON_DUTY = Calendar(weekend_duty=True)
ANY_MOMENT = st.datetimes(
    datetime.fromisoformat("2024-01-01"),
    datetime.fromisoformat("2032-12-31"),
    timezones=st.just(UTC),
)


def clock(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute))


def shown(moment):
    return moment and local(moment).strftime("%a %d %b %H:%M")


def both(strand, risk, received_at, calendar=OFFICE, **more):
    dues = opening_deadlines(
        strand=strand, risk=risk, received_at=received_at, calendar=calendar, **more
    )
    return tuple(shown(due.due_at) for due in dues)


EVE_OF_21_JULY = clock(2026, 7, 20, 15)
FRIDAY_NIGHT = clock(2026, 9, 4, 23, 40)


@pytest.mark.parametrize(
    ("risk", "first_attempt", "contact_made"),
    [
        (Risk.CRITICAL, "Mon 20 Jul 17:00", "Tue 21 Jul 15:00"),
        (Risk.HIGH, "Wed 22 Jul 12:00", "Wed 22 Jul 15:00"),
        (Risk.UNKNOWN, "Wed 22 Jul 12:00", "Wed 22 Jul 15:00"),
        (Risk.MEDIUM, "Wed 22 Jul 17:00", "Fri 24 Jul 17:00"),
        (Risk.LOW, "Thu 23 Jul 17:00", "Tue 28 Jul 17:00"),
    ],
)
def test_a_victim_referred_on_the_eve_of_21_july(risk, first_attempt, contact_made):
    assert both(Strand.VICTIM, risk, EVE_OF_21_JULY) == (first_attempt, contact_made)


@pytest.mark.parametrize(
    ("risk", "first_attempt", "contact_made"),
    [
        (Risk.CRITICAL, "Sat 05 Sep 01:40", "Sat 05 Sep 23:40"),
        (Risk.HIGH, "Mon 07 Sep 12:00", "Sun 06 Sep 23:40"),
        (Risk.MEDIUM, "Mon 07 Sep 17:00", "Wed 09 Sep 17:00"),
        (Risk.LOW, "Tue 08 Sep 17:00", "Fri 11 Sep 17:00"),
    ],
)
def test_a_victim_referred_on_friday_night_without_week_end_duty(risk, first_attempt, contact_made):
    assert both(Strand.VICTIM, risk, FRIDAY_NIGHT) == (first_attempt, contact_made)


def test_with_a_week_end_duty_a_victim_at_high_risk_is_tried_within_24_hours():
    dues = both(Strand.VICTIM, Risk.HIGH, FRIDAY_NIGHT, ON_DUTY)

    assert dues == ("Sat 05 Sep 23:40", "Sun 06 Sep 23:40")


@pytest.mark.parametrize(
    ("received_at", "contact_made"),
    [
        pytest.param(clock(2026, 3, 28, 14), "Mon 30 Mar 15:00", id="summer time begins"),
        pytest.param(clock(2026, 10, 24, 14), "Mon 26 Oct 13:00", id="summer time ends"),
    ],
)
def test_48_hours_are_elapsed_hours_over_the_clock_change(received_at, contact_made):
    assert both(Strand.VICTIM, Risk.HIGH, received_at)[1] == contact_made


@pytest.mark.parametrize(
    ("received_at", "contact_made"),
    [
        pytest.param(clock(2026, 4, 2, 16), "Wed 08 Apr 17:00", id="Easter"),
        pytest.param(clock(2026, 5, 12, 9), "Mon 18 May 17:00", id="Ascension"),
        pytest.param(clock(2026, 5, 22, 9), "Thu 28 May 17:00", id="Whit Monday"),
        pytest.param(clock(2026, 12, 23, 18), "Tue 29 Dec 17:00", id="Christmas"),
    ],
)
def test_three_working_days_over_a_long_week_end(received_at, contact_made):
    assert both(Strand.VICTIM, Risk.MEDIUM, received_at)[1] == contact_made


@pytest.mark.parametrize("risk", Risk)
def test_no_clock_runs_towards_a_perpetrator_before_the_victim_first_gate_opens(risk):
    assert both(Strand.PERPETRATOR, risk, EVE_OF_21_JULY) == ()


def test_a_perpetrators_clocks_count_from_the_release():
    first, contact = opening_deadlines(
        strand=Strand.PERPETRATOR,
        risk=Risk.MEDIUM,
        received_at=EVE_OF_21_JULY,
        released_at=clock(2026, 7, 22, 10),
        calendar=OFFICE,
    )

    assert (shown(first.due_at), shown(contact.due_at)) == ("Fri 24 Jul 17:00", "Wed 29 Jul 17:00")
    assert first.start is contact.start is Start.RELEASED_AT


def test_a_release_on_receipt_is_named_as_the_start():
    first, _ = opening_deadlines(
        strand=Strand.PERPETRATOR,
        risk=Risk.MEDIUM,
        received_at=EVE_OF_21_JULY,
        released_at=EVE_OF_21_JULY,
        calendar=OFFICE,
    )

    assert first.start is Start.RELEASED_AT


def test_a_release_before_a_new_referral_counts_from_the_referral():
    first, _ = opening_deadlines(
        strand=Strand.PERPETRATOR,
        risk=Risk.MEDIUM,
        received_at=EVE_OF_21_JULY,
        released_at=clock(2026, 7, 1, 10),
        calendar=OFFICE,
    )

    assert first.start is Start.RECEIVED_AT
    assert first.starts_at == EVE_OF_21_JULY


def test_a_person_under_a_residence_ban_is_first_tried_in_one_working_day():
    dues = opening_deadlines(
        strand=Strand.PERPETRATOR,
        risk=Risk.LOW,
        received_at=EVE_OF_21_JULY,
        released_at=EVE_OF_21_JULY,
        residence_ban=True,
        calendar=OFFICE,
    )

    assert [shown(due.due_at) for due in dues] == ["Wed 22 Jul 17:00", "Tue 28 Jul 17:00"]
    assert dues[0].rule == "perpetrator.removed.first_attempt"


@pytest.mark.parametrize("risk", [Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.UNKNOWN])
def test_any_residence_ban_times_a_victim_as_high(risk):
    with_ban = both(Strand.VICTIM, risk, EVE_OF_21_JULY, residence_ban=True)

    assert with_ban == both(Strand.VICTIM, Risk.HIGH, EVE_OF_21_JULY)


@pytest.mark.parametrize(
    ("risk", "first_attempt"),
    [
        (Risk.CRITICAL, "Mon 20 Jul 17:00"),
        (Risk.HIGH, "Wed 22 Jul 12:00"),
        (Risk.MEDIUM, "Wed 22 Jul 17:00"),
        (Risk.LOW, "Thu 23 Jul 17:00"),
    ],
)
def test_a_child_is_first_tried_with_its_parent(risk, first_attempt):
    assert both(Strand.CHILD, risk, EVE_OF_21_JULY) == (first_attempt, "Tue 28 Jul 17:00")


@pytest.mark.parametrize(
    ("risk", "as_if"),
    [
        (Risk.LOW, Risk.MEDIUM),
        (Risk.MEDIUM, Risk.HIGH),
        (Risk.HIGH, Risk.CRITICAL),
        (Risk.UNKNOWN, Risk.CRITICAL),
        (Risk.CRITICAL, Risk.CRITICAL),
    ],
)
def test_a_new_intervention_is_timed_one_level_higher(risk, as_if):
    repeated = both(Strand.VICTIM, risk, EVE_OF_21_JULY, repeat=True)

    assert repeated == both(Strand.VICTIM, as_if, EVE_OF_21_JULY)


def test_a_new_intervention_under_a_residence_ban_is_timed_as_critical():
    band = timing_band(Strand.VICTIM, Risk.LOW, residence_ban=True, repeat=True)

    assert band is Risk.CRITICAL


def test_a_policy_may_count_from_the_intervention():
    policy = replace(DEFAULT_POLICY, clock=Clock.INTERVENED_AT)

    first, contact = opening_deadlines(
        strand=Strand.VICTIM,
        risk=Risk.HIGH,
        received_at=clock(2026, 9, 8, 10),
        intervened_at=clock(2026, 9, 7, 1),
        calendar=OFFICE,
        policy=policy,
    )

    assert shown(contact.due_at) == "Wed 09 Sep 01:00"
    assert contact.start is first.start is Start.INTERVENED_AT


def test_without_a_known_moment_of_intervention_rules_count_from_receipt():
    policy = replace(DEFAULT_POLICY, clock=Clock.INTERVENED_AT)

    dues = opening_deadlines(
        strand=Strand.VICTIM,
        risk=Risk.HIGH,
        received_at=EVE_OF_21_JULY,
        calendar=OFFICE,
        policy=policy,
    )

    assert {due.start for due in dues} == {Start.RECEIVED_AT}


@pytest.mark.parametrize(
    ("strand", "risk", "told"),
    [
        (Strand.VICTIM, Risk.CRITICAL, ("Mon 20 Jul 15:00", "Tue 21 Jul 15:00")),
        (Strand.VICTIM, Risk.HIGH, (None, "Wed 22 Jul 15:00")),
        (Strand.VICTIM, Risk.MEDIUM, (None, "Mon 27 Jul 17:00")),
        (Strand.VICTIM, Risk.LOW, (None, "Thu 30 Jul 17:00")),
        (Strand.PERPETRATOR, Risk.HIGH, (None, "Thu 30 Jul 17:00")),
        (Strand.CHILD, Risk.CRITICAL, (None, "Wed 29 Jul 17:00")),
    ],
)
def test_the_coordinator_is_told_when_the_table_says(strand, risk, told):
    dues = opening_deadlines(
        strand=strand,
        risk=risk,
        received_at=EVE_OF_21_JULY,
        released_at=EVE_OF_21_JULY,
        calendar=OFFICE,
    )

    assert tuple(shown(due.escalates_at) for due in dues) == told


def test_only_critical_is_repeated_until_seen():
    repeats = {
        risk: {
            due.repeat_minutes
            for due in opening_deadlines(
                strand=Strand.VICTIM, risk=risk, received_at=EVE_OF_21_JULY, calendar=OFFICE
            )
        }
        for risk in (Risk.CRITICAL, Risk.HIGH)
    }

    assert repeats == {Risk.CRITICAL: {15}, Risk.HIGH: {None}}


def test_rule_codes_name_strand_band_and_kind():
    dues = opening_deadlines(
        strand=Strand.VICTIM, risk=Risk.UNKNOWN, received_at=EVE_OF_21_JULY, calendar=OFFICE
    )

    assert [due.rule for due in dues] == ["victim.high.first_attempt", "victim.high.contact_made"]


def test_a_referral_is_triaged_in_24_hours_and_revisited_in_a_month():
    triage, revisit = referral_deadlines(
        received_at=clock(2026, 10, 24, 14), intervened_at=clock(2026, 10, 24, 2), calendar=OFFICE
    )

    assert shown(triage.due_at) == "Sun 25 Oct 13:00"
    assert shown(revisit.due_at) == "Tue 24 Nov 02:00"
    assert shown(revisit.latest_at) == "Thu 24 Dec 02:00"
    assert (triage.escalates_at, revisit.escalates_at) == (triage.due_at, revisit.due_at)


def test_the_school_hears_the_next_morning_only_with_a_legal_ground():
    night = clock(2026, 9, 7, 1)

    lawful = referral_deadlines(
        received_at=night, intervened_at=night, calendar=OFFICE, school_signal_lawful=True
    )
    silent = referral_deadlines(received_at=night, intervened_at=night, calendar=OFFICE)

    assert shown(lawful[-1].due_at) == "Mon 07 Sep 08:00"
    assert DeadlineKind.SCHOOL_SIGNAL not in {due.kind for due in silent}


def test_reviews_follow_contact_after_one_and_three_months():
    one, three = after_contact(clock(2026, 1, 31, 10), OFFICE)

    assert (shown(one.due_at), shown(three.due_at)) == ("Sat 28 Feb 10:00", "Thu 30 Apr 10:00")
    assert shown(one.escalates_at) == "Fri 06 Mar 17:00"
    assert shown(three.escalates_at) == "Fri 08 May 17:00"


@pytest.mark.parametrize(
    ("risk", "alarm"),
    [
        (Risk.CRITICAL, "Mon 20 Jul 15:00"),
        (Risk.HIGH, "Mon 20 Jul 17:00"),
        (Risk.UNKNOWN, "Mon 20 Jul 17:00"),
        (Risk.LOW, "Wed 22 Jul 17:00"),
    ],
)
def test_a_follow_up_without_worker_becomes_an_alarm(risk, alarm):
    moment = unassigned_alarm_at(
        strand=Strand.VICTIM, risk=risk, received_at=EVE_OF_21_JULY, calendar=OFFICE
    )

    assert shown(moment) == alarm


@pytest.mark.parametrize(
    ("paused", "resumed", "unit", "due", "moved"),
    [
        pytest.param(
            clock(2026, 9, 7, 10),
            clock(2026, 9, 9, 10),
            TermUnit.HOURS,
            clock(2026, 9, 8, 15),
            "Thu 10 Sep 15:00",
            id="hours move by the time that passed",
        ),
        pytest.param(
            clock(2026, 10, 24, 10),
            clock(2026, 10, 25, 10),
            TermUnit.HOURS,
            clock(2026, 10, 24, 15),
            "Sun 25 Oct 15:00",
            id="elapsed time over the clock change",
        ),
        pytest.param(
            clock(2026, 9, 7, 10),
            clock(2026, 9, 18, 10),
            TermUnit.WORKING_DAYS,
            clock(2026, 9, 9, 17),
            "Tue 22 Sep 17:00",
            id="two working days were left",
        ),
        pytest.param(
            clock(2026, 9, 9, 10),
            clock(2026, 9, 19, 10),
            TermUnit.WORKING_DAYS,
            clock(2026, 9, 9, 17),
            "Mon 21 Sep 17:00",
            id="last day, resumed on a Saturday",
        ),
        pytest.param(
            clock(2026, 9, 9, 10),
            clock(2026, 9, 18, 18),
            TermUnit.WORKING_DAYS,
            clock(2026, 9, 9, 17),
            "Mon 21 Sep 17:00",
            id="last day, resumed after closing",
        ),
        pytest.param(
            clock(2026, 9, 7, 10),
            clock(2026, 9, 7, 11),
            TermUnit.WORKING_DAYS,
            clock(2026, 9, 9, 17),
            "Wed 09 Sep 17:00",
            id="an hour's pause moves no working day",
        ),
        pytest.param(
            clock(2026, 9, 10, 10),
            clock(2026, 9, 18, 10),
            TermUnit.HOURS,
            clock(2026, 9, 9, 17),
            "Wed 09 Sep 17:00",
            id="what was overdue stays overdue",
        ),
    ],
)
def test_a_pause_stops_the_clock(paused, resumed, unit, due, moved):
    after = after_pause(due, unit=unit, paused_at=paused, resumed_at=resumed, calendar=OFFICE)

    assert shown(after) == moved


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        after_pause(
            clock(2026, 9, 9, 17),
            unit=TermUnit.HOURS,
            paused_at=clock(2026, 9, 8, 10),
            resumed_at=clock(2026, 9, 8, 9),
            calendar=OFFICE,
        )


NOW = clock(2026, 9, 9, 10)


def cap(risk, **more):
    return shown(move_cap(risk=risk, now=NOW, **more))


def test_a_worker_may_move_a_step_until_contact_is_due():
    assert cap(Risk.HIGH, contact_due=clock(2026, 9, 10, 9)) == "Thu 10 Sep 09:00"


def test_overdue_at_high_risk_may_wait_four_hours():
    assert cap(Risk.UNKNOWN, contact_due=clock(2026, 9, 8, 9)) == "Wed 09 Sep 14:00"


def test_overdue_at_medium_risk_may_wait_until_the_coordinator_is_told():
    told_at = clock(2026, 9, 9, 17)

    moved = cap(Risk.MEDIUM, contact_due=clock(2026, 9, 8, 17), escalates_at=told_at)

    assert moved == "Wed 09 Sep 17:00"


def test_a_review_may_move_until_the_coordinator_is_told_of_it():
    told_at = clock(2026, 9, 16, 17)

    assert cap(Risk.HIGH, contact_due=None, escalates_at=told_at) == "Wed 16 Sep 17:00"


def test_after_contact_only_the_steps_own_moments_limit():
    assert cap(Risk.HIGH, contact_due=None) is None
    assert cap(Risk.HIGH, contact_due=None, latest_at=clock(2026, 9, 30, 10)) == "Wed 30 Sep 10:00"


@settings(deadline=None)
@given(
    strand=st.sampled_from(Strand),
    risk=st.sampled_from(Risk),
    received_at=ANY_MOMENT,
    ban=st.booleans(),
    repeat=st.booleans(),
    duty=st.booleans(),
)
def test_every_clock_ends_after_it_starts_and_a_repeat_never_gives_more_time(
    strand, risk, received_at, ban, repeat, duty
):
    calendar = Calendar(weekend_duty=duty)
    known = {
        "strand": strand,
        "risk": risk,
        "received_at": received_at,
        "released_at": received_at,
        "residence_ban": ban,
        "calendar": calendar,
    }

    dues = opening_deadlines(**known, repeat=repeat)

    assert [due.kind for due in dues] == [DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE]
    for due, once in zip(dues, opening_deadlines(**known), strict=True):
        assert due.due_at > due.starts_at
        assert due.escalates_at is None or due.escalates_at >= due.starts_at
        assert due.due_at <= once.due_at
        if due.term.unit is TermUnit.WORKING_DAYS:
            assert calendar.is_working_day(local(due.due_at).date())


@settings(deadline=None)
@given(
    due_in=st.integers(1, 400),
    pause_in=st.integers(0, 400),
    paused_for=st.integers(1, 2000),
    unit=st.sampled_from([TermUnit.HOURS, TermUnit.WORKING_DAYS]),
)
def test_a_pause_never_takes_time_away(due_in, pause_in, paused_for, unit):
    start = clock(2026, 3, 20, 9)
    due = start + timedelta(hours=due_in)
    if unit is TermUnit.WORKING_DAYS:
        due = terms.reckon(terms.working_days(1 + due_in // 24), start, OFFICE).due_at
    paused = start + timedelta(hours=pause_in)
    resumed = paused + timedelta(hours=paused_for)

    moved = after_pause(due, unit=unit, paused_at=paused, resumed_at=resumed, calendar=OFFICE)

    assert moved >= due
    assert moved > resumed or due <= paused
