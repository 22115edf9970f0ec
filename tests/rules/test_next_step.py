from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.rules.effects import NextTry
from followup.rules.next_step import (
    Limits,
    NothingFits,
    Step,
    Tried,
    daypart_at,
    exhausted,
    propose,
    propose_after,
)
from followup.rules.policy import BANDS, DEFAULT_POLICY
from followup.rules.safe_window import Card, Window, half_at, may_use
from followup.rules.terms import minutes, working_days
from followup.rules.working_time import OFFICE, Calendar, Span, at, local
from followup.vocabulary import Daypart, PartOfWindow, Risk, StepWhy, Strand, Way

EVENINGS_TOO = Calendar(hours={day: ((time(8, 30), time(20)),) for day in range(5)})
ANY_TIME = Card()
MORNINGS = Card(windows=(Window(time(10), time(12)),))


def clock(year, month, day, hour=0, minute=0):
    return at(date(year, month, day), time(hour, minute))


MON_10 = clock(2026, 9, 7, 10)


def rule(risk, strand=Strand.VICTIM):
    return DEFAULT_POLICY.rule_for(strand, risk)


def limits(risk=Risk.HIGH, card=ANY_TIME, calendar=OFFICE, tried=(), **more):
    tried = tuple(one if isinstance(one, Tried) else Tried(one) for one in tried)
    return Limits(card, calendar, rule(risk), tried=tried, **more)


def shown(step):
    assert isinstance(step, Step), step
    return local(step.starts_at).strftime("%a %H:%M"), step.why


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (7, 59, None),
        (8, 0, Daypart.MORNING),
        (12, 0, Daypart.MIDDAY),
        (13, 59, Daypart.MIDDAY),
        (14, 0, Daypart.AFTERNOON),
        (17, 0, Daypart.EVENING),
        (21, 0, None),
    ],
)
def test_parts_of_the_day_in_brussels(hour, minute, part):
    assert daypart_at(clock(2026, 9, 7, hour, minute)) is part
    assert daypart_at(clock(2026, 1, 7, hour, minute)) is part


def test_a_first_try_is_proposed_at_the_first_possible_moment():
    assert shown(propose(MON_10, limits())) == ("Mon 10:00", StepWhy.FIRST_POSSIBLE)
    assert shown(propose(clock(2026, 9, 5, 3), limits())) == ("Mon 08:30", StepWhy.FIRST_POSSIBLE)


def test_after_a_morning_without_answer_the_midday_comes_three_hours_later():
    step = propose(MON_10, limits(tried=[MON_10]))

    assert shown(step) == ("Mon 13:00", StepWhy.OTHER_DAYPART)
    assert step.daypart is Daypart.MIDDAY
    assert local(step.ends_at).strftime("%H:%M") == "14:00"


def test_two_tries_a_day_are_enough_at_high_risk():
    tried = [MON_10, clock(2026, 9, 7, 13)]

    assert shown(propose(tried[-1], limits(tried=tried))) == ("Tue 14:00", StepWhy.OTHER_DAYPART)


def test_medium_risk_is_tried_once_a_day_at_another_part_of_day():
    step = propose(MON_10, limits(Risk.MEDIUM, tried=[MON_10]))

    assert shown(step) == ("Tue 12:00", StepWhy.OTHER_DAYPART)


def test_low_risk_waits_44_hours():
    assert shown(propose(MON_10, limits(Risk.LOW, tried=[MON_10]))) == (
        "Wed 12:00",
        StepWhy.OTHER_DAYPART,
    )


def test_the_untried_half_of_the_window_comes_next():
    first_half = Tried(clock(2026, 9, 7, 10, 15), PartOfWindow.FIRST_HALF)

    step = propose(first_half.at, limits(Risk.MEDIUM, card=MORNINGS, tried=[first_half]))

    assert shown(step) == ("Tue 11:00", StepWhy.OTHER_HALF)
    assert step.half is PartOfWindow.SECOND_HALF


