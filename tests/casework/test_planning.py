from datetime import datetime

import pytest

from followup.casework import attempts, deadlines, planning, safe_contact
from followup.rules.reaching import way_for
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Outcome, Risk, StepWhy, Strand, Way
from tests import files

EVERY_WAY = {way.value: "yes" for way in Way if way.needs_permit}
LOGGED = [one for one in Outcome if one is not Outcome.MISTAKE]


def brussels(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=BRUSSELS)


@pytest.fixture
def follow_up(db):
    return files.running(risk=Risk.HIGH, card=files.card(permits=EVERY_WAY))


def foreseen(outlook):
    duties = {due.kind: due.due_at for due in outlook.dues}
    if outlook.step is not None:
        duties["step"] = (outlook.step.starts_at, outlook.step.ends_at)
    return duties


@pytest.mark.parametrize("outcome", LOGGED)
def test_what_is_shown_before_saving_is_what_saving_does(outcome, follow_up):
    asked = Outcome.SPOKE_SUPPORT if outcome is Outcome.CAME_TO_US else None
    shown = foreseen(planning.outlook(follow_up, outcome, asked=asked))

    files.logged(follow_up, outcome, way_for(Way.CALL, outcome), asked=asked)

    rows = {row.kind: row for row in deadlines.open_deadlines(follow_up)}
    step = shown.pop("step", None)
    assert {kind: rows[kind].due_at for kind in shown} == shown
    assert (follow_up.step_from, follow_up.step_until) == (step or (None, None))


def test_every_outcome_has_its_outlook_without_asking_the_database(follow_up, db):
    card, past = safe_contact.current_card(follow_up), attempts.valid_of(follow_up)
    limits = planning.limits_of(follow_up, card=card, past=past)
    db.session.expunge(follow_up)

    seen = planning.outlooks(follow_up, limits, card, past)

    assert set(seen) == set(LOGGED) - {Outcome.CAME_TO_US}
    assert seen[Outcome.NO_ANSWER].step.starts_at == brussels(23, 15)


def test_the_next_try_lies_in_a_part_of_the_day_not_tried(follow_up):
    step = planning.outlook(follow_up, Outcome.NO_ANSWER).step

    assert step.starts_at == brussels(23, 15)
    assert step.why is StepWhy.OTHER_DAYPART


def test_the_last_allowed_try_leads_to_the_coordinator(follow_up, clock_at):
    for n in range(5):
        clock_at(brussels(23 + n // 2, 12 + 4 * (n % 2)))
        files.logged(follow_up)
    clock_at(brussels(25, 16))

    outlook = planning.outlook(follow_up, Outcome.NO_ANSWER)

    assert outlook.step is None
    assert outlook.exhausted.attempts == 6


def test_nothing_is_planned_behind_a_shut_gate(db):
    follow_up = files.running(Strand.PERPETRATOR, Risk.MEDIUM, released_at=None)

    outlook = planning.outlook(follow_up, Outcome.NO_SHARED_LANGUAGE)

    assert outlook.step is None


def test_tries_before_the_last_contact_no_longer_count(follow_up, clock_at):
    files.logged(follow_up)
    clock_at(brussels(23, 15))
    files.logged(follow_up, Outcome.SPOKE_THINK)

    assert planning.limits_of(follow_up).tried == ()
