"""The card's versions."""

from dataclasses import replace

import pytest

from followup.casework import deadlines, safe_contact
from followup.casework.errors import ChangedMeanwhile, FollowUpClosed
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Hours, Phone
from followup.vocabulary import CardSource, DeadlineKind, Role, State
from tests import factories

NUMBER = "+32470123456"


def test_a_changed_card_is_a_new_version_and_the_old_one_stays(follow_up, worker, noon):
    before = safe_contact.current_card(follow_up)

    change(follow_up, replace(before, code_word="tulip"), 1, worker, noon)

    assert follow_up.card_version == 2
    assert [safe_contact.card_of(row).code_word for row in safe_contact.versions(follow_up)] == [
        "",
        "tulip",
    ]


def test_who_changes_an_older_version_is_told_and_loses_nothing(follow_up, worker, noon):
    change(follow_up, ContactCard(code_word="tulip"), 1, worker, noon)

    with pytest.raises(ChangedMeanwhile):
        change(follow_up, ContactCard(code_word="rose"), 1, worker, noon)
    assert safe_contact.current_card(follow_up).code_word == "tulip"


def test_the_database_decides_between_two_who_write_the_same_version(follow_up, worker, noon):
    factories.safe_contact(follow_up, version=2)

    with pytest.raises(ChangedMeanwhile):
        change(follow_up, ContactCard(), 1, worker, noon)


def test_a_locked_number_is_no_longer_the_one_to_call(follow_up, worker):
    safe_contact.lock_number(follow_up, NUMBER, by=worker)

    assert safe_contact.current_card(follow_up).phone is None


def test_what_we_noticed_is_not_a_new_agreement(follow_up, worker):
    agreed_at = safe_contact.current(follow_up).agreed_at

    safe_contact.note_other_answered(follow_up, NUMBER, by=worker)

    now = safe_contact.current(follow_up)
    assert (now.source, now.agreed_at) == (CardSource.POLICE, agreed_at)
    assert safe_contact.card_of(now).phones[0].others_answered == 1


def test_the_card_of_a_closed_file_stays_as_it_is(follow_up, worker, noon):
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        change(follow_up, ContactCard(), 1, worker, noon)


def test_a_number_that_may_be_called_ends_the_search_for_one(follow_up, worker):
    follow_up.state = State.INCOMPLETE
    safe_contact.lock_number(follow_up, NUMBER, by=worker)
    factories.deadline(follow_up, DeadlineKind.BETTER_NUMBER)
    assert follow_up.state is State.INCOMPLETE

    other = Phone("+32470999999")
    safe_contact.add_phone(follow_up, other, source=CardSource.POLICE, by=worker)

    assert follow_up.state is State.OPEN
    assert deadlines.open_deadlines(follow_up) == []
    assert safe_contact.current_card(follow_up).phone == other


def test_a_changed_code_word_ends_no_search(follow_up, worker, noon):
    safe_contact.lock_number(follow_up, NUMBER, by=worker)
    factories.deadline(follow_up, DeadlineKind.SAFE_WAY)
    card = safe_contact.current_card(follow_up)

    change(follow_up, replace(card, code_word="tulip"), follow_up.card_version, worker, noon)

    assert [row.kind for row in deadlines.open_deadlines(follow_up)] == [DeadlineKind.SAFE_WAY]


def change(follow_up, card, based_on, worker, noon):
    return safe_contact.change(
        follow_up,
        card,
        based_on=based_on,
        source=CardSource.PERSON,
        agreed_at=noon,
        by=worker,
    )


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def follow_up(worker):
    card = ContactCard(phones=(Phone(NUMBER),), windows=(Hours("10:00", "12:00"),))
    return factories.follow_up(worker=worker, card=card.to_json())
