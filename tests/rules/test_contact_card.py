"""The safe-contact card as values."""

from datetime import time

from followup.rules.contact_card import Contact, ContactCard, changed_fields, from_json
from followup.rules.contact_points import Hours, Mail, Phone, Place
from followup.vocabulary import CallerId, Dropped, OtherAnswers, Permit, PhoneOwner, Way

FULL = ContactCard(
    phones=(Phone("+32470123456", owner=PhoneOwner.WORK, locked=True, others_answered=1),),
    permits={"call": "yes", "sms": "no"},
    caller_id=CallerId.OTHER_NAME,
    caller_name="Library",
    windows=(Hours("10:00", "12:00", (0, 4)),),
    never_dates=("2026-12-25",),
    never_weekdays=(2,),
    other_answers=OtherAnswers.OTHER_NAME,
    other_name="Sofie of the library",
    code_word="tulip",
    dropped=Dropped.SHE_CALLS,
    safe_people=(Contact("Salma", "sister", "+32470000023"),),
    unsafe_people=(Contact("Marc"),),
    mails=(Mail("a@example.test"),),
    places=(Place("Rue de la Loi 16"),),
)


def test_a_card_reads_back_as_it_was_written():
    assert from_json(FULL.to_json()) == FULL


def test_an_empty_card_forbids_everything_but_a_neutral_call():
    card = from_json({})

    assert set(card.forbidden()) == {
        Way.VOICEMAIL,
        Way.SMS,
        Way.CHAT,
        Way.EMAIL,
        Way.LETTER,
        Way.VISIT,
        Way.SAFE_PERSON,
    }
    assert card.permit(Way.SMS) is Permit.NOT_ASKED


def test_a_field_that_this_version_does_not_know_is_left_out():
    assert from_json({"code_word": "tulip", "from_the_future": 1}) == ContactCard(code_word="tulip")


def test_a_way_that_was_not_asked_is_the_same_written_down_or_left_out():
    assert from_json({"permits": {"sms": "not_asked"}}) == from_json({})


def test_the_number_to_call_is_the_first_that_is_not_locked():
    card = ContactCard(phones=(Phone("+32470111111", locked=True), Phone("+32470222222")))

    assert card.phone.number == "+32470222222"


def test_a_change_to_a_number_of_another_card_changes_nothing():
    assert FULL.with_phone("+32499999999", locked=False) == FULL


def test_a_number_keeps_its_owner_when_it_is_locked():
    card = ContactCard(phones=(Phone("+32470111111", owner=PhoneOwner.FRIEND),))

    locked = card.with_phone("+32470111111", locked=True)

    assert locked.phones == (Phone("+32470111111", owner=PhoneOwner.FRIEND, locked=True),)


def test_no_safe_way_known_locks_every_way():
    assert Way.CALL in set(ContactCard(no_safe_way=True).forbidden())


def test_the_rules_get_windows_days_and_permits():
    card = FULL.for_rules()

    assert [(one.opens, one.closes, one.days) for one in card.windows] == [
        (time(10), time(12), frozenset({0, 4}))
    ]
    assert card.permits == {Way.CALL: Permit.YES, Way.SMS: Permit.NO}
    assert card.blackout_weekdays == {2}


def test_no_days_means_every_day():
    card = ContactCard(windows=(Hours("10:00", "12:00"),)).for_rules()

    assert card.windows[0].days is None


def test_changed_fields_are_named_in_the_order_of_the_card():
    after = from_json(FULL.to_json() | {"code_word": "rose", "phones": []})

    assert changed_fields(FULL, after) == ["phones", "code_word"]
    assert changed_fields(FULL, FULL) == []
