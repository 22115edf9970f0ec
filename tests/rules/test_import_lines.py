from datetime import UTC, datetime

import pytest

from followup.rules import import_lines as lines
from followup.rules.import_cells import Mistake
from followup.rules.import_lines import Cell, Notes
from followup.rules.import_words import words
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Measure,
    Permit,
    RiskResult,
    SourceRecord,
    Way,
)
from tests.import_rows import CHILD, VICTIM

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
AT = datetime(2026, 11, 22, 21, 15, tzinfo=UTC)


@pytest.fixture
def notes():
    return Notes(words([]), NOW, "nl")


def cells(line=VICTIM, **more):
    return {column: Cell(2, text) for column, text in (line | more).items() if text}


def noted(notes):
    return [(problem.column, problem.mistake) for problem in notes.problems]


def test_an_intervention_is_read_from_its_columns(notes):
    event = lines.event(cells(place="5000 Namur", weapon="used", story="Broken door."), 2, notes)

    assert notes.problems == []
    assert event.intervened_at == AT
    assert (event.place, event.postcode) == ("Namur", "5000")
    assert event.facts == (Fact.PHYSICAL, Fact.THREATS)
    assert event.risk_result is RiskResult.HIGH
    assert event.on_duty_phone == "+3281221100"


def test_the_hour_may_stand_in_a_column_of_its_own(notes):
    event = lines.event(cells(intervened_at="22/11/2026", intervened_time="22h15"), 2, notes)

    assert event.intervened_at == AT


def test_an_intervention_of_another_age_is_a_slip(notes):
    lines.event(cells(intervened_at="2006-11-22 22:15"), 2, notes)

    assert noted(notes) == [("intervened_at", Mistake.TOO_LONG_AGO)]


def test_a_report_number_makes_the_record_a_report(notes):
    event = lines.event(cells(report_number="na43l3 012345/26"), 2, notes)

    assert event.source_record is SourceRecord.REPORT
    assert event.report_number == "NA.43.L3.012345/2026"


def test_another_record_keeps_its_own_number(notes):
    event = lines.event(cells(source_record="intervention_sheet", report_number="F 77"), 2, notes)

    assert event.report_number == "F 77"


def test_what_an_intervention_needs_is_asked_for(notes):
    lines.event({}, 2, notes)

    assert {column for column, _ in noted(notes)} == {
        "intervened_at", "place", "facts", "risk_result", "on_duty_phone",
    }  # fmt: skip


def test_a_ban_begins_with_the_intervention_and_ends_at_its_hour(notes):
    (ban,) = lines.measures(cells(measures="itr", residence_ban_until="2026-12-06"), AT, notes)

    assert (ban.kind, ban.notified_at) == (Measure.RESIDENCE_BAN, AT)
    assert ban.ends_at == datetime(2026, 12, 6, 21, 15, tzinfo=UTC)


def test_no_measure_is_none(notes):
    assert [taken.kind for taken in lines.measures({}, AT, notes)] == [Measure.NONE]


def test_the_end_of_a_ban_nobody_took_is_asked_about(notes):
    lines.measures(cells(measures="arrest", contact_ban_until="2026-12-06"), AT, notes)

    assert noted(notes) == [("contact_ban_until", Mistake.DATE_WITHOUT_MEASURE)]


def test_a_person_is_read_from_one_line(notes):
    person = lines.person(cells(consent="oui", still_at_address="no"), 2, notes)

    assert notes.problems == []
    assert (person.consent, person.still_at_address) == (Consent.YES, Answer.NO)
    assert person.language == "nl"


def test_a_safe_number_may_be_called_and_nothing_else(notes):
    card = lines.person(cells(), 2, notes).card

    assert card.permits == {Way.CALL: Permit.YES}


def test_ways_that_are_told_leave_out_the_others(notes):
    card = lines.person(cells(ways="sms", ways_refused="voicemail"), 2, notes).card

    assert card.permit(Way.SMS) is Permit.YES
    assert card.permit(Way.CALL) is card.permit(Way.VOICEMAIL) is Permit.NO


def test_a_child_is_never_called(notes):
    person = lines.person(cells(CHILD, phone="0470 12 34 56", consent="yes"), 2, notes)

    assert (person.card.phones, person.consent) == ((), Consent.NOT_ASKED)


def test_where_a_person_stays_now_says_that_the_address_was_left(notes):
    person = lines.person(cells(elsewhere="with her sister"), 2, notes)

    assert person.still_at_address is Answer.NO


def test_nothing_and_something_cannot_both_have_been_told(notes):
    lines.person(cells(told="nothing|leaflet"), 2, notes)

    assert noted(notes) == [("told", Mistake.NOTHING_AND_MORE)]


@pytest.mark.parametrize(
    ("told", "at"), [("", NOW), ("2026-11-23 08:00", datetime(2026, 11, 23, 7, tzinfo=UTC))]
)
def test_a_referral_is_received_now_unless_the_file_says_when(notes, told, at):
    assert lines.received_at(cells(received_at=told), notes) == at


def test_nothing_is_received_tomorrow(notes):
    lines.received_at(cells(received_at="2026-11-24 08:00"), notes)

    assert noted(notes) == [("received_at", Mistake.RECEIVED_IN_FUTURE)]


def test_a_formula_is_never_a_name(notes):
    lines.person(cells(first_name="=B2"), 2, notes)

    assert noted(notes) == [("first_name", Mistake.FORMULA)]
