import pytest
from sqlalchemy import select

from followup import clock, keyring
from followup.casework import safe_contact, search, situations
from followup.models import AuditEntry, SearchToken, wall
from followup.vocabulary import Risk, Role, State, Strand
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def file_of(db, worker):
    def file_of(first, family, *, by=worker, number="+32470123456", **born):
        situation = factories.situation()
        person = factories.person(situation, first_name=first, family_name=family, **born)
        follow_up = files.running(
            worker=by, situation=situation, person=person, card={"phones": [{"number": number}]}
        )
        situations.index_person(person)
        tokens = {keyring.ring().token("phone", text) for text in (number, number[-6:])}
        db.session.add_all(SearchToken(token=one, person_id=person.id) for one in tokens)
        db.session.commit()
        return follow_up

    return file_of


def found(text, by):
    return {one.code for one in search.find(text, by=by)}


@pytest.mark.parametrize(
    "text",
    ["Benali", "benali amina", "amina ben", "BEN", "Bénali", "El Benali Amina"],
)
def test_a_name_is_found_whatever_its_accents_order_or_length(text, worker, file_of):
    amina = file_of("Amina", "El Bénali")
    file_of("Nadia", "Rossi")

    assert found(text, worker) == {amina.code}


@pytest.mark.parametrize("text", ["0470 12 34 56", "+32 470/12.34.56", "0032470123456", "12 34 56"])
def test_a_number_is_found_in_any_form_or_by_its_last_six_digits(text, worker, file_of):
    caller = file_of("Amina", "Benali", number="+32470123456")
    file_of("Nadia", "Rossi", number="+32470999888")

    assert found(text, worker) == {caller.code}


def test_a_number_outside_the_numbering_plan_is_found_by_its_last_digits(worker, file_of):
    caller = file_of("Amina", "Benali", number="+32400000097")
    file_of("Nadia", "Rossi", number="+32470999888")

    assert found("0400 00 00 97", worker) == {caller.code}


@pytest.mark.parametrize("text", ["27/3/1991", "27-03-1991", "27 mars 1991", "27.3.91"])
def test_a_date_of_birth_is_found_as_people_write_it(text, worker, file_of):
    born = file_of("Amina", "Benali", birth_date="1991-03-27")
    file_of("Nadia", "Rossi", birth_date="1991-03-28")

    assert found(text, worker) == {born.code}


def test_a_case_code_is_found_however_it_is_typed(worker, file_of):
    follow_up = file_of("Amina", "Benali")

    assert found(follow_up.code.lower().replace("-", " "), worker) == {follow_up.code}


@pytest.mark.parametrize(
    "text", ["Benxli", "be", "x", "%", "_____", "🙂", "0499 99 99 99", "0000-0000"]
)
def test_what_is_not_there_is_not_found(text, worker, file_of):
    file_of("Amina", "Benali")

    assert found(text, worker) == set()


def test_a_longer_word_than_the_index_holds_must_match_whole(worker, file_of):
    file_of("Amina", "Benaliouane")
    other = file_of("Amina", "Benaliczak")

    assert found("benalic", worker) == {other.code}


def test_what_the_actor_may_not_open_is_as_good_as_missing(worker, file_of):
    colleague = factories.account(Role.VICTIM_WORKER, worker.organisation)
    stranger = factories.account(Role.VICTIM_WORKER)
    theirs = file_of("Amina", "Benali", by=colleague)

    for text in ("Benali", "0470 12 34 56", theirs.code):
        assert found(text, worker) == set()
        assert found(text, stranger) == set()
        assert found(text, colleague) == {theirs.code}


def test_a_coordinator_finds_the_files_of_the_organisation_with_the_worker(worker, file_of):
    coordinator = factories.account(Role.COORDINATOR, worker.organisation)
    file_of("Amina", "Benali")

    [one] = search.find("Benali", by=coordinator)

    assert one.worker == worker.name


def test_the_other_side_is_never_found_by_name_or_number(worker, file_of, db):
    theirs = factories.account(Role.PERPETRATOR_WORKER)
    victim = file_of("Amina", "Benali")
    person = factories.person(
        db.session.get(type(factories.situation()), victim.situation_id), family_name="Benali"
    )
    files.running(Strand.PERPETRATOR, Risk.MEDIUM, theirs, person=person)

    assert found("Benali", theirs) == set()


def test_a_follow_up_that_ended_is_still_found_and_stands_last(worker, file_of, db):
    ended = file_of("Amina", "Benali")
    ended.closed_at, ended.state = clock.now(), State.CLOSED
    db.session.commit()
    running = file_of("Salma", "Benali")

    assert [one.code for one in search.find("Benali", by=worker)] == [running.code, ended.code]


def test_at_most_twenty_are_shown(worker, file_of):
    for n in range(22):
        file_of(f"Amina{n}", "Benali")

    assert len(search.find("Benali", by=worker)) == 20


def test_every_search_is_written_down_found_or_not(worker, db):
    search.find("Benali", by=worker)

    acts = select(AuditEntry.action).where(AuditEntry.account_id == worker.id)
    assert list(db.session.scalars(acts)) == ["searched"]


def test_a_number_of_the_card_is_found_as_soon_as_it_is_written(worker, file_of, db):
    follow_up = file_of("Amina", "Benali")
    card = safe_contact.current_card(follow_up)
    safe_contact.add_phone(
        follow_up,
        type(card.phones[0])("+32485112233"),
        source=safe_contact.CardSource.PERSON,
        by=worker,
    )
    db.session.commit()

    assert found("0485 11 22 33", worker) == {follow_up.code}


def test_the_search_passes_the_tripwire(worker, file_of):
    follow_up = file_of("Amina", "Benali")

    wall.watch(True)
    try:
        assert found("Amina Benali 12/4/1991", worker) == set()
        assert found("Benali Amina", worker) == {follow_up.code}
    finally:
        wall.watch(False)
