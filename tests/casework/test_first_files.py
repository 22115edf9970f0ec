"""The first file of a person; how it restarts is told in test_referrals."""

from followup import clock
from followup.casework import first_files, followups
from followup.vocabulary import PersonRole, State, Strand
from tests import factories
from tests.referral_entries import a_child, a_victim


def test_a_new_referral_never_touches_the_file_of_the_same_person_unless_it_is_a_repeat(db):
    file = factories.follow_up()
    referral = factories.referral(
        situation=factories.situation(), received_at=clock.now(), is_repeat=False
    )
    person = factories.person()

    first_files.open_all(
        referral,
        [(a_victim(), person)],
        has_victim=True,
        by=factories.account(),
    )

    assert file.referral_id != referral.id
    assert followups.latest_of_person(person.id, Strand.VICTIM).referral_id == referral.id


def test_a_witness_gets_no_file(db):
    referral, person = factories.referral(), factories.person()

    first_files.open_all(
        referral,
        [(a_victim(role=PersonRole.WITNESS), person)],
        has_victim=False,
        by=factories.account(),
    )

    assert followups.latest_of_person(person.id, Strand.VICTIM) is None


def test_a_child_is_not_asked_and_so_cannot_have_refused(db):
    referral, person = factories.referral(), factories.person()

    first_files.open_all(referral, [(a_child(), person)], has_victim=False, by=factories.account())

    assert followups.latest_of_person(person.id, Strand.CHILD).state is State.OPEN
