from datetime import date, datetime, time

from followup.rules.ladder import another_way, ladder_of, safe_parts
from followup.rules.next_step import Tried
from followup.rules.safe_window import Card, Window
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Daypart, Permit, Way

MONDAY = date(2026, 11, 23)
CALLS_AND_TEXTS = {Way.CALL: Permit.YES, Way.SMS: Permit.YES, Way.LETTER: Permit.YES}


def tried(day, hour, way=Way.CALL):
    return Tried(datetime(2026, 11, day, hour, tzinfo=BRUSSELS), way=way)


def test_what_was_tried_is_counted_by_days_parts_and_ways():
    ladder = ladder_of([tried(23, 9), tried(23, 18), tried(24, 9)], Card(), MONDAY)

    assert (ladder.attempts, ladder.days) == (3, 2)
    assert ladder.parts_used == (Daypart.MORNING, Daypart.EVENING)
    assert ladder.parts_left == (Daypart.MIDDAY, Daypart.AFTERNOON)
    assert ladder.ways_used == (Way.CALL,)


def test_a_part_of_the_day_outside_the_safe_hours_is_not_left():
    card = Card(windows=(Window(time(10), time(13)),))

    assert safe_parts(card, MONDAY) == (Daypart.MORNING, Daypart.MIDDAY)


def test_a_way_that_was_not_asked_is_not_left():
    ladder = ladder_of([tried(23, 9)], Card(permits=CALLS_AND_TEXTS), MONDAY)

    assert ladder.ways_left == (Way.SMS, Way.LETTER)


def test_nothing_is_left_when_contact_is_locked():
    ladder = ladder_of([], Card(permits=CALLS_AND_TEXTS, locked=True), MONDAY)

    assert ladder.ways_left == ()


def test_after_two_calls_in_a_row_another_allowed_way_is_proposed():
    card = Card(permits=CALLS_AND_TEXTS)

    assert another_way([tried(23, 9)], card) is None
    assert another_way([tried(23, 9), tried(24, 9)], card) is Way.SMS
    assert another_way([tried(23, 9), tried(24, 9, Way.SMS)], card) is None


def test_a_letter_is_never_proposed():
    card = Card(permits={Way.CALL: Permit.YES, Way.LETTER: Permit.YES})

    assert another_way([tried(23, 9), tried(24, 9)], card) is None
