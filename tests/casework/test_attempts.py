from datetime import timedelta

import pytest

from followup import clock
from followup.casework import attempts
from followup.vocabulary import CountsAs, Outcome
from tests import factories, files


@pytest.fixture
def follow_up(db):
    return files.running(received_at=clock.now() - timedelta(days=3))


def entry(follow_up, outcome=Outcome.NO_ANSWER, *, hours_ago=1, **columns):
    at = clock.now() - timedelta(hours=hours_ago)
    return factories.contact_attempt(follow_up, outcome, at=at, **columns)


def test_entries_are_read_newest_first_by_when_they_happened(follow_up):
    late_entry = entry(follow_up, hours_ago=9)
    today = entry(follow_up, hours_ago=1)
    first = entry(follow_up, hours_ago=30)

    assert attempts.all_of(follow_up) == [today, late_entry, first]


def test_what_was_undone_is_gone_and_what_was_struck_stays_readable(follow_up):
    entry(follow_up, undone_at=clock.now())
    struck = entry(follow_up, struck_at=clock.now())

    assert attempts.all_of(follow_up) == [struck]
    assert attempts.valid_of(follow_up) == []


def test_only_entries_since_the_clocks_began_count(follow_up):
    entry(follow_up, hours_ago=80)
    counted = entry(follow_up, hours_ago=70)

    assert attempts.valid_of(follow_up) == [counted]


def test_the_running_round_begins_after_the_last_contact(follow_up):
    entry(follow_up, hours_ago=9)
    entry(follow_up, Outcome.SPOKE_THINK, hours_ago=8, counts_as=CountsAs.CONTACT)
    entry(follow_up, Outcome.BUSY, hours_ago=7, counts_as=CountsAs.NOTHING)
    after = entry(follow_up, hours_ago=6)

    assert attempts.since_contact(attempts.valid_of(follow_up)) == [after]


def test_time_to_think_is_counted_in_a_row_also_of_who_came_to_us(follow_up):
    contact = {"counts_as": CountsAs.CONTACT}
    entry(follow_up, Outcome.SPOKE_THINK, hours_ago=9, **contact)
    entry(follow_up, hours_ago=8)
    entry(follow_up, Outcome.SPOKE_THINK, hours_ago=7, **contact)
    entry(follow_up, Outcome.CAME_TO_US, came_to_us_as=Outcome.SPOKE_THINK, hours_ago=6, **contact)

    assert attempts.thinks_in_a_row(attempts.valid_of(follow_up)) == 2


def test_an_entry_is_found_by_its_code_in_its_own_file_only(follow_up):
    one = entry(follow_up)
    other = files.running()

    assert attempts.find(follow_up, one.code) is one
    assert attempts.find(other, one.code) is None


def test_the_newest_is_what_was_written_down_last(follow_up):
    entry(follow_up, hours_ago=1)
    written_last = entry(follow_up, hours_ago=9)

    assert attempts.newest_of(follow_up) is written_last
    assert attempts.is_newest(follow_up, written_last)