def test_when_both_halves_were_tried_the_first_possible_moment_is_proposed():
    tried = [
        Tried(clock(2026, 9, 7, 10, 15), PartOfWindow.FIRST_HALF),
        Tried(clock(2026, 9, 8, 11, 15), PartOfWindow.SECOND_HALF),
    ]

    step = propose(tried[-1].at, limits(Risk.MEDIUM, card=MORNINGS, tried=tried))

    assert shown(step) == ("Wed 10:00", StepWhy.FIRST_POSSIBLE)


def test_the_next_try_stays_inside_the_safe_window():
    thursdays = Card(windows=(Window(time(15), time(16), frozenset({3})),))

    assert shown(propose(MON_10, limits(card=thursdays)))[0] == "Thu 15:00"


def test_only_service_hours_inside_the_window_count():
    early = Card(windows=(Window(time(7), time(9)),))

    step = propose(clock(2026, 9, 7, 6), limits(card=early))

    assert (shown(step)[0], local(step.ends_at).hour) == ("Mon 08:30", 9)


def test_an_absent_worker_is_not_planned():
    away = (Span(clock(2026, 9, 7, 0), clock(2026, 9, 9, 0)),)

    assert shown(propose(MON_10, limits(absences=away)))[0] == "Wed 08:30"


def test_a_holiday_is_not_planned():
    assert shown(propose(clock(2026, 7, 20, 18), limits()))[0] == "Wed 08:30"


def test_a_week_end_duty_tries_high_risk_on_saturday_but_not_medium():
    saturday = clock(2026, 9, 5, 9)
    on_duty = Calendar(weekend_duty=True)

    assert shown(propose(saturday, limits(Risk.HIGH, calendar=on_duty)))[0] == "Sat 09:00"
    assert shown(propose(saturday, limits(Risk.MEDIUM, calendar=on_duty)))[0] == "Mon 08:30"


def test_a_better_part_of_day_never_waits_past_the_rule():
    contact_due = clock(2026, 9, 7, 16, 30)
    afternoons = Card(windows=(Window(time(14), time(17)),))
    tried = [Tried(clock(2026, 9, 7, 11)), Tried(clock(2026, 9, 4, 14, 30))]
    card = Card(windows=(*afternoons.windows, Window(time(12), time(13), frozenset({1}))))

    step = propose(clock(2026, 9, 7, 11), limits(card=card, tried=tried, contact_due=contact_due))

    assert local(step.starts_at).date() == date(2026, 9, 7)
    assert step.later_than_rule is None


@pytest.mark.parametrize(
    ("risk", "expected"), [(Risk.CRITICAL, "Tue 04:00"), (Risk.HIGH, "Tue 12:00")]
)
def test_only_critical_is_tried_again_within_12_hours_whatever_the_part_of_day(risk, expected):
    day_and_night = Calendar(hours={day: ((time(0), time(23, 59)),) for day in range(5)})
    nights_and_noon = Card(windows=(Window(time(4), time(6)), Window(time(12), time(13))))
    monday_night = clock(2026, 9, 7, 22)

    step = propose(
        monday_night,
        limits(risk, card=nights_and_noon, calendar=day_and_night, tried=[monday_night]),
    )

    assert shown(step)[0] == expected


def test_what_is_later_than_the_rule_says_by_how_much():
    step = propose(clock(2026, 9, 4, 18), limits(contact_due=clock(2026, 9, 6, 8, 30)))

    assert step.later_than_rule == timedelta(hours=24)


def test_later_than_the_rule_is_elapsed_time_over_the_clock_change():
    step = propose(clock(2026, 10, 23, 18), limits(contact_due=clock(2026, 10, 24, 8, 30)))

    assert step.later_than_rule == timedelta(hours=49)


def test_a_few_minutes_before_the_window_ends_are_not_planned():
    assert shown(propose(clock(2026, 9, 7, 11, 57), limits(card=MORNINGS)))[0] == "Tue 10:00"


