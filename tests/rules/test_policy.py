import pytest

from followup.rules import terms
from followup.rules.policy import BANDS, DEFAULT_POLICY, as_band, is_high, raised
from followup.vocabulary import Clock, Risk, Strand

VICTIM_TABLE = {
    Risk.CRITICAL: (terms.hours(2), terms.hours(24), terms.AT_ONCE),
    Risk.HIGH: (terms.NOON_NEXT_WORKING_DAY, terms.hours(48), terms.AT_ONCE),
    Risk.MEDIUM: (terms.working_days(1), terms.working_days(3), terms.working_days(1)),
    Risk.LOW: (terms.working_days(2), terms.working_days(5), terms.working_days(2)),
}


@pytest.mark.parametrize("risk", BANDS)
def test_victims_are_called_as_the_table_says(risk):
    rule = DEFAULT_POLICY.rule_for(Strand.VICTIM, risk)

    assert (rule.first_attempt, rule.contact_made, rule.escalate_after) == VICTIM_TABLE[risk]


def test_tries_follow_the_table():
    tries = {
        risk: (rule.attempts_per_day, rule.gap_hours, rule.attempts_max, rule.dayparts_needed)
        for risk in BANDS
        if (rule := DEFAULT_POLICY.rule_for(Strand.VICTIM, risk))
    }

    assert tries[Risk.HIGH] == (2, 3, 6, 3)
    assert (tries[Risk.MEDIUM][0], *tries[Risk.MEDIUM][2:]) == (1, 5, 3)
    assert tries[Risk.LOW][2:] == (4, 2)
    assert DEFAULT_POLICY.rule_for(Strand.VICTIM, Risk.LOW).then_letter


def test_critical_is_tried_every_6_to_12_hours_and_told_every_15_minutes():
    rule = DEFAULT_POLICY.rule_for(Strand.VICTIM, Risk.CRITICAL)

    assert (rule.gap_hours, rule.gap_max_hours) == (6, 12)
    assert rule.at_once
    assert rule.repeat_minutes == 15


@pytest.mark.parametrize("risk", Risk)
def test_perpetrators_have_one_rule_whatever_the_risk(risk):
    rule = DEFAULT_POLICY.rule_for(Strand.PERPETRATOR, risk)

    assert rule.first_attempt == terms.working_days(2)
    assert rule.first_attempt_if_removed == terms.working_days(1)
    assert rule.contact_made == terms.working_days(5)
    assert rule.escalate_after == terms.working_days(2)
    assert rule.attempts_max == 4


@pytest.mark.parametrize("risk", Risk)
def test_a_child_is_first_tried_as_its_parent_and_reached_in_five_working_days(risk):
    rule = DEFAULT_POLICY.rule_for(Strand.CHILD, risk)

    assert rule.first_attempt == DEFAULT_POLICY.rule_for(Strand.VICTIM, risk).first_attempt
    assert rule.contact_made == terms.working_days(5)
    assert rule.escalate_after == terms.working_days(1)


def test_unknown_risk_is_timed_as_high():
    assert as_band(Risk.UNKNOWN) is Risk.HIGH
    assert DEFAULT_POLICY.rule_for(Strand.VICTIM, Risk.UNKNOWN) is DEFAULT_POLICY.rule_for(
        Strand.VICTIM, Risk.HIGH
    )


@pytest.mark.parametrize(
    ("risk", "above"),
    [
        (Risk.LOW, Risk.MEDIUM),
        (Risk.MEDIUM, Risk.HIGH),
        (Risk.HIGH, Risk.CRITICAL),
        (Risk.UNKNOWN, Risk.CRITICAL),
        (Risk.CRITICAL, Risk.CRITICAL),
    ],
)
def test_a_new_intervention_raises_one_level(risk, above):
    assert raised(risk) is above


def test_high_critical_and_unknown_take_the_strict_terms():
    assert {risk for risk in Risk if is_high(risk)} == {Risk.HIGH, Risk.CRITICAL, Risk.UNKNOWN}


def test_rules_count_from_receipt_by_default():
    assert DEFAULT_POLICY.clock is Clock.RECEIVED_AT
