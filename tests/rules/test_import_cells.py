from datetime import UTC, date, datetime, time

import pytest

from followup.rules import import_cells as cells
from followup.rules.contact_points import Hours
from followup.rules.import_cells import Mistake, When, Wrong
from followup.rules.import_words import words
from followup.vocabulary import Fact

TODAY = date(2026, 11, 23)
WORDS = words([])


def mistake(read, text):
    with pytest.raises(Wrong) as wrong:
        read(text)
    return wrong.value.mistake


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20 22:15",
        "2026-11-20T22:15:00",
        "20/11/2026 22:15",
        "20.11.2026 à 22h15",
        "20-11-26 22u15",
        "20 november 2026 om 22u15",
        "2026-11-20 22:15:00",
    ],
)
def test_a_moment_is_read_as_people_write_it(written):
    assert cells.when(TODAY)(written) == When(date(2026, 11, 20), time(22, 15))


def test_a_moment_with_its_offset_is_exact():
    told = cells.when(TODAY)("2026-11-20T23:15:00+01:00")

    assert cells.at(told) == datetime(2026, 11, 20, 22, 15, tzinfo=UTC)


def test_a_day_without_an_hour_waits_for_one():
    told = cells.when(TODAY)("20/11/2026")

    assert told == When(date(2026, 11, 20), None)
    assert mistake(cells.at, told) is Mistake.NO_HOUR
    assert cells.at(told, time(8)) == datetime(2026, 11, 20, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("31/11/2026", Mistake.NO_SUCH_DAY),
        ("2026-02-30 10:00", Mistake.NO_SUCH_DAY),
        ("20/11", Mistake.NO_YEAR),
        ("yesterday", Mistake.NO_YEAR),
        ("46346.92", Mistake.NOT_A_DAY),
        ("46346", Mistake.NOT_A_DAY),
        ("soon", Mistake.NOT_A_DAY),
        ("20/11/2026 25:10", Mistake.NOT_AN_HOUR),
    ],
)
def test_what_is_no_day_says_why(written, said):
    assert mistake(cells.when(TODAY), written) is said


def test_the_hour_skipped_in_march_is_refused():
    assert mistake(cells.at, cells.when(TODAY)("2026-03-29 02:30")) is Mistake.HOUR_SKIPPED


@pytest.mark.parametrize(
    "written", ["470123456", "32470123456", "+32 470 12 34 56", "0470/12.34.56"]
)
def test_a_number_whose_first_figure_a_spreadsheet_ate_is_read(written):
    assert cells.phone(written) == "+32470123456"


def test_a_foreign_number_that_lost_its_plus_is_read():
    assert cells.phone("33612345678") == "+33612345678"


@pytest.mark.parametrize("written", ["4.7E+08", "4,70123E+08", "none", "12"])
def test_what_is_no_number_is_refused(written):
    assert mistake(cells.phone, written) is Mistake.NOT_A_PHONE


@pytest.mark.parametrize(
    "written", ["physical|threats", "physical; threats", "physical,threats,physical"]
)
def test_several_codes_stand_in_one_cell(written):
    assert cells.codes(Fact, WORDS)(written) == (Fact.PHYSICAL, Fact.THREATS)


def test_an_unknown_code_lists_the_known_ones_and_not_itself():
    with pytest.raises(Wrong) as wrong:
        cells.codes(Fact, WORDS)("physical|Amina")

    assert wrong.value.mistake is Mistake.UNKNOWN_CODE
    assert "threats" in wrong.value.facts["codes"]
    assert "Amina" not in str(wrong.value.facts)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("=A1+1", Mistake.FORMULA),
        ("#N/A", Mistake.ERROR_CELL),
        ("Namur\x07", Mistake.CONTROL),
    ],
)
def test_what_is_no_value_is_never_read(written, said):
    assert mistake(cells.refuse_unusable, written) is said


@pytest.mark.parametrize(
    ("written", "meant"), [("oui", True), ("X", True), ("Neen", False), ("0", False)]
)
def test_yes_and_no_are_understood(written, meant):
    assert cells.yes_or_no(written) is meant


@pytest.mark.parametrize("written", ["maybe", "2"])
def test_neither_yes_nor_no_is_refused(written):
    assert mistake(cells.yes_or_no, written) is Mistake.NOT_YES_OR_NO


@pytest.mark.parametrize("written", ["100", "-1", "2.5", "two", "٣"])
def test_only_small_whole_numbers_count_children(written):
    assert mistake(cells.small_number, written) is Mistake.NOT_A_NUMBER


def test_safe_moments_are_parts_of_the_day_or_hours():
    read = cells.safe_moments(WORDS)

    assert read("morning | 14:30-16h") == (Hours("08:00", "12:00"), Hours("14:30", "16:00"))


@pytest.mark.parametrize("written", ["16:00-14:00", "now and then", "10:00"])
def test_what_are_no_hours_is_refused(written):
    assert mistake(cells.safe_moments(WORDS), written) is Mistake.NOT_HOURS


def test_a_text_too_long_says_by_how_much():
    with pytest.raises(Wrong) as wrong:
        cells.text_up_to(500)("x" * 32_767)

    assert wrong.value.facts == {"length": 32_767, "limit": 500}


def test_a_birth_from_a_sheet_loses_its_midnight():
    assert cells.birth(TODAY)("1991-03-27 00:00").born_on == date(1991, 3, 27)


@pytest.mark.parametrize("written", ["amina", "a@b", "a b@example.be"])
def test_what_is_no_address_is_refused(written):
    assert mistake(cells.email, written) is Mistake.NOT_AN_EMAIL