def test_a_safe_window_of_three_minutes_is_planned_whole():
    three_minutes = Card(windows=(Window(time(10), time(10, 3)),))

    assert shown(propose(clock(2026, 9, 7, 9), limits(card=three_minutes)))[0] == "Mon 10:00"


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"card": Card(locked=True)}, StepWhy.CONTACT_LOCKED),
        ({"card": Card(blackout_weekdays=frozenset(range(7)))}, StepWhy.NO_SAFE_WINDOW),
        ({"card": Card(windows=(Window(time(20), time(22)),))}, StepWhy.OUTSIDE_SERVICE_HOURS),
        ({"absences": (Span(clock(2026, 9, 1), clock(2026, 12, 1)),)}, StepWhy.WORKER_ABSENT),
        ({"tried": [clock(2026, 9, n, 9) for n in range(1, 7)]}, StepWhy.ATTEMPTS_USED),
    ],
)
def test_when_nothing_fits_it_says_why(known, why):
    assert propose(MON_10, limits(**known)) == NothingFits(why)


def test_a_day_that_is_full_is_told():
    only_today = Card(blackout_dates=frozenset(date(2026, 9, 7 + n) for n in range(1, 23)))

    step = propose(MON_10, limits(card=only_today, tried=[clock(2026, 9, 7, 7)] * 2))

    assert step == NothingFits(StepWhy.DAY_FULL)


def test_after_the_last_allowed_try_it_says_which_parts_of_day_were_used():
    tried = tuple(Tried(clock(2026, 9, 1 + n, 9 + 4 * (n % 2))) for n in range(6))

    ended = exhausted(tried, rule(Risk.HIGH))

    assert ended.attempts == 6
    assert ended.used == (Daypart.MORNING, Daypart.MIDDAY)
    assert ended.unused == (Daypart.AFTERNOON, Daypart.EVENING)
    assert not ended.enough_dayparts


@pytest.mark.parametrize(
    ("risk", "most"), [(Risk.HIGH, 6), (Risk.UNKNOWN, 6), (Risk.MEDIUM, 5), (Risk.LOW, 4)]
)
def test_before_the_last_allowed_try_nothing_is_exhausted(risk, most):
    tried = tuple(Tried(clock(2026, 9, 1 + n, 9)) for n in range(most))

    assert exhausted(tried[:-1], rule(risk)) is None
    assert exhausted(tried, rule(risk)).attempts == most


def after(next_try, tried_at=MON_10, now=None, chosen_at=None, counted=True, **known):
    known.setdefault("tried", [tried_at] if counted else [])
    return propose_after(
        next_try,
        tried_at=tried_at,
        now=now or tried_at,
        limits=limits(**known),
        chosen_at=chosen_at,
    )


def test_a_busy_line_is_called_again_in_half_an_hour_while_it_is_safe():
    step = after(NextTry(retry=minutes(30)), counted=False, card=MORNINGS)

    assert shown(step) == ("Mon 10:30", StepWhy.RETRY)
    assert local(step.ends_at).hour == 12


@pytest.mark.parametrize("minute", [30, 45])
def test_a_busy_line_near_the_end_of_the_window_waits_for_the_formula(minute):
    step = after(
        NextTry(retry=minutes(30)),
        tried_at=clock(2026, 9, 7, 11, minute),
        counted=False,
        card=MORNINGS,
    )

    assert shown(step)[0] == "Tue 10:00"


def test_a_busy_line_at_closing_time_waits_for_the_formula():
    step = after(NextTry(retry=minutes(30)), tried_at=clock(2026, 9, 7, 16, 45), counted=False)

    assert shown(step)[0] == "Tue 08:30"


@pytest.mark.parametrize(
    ("risk", "days", "expected"),
    [(Risk.HIGH, 1, "Tue 12:00"), (Risk.MEDIUM, 2, "Wed 12:00")],
)
def test_after_a_message_the_wait_comes_first(risk, days, expected):
    assert shown(after(NextTry(wait=working_days(days)), risk=risk))[0] == expected


