"""Numbers and addresses with their own conditions: unknown counts as unsafe."""

import pytest

from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Hours, Mail, Phone, Place
from followup.rules.safe_window import may_use
from followup.vocabulary import Permit, Safety, TriggerEvent, Way, WayRefused

NUMBER, OTHER = "+32470123456", "+32470999999"
ALL = {way: Permit.YES for way in Way if way.needs_permit}
SAFE = ContactCard(
    phones=(Phone(NUMBER, safety=Safety.SAFE),),
    mails=(Mail("a@example.test", safety=Safety.SAFE),),
    places=(Place("Rue Haute 12", safety=Safety.SAFE),),
    permits=ALL,
)
MESSAGES = (Way.VOICEMAIL, Way.SMS, Way.CHAT)


def refused(card):
    limits = card.for_rules()
    return {way: why for way in Way if (why := may_use(limits, way)) is not None}


def test_what_was_allowed_and_is_safe_may_be_used():
    assert refused(SAFE) == {}


def test_a_number_not_known_to_be_safe_is_for_a_neutral_call_only():
    card = ContactCard(phones=(Phone(NUMBER),), permits=ALL)

    assert refused(card) == dict.fromkeys(
        (*MESSAGES, Way.EMAIL, Way.LETTER), WayRefused.NO_SAFE_POINT
    )


def test_a_number_that_is_not_safe_is_not_called():
    card = ContactCard(phones=(Phone(NUMBER, safety=Safety.UNSAFE), Phone(OTHER)))

    assert card.phone == Phone(OTHER)


def test_a_number_known_to_be_safe_is_called_before_another():
    card = ContactCard(phones=(Phone(OTHER), Phone(NUMBER, safety=Safety.SAFE)))

    assert card.phone.number == NUMBER


def test_a_way_may_be_forbidden_on_one_phone():
    phone = Phone(NUMBER, safety=Safety.SAFE, never=(Way.VOICEMAIL,))

    card = ContactCard(phones=(phone,), permits=ALL)

    assert refused(card)[Way.VOICEMAIL] is WayRefused.NO_SAFE_POINT
    assert Way.SMS not in refused(card)


def test_the_safe_moments_of_the_phone_hold_instead_of_the_persons():
    own = Hours("17:00", "19:00", (0,))
    card = ContactCard(phones=(Phone(NUMBER, hours=(own,)),), windows=(Hours("10:00", "12:00"),))

    assert card.hours == (own,)


@pytest.mark.parametrize(
    ("point", "ways"),
    [
        (NUMBER, MESSAGES),
        ("a@example.test", (Way.EMAIL,)),
        ("Rue Haute 12", (Way.LETTER,)),
    ],
)
def test_nothing_is_left_where_the_other_side_may_find_it(point, ways):
    card = ContactCard(**{**vars(SAFE), "shared": frozenset({point})})

    assert refused(card) == dict.fromkeys(ways, WayRefused.SHARED)


def test_a_second_number_that_is_not_shared_may_be_used():
    phones = (Phone(NUMBER, safety=Safety.SAFE), Phone(OTHER, safety=Safety.SAFE))
    card = ContactCard(phones=phones, permits=ALL, shared=frozenset({NUMBER}))

    assert Way.SMS not in refused(card)


def test_a_card_that_holds_no_more_leaves_a_neutral_call_and_the_safe_person():
    card = ContactCard(**{**vars(SAFE), "holds": False, "broken_by": TriggerEvent.RELEASED})

    left = {Way.CALL, Way.SAFE_PERSON}
    assert set(refused(card)) == {way for way in Way if way.needs_permit} - left
    assert set(refused(card).values()) == {WayRefused.CARD_VOID}


def test_a_referral_that_allows_a_way_by_name_says_its_number_is_safe():
    told = ContactCard(phones=(Phone(NUMBER),), places=(Place("x"),), permits={Way.SMS: Permit.YES})

    card = told.as_told()

    assert card.phones[0].safety is Safety.SAFE
    assert card.places[0].safety is Safety.UNKNOWN


def test_the_number_chosen_is_called_in_its_own_hours():
    own = Hours("17:00", "19:00", (0,))
    card = ContactCard(
        phones=(Phone(NUMBER), Phone(OTHER, hours=(own,))),
        windows=(Hours("10:00", "12:00"),),
        calling=OTHER,
    )

    assert card.phone.number == OTHER
    assert card.hours == (own,)
    assert "calling" not in card.to_json()
