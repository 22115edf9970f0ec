from datetime import datetime

import pytest
from sqlalchemy import select

from followup.casework import deadlines, results
from followup.models import Account, AlertRow, CaseEvent
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Alert, DeadlineKind, Outcome, Risk, State, Way
from tests import files


@pytest.fixture
def follow_up(db):
    return files.running(risk=Risk.MEDIUM)


def kinds(follow_up):
    return {row.kind for row in deadlines.open_deadlines(follow_up)}


def test_who_is_not_reached_waits_for_the_coordinator_and_stands_in_the_timeline(db, follow_up):
    worker = db.session.get(Account, follow_up.worker_id)

    results.put_on_not_reached(follow_up, by=worker)

    decision = next(
        row
        for row in deadlines.open_deadlines(follow_up)
        if row.kind is DeadlineKind.COORDINATOR_DECISION
    )
    alert = db.session.scalars(select(AlertRow)).one()
    assert follow_up.state is State.NOT_REACHED
    assert decision.escalates_at == decision.due_at
    assert (alert.kind, alert.organisation_id) == (Alert.NOT_REACHED, follow_up.organisation_id)
    assert db.session.scalars(select(CaseEvent.what)).all() == ["not_reached"]


def test_a_contact_in_the_week_before_a_review_is_that_review(follow_up, clock_at):
    files.logged(follow_up, Outcome.SPOKE_SUPPORT)
    clock_at(datetime(2026, 12, 17, 10, tzinfo=BRUSSELS))

    files.logged(follow_up, Outcome.SPOKE_SUPPORT)

    assert DeadlineKind.REVIEW_1_MONTH not in kinds(follow_up)
    assert DeadlineKind.REVIEW_3_MONTHS in kinds(follow_up)


def test_a_contact_long_before_a_review_leaves_it_due(follow_up, clock_at):
    files.logged(follow_up, Outcome.SPOKE_SUPPORT)
    clock_at(datetime(2026, 12, 10, 10, tzinfo=BRUSSELS))

    files.logged(follow_up, Outcome.SPOKE_SUPPORT)

    assert DeadlineKind.REVIEW_1_MONTH in kinds(follow_up)


def test_the_next_entry_brings_back_who_was_incomplete(follow_up):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    assert follow_up.state is State.INCOMPLETE

    files.logged(follow_up, Outcome.CAME_TO_US, way=Way.CAME_TO_US, asked=Outcome.SPOKE_SUPPORT)

    assert follow_up.state is State.OPEN
    assert DeadlineKind.BETTER_NUMBER not in kinds(follow_up)
