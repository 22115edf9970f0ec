import csv
import io
from datetime import UTC, datetime

import pytest

from followup.rules import import_rows
from followup.rules.import_cells import Mistake
from followup.rules.import_columns import recognise
from followup.rules.import_words import words
from tests.import_rows import CHILD, PERPETRATOR, VICTIM, a_file

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)


def check(*lines):
    rows = list(csv.reader(io.StringIO(a_file(*lines))))
    table = enumerate(rows[1:], start=2)
    return import_rows.check(recognise(rows[0]), table, words=words([]), now=NOW, language="fr")


def found(*lines):
    return [(one.line, one.column, one.mistake) for one in check(*lines).shown]


def test_lines_of_one_reference_are_one_referral():
    other = PERPETRATOR | {"reference": "ZP-2"}

    checked = check(VICTIM, other, PERPETRATOR, CHILD)

    assert checked.count == 0
    assert [(one.reference, one.line, len(one.entry.persons)) for one in checked.incoming] == [
        ("ZP-1", 2, 3),
        ("ZP-2", 3, 1),
    ]


def test_the_intervention_may_be_told_on_the_first_line_only():
    person = ("reference", "family_name", "first_name", "role", "birth_date", "phone", "told")

    checked = check(VICTIM, {column: PERPETRATOR[column] for column in person})

    assert checked.count == 0
    assert len(checked.incoming[0].entry.persons) == 2


def test_lines_that_tell_another_intervention_name_both_lines():
    checked = check(VICTIM, CHILD, PERPETRATOR | {"risk_result": "medium"})

    (problem,) = checked.shown
    assert (problem.line, problem.column, problem.mistake) == (4, "risk_result", Mistake.DISAGREES)
    assert problem.facts == {"first": 2}


def test_every_mistake_of_every_line_is_told_at_once():
    bad = VICTIM | {"phone": "12", "birth_date": "31/2/1990", "facts": "shouting"}

    assert found(
        bad, CHILD | {"role": "baby", "facts": "shouting"}, VICTIM | {"reference": ""}
    ) == [
        (2, "birth_date", Mistake.NO_SUCH_DAY),
        (2, "facts", Mistake.UNKNOWN_CODE),
        (2, "phone", Mistake.NOT_A_PHONE),
        (3, "role", Mistake.UNKNOWN_CODE),
        (4, "reference", Mistake.EMPTY),
    ]


@pytest.mark.parametrize(
    ("changes", "column", "mistake"),
    [
        ({"intervened_at": "2026-11-24 10:00"}, "intervened_at", Mistake.IN_FUTURE),
        ({"received_at": "2026-11-22 08:00"}, "received_at", Mistake.RECEIVED_BEFORE),
        ({"measures": "itr"}, "residence_ban_until", Mistake.BAN_WITHOUT_END),
        (
            {"measures": "itr", "residence_ban_until": "2026-12-07"},
            "residence_ban_until",
            Mistake.BAN_TOO_LONG,
        ),
        (
            {"measures": "place_ban|contact_ban", "contact_ban_until": "2026-12-07"},
            "place_ban_until",
            Mistake.BAN_WITHOUT_END,
        ),
        ({"measures": "none|arrest"}, "measures", Mistake.NONE_AND_MORE),
        ({"role": "witness"}, "role", Mistake.NOBODY_TO_FOLLOW),
        ({"birth_date": ""}, "birth_date", Mistake.NO_BIRTH),
        ({"phone": ""}, "phone", Mistake.NO_WAY),
        ({"told": ""}, "told", Mistake.NOT_TOLD),
        ({"story": "x" * 501}, "story", Mistake.TOO_LONG),
    ],
)
def test_a_referral_that_cannot_be_says_why(changes, column, mistake):
    assert found(VICTIM | changes) == [(2, column, mistake)]


def test_a_ban_of_fourteen_days_stands():
    assert found(VICTIM | {"measures": "itr", "residence_ban_until": "2026-12-06"}) == []


def test_the_same_person_twice_names_the_first_line():
    assert found(VICTIM, VICTIM | {"role": "alleged_perpetrator"}) == [
        (3, "family_name", Mistake.SAME_PERSON)
    ]


def test_more_than_twenty_people_are_two_referrals():
    many = [VICTIM | {"first_name": f"Amina {number}"} for number in range(21)]

    assert found(*many) == [(2, "reference", Mistake.TOO_MANY_PEOPLE)]


def test_two_hundred_mistakes_are_shown_and_all_are_counted():
    checked = check(*({"reference": f"ZP-{number}"} | {"role": "?"} for number in range(300)))

    assert len(checked.shown) == 200
    assert checked.count > 300


def test_cells_beyond_the_header_are_noticed():
    header = recognise(list(VICTIM))
    line = [*VICTIM.values(), "left over"]

    checked = import_rows.check(header, [(2, line)], words=words([]), now=NOW, language="fr")

    assert [one.mistake for one in checked.shown] == [Mistake.TOO_MANY_CELLS]


def test_referrals_come_in_the_order_in_which_they_were_received():
    early = VICTIM | {"reference": "ZP-2", "received_at": "2026-11-23 08:00"}

    assert [one.reference for one in check(VICTIM, early).incoming] == ["ZP-2", "ZP-1"]
