"""The default deadline policy as data: what each strand and risk asks of us, all of it editable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from followup.rules.terms import (
    AT_ONCE,
    NEXT_SCHOOL_MORNING,
    NOON_NEXT_WORKING_DAY,
    SAME_DAY,
    Term,
    calendar_days,
    hours,
    minutes,
    months,
    working_days,
)
from followup.vocabulary import Clock, Risk, Strand

BANDS = (Risk.CRITICAL, Risk.HIGH, Risk.MEDIUM, Risk.LOW)
_RAISED = {
    Risk.LOW: Risk.MEDIUM,
    Risk.MEDIUM: Risk.HIGH,
    Risk.HIGH: Risk.CRITICAL,
    Risk.UNKNOWN: Risk.CRITICAL,
    Risk.CRITICAL: Risk.CRITICAL,
}


@dataclass(frozen=True)
class Rule:
    """What one strand and band asks: two terms, how to try, when the coordinator is told.

    `escalate_after` counts from the moment contact is due. `at_once`: the coordinator is told at
    the start, too. `repeat_minutes`: told again until seen. `gap_max_hours`: the next try comes no
    later than this. `weekend_duty`: tries also happen in the duty hours, where there is a duty.
    """

    first_attempt: Term
    contact_made: Term
    attempts_max: int
    attempts_per_day: int
    gap_hours: int
    dayparts_needed: int
    escalate_after: Term
    unassigned_after: Term
    first_attempt_if_removed: Term | None = None
    gap_max_hours: int | None = None
    at_once: bool = False
    repeat_minutes: int | None = None
    weekend_duty: bool = False
    then_letter: bool = False


@dataclass(frozen=True)
class OtherTerms:
    """Every other length of time in the product, named once."""

    triage: Term
    police_revisit: Term
    police_revisit_latest: Term
    school_signal: Term
    review_first: Term
    review_second: Term
    review_escalation: Term
    better_number: Term
    safe_way: Term
    book_interpreter: Term
    needs_assessment_high: Term
    needs_assessment: Term
    call_back: Term
    call_back_latest: Term
    call_once_more: Term
    call_once_more_latest: Term
    check_again: Term
    close_decision: Term
    stop_decision_high: Term
    stop_decision: Term
    look_again: Term
    unreached_decision: Term
    retry_busy: Term
    wait_after_message_high: Term
    wait_after_message: Term
    wait_for_interpreter: Term
    snooze_overdue_high: Term


@dataclass(frozen=True)
class Policy:
    """One version of an organisation's rules; `clock` is the moment they count from."""

    rules: Mapping[tuple[Strand, Risk], Rule]
    terms: OtherTerms
    clock: Clock = Clock.RECEIVED_AT
    thinks_before_coordinator: int = 3
    others_answered_before_lock: int = 2

    def rule_for(self, strand: Strand, risk: Risk) -> Rule:
        """Return the rule of a band; unknown risk is timed as high."""
        return self.rules[strand, as_band(risk)]


def as_band(risk: Risk) -> Risk:
    """Return the band that times a risk: unknown counts as high until triaged."""
    return Risk.HIGH if risk is Risk.UNKNOWN else risk


def raised(risk: Risk) -> Risk:
    """Return the level above, for a new intervention; unknown is timed as high, so it rises too."""
    return _RAISED[risk]


def is_high(risk: Risk) -> bool:
    """Say whether the strict terms hold: high, critical, and unknown until triaged."""
    return risk.rank >= Risk.HIGH.rank


_VICTIM = {
    Risk.CRITICAL: Rule(
        first_attempt=hours(2),
        contact_made=hours(24),
        attempts_max=6,
        attempts_per_day=3,
        gap_hours=6,
        gap_max_hours=12,
        dayparts_needed=3,
        escalate_after=AT_ONCE,
        at_once=True,
        repeat_minutes=15,
        unassigned_after=AT_ONCE,
        weekend_duty=True,
    ),
    Risk.HIGH: Rule(
        first_attempt=NOON_NEXT_WORKING_DAY,
        contact_made=hours(48),
        attempts_max=6,
        attempts_per_day=2,
        gap_hours=3,
        dayparts_needed=3,
        escalate_after=AT_ONCE,
        unassigned_after=hours(2),
        weekend_duty=True,
    ),
    Risk.MEDIUM: Rule(
        first_attempt=working_days(1),
        contact_made=working_days(3),
        attempts_max=5,
        attempts_per_day=1,
        gap_hours=20,
        dayparts_needed=3,
        escalate_after=working_days(1),
        unassigned_after=working_days(1),
    ),
    Risk.LOW: Rule(
        first_attempt=working_days(2),
        contact_made=working_days(5),
        attempts_max=4,
        attempts_per_day=1,
        gap_hours=44,
        dayparts_needed=2,
        escalate_after=working_days(2),
        unassigned_after=working_days(1),
        then_letter=True,
    ),
}
_PERPETRATOR = Rule(
    first_attempt=working_days(2),
    first_attempt_if_removed=working_days(1),
    contact_made=working_days(5),
    attempts_max=4,
    attempts_per_day=1,
    gap_hours=20,
    dayparts_needed=2,
    escalate_after=working_days(2),
    unassigned_after=working_days(1),
)
_CHILD = replace(_PERPETRATOR, first_attempt_if_removed=None, escalate_after=working_days(1))

_TERMS = OtherTerms(
    triage=hours(24),
    police_revisit=months(1),
    police_revisit_latest=months(2),
    school_signal=NEXT_SCHOOL_MORNING,
    review_first=months(1),
    review_second=months(3),
    review_escalation=working_days(5),
    better_number=working_days(2),
    safe_way=working_days(1),
    book_interpreter=working_days(1),
    needs_assessment_high=working_days(2),
    needs_assessment=working_days(5),
    call_back=calendar_days(7),
    call_back_latest=calendar_days(21),
    call_once_more=calendar_days(30),
    call_once_more_latest=calendar_days(90),
    check_again=hours(2),
    close_decision=working_days(1),
    stop_decision_high=SAME_DAY,
    stop_decision=working_days(1),
    look_again=working_days(1),
    unreached_decision=hours(48),
    retry_busy=minutes(30),
    wait_after_message_high=working_days(1),
    wait_after_message=working_days(2),
    wait_for_interpreter=working_days(1),
    snooze_overdue_high=hours(4),
)

DEFAULT_POLICY = Policy(
    rules={(Strand.VICTIM, risk): rule for risk, rule in _VICTIM.items()}
    | {(Strand.PERPETRATOR, risk): _PERPETRATOR for risk in BANDS}
    | {
        (Strand.CHILD, risk): replace(
            _CHILD,
            first_attempt=_VICTIM[risk].first_attempt,
            unassigned_after=_VICTIM[risk].unassigned_after,
        )
        for risk in BANDS
    },
    terms=_TERMS,
)
