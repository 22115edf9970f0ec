import pytest

from followup.casework import file, language, reading
from followup.casework.errors import ChangedMeanwhile, FollowUpClosed
from followup.rules.language import Wishes
from followup.vocabulary import Role, Strand
from tests import factories, files

WISHES = Wishes(dialect="Rif", barred=("Fatima El Amrani",))


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def follow_up(worker):
    person = factories.person(language="ary", interpreter=False)
    return files.running(worker=worker, person=person)


def change(follow_up, worker, **more):
    values = {"language": "ber", "interpreter": True, "wishes": WISHES, "based_on": 0} | more
    return language.change(follow_up, by=worker, **values)


def test_until_it_is_changed_what_the_police_told_holds(follow_up, worker):
    before = reading.before_contact(follow_up.code, by=worker)

    assert (before.language, before.interpreter, before.wishes) == ("ary", False, Wishes())


def test_what_was_changed_stands_before_the_next_call_and_on_the_file(follow_up, worker):
    change(follow_up, worker)

    before = reading.before_contact(follow_up.code, by=worker)
    for opened in (before, file.head(follow_up, by=worker)):
        assert (opened.language, opened.interpreter, opened.wishes) == ("ber", True, WISHES)


def test_two_at_once_never_lose_a_line(follow_up, worker):
    change(follow_up, worker)

    with pytest.raises(ChangedMeanwhile):
        change(follow_up, worker, language="tr")

    assert [row.language for row in language.versions(follow_up)] == ["ber"]


def test_each_version_stays_readable_with_who_wrote_it(follow_up, worker):
    change(follow_up, worker)
    change(follow_up, worker, interpreter=False, based_on=1)

    versions = language.versions(follow_up)
    assert [(row.version, row.interpreter, row.by) for row in versions] == [
        (2, False, worker.name),
        (1, True, worker.name),
    ]


def test_the_file_of_the_other_strand_of_the_same_person_learns_nothing_of_it(follow_up, worker):
    other = factories.account(Role.PERPETRATOR_WORKER)
    person = file.head(follow_up, by=worker)
    change(follow_up, worker)
    files_person = follow_up.person_id
    reciprocal = files.running(Strand.PERPETRATOR, worker=other, person=_person(files_person))

    before = reading.before_contact(reciprocal.code, by=other)

    assert person.language == before.language == "ary"
    assert before.wishes == Wishes()


def test_an_ended_follow_up_is_opened_again_first(follow_up, worker, noon):
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        change(follow_up, worker)


def _person(person_id):
    return factories.db.session.get(factories.Person, person_id)
