import pytest

from followup.rules.effects import EFFECTS
from followup.vocabulary import Asks, CountsAs, Outcome


def test_every_outcome_has_an_effect():
    assert set(EFFECTS) == set(Outcome)


def test_keys_1_to_9_stand_in_the_order_of_the_form():
    keyed = {effect.key: outcome for outcome, effect in EFFECTS.items() if effect.key}

    assert [keyed[key] for key in range(1, 10)] == [
        Outcome.SPOKE_SUPPORT,
        Outcome.SPOKE_THINK,
        Outcome.SPOKE_NOT_NOW,
        Outcome.NOT_GOOD_MOMENT,
        Outcome.NO_ANSWER,
        Outcome.OTHER_ANSWERED,
        Outcome.NUMBER_DEAD,
        Outcome.MESSAGE_LEFT,
        Outcome.SMS_SENT,
    ]


CONTACT = {
    Outcome.SPOKE_SUPPORT,
    Outcome.SPOKE_THINK,
    Outcome.SPOKE_NOT_NOW,
    Outcome.CAME_TO_US,
    Outcome.DANGER_NOW,
    Outcome.DURESS_WORD,
}


@pytest.mark.parametrize("outcome", Outcome)
def test_only_contact_stops_the_contact_clock(outcome):
    assert EFFECTS[outcome].stops_contact_made == (outcome in CONTACT)


def test_what_is_no_try_leaves_both_clocks():
    nothing = {one for one, effect in EFFECTS.items() if effect.counts_as is CountsAs.NOTHING}

    assert nothing == {Outcome.BUSY, Outcome.PROFESSIONAL, Outcome.MISTAKE}


@pytest.mark.parametrize("outcome", sorted(CONTACT - {Outcome.DURESS_WORD}))
def test_who_was_spoken_to_is_asked_whether_the_card_still_holds(outcome):
    assert Asks.CARD_STILL_RIGHT in EFFECTS[outcome].asks
    assert outcome.spoken


def test_who_said_the_duress_word_cannot_speak_freely_and_is_asked_nothing():
    effect = EFFECTS[Outcome.DURESS_WORD]

    assert effect.asks == ()
    assert not Outcome.DURESS_WORD.spoken
    assert effect.emergency_list
