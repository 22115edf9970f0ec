from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules import typed
from followup.rules.typed import Birth, Mistyped, Place, Reason
from followup.rules.working_time import BRUSSELS

TODAY = date(2026, 11, 23)
BETWEEN = {"min_value": datetime(2000, 1, 1), "max_value": datetime(2090, 1, 1)}  # noqa: DTZ001
THE_24TH = date(2025, 11, 24)


def refused(read, *args, **kwargs):
    with pytest.raises(Mistyped) as refusal:
        read(*args, **kwargs)
    return refusal.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "24/11/2025", "24-11-25", "24 11 2025", "24.11.25", "24. 11. 2025", "2025-11-24",
        "24112025", "241125", "24 nov 2025", "24 nov. 25", "24 novembre 2025", "24 november 2025",
        "24. November 2025", "lundi 24 novembre 2025", "ma 24 nov. 2025", "Mo. 24.11.2025",
        "24th November 2025", "  24/11/2025 ", "24-nov-2025", "24.11.2025.", "le lundi 24/11/25",
        "op 24/11/2025", "２４/１１/２０２５",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert typed.day(text, TODAY) == THE_24TH


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1er février 2026", 2), ("1 mar 2026", 3), ("mar. 1 mars 2026", 3),
        ("1 août 2026", 8), ("1 déc 2026", 12), ("1 décembre 2026", 12),
        ("1 maart 2026", 3), ("1 mrt. 2026", 3), ("1 mei 2026", 5), ("1 augustus 2026", 8),
        ("1. März 2026", 3), ("1. Mai 2026", 5), ("1. Oktober 2026", 10), ("1. Dezember 2026", 12),
        ("1 January 2026", 1), ("1 Sept 2026", 9), ("1 juin 2026", 6), ("1 juil. 2026", 7),
    ],
)  # fmt: skip
def test_months_are_read_in_four_languages(text, month):
    assert typed.day(text, TODAY) == date(2026, month, 1)


@pytest.mark.parametrize("text", ["1 jui 2026", "1 ju 2026", "1 ma 2026", "1 foo 2026"])
def test_a_month_that_could_be_two_or_none_is_refused(text):
    assert refused(typed.day, text, TODAY) is Reason.NOT_A_DAY


@pytest.mark.parametrize("text", ["11/24/2026", "2026-24-11", "31/11", "30 février 2026", "0/1"])
def test_the_month_never_comes_before_the_day(text):
    assert refused(typed.day, text, TODAY) is Reason.NO_SUCH_DAY


@pytest.mark.parametrize("text", ["march 5 11", "November 24, 2025", "mars 24"])
def test_a_month_name_before_the_day_is_refused(text):
    assert refused(typed.day, text, TODAY) is Reason.NOT_A_DAY


def test_the_third_of_november_is_never_the_eleventh_of_march():
    assert typed.day("3/11/2026", TODAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24/11", date(2026, 11, 24)),
        ("20 nov", date(2026, 11, 20)),
        ("2/1", date(2027, 1, 2)),
        ("31.12", date(2026, 12, 31)),
    ],
)
def test_without_a_year_the_nearest_such_day_is_meant(text, expected):
    assert typed.day(text, TODAY) == expected


def test_just_after_new_year_a_december_day_is_the_one_just_gone():
    assert typed.day("31/12", date(2027, 1, 2)) == date(2026, 12, 31)


def test_a_leap_day_without_a_year_is_found_or_refused():
    assert typed.day("29/2", date(2027, 11, 23)) == date(2028, 2, 29)
    assert refused(typed.day, "29/2", TODAY) is Reason.NO_SUCH_DAY


@pytest.mark.parametrize("text", ["today", "Aujourd'hui", "aujourd’hui", "vandaag", "HEUTE"])
def test_today_in_four_languages(text):
    assert typed.day(text, TODAY) == TODAY


@pytest.mark.parametrize("text", ["yesterday", "hier", "gisteren", "gestern"])
def test_yesterday_in_four_languages(text):
    assert typed.day(text, TODAY) == date(2026, 11, 22)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from("/-. "))
def test_any_written_day_comes_back(on, separator):
    text = separator.join([f"{on.day}", f"{on.month:02}", f"{on.year}"])

    assert typed.day(text, TODAY) == on
    assert typed.day(on.isoformat(), TODAY) == on


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/. ]?[0-9a-z]{1,9}[-/. ]?[0-9]{0,4}"))
def test_no_day_text_does_worse_than_a_refusal(text):
    with suppress(Mistyped):
        assert isinstance(typed.day(text, TODAY), date)


