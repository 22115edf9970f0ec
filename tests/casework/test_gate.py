"""The victim-first gate: opened by the victim's side, held by it, open again by itself."""

from datetime import timedelta

import pytest

from followup.casework import deadlines, endings, file, followups, gate
from followup.casework.errors import Refused
from followup.vocabulary import DeadlineEnd, DeadlineKind, PauseReason, Risk, Role, Strand
from tests import factories


@pytest.fixture
def referral(db):
    return factories.referral()


@pytest.fixture
def worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def victim(referral, worker):
    return factories.follow_up(referral=referral, worker=worker)


@pytest.fixture
def perpetrator(victim, referral):
    return factories.follow_up(
        Strand.PERPETRATOR,
        Risk.MEDIUM,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
    )


def kinds(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def test_his_clocks_count_from_the_release(perpetrator, noon, clock_at):
    clock_at(noon + timedelta(days=1))

    gate.release(perpetrator, by=factories.account(Role.COORDINATOR), words="Told on Monday.")

    first = kinds(perpetrator)[DeadlineKind.FIRST_ATTEMPT]
    assert first.starts_at == noon + timedelta(days=1)
    assert first.due_at > first.starts_at


def test_the_victims_side_opens_the_gate_and_its_name_does_not_cross(
    victim, perpetrator, worker, noon
):
    gate.release_by_victim_side(victim, by=worker)

    assert perpetrator.released_at == noon
    assert file.events(perpetrator)[0].by is None


def test_with_two_victims_the_gate_opens_when_both_are_informed(
    referral, victim, perpetrator, worker
):
    second = factories.follow_up(referral=referral)

    gate.release_by_victim_side(victim, by=worker)
    before = perpetrator.released_at
    gate.release_by_victim_side(second, by=worker)

    assert before is None
    assert perpetrator.released_at is not None


def test_a_victim_whose_follow_up_ended_is_not_waited_for(
    referral, victim, perpetrator, worker, noon
):
    factories.follow_up(referral=referral, closed_at=noon)

    gate.release_by_victim_side(victim, by=worker)

    assert perpetrator.released_at == noon


def test_who_has_both_files_does_not_open_the_own_one(db, referral, victim, worker):
    person = db.session.get(factories.Person, victim.person_id)
    own = factories.follow_up(Strand.PERPETRATOR, referral=referral, person=person)

    gate.release_by_victim_side(victim, by=worker)

    assert own.released_at is None


def test_only_the_victims_side_says_that_the_victim_is_informed(perpetrator, worker):
    with pytest.raises(Refused):
        gate.release_by_victim_side(perpetrator, by=worker)


def test_a_hold_stops_his_clocks_and_opens_by_itself(victim, perpetrator, worker, noon, clock_at):
    gate.release_by_victim_side(victim, by=worker)
    until = noon + timedelta(days=2)

    gate.hold(victim, until)
    held = kinds(perpetrator)
    early = gate.open_due(noon + timedelta(days=1))
    clock_at(until)
    opened = [gate.open_due(until) for _again in range(2)]

    assert DeadlineKind.FIRST_ATTEMPT not in held
    assert (early, opened) == (0, [1, 0])
    assert kinds(perpetrator)[DeadlineKind.FIRST_ATTEMPT].starts_at == until
    ends = {row.end for row in deadlines.every_deadline(perpetrator) if row.ended_at}
    assert ends == {DeadlineEnd.PAUSED}


def test_after_a_hold_a_contact_that_was_made_is_looked_at_again(
    victim, perpetrator, noon, clock_at
):
    perpetrator.released_at = perpetrator.first_attempt_at = perpetrator.contact_made_at = noon
    gate.hold(victim, noon + timedelta(days=2))
    clock_at(noon + timedelta(days=2))

    gate.open_due(noon + timedelta(days=2))

    assert set(kinds(perpetrator)) == {DeadlineKind.CHECK_AGAIN}


def test_a_gate_that_was_never_open_does_not_open_by_a_hold(victim, perpetrator, noon):
    gate.hold(victim, noon + timedelta(days=1))

    assert gate.open_due(noon + timedelta(days=3)) == 0
    assert followups.gate_is_shut(perpetrator)


def test_the_hold_of_another_victim_stays(db, referral, victim, perpetrator, noon):
    perpetrator.released_at = noon
    second = factories.follow_up(referral=referral)
    for one in (victim, second):
        gate.hold(one, noon + timedelta(days=2))
        factories.safety_signal(one, perpetrator, until=noon + timedelta(days=2))

    gate.let_go_on(victim)

    assert followups.gate_is_shut(perpetrator)


def test_the_end_of_a_hold_does_not_end_a_pause(victim, perpetrator, noon, clock_at):
    perpetrator.released_at = noon
    worker = factories.account(Role.PERPETRATOR_WORKER)
    endings.pause(
        perpetrator,
        reason=PauseReason.DETENTION,
        review_at=noon + timedelta(days=9),
        by=worker,
    )
    gate.hold(victim, noon + timedelta(days=1))
    clock_at(noon + timedelta(days=1))

    gate.open_due(noon + timedelta(days=1))

    assert set(kinds(perpetrator)) == {DeadlineKind.PAUSE_REVIEW}
