from datetime import date, time

import pytest

from followup.rules.deadlines import opening_deadlines
from followup.rules.explain import Part, as_json, parts
from followup.rules.working_time import OFFICE, Calendar, at
from followup.vocabulary import Risk, SkipReason, Start, Strand, TermUnit

EVE_OF_21_JULY = at(date(2026, 7, 20), time(15))


def low_risk(calendar=OFFICE):
    return opening_deadlines(
        strand=Strand.VICTIM, risk=Risk.LOW, received_at=EVE_OF_21_JULY, calendar=calendar
    )[0]


def test_a_deadline_explains_itself_in_reading_order():
    due = low_risk()

    assert parts(due, "nl") == [
        Part("starts", {"start": Start.RECEIVED_AT, "moment": EVE_OF_21_JULY}),
        Part("term", {"unit": TermUnit.WORKING_DAYS, "n": 2}),
        Part(
            "skipped",
            {
                "date": date(2026, 7, 21),
                "reason": SkipReason.HOLIDAY,
                "name": "Nationale feestdag",
            },
        ),
        Part("due", {"moment": at(date(2026, 7, 23), time(17))}),
    ]


def test_it_says_when_the_coordinator_is_told():
    _, contact = opening_deadlines(
        strand=Strand.VICTIM, risk=Risk.CRITICAL, received_at=EVE_OF_21_JULY, calendar=OFFICE
    )

    assert parts(contact)[-1] == Part("escalates", {"moment": contact.due_at, "repeat_minutes": 15})


def test_as_json_it_has_brussels_offsets_and_plain_values():
    assert as_json(low_risk(), "fr") == {
        "kind": "first_attempt",
        "starts_at": "2026-07-20T15:00:00+02:00",
        "due_at": "2026-07-23T17:00:00+02:00",
        "rule": "victim.low.first_attempt",
        "skipped": [{"date": "2026-07-21", "reason": "holiday", "name": "Fête nationale"}],
    }


def test_winter_time_has_its_own_offset():
    due = opening_deadlines(
        strand=Strand.VICTIM,
        risk=Risk.HIGH,
        received_at=at(date(2026, 10, 24), time(14)),
        calendar=OFFICE,
    )[1]

    assert as_json(due)["starts_at"].endswith("14:00:00+02:00")
    assert as_json(due)["due_at"] == "2026-10-26T13:00:00+01:00"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_a_closing_day_keeps_the_name_the_organisation_gave(language):
    calendar = Calendar(closing_days={date(2026, 7, 22): "Pont / Brugdag"})

    assert as_json(low_risk(calendar), language)["skipped"][1] == {
        "date": "2026-07-22",
        "reason": "closing_day",
        "name": "Pont / Brugdag",
    }
