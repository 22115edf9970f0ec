from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import deadlines, organisations, policies, rule_changes
from followup.casework.rule_changes import Moves
from followup.models import Deadline, FollowUp
from followup.models.wall import marked, unrestricted
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.terms import hours
from followup.rules.working_time import local
from followup.vocabulary import DeadlineKind, MoveReason, Risk, Role, Strand
from tests import factories


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def worker(service):
    return factories.account(organisation=service)


def with_clocks(db, worker, risk=Risk.HIGH, **columns):
    follow_up = factories.follow_up(risk=risk, worker=worker, **columns)
    deadlines.start_clocks(follow_up, by=None)
    deadlines.refresh(follow_up)
    db.session.commit()
    return follow_up


def with_contact_within(n):
    """The default rules, but contact with a victim at high risk within so many hours."""
    key = (Strand.VICTIM, Risk.HIGH)
    rule = replace(DEFAULT_POLICY.rules[key], contact_made=hours(n))
    return replace(DEFAULT_POLICY, rules={**DEFAULT_POLICY.rules, key: rule})


def due(db, follow_up_id, kind=DeadlineKind.CONTACT_MADE):
    return db.session.scalar(
        select(Deadline.due_at).where(
            marked(Deadline),
            Deadline.follow_up_id == follow_up_id,
            Deadline.kind == kind,
            Deadline.ended_at.is_(None),
        )
    )


def test_the_preview_counts_what_moves_and_whom_it_touches(db, service, worker, watched):
    with unrestricted("the test makes its rows"):
        with_clocks(db, worker)
        with_clocks(db, worker)
        with_clocks(db, worker, Risk.LOW)

    moves = rule_changes.preview(service, with_contact_within(5))

    assert moves == Moves(earlier=2, later=0, earlier_today=2, later_today=0, workers=1)


def test_a_deadline_that_was_due_today_and_moves_later_counts_on_todays_list(db, service, worker):
    with_clocks(db, worker, received_at=clock.now() - timedelta(hours=44))

    moves = rule_changes.preview(service, with_contact_within(120))

    assert (moves.later, moves.later_today, moves.earlier) == (1, 1, 0)


def test_a_preview_saves_nothing(db, service, worker):
    follow_up = with_clocks(db, worker)
    before = due(db, follow_up.id)

    rule_changes.preview(service, with_contact_within(5))
    db.session.commit()

    assert due(db, follow_up.id) == before
    assert policies.policy_for(service.id).version == 0


def test_a_new_version_moves_no_open_follow_up_until_it_is_moved_on_purpose(
    db, service, worker, administrator
):
    follow_up = with_clocks(db, worker)
    before = due(db, follow_up.id)

    made = policies.next_version(service, with_contact_within(5), after=0, by=administrator)
    kept = due(db, follow_up.id)
    moved = rule_changes.move_to_newest(service, by=administrator)

    assert kept == before
    assert moved == 1
    assert due(db, follow_up.id) == follow_up.received_at + timedelta(hours=5)
    assert db.session.get(FollowUp, follow_up.id).policy_id == made.id
    assert rule_changes.behind(service) == 0


def test_open_follow_ups_of_an_older_version_are_counted(db, service, worker, administrator):
    with_clocks(db, worker)
    with_clocks(db, worker, closed_at=clock.now())

    policies.next_version(service, with_contact_within(5), after=0, by=administrator)

    assert rule_changes.behind(service) == 1


def test_new_hours_move_deadlines_only_when_somebody_recomputes(db, service, worker, administrator):
    follow_up = with_clocks(db, worker, Risk.LOW)
    before = due(db, follow_up.id)
    early = {weekday: ((time(8), time(15)),) for weekday in range(5)}

    organisations.set_hours(service, early, by=administrator)
    kept = due(db, follow_up.id)
    waiting = rule_changes.out_of_step(service)
    moved = rule_changes.recompute(service, by=administrator)

    assert kept == before
    assert (waiting.earlier, moved) == (2, 2)
    assert local(due(db, follow_up.id)).time() == time(15)
    assert rule_changes.out_of_step(service).all == 0


def test_a_clock_that_a_coordinator_moved_stays_where_it_is(db, service, worker, administrator):
    follow_up = with_clocks(db, worker)
    rows = deadlines.open_deadlines(follow_up)
    contact = next(row for row in rows if row.kind is DeadlineKind.CONTACT_MADE)
    agreed = contact.due_at + timedelta(hours=9)
    deadlines.move(
        follow_up, contact, agreed, reason=MoveReason.PERSON_ASKED, by=administrator, decided=True
    )

    assert rule_changes.out_of_step(service).all == 0
    assert due(db, follow_up.id) == agreed


def test_other_organisations_are_not_touched(db, service, worker, administrator):
    elsewhere = factories.organisation()

    with_clocks(db, worker)

    assert rule_changes.preview(elsewhere, with_contact_within(5)) == Moves()
