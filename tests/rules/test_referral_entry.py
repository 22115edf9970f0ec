"""What a referral must hold before it is taken, whichever way it comes in."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followup import clock
from followup.rules.contact_card import ContactCard
from followup.rules.referral_entry import (
    CHILD_CARD,
    Fault,
    FaultKind,
    MeasureTaken,
    ban_fault,
    faults,
)
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Answer, Measure, PersonRole, Strand, Way
from tests.referral_entries import a_child, a_perpetrator, a_victim, an_entry, an_event

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.stopped_at(NOON):
        yield


def kinds(entry):
    return [fault.kind for fault in faults(entry, NOON)]


@pytest.mark.parametrize(
    ("role", "strands"),
    [
        (PersonRole.VICTIM, (Strand.VICTIM,)),
        (PersonRole.ALLEGED_PERPETRATOR, (Strand.PERPETRATOR,)),
        (PersonRole.BOTH, (Strand.VICTIM, Strand.PERPETRATOR)),
        (PersonRole.CHILD, (Strand.CHILD,)),
        (PersonRole.WITNESS, ()),
    ],
)
def test_the_role_decides_which_files_are_opened(role, strands):
    assert a_victim(role=role).strands == strands


def test_a_complete_referral_has_no_fault():
    assert faults(an_entry(a_victim(), a_perpetrator(), a_child()), NOON) == []


def test_an_intervention_lies_in_the_past():
    assert kinds(an_entry(event=an_event(intervened_at=NOON + timedelta(minutes=1)))) == [
        FaultKind.IN_FUTURE
    ]


def test_an_intervention_of_this_very_minute_is_taken():
    assert kinds(an_entry(event=an_event(intervened_at=NOON))) == []


def test_something_happened():
    assert kinds(an_entry(event=an_event(facts=()))) == [FaultKind.NO_FACTS]


def test_no_measure_is_said_and_not_left_out():
    assert kinds(an_entry(measures=())) == [FaultKind.NO_MEASURES]


def test_none_beside_an_arrest_contradicts_itself():
    taken = (MeasureTaken(Measure.NONE), MeasureTaken(Measure.ARREST))

    assert kinds(an_entry(measures=taken)) == [FaultKind.NONE_AND_MORE]


def test_a_referral_of_witnesses_alone_has_nobody_to_follow():
    entry = an_entry(a_victim(role=PersonRole.WITNESS))

    assert kinds(entry) == [FaultKind.NOBODY_TO_FOLLOW]


def test_twenty_one_people_are_too_many_for_one_referral():
    assert kinds(an_entry(*[a_victim()] * 20)) == []
    assert kinds(an_entry(*[a_victim()] * 21)) == [FaultKind.TOO_MANY_PEOPLE]


def test_an_age_of_nought_is_an_age():
    assert kinds(an_entry(a_victim(), a_child(age=0))) == []


def test_each_person_has_a_birth_or_an_age_and_the_fault_names_the_person():
    entry = an_entry(a_victim(), a_perpetrator(born_on=None))

    assert faults(entry, NOON) == [Fault(FaultKind.NO_BIRTH, 1)]


def test_an_adult_has_a_number_or_no_safe_way_is_known():
    silent = a_victim(card=ContactCard())

    assert kinds(an_entry(silent)) == [FaultKind.NO_WAY]
    assert kinds(an_entry(replace(silent, card=ContactCard(no_safe_way=True)))) == []


def test_an_adult_was_told_something_or_nothing_but_it_is_said():
    assert kinds(an_entry(a_victim(told=()))) == [FaultKind.NOT_TOLD]


def test_a_child_and_a_witness_are_asked_neither_for_a_number_nor_for_agreement():
    witness = a_victim(role=PersonRole.WITNESS, card=ContactCard(), told=())

    assert kinds(an_entry(a_victim(), a_child(), witness)) == []


def test_a_child_is_never_reached_directly():
    open_ways = set(Way) - set(CHILD_CARD.forbidden())

    assert {way for way in open_ways if way.needs_permit} == set()
    assert CHILD_CARD.permit(Way.CALL) == "no"


class TestResidenceBan:
    NOTIFIED = datetime(2026, 11, 23, 3, 0, tzinfo=BRUSSELS)

    def ban(self, **changes):
        columns = {"notified_at": self.NOTIFIED, "ends_at": self.NOTIFIED + timedelta(days=14)}
        return MeasureTaken(Measure.RESIDENCE_BAN, **columns | changes)

    def test_it_may_last_fourteen_days_to_the_minute(self):
        assert ban_fault(self.ban()) is None

    def test_it_may_not_last_a_minute_longer(self):
        late = self.NOTIFIED + timedelta(days=14, minutes=1)

        assert ban_fault(self.ban(ends_at=late)) is FaultKind.BAN_TOO_LONG

    def test_the_fourteen_days_keep_their_hour_when_the_clocks_go_back(self):
        notified = datetime(2026, 10, 20, 3, 0, tzinfo=BRUSSELS)
        ends = datetime(2026, 11, 3, 3, 0, tzinfo=BRUSSELS)

        assert ban_fault(self.ban(notified_at=notified, ends_at=ends)) is None

    def test_it_ends_after_it_was_notified(self):
        assert ban_fault(self.ban(ends_at=self.NOTIFIED)) is FaultKind.BAN_ENDS_BEFORE

    def test_it_has_both_its_notification_and_its_end(self):
        assert ban_fault(self.ban(ends_at=None)) is FaultKind.BAN_WITHOUT_END
        assert ban_fault(self.ban(notified_at=None)) is FaultKind.BAN_WITHOUT_END

    def test_a_contact_ban_has_an_end_and_may_last_longer(self):
        ends = NOON + timedelta(days=90)

        assert ban_fault(MeasureTaken(Measure.CONTACT_BAN)) is FaultKind.BAN_WITHOUT_END
        assert ban_fault(MeasureTaken(Measure.CONTACT_BAN, ends_at=ends)) is None

    def test_an_arrest_has_no_clock(self):
        assert ban_fault(MeasureTaken(Measure.ARREST)) is None

    def test_a_ban_that_cannot_stand_is_a_fault_of_the_referral(self):
        assert kinds(an_entry(measures=(self.ban(ends_at=None),))) == [FaultKind.BAN_WITHOUT_END]


def test_whether_there_is_a_victim_decides_the_gate_of_the_other_side():
    assert an_entry().has_victim
    assert an_entry(a_perpetrator(role=PersonRole.BOTH)).has_victim
    assert not an_entry(a_perpetrator(), a_child()).has_victim


def test_not_known_is_the_answer_when_nothing_was_said():
    assert an_event().strangulation is Answer.NOT_KNOWN
