from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import deadlines, endings, police_answers, safe_contact
from followup.casework.errors import Refused
from followup.casework.police_answers import Given
from followup.models import Account, AlertRow, NumberRequest, Organisation
from followup.rules.contact_card import Hours, from_json
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    Outcome,
    PauseReason,
    PoliceAnswer,
    Risk,
    Role,
    State,
    Way,
)
from tests import factories, files

NEW = Given("+32470555555", ways=frozenset({Way.CALL, Way.SMS}), moments=(Hours("10:00", "12:00"),))
CLOCKS = (DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE)


@pytest.fixture
def follow_up(db):
    follow_up = files.running(risk=Risk.MEDIUM)
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    return follow_up


@pytest.fixture
def officer(db, follow_up):
    return db.session.get(Account, request_of(db).officer_id)


def request_of(db):
    return db.session.scalars(select(NumberRequest)).one()


def due(follow_up):
    return {row.kind: row.due_at for row in deadlines.open_deadlines(follow_up)}


def coordinator_of(db, follow_up):
    service = db.session.get(Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


def test_another_number_goes_first_on_the_card_with_its_conditions(db, follow_up, officer):
    police_answers.answer(request_of(db), NEW, by=officer)

    card = safe_contact.current_card(follow_up)
    assert card.phone.number == "+32470555555"
    assert [phone.locked for phone in card.phones] == [False, True]
    assert card.permits["sms"] == "yes"
    assert card.windows == NEW.moments


def test_what_the_person_agreed_outlives_what_the_police_say():
    agreed = from_json(
        {"permits": {"sms": "no"}, "windows": [{"opens": "18:00", "closes": "19:00"}]}
    )

    card = police_answers.with_number(agreed, NEW)

    assert card.permits["sms"] == "no"
    assert card.windows == (Hours("18:00", "19:00"),)


def test_another_number_wakes_the_plan_and_restarts_no_clock(db, follow_up, officer):
    before = due(follow_up)

    police_answers.answer(request_of(db), NEW, by=officer)

    after = due(follow_up)
    assert follow_up.state is State.OPEN
    assert {kind: after[kind] for kind in CLOCKS} == {kind: before[kind] for kind in CLOCKS}
    assert DeadlineKind.NEXT_ATTEMPT in after
    assert DeadlineKind.BETTER_NUMBER not in after


def test_a_new_number_is_tried_once_though_the_agreed_tries_are_used(db, clock_at):
    follow_up = files.running(risk=Risk.LOW)
    for _try in range(3):
        files.logged(follow_up, Outcome.NO_ANSWER)
        clock_at(clock.now() + timedelta(days=2))
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    request = request_of(db)

    police_answers.answer(request, NEW, by=db.session.get(Account, request.officer_id))

    assert DeadlineKind.NEXT_ATTEMPT in due(follow_up)


def test_no_other_way_known_makes_finding_one_the_workers_step(db, follow_up, officer):
    police_answers.answer(request_of(db), None, by=officer)

    assert follow_up.state is State.INCOMPLETE
    assert DeadlineKind.SAFE_WAY in due(follow_up)
    assert DeadlineKind.BETTER_NUMBER not in due(follow_up)
    assert request_of(db).answer is PoliceAnswer.NONE_KNOWN


@pytest.mark.parametrize("given", [NEW, None])
def test_the_worker_is_told_and_the_question_alerts_nobody_any_more(given, db, follow_up, officer):
    police_answers.answer(request_of(db), given, by=officer)

    unseen = db.session.scalars(select(AlertRow).where(AlertRow.seen_at.is_(None))).all()
    assert {(alert.kind, alert.account_id) for alert in unseen} == {
        (Alert.POLICE_ANSWERED, follow_up.worker_id)
    }


def test_a_question_is_answered_once(db, follow_up, officer):
    police_answers.answer(request_of(db), None, by=officer)

    with pytest.raises(Refused):
        police_answers.answer(request_of(db), NEW, by=officer)

    assert safe_contact.current_card(follow_up).phone is None


def test_a_pause_is_not_broken_by_an_answer(db, follow_up, officer):
    worker = db.session.get(Account, follow_up.worker_id)
    review = clock.now() + timedelta(days=9)
    endings.pause(follow_up, reason=PauseReason.HOSPITAL, review_at=review, by=worker)

    police_answers.answer(request_of(db), NEW, by=officer)

    assert set(due(follow_up)) == {DeadlineKind.PAUSE_REVIEW}


def test_a_stop_stays_a_stop(db, follow_up, officer):
    files.logged(follow_up, Outcome.STOP_UNSAFE, way=Way.CAME_TO_US)

    police_answers.answer(request_of(db), NEW, by=officer)

    assert follow_up.state is State.STOPPED
    assert DeadlineKind.NEXT_ATTEMPT not in due(follow_up)


def test_an_ended_follow_up_cannot_be_answered_for(db, follow_up, officer):
    coordinator = coordinator_of(db, follow_up)
    endings.close(follow_up, reason=CloseReason.MOVED, by=coordinator)

    with pytest.raises(Refused):
        police_answers.answer(request_of(db), NEW, by=officer)

    assert follow_up.state is State.CLOSED


def test_the_answer_goes_to_the_file_that_the_asking_one_was_merged_into(db, follow_up, officer):
    kept = files.running(risk=Risk.MEDIUM)
    follow_up.merged_into_id, follow_up.closed_at = kept.id, clock.now()
    follow_up.state = State.CLOSED
    db.session.commit()

    police_answers.answer(request_of(db), NEW, by=officer)

    assert safe_contact.current_card(kept).phone.number == NEW.number