def test_an_empty_field_says_it_is_empty():
    for read in (typed.phone, typed.hour, typed.report_number, typed.postcode_or_place):
        assert refused(read, "  ") is Reason.EMPTY
    assert refused(typed.day, "", TODAY) is Reason.EMPTY
    assert refused(typed.birth, "", TODAY) is Reason.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "245", "2h45", "2.45", "02:45", "2 u 45", "0245", "2u45", "2 h 45", "02.45 uur", "2:45 Uhr",
        "2h45 min", "2 45", "02:45:00", "2,45",
    ],
)  # fmt: skip
def test_an_hour_is_read_however_it_is_written(text):
    assert typed.hour(text) == time(2, 45)


@pytest.mark.parametrize("text", ["14 Uhr", "14", "14h", "14 u", "14 uur", "14 heures", "1400"])
def test_a_whole_hour_needs_no_minutes(text):
    assert typed.hour(text) == time(14, 0)


@pytest.mark.parametrize("text", ["25:00", "24:00", "12:60", "2:5", "noon", "12345", "-3", "2 pm"])
def test_what_is_no_hour_is_refused(text):
    assert refused(typed.hour, text) is Reason.NOT_AN_HOUR


@given(st.times())
def test_any_written_hour_comes_back(at):
    expected = time(at.hour, at.minute)

    for text in (f"{at:%H:%M}", f"{at:%H%M}", f"{at.hour}h{at:%M}", f"{at.hour}.{at:%M} uur"):
        assert typed.hour(text) == expected


def test_a_winter_moment_is_an_hour_ahead_of_utc():
    assert typed.moment(date(2026, 11, 20), time(17, 0)) == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_a_summer_moment_is_two_hours_ahead_of_utc():
    assert typed.moment(date(2026, 7, 20), time(15, 0)) == datetime(2026, 7, 20, 13, tzinfo=UTC)


def test_the_hour_skipped_in_march_is_refused():
    assert refused(typed.moment, date(2026, 3, 29), time(2, 30)) is Reason.HOUR_SKIPPED


def test_the_doubled_hour_in_october_is_the_first_unless_told():
    day = date(2026, 10, 25)

    assert typed.moment(day, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert typed.moment(day, time(2, 30), second=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_telling_the_second_changes_nothing_on_other_days():
    first = typed.moment(date(2026, 10, 24), time(2, 30))

    assert typed.moment(date(2026, 10, 24), time(2, 30), second=True) == first


@given(st.datetimes(timezones=st.just(UTC), **BETWEEN))
def test_any_moment_read_in_brussels_comes_back(at):
    local = at.astimezone(BRUSSELS)

    assert typed.moment(local.date(), local.time(), second=bool(local.fold)) == at


@pytest.mark.parametrize(
    "text",
    [
        "0470/12.34.56", "0470 12 34 56", "0470-12-34-56", "+32470123456", "0032 470 12 34 56",
        "+32 (0)470 12 34 56", "(0470) 12.34.56", "０470123456",
    ],
)  # fmt: skip
def test_a_belgian_mobile_is_read_however_it_is_written(text):
    assert typed.phone(text) == "+32470123456"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("081 22 33 44", "+3281223344"),
        ("02/511.22.33", "+3225112233"),
        ("0800 30 030", "+3280030030"),
    ],
)
def test_landlines_free_and_foreign_numbers_are_read(text, expected):
    assert typed.phone(text) == expected


@pytest.mark.parametrize("text", ["0470 12 34", "0470 1234 5x", "call her", "+", "12", "+99912345"])
def test_what_is_no_phone_number_is_refused(text):
    assert refused(typed.phone, text) is Reason.NOT_A_PHONE


@pytest.mark.parametrize("text", ["101", "107", "1712", "116 000"])
def test_short_service_numbers_pass_only_where_allowed(text):
    assert typed.phone(text, allow_short=True) == text.replace(" ", "")
    assert refused(typed.phone, text) is Reason.NOT_A_PHONE


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+32470123456", "0470 12 34 56"),
        ("+3281223344", "081 22 33 44"),
        ("+33612345678", "+33 6 12 34 56 78"),
        ("1712", "1712"),
        ("+", "+"),
    ],
)
def test_a_stored_number_is_shown_as_it_is_read_aloud(stored, shown):
    assert typed.phone_shown(stored) == shown


@given(st.integers(min_value=470_000_000, max_value=479_999_999))
def test_a_shown_number_typed_again_is_the_same_number(number):
    stored = f"+32{number}"

    assert typed.phone(typed.phone_shown(stored)) == stored


