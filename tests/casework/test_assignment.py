"""Giving follow-ups to a worker: who can take which, all or none, and taking it back at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from followup import clock
from followup.casework import assignment, deadlines, team
from followup.casework.audit import Act
from followup.casework.errors import NotFound, TooLate
from followup.models import AlertRow, AuditEntry, CaseEvent
from followup.vocabulary import (
    Alert,
    DeadlineKind,
    ReassignReason,
    Risk,
    Role,
    Strand,
)
from tests import factories

BALANCE = ReassignReason.BALANCE
BOTH = [Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER]


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def worker(service):
    return factories.account(organisation=service, roles=BOTH)


def with_the_other_side(worker):
    """A perpetrator's file in a situation whose victim this worker already follows."""
    victim = factories.follow_up(worker=worker)
    situation = factories.db.session.get(factories.Situation, victim.situation_id)
    return factories.follow_up(
        Strand.PERPETRATOR, organisation=worker.organisation, situation=situation
    )


def test_chosen_are_the_open_files_of_the_own_organisation(service, coordinator, watched):
    mine = [factories.follow_up(organisation=service) for _ in range(2)]

    found = assignment.chosen([one.code for one in mine], coordinator)

    assert [one.id for one in found] == [one.id for one in mine]


def test_a_file_that_is_closed_foreign_or_missing_stops_the_whole_choice(service, coordinator):
    mine = factories.follow_up(organisation=service)
    closed = factories.follow_up(organisation=service, closed_at=clock.now())
    foreign = factories.follow_up()

    for code in (closed.code, foreign.code, "0000-0000"):
        with pytest.raises(NotFound):
            assignment.chosen([mine.code, code], coordinator)


def test_who_cannot_take_a_file_is_known_before_anything_changes(service, coordinator, worker):
    other_side = with_the_other_side(worker)
    plain = factories.follow_up(organisation=service)
    victims_only = factories.account(organisation=service)
    free = factories.account(organisation=service, roles=BOTH)

    cannot = assignment.who_cannot([other_side, plain], team.team_of(coordinator))

    assert cannot == {
        worker.id: [assignment.Cannot(other_side.code, "other_side")],
        victims_only.id: [assignment.Cannot(other_side.code, "wrong_strand")],
    }
    assert free.id not in cannot


def test_many_are_reassigned_with_their_deadlines_an_audit_line_and_an_event_each(
    db, service, coordinator, worker
):
    files = [factories.follow_up(organisation=service) for _ in range(10)]
    dues = [factories.deadline(one, DeadlineKind.CONTACT_MADE).due_at for one in files]

    assignment.assign_all(files, worker, reason=BALANCE, by=coordinator, words="For this week.")

    assert {one.worker_id for one in files} == {worker.id}
    assert [deadlines.open_deadlines(one)[0].due_at for one in files] == dues
    audited = select(func.count()).where(AuditEntry.action == Act.ASSIGNED)
    assert db.session.scalar(audited) == 10
    events = db.session.scalars(select(CaseEvent)).all()
    assert [(one.facts["reason"], one.note) for one in events] == [
        ("balance", "For this week.")
    ] * 10


def test_when_one_cannot_go_none_goes_and_each_refusal_is_named(db, service, coordinator, worker):
    plain = factories.follow_up(organisation=service)
    other_side = with_the_other_side(worker)

    point = db.session.begin_nested()
    with pytest.raises(assignment.SomeRefused) as refused:
        assignment.assign_all([plain, other_side], worker, reason=BALANCE, by=coordinator)
    point.rollback()

    assert refused.value.cannot == [assignment.Cannot(other_side.code, "other_side")]
    assert (plain.worker_id, other_side.worker_id) == (None, None)


def test_two_sides_of_one_situation_in_the_same_choice_are_refused(
    db, service, coordinator, worker
):
    situation = factories.situation()
    victim = factories.follow_up(organisation=service, situation=situation)
    other = factories.follow_up(Strand.PERPETRATOR, organisation=service, situation=situation)

    with pytest.raises(assignment.SomeRefused) as refused:
        assignment.assign_all([victim, other], worker, reason=BALANCE, by=coordinator)

    assert [one.code for one in refused.value.cannot] == [other.code]


def test_a_hand_over_moves_what_it_can_and_names_the_rest(service, coordinator, worker):
    plain = factories.follow_up(organisation=service)
    other_side = with_the_other_side(worker)

    left = assignment.hand_over([plain, other_side], worker, by=coordinator)

    assert [one.code for one in left] == [other_side.code]
    assert (plain.worker_id, other_side.worker_id) == (worker.id, None)


