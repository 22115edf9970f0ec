"""The duties of two files in one: the earliest holds, step and all."""

from datetime import timedelta
from functools import partial

import pytest

from followup import clock
from followup.casework import deadlines, merged_duties
from followup.rules.next_step import Step
from followup.vocabulary import DeadlineKind, Risk, Role, StepWhy
from tests import factories
from tests.one_person import file_in


@pytest.fixture
def file_of(db):
    return partial(file_in, factories.organisation())


@pytest.fixture
def coordinator(db):
    return factories.account(Role.COORDINATOR)


def test_a_step_planned_in_the_folded_file_is_planned_in_the_kept_one(file_of, coordinator):
    kept, folded = file_of(), file_of()
    at = clock.now()
    step = Step(at + timedelta(hours=1), at + timedelta(hours=2), None, None, next(iter(StepWhy)))
    deadlines.plan(folded, DeadlineKind.CALL_BACK, step, by=coordinator)

    merged_duties.take(kept, folded, by=coordinator)

    (row,) = [one for one in deadlines.open_deadlines(kept) if one.kind is DeadlineKind.CALL_BACK]
    assert (row.step_from, row.step_until) == (step.starts_at, step.ends_at)
    assert kept.step_until == step.ends_at


def test_what_was_opened_and_ended_is_written_down(file_of, coordinator):
    kept, folded = file_of(risk=Risk.LOW), file_of(risk=Risk.HIGH)
    before = {row.id for row in deadlines.open_deadlines(kept)}
    theirs = {row.id for row in deadlines.open_deadlines(folded)}

    moved = merged_duties.take(kept, folded, by=coordinator)

    after = {row.id for row in deadlines.open_deadlines(kept)}
    assert set(moved["opened"]) == after - before
    assert set(moved["ended"]) == before - after
    assert set(moved["ended_of_folded"]) == theirs
    assert deadlines.open_deadlines(folded) == []


def test_between_two_files_that_ended_nothing_moves(file_of, coordinator):
    kept, folded = file_of(closed_at=clock.now()), file_of(closed_at=clock.now())

    assert merged_duties.moving(kept, {}, {DeadlineKind.TRIAGE: object()}) == frozenset()
    assert merged_duties.take(kept, folded, by=coordinator)["opened"] == []