def test_a_wait_passes_over_the_week_end():
    friday = clock(2026, 9, 4, 10)

    assert shown(after(NextTry(wait=working_days(1)), tried_at=friday))[0] == "Mon 12:00"


def test_after_somebody_else_answered_the_next_try_is_another_day_and_part_of_day():
    step = after(NextTry(next_day=True, other_daypart=True), tried_at=clock(2026, 9, 7, 9))

    assert shown(step) == ("Tue 12:00", StepWhy.OTHER_DAYPART)


def test_somebody_else_at_the_only_safe_hours_means_the_same_hours_another_day():
    step = after(NextTry(next_day=True, other_daypart=True), card=MORNINGS)

    assert local(step.starts_at).date() == date(2026, 9, 8)


def test_the_moment_the_person_named_stands():
    named = clock(2026, 9, 8, 19)

    step = after(NextTry(chosen=True), chosen_at=named, card=MORNINGS)

    assert shown(step) == ("Tue 19:00", StepWhy.CHOSEN)
    assert step.daypart is Daypart.EVENING


def test_without_a_named_moment_the_next_window_is_taken():
    assert shown(after(NextTry(chosen=True), card=MORNINGS))[0] == "Tue 10:00"


def test_a_named_moment_that_is_past_is_refused():
    with pytest.raises(ValueError, match="after the try"):
        after(NextTry(chosen=True), chosen_at=MON_10)


def test_a_named_moment_after_the_rule_says_by_how_much():
    step = after(
        NextTry(chosen=True),
        chosen_at=clock(2026, 9, 10, 10),
        contact_due=clock(2026, 9, 9, 10),
    )

    assert step.later_than_rule == timedelta(days=1)


def test_a_try_entered_later_counts_its_gap_from_the_real_moment():
    step = after(NextTry(), tried_at=clock(2026, 9, 7, 9), now=clock(2026, 9, 7, 16, 30))

    assert shown(step)[0] == "Mon 16:30"


def test_a_longer_working_day_opens_the_evening():
    tried = [clock(2026, 9, 7, 9), clock(2026, 9, 7, 12), clock(2026, 9, 8, 15)]

    step = propose(tried[-1], limits(Risk.HIGH, calendar=EVENINGS_TOO, tried=tried))

    assert shown(step) == ("Tue 18:00", StepWhy.OTHER_DAYPART)


WINDOWS = st.builds(
    lambda opens, lasts, days: Window(time(opens), time(opens + lasts), days),
    st.integers(7, 17),
    st.integers(1, 5),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@settings(deadline=None)
@given(
    now=st.datetimes(
        datetime.fromisoformat("2025-01-01"),
        datetime.fromisoformat("2028-01-01"),
        timezones=st.just(UTC),
    ),
    windows=st.lists(WINDOWS, max_size=3),
    risk=st.sampled_from(BANDS),
    hours_ago=st.lists(st.integers(0, 100), max_size=3),
    duty=st.booleans(),
)
def test_every_proposal_is_safe_served_and_after_the_gap(now, windows, risk, hours_ago, duty):
    card, calendar = Card(windows=tuple(windows)), Calendar(weekend_duty=duty)
    tried = tuple(
        Tried(moment, half_at(card, moment))
        for moment in (now - timedelta(hours=n) for n in hours_ago)
    )
    known = Limits(card, calendar, rule(risk), tried=tried)

    step = propose(now, known)

    if isinstance(step, NothingFits):
        assert windows
        return
    day = local(step.starts_at).date()
    assert step.starts_at >= now
    assert step.ends_at > step.starts_at
    assert may_use(card, Way.CALL, step.starts_at) is None
    assert any(
        span.starts_at <= step.starts_at and step.ends_at <= span.ends_at
        for span in calendar.open_spans(day, duty=known.rule.weekend_duty)
    )
    assert sum(local(one.at).date() == day for one in tried) < known.rule.attempts_per_day
    assert all(step.starts_at - one.at >= timedelta(hours=known.rule.gap_hours) for one in tried)
