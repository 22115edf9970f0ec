"""Moving the next duty of several follow-ups to one moment."""

from datetime import timedelta

from sqlalchemy import select

from followup.casework import deadlines, moving, moving_together
from followup.models import AlertRow, DeadlineMove
from followup.vocabulary import Alert, DeadlineKind, MoveReason, Role
from tests import factories


def test_the_next_duty_of_each_moves_past_any_cap_and_what_was_asked_is_settled(db, noon):
    coordinator = factories.account(Role.COORDINATOR)
    worker = factories.account(organisation=coordinator.organisation)
    files = [factories.follow_up(worker=worker) for _ in range(3)]
    for one in files[:2]:
        factories.deadline(one, DeadlineKind.CONTACT_MADE, due_at=noon + timedelta(days=1))
        factories.deadline(one, DeadlineKind.TRIAGE, due_at=noon)
    factories.alert(
        Alert.MOVE_ASKED, organisation_id=worker.organisation_id, follow_up_id=files[0].id
    )
    to = noon + timedelta(days=40)

    moved = moving_together.decide_all(files, to, reason=MoveReason.WAITING_PARTNER, by=coordinator)

    assert moved == [(one.code, DeadlineKind.CONTACT_MADE) for one in files[:2]]
    assert [one.due_at for one in files] == [to, to, None]
    assert [deadlines.open_deadlines(one)[0].due_at for one in files[:2]] == [noon, noon]
    assert len(db.session.scalars(select(DeadlineMove)).all()) == 2
    assert db.session.scalars(select(AlertRow.seen_at)).one() == noon


def test_the_duty_that_was_asked_to_move_is_the_one_that_moves(db, noon):
    worker = factories.account(Role.VICTIM_WORKER)
    follow_up = factories.follow_up(worker=worker)
    factories.deadline(follow_up, DeadlineKind.NEXT_ATTEMPT, due_at=noon + timedelta(hours=1))
    asked = factories.deadline(follow_up, DeadlineKind.CONTACT_MADE)
    moving.ask(
        follow_up, asked, noon + timedelta(days=9), reason=MoveReason.PERSON_ASKED, by=worker
    )

    assert moving_together.duty_of(follow_up) is asked


def test_nothing_moves_while_another_decision_waits(db):
    follow_up = factories.follow_up()
    factories.deadline(follow_up, DeadlineKind.CONTACT_MADE)
    factories.deadline(follow_up, DeadlineKind.COORDINATOR_DECISION)

    assert moving_together.duty_of(follow_up) is None