@given(st.text() | st.text("+0123456789 ()./-"))
def test_no_phone_text_does_worse_than_a_refusal(text):
    with suppress(Mistyped):
        assert typed.phone(text, allow_short=True).lstrip("+").isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "BR.43.LL.012345/2026", "br.43.ll.012345/26", "BR43LL012345/2026", "BR 43 LL 012345 / 26",
        "BR-43-LL-012345-2026", "PV BR.43.LL.012345/2026", "PV n° BR.43.LL.012345/2026",
    ],
)  # fmt: skip
def test_a_report_number_gets_its_normal_form(text):
    assert typed.report_number(text) == "BR.43.LL.012345/2026"


def test_the_number_on_the_leaflet_of_lasne_is_read():
    assert typed.report_number("NI.00.L3.000000 / 2017") == "NI.00.L3.000000/2017"


@pytest.mark.parametrize(
    "text", ["BR.43.LL.12345/2026", "BR.43.LL.012345", "12/2026", "BR.4X.LL.012345/2026", "none"]
)
def test_what_is_no_report_number_is_refused(text):
    assert refused(typed.report_number, text) is Reason.NOT_A_REPORT_NUMBER


@given(st.from_regex(r"[A-Z]{2}\.[0-9]{2}\.[A-Z0-9]{2}\.[0-9]{6}/20[0-9]{2}", fullmatch=True))
def test_a_normal_report_number_stays_as_it_is(number):
    assert typed.report_number(number) == number
    assert typed.report_number(number.lower().replace(".", " ")) == number


@pytest.mark.parametrize("text", ["27/3/1991", "27-03-91", "27 mars 91", "1991-03-27", "27031991"])
def test_a_date_of_birth_is_read_however_it_is_written(text):
    assert typed.birth(text, TODAY) == Birth(date(1991, 3, 27), None)


@pytest.mark.parametrize(
    "text",
    ["34", "~34", "about 34", "environ 34", "ongeveer 34", "etwa 34", "ca. 34", "34 ans", "34 jaar",
     "34 Jahre", "34?", "± 34", "ungefähr 34"],
)  # fmt: skip
def test_an_age_is_read_however_it_is_said(text):
    assert typed.birth(text, TODAY) == Birth(None, 34)


def test_a_baby_is_given_in_months():
    assert typed.birth("8 mois", TODAY) == Birth(None, 0)
    assert typed.birth("18 maanden", TODAY) == Birth(None, 1)


def test_a_year_of_birth_alone_gives_an_age():
    assert typed.birth("1991", TODAY) == Birth(None, 35)
    assert typed.birth("~1991", TODAY) == Birth(None, 35)


def test_two_digits_of_a_birth_year_never_mean_the_future_century():
    assert typed.birth("1/2/27", TODAY).born_on == date(1927, 2, 1)
    assert typed.birth("1/2/26", TODAY).born_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24/11/2026", Reason.NOT_YET_BORN),
        ("2031", Reason.NOT_YET_BORN),
        ("1/1/1905", Reason.TOO_OLD),
        ("121", Reason.TOO_OLD),
        ("27/3", Reason.NOT_A_BIRTH),
        ("young", Reason.NOT_A_BIRTH),
        ("31/2/1991", Reason.NO_SUCH_DAY),
    ],
)
def test_an_impossible_birth_is_refused_with_its_reason(text, reason):
    assert refused(typed.birth, text, TODAY) is reason


@given(st.dates(date(1910, 1, 1), TODAY))
def test_any_written_birth_comes_back(born_on):
    text = f"{born_on.day}/{born_on.month}/{born_on.year}"

    assert typed.birth(text, TODAY) == Birth(born_on, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000", Place("5000", None)),
        ("B-5000", Place("5000", None)),
        ("5000 Namur", Place("5000", "Namur")),
        ("4700, Eupen", Place("4700", "Eupen")),
        ("Liège", Place(None, "Liège")),
        ("  Braine-l'Alleud ", Place(None, "Braine-l'Alleud")),
        ("59000 Lille", Place(None, "59000 Lille")),
    ],
)
def test_a_postcode_a_place_or_both_are_read(text, expected):
    assert typed.postcode_or_place(text) == expected


@pytest.mark.parametrize("text", ["123", "59000", "?", "0999"])
def test_digits_that_are_no_postcode_are_refused(text):
    assert refused(typed.postcode_or_place, text) is Reason.NOT_A_PLACE
