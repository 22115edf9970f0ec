"""A coordinator decides about pairs of the own organisation, once, and learns of no other."""

import pytest

from followup import clock
from followup.casework import comparing, counts, likely
from followup.casework.errors import NotFound
from followup.models import AuditEntry, CaseEvent, LikelyPair, wall
from followup.vocabulary import Ground, Role, Verdict
from tests import factories, files


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def pair_of(db):
    def pair_of(service, family="Benali", born="1991-03-27"):
        worker = factories.account(Role.VICTIM_WORKER, service)
        made = []
        for name in (family, f"El {family}"):
            situation = factories.situation()
            person = factories.person(
                situation, family_name=name, first_name="Amina", birth_date=born
            )
            made.append(files.running(worker=worker, situation=situation, person=person))
        while comparing.compare_waiting(clock.now()):
            pass
        db.session.commit()
        return made

    return pair_of


def test_a_pair_is_shown_with_its_grounds(coordinator, service, pair_of, watched):
    with wall.unrestricted("made for the test"):
        one, other = pair_of(service)

    (pair,), following = likely.pairs(coordinator)

    assert [file.code for file in pair.files] == [one.code, other.code]
    assert Ground.FIRST_SAME in pair.comparison.grounds
    assert pair.comparison.suggested
    assert following is None
    assert [found.code for found in likely.pairs_of(one, by=coordinator)] == [pair.code]
    assert [found.code for found in likely.pairs_of(other, by=coordinator)] == [pair.code]


def test_two_different_people_are_never_suggested_again(db, coordinator, service, pair_of):
    one, other = pair_of(service)
    (pair,), _ = likely.pairs(coordinator)

    likely.tell_apart(pair.code, by=coordinator)
    one.compared_at = other.compared_at = None
    db.session.flush()
    comparing.compare_waiting(clock.now())

    assert likely.pairs(coordinator) == ([], None)
    (decided,), _ = likely.pairs(coordinator, decided=True)
    assert (decided.verdict, decided.decided_by) == (Verdict.DIFFERENT, coordinator.name)


def test_the_decision_stands_in_both_histories_and_in_the_trail(db, coordinator, service, pair_of):
    both = {file.id for file in pair_of(service)}
    (pair,), _ = likely.pairs(coordinator)

    likely.tell_apart(pair.code, by=coordinator)
    db.session.flush()

    told = db.session.query(CaseEvent).filter_by(what="told_apart").all()
    assert {event.follow_up_id for event in told} == both
    assert not any(event.facts for event in told)
    entries = db.session.query(AuditEntry).filter_by(action="told_apart").all()
    assert {entry.object_id for entry in entries} == both


def test_a_decision_may_be_thought_over(coordinator, service, pair_of):
    pair_of(service)
    (pair,), _ = likely.pairs(coordinator)
    likely.tell_apart(pair.code, by=coordinator)

    likely.ask_again(pair.code, by=coordinator)

    assert len(likely.pairs(coordinator)[0]) == 1


def test_the_figure_in_the_menu_is_the_length_of_the_list(coordinator, service, pair_of):
    pair_of(service)
    pair_of(factories.organisation())

    assert counts.for_shell(coordinator)["duplicates"] == len(likely.pairs(coordinator)[0]) == 1
    assert counts.for_shell(factories.account(Role.VICTIM_WORKER, service))["duplicates"] is None


def test_a_pair_of_another_organisation_is_as_good_as_missing(db, coordinator, pair_of):
    one, _other = pair_of(factories.organisation())
    code = db.session.query(LikelyPair).one().code

    assert likely.pairs(coordinator) == ([], None)
    assert likely.pairs_of(one, by=coordinator) == []
    for decide in (likely.tell_apart, likely.ask_again):
        with pytest.raises(NotFound):
            decide(code, by=coordinator)
        with pytest.raises(NotFound):
            decide("missing", by=coordinator)


def test_a_pair_of_which_one_file_went_to_another_organisation_is_no_longer_shown(
    db, coordinator, service, pair_of
):
    _one, other = pair_of(service)
    other.worker_id, other.organisation_id = None, factories.organisation().id
    db.session.commit()

    assert likely.pairs(coordinator) == ([], None)


def test_a_long_list_goes_on_where_the_page_ended(monkeypatch, coordinator, service, pair_of):
    monkeypatch.setattr(likely, "A_PAGE", 2)
    for family, born in (
        ("Benali", "1991-03-27"),
        ("Peeters", "1975-08-14"),
        ("Wouters", "1952-11-02"),
    ):
        pair_of(service, family, born)

    first, following = likely.pairs(coordinator)
    second, end = likely.pairs(coordinator, after=following)

    assert [len(first), len(second), end] == [2, 1, None]
    assert not {pair.code for pair in first} & {pair.code for pair in second}
