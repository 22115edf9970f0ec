import dataclasses

import pytest

from followup.casework.entry import Entry
from followup.vocabulary import Outcome, Way


def test_an_entry_needs_only_a_way_and_an_outcome_and_means_now():
    entry = Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER)

    assert (entry.at, entry.step, entry.chosen_at) == (None, None, None)
    assert not entry.danger


def test_what_was_written_down_is_not_changed_afterwards():
    entry = Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER)

    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.outcome = Outcome.SPOKE_SUPPORT
