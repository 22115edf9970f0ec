"""Which files the product puts together as likely of one person, and which it never does."""

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import comparing, safe_contact
from followup.models import FollowUp, LikelyPair, MatchKey, Person
from followup.rules.contact_card import Phone
from followup.vocabulary import CardSource, Role, Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def file_of(db, worker):
    def file_of(family, first="Amina", birth="1991-03-27", *, by=worker, number=None, **columns):
        situation = factories.situation()
        person = factories.person(situation, family_name=family, first_name=first, birth_date=birth)
        card = {"phones": [{"number": number}] if number else [], "no_safe_way": not number}
        return files.running(worker=by, situation=situation, person=person, card=card, **columns)

    return file_of


def compared():
    while comparing.compare_waiting(clock.now()):
        pass


def suggested(db):
    compared()
    return {
        (pair.first_id, pair.second_id)
        for pair in db.session.scalars(select(LikelyPair).where(LikelyPair.verdict.is_(None)))
    }


def test_another_writing_of_the_same_person_is_suggested(db, file_of):
    one, other = file_of("Van den Broeck"), file_of("Vandenbroeck")
    file_of("Peeters", "Zoé", "1970-01-02")

    assert suggested(db) == {(one.id, other.id)}


def test_a_file_that_ended_is_suggested_too(db, file_of):
    one = file_of("Benali", closed_at=clock.now())
    other = file_of("Benali")

    assert suggested(db) == {(one.id, other.id)}


def test_another_organisation_is_never_looked_at(db, file_of):
    file_of("Benali")
    file_of("Benali", by=factories.account(Role.VICTIM_WORKER))

    assert suggested(db) == set()


def test_another_strand_of_the_same_organisation_is_never_looked_at(db, file_of, worker):
    file_of("Benali")
    both = factories.account(Role.PERPETRATOR_WORKER, worker.organisation)
    file_of("Benali", by=both, strand=Strand.PERPETRATOR)

    assert suggested(db) == set()


def test_a_file_that_no_organisation_has_waits(db, file_of):
    one = file_of("Benali")
    one.organisation_id = one.worker_id = None
    db.session.commit()

    assert comparing.compare_waiting(clock.now()) == 0


def test_twice_is_once(db, file_of):
    file_of("Benali"), file_of("Benali")
    compared()
    for file in db.session.scalars(select(FollowUp)):
        file.compared_at = None
    db.session.flush()

    assert len(suggested(db)) == 1
    keys = [(key.follow_up_id, key.token) for key in db.session.scalars(select(MatchKey))]
    assert len(keys) == len(set(keys))


def test_a_new_number_on_the_card_compares_the_file_again(db, file_of, worker):
    one = file_of("Benali", number="+32470111111")
    other = file_of("Peeters", number="+32470222222")
    assert suggested(db) == set()

    safe_contact.add_phone(other, Phone("+32470111111"), source=CardSource.PERSON, by=worker)

    assert suggested(db) == {(one.id, other.id)}


def test_what_is_no_longer_likely_is_no_longer_suggested(db, file_of):
    one, other = file_of("Benali"), file_of("Benali")
    assert suggested(db) == {(one.id, other.id)}
    person = db.session.get(Person, other.person_id)
    person.first_name, person.birth_date = "Karim", "1975-08-09"
    other.compared_at = None
    db.session.flush()

    assert suggested(db) == set()


def test_of_very_many_alike_only_the_likeliest_are_suggested(db, file_of, monkeypatch):
    monkeypatch.setattr(comparing, "SUGGESTED", 3)
    for _ in range(6):
        file_of("Benali")
    compared()
    last = db.session.scalars(select(FollowUp).order_by(FollowUp.id.desc())).first()

    assert len(comparing.alike(comparing.read(FollowUp.id == last.id)[last.id])) == 3


def test_comparing_opens_no_more_files_than_agreed_however_many_there_are(db, file_of, monkeypatch):
    monkeypatch.setattr(comparing, "COMPARED", 2)
    monkeypatch.setattr(comparing, "OF_ONE_KEY", 3)
    for _ in range(5):
        file_of("Benali")
    compared()
    first = db.session.scalars(select(FollowUp).order_by(FollowUp.id)).first()

    assert len(comparing.alike(comparing.read(FollowUp.id == first.id)[first.id])) <= 2


def test_the_keys_tell_no_name(db, file_of):
    file_of("Benali")
    compared()

    tokens = [key.token for key in db.session.scalars(select(MatchKey))]

    assert tokens
    assert not any(b"benali" in token.lower() for token in tokens)


def test_a_file_that_was_compared_is_not_compared_again_without_a_reason(db, file_of, noon):
    one = file_of("Benali")
    assert one.compared_at is None

    compared()
    db.session.expire_all()

    assert one.compared_at == noon