def test_triage_sets_the_risk_and_assigns_in_one_act(service, coordinator, worker):
    follow_up = factories.follow_up(risk=Risk.MEDIUM, organisation=service)

    assignment.triage(follow_up, worker, risk=Risk.HIGH, by=coordinator, words="A weapon.")

    assert (follow_up.risk, follow_up.worker_id) == (Risk.HIGH, worker.id)


def test_triage_that_confirms_the_risk_writes_no_change_of_it(db, service, coordinator, worker):
    follow_up = factories.follow_up(risk=Risk.MEDIUM, organisation=service)

    assignment.triage(follow_up, worker, risk=Risk.MEDIUM, by=coordinator)

    assert db.session.scalars(select(CaseEvent.what)).all() == ["assigned"]


def test_taking_it_back_gives_the_case_to_whoever_had_it(db, service, coordinator, worker):
    before = factories.account(organisation=service)
    follow_up = factories.follow_up(worker=before)
    held = assignment.holders([follow_up])
    assignment.assign_all([follow_up], worker, reason=BALANCE, by=coordinator)

    assignment.give_back(held, given_to={follow_up.code: worker.id}, by=coordinator)

    assert follow_up.worker_id == before.id
    unseen = select(AlertRow.account_id).where(
        AlertRow.kind == Alert.ASSIGNED, AlertRow.seen_at.is_(None)
    )
    assert db.session.scalars(unseen).all() == [before.id]


def test_taking_back_a_first_assignment_leaves_the_case_unassigned_with_its_triage(
    service, coordinator, worker, noon
):
    follow_up = factories.follow_up(organisation=service)
    factories.deadline(follow_up, DeadlineKind.TRIAGE)
    held = assignment.holders([follow_up])
    assignment.assign_all([follow_up], worker, reason=BALANCE, by=coordinator)

    assignment.give_back(held, given_to={follow_up.code: worker.id}, by=coordinator)

    assert (follow_up.worker_id, follow_up.unassigned_since) == (None, follow_up.received_at)
    assert follow_up.unassigned_alarm_at == noon + timedelta(hours=2)
    (triage,) = deadlines.open_deadlines(follow_up)
    assert (triage.kind, triage.end) == (DeadlineKind.TRIAGE, None)


def test_a_case_that_has_gone_on_to_somebody_else_is_not_taken_back(service, coordinator, worker):
    follow_up = factories.follow_up(organisation=service)
    held = assignment.holders([follow_up])
    assignment.assign_all([follow_up], worker, reason=BALANCE, by=coordinator)
    third = factories.account(organisation=service)
    assignment.assign_all([follow_up], third, reason=BALANCE, by=coordinator)

    with pytest.raises(TooLate):
        assignment.give_back(held, given_to={follow_up.code: worker.id}, by=coordinator)

    assert follow_up.worker_id == third.id


def test_what_is_due_before_a_moment_includes_what_is_late(service, coordinator, worker):
    now = clock.now()
    late = factories.follow_up(worker=worker, due_at=now - timedelta(days=2))
    soon = factories.follow_up(worker=worker, due_at=now + timedelta(days=2))
    factories.follow_up(worker=worker, due_at=now + timedelta(days=4))
    factories.follow_up(worker=worker)

    found = assignment.due_before(worker.id, now + timedelta(days=3), coordinator)

    assert [one.id for one in found] == [late.id, soon.id]


def test_what_was_proposed_is_given_and_what_somebody_gave_away_meanwhile_is_left(
    service, coordinator, worker
):
    free, gone = (factories.follow_up(organisation=service) for _ in range(2))
    other = factories.account(organisation=service)
    assignment.assign_all([gone], other, reason=BALANCE, by=coordinator)

    given, left = assignment.take({free: worker, gone: worker}, by=coordinator)

    assert given == {free.code: worker.id}
    assert left == [assignment.Cannot(gone.code, "already_assigned")]
    assert (free.worker_id, gone.worker_id) == (worker.id, other.id)


def test_a_declared_conflict_stops_a_move_until_a_reason_is_written(service, coordinator, worker):
    follow_up = factories.follow_up(organisation=service)
    factories.tie(worker, person="Aline Lambert")

    with pytest.raises(assignment.SomeRefused) as refused:
        assignment.assign_all([follow_up], worker, reason=BALANCE, by=coordinator)
    assignment.assign_all(
        [follow_up], worker, reason=BALANCE, by=coordinator, despite="A namesake."
    )

    assert refused.value.cannot == [assignment.Cannot(follow_up.code, "conflict")]
    assert follow_up.worker_id == worker.id
