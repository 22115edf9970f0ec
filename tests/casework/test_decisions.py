"""What the coordinator decides: go on, ask the police, send them there; and when nobody asks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import board, deadlines, decisions, escalation, revisits, safe_contact
from followup.casework.errors import AgainstCard, Refused
from followup.models import Account, AlertRow, NumberRequest, Organisation, Referral
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    Outcome,
    Risk,
    Role,
    State,
    Strand,
    Way,
    WhyAsked,
)
from tests import factories, files

CALLS_AND_TEXTS = files.card(permits={"call": "yes", "sms": "yes"})


@pytest.fixture
def follow_up(db):
    return files.running(card=CALLS_AND_TEXTS)


@pytest.fixture
def coordinator(db, follow_up):
    service = db.session.get(Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def unreached(follow_up, clock_at):
    """Six tries on three days."""
    start = clock.now()
    for n in range(6):
        clock_at(start + timedelta(days=n // 2, hours=4 * (n % 2)))
        files.logged(follow_up, Outcome.NO_ANSWER)
    return follow_up


def running(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def test_after_the_last_try_the_file_stands_among_the_not_reached(unreached):
    assert unreached.state is State.NOT_REACHED
    assert board.question_of(unreached) == "not_reached"


def test_going_on_plans_exactly_one_more_try(unreached, coordinator):
    decisions.go_on(unreached, by=coordinator, words="One more, in the evening.")

    steps = [row for row in deadlines.open_deadlines(unreached) if row.kind.is_step]
    assert [row.kind for row in steps] == [DeadlineKind.NEXT_ATTEMPT]
    assert (unreached.state, unreached.due_kind is None) == (State.OPEN, False)


def test_going_on_leaves_the_running_clock_as_it_is(unreached, coordinator):
    before = running(unreached)[DeadlineKind.CONTACT_MADE].id

    decisions.go_on(unreached, by=coordinator, words="One more.")

    assert running(unreached)[DeadlineKind.CONTACT_MADE].id == before


def test_the_way_that_was_decided_stands_on_the_step(unreached, coordinator):
    decisions.go_on(unreached, by=coordinator, words="By text.", way=Way.SMS)

    assert running(unreached)[DeadlineKind.NEXT_ATTEMPT].explained["way"] == Way.SMS


def test_a_way_that_the_card_forbids_is_not_decided_either(unreached, coordinator):
    with pytest.raises(AgainstCard):
        decisions.go_on(unreached, by=coordinator, words="By letter.", way=Way.LETTER)


def test_one_more_try_without_answer_comes_back_to_the_coordinator(
    unreached, coordinator, clock_at
):
    decisions.go_on(unreached, by=coordinator, words="One more.")
    clock_at(clock.now() + timedelta(days=1))

    files.logged(unreached, Outcome.NO_ANSWER)

    assert unreached.state is State.NOT_REACHED


def test_the_police_may_be_asked_for_another_way(db, unreached, coordinator):
    decisions.ask_police(unreached, by=coordinator, words="Ask who was there.")

    assert unreached.state is State.INCOMPLETE
    assert DeadlineKind.BETTER_NUMBER in running(unreached)
    assert db.session.scalars(select(NumberRequest.why)).all() == [WhyAsked.NOT_REACHED]


def test_the_police_may_be_asked_to_go_there(db, unreached, coordinator):
    decisions.ask_revisit(unreached, by=coordinator, words="Welfare check.")

    referral = db.session.get(Referral, unreached.referral_id)
    decision = running(unreached)[DeadlineKind.COORDINATOR_DECISION]
    assert decision.due_at == referral.revisit_due_at
    assert board.question_of(unreached) == "revisit"
    told = select(AlertRow.organisation_id).where(AlertRow.kind == Alert.REVISIT_ASKED)
    assert db.session.scalars(told).all() == [referral.zone_id]


def test_when_the_police_were_there_the_coordinator_decides_now(db, unreached, coordinator):
    decisions.ask_revisit(unreached, by=coordinator, words="Welfare check.")
    referral = db.session.get(Referral, unreached.referral_id)

    revisits.done(referral, by=db.session.get(Account, referral.officer_id))

    assert running(unreached)[DeadlineKind.COORDINATOR_DECISION].due_at == clock.now()
    told = select(AlertRow.organisation_id).where(AlertRow.kind == Alert.REVISIT_DONE)
    assert db.session.scalars(told).all() == [unreached.organisation_id]


def test_nobody_is_sent_to_the_door_of_the_other_side(db):
    follow_up = files.running(Strand.PERPETRATOR, Risk.LOW)
    follow_up.state = State.NOT_REACHED
    coordinator = factories.account(Role.COORDINATOR)

    with pytest.raises(Refused):
        decisions.ask_revisit(follow_up, by=coordinator, words="Look.")


def test_a_stop_is_decided_before_the_police_are_asked(follow_up, coordinator):
    files.logged(follow_up, Outcome.STOP_UNSAFE)

    with pytest.raises(Refused):
        decisions.ask_police(follow_up, by=coordinator, words="Ask.")


def test_after_a_stop_contact_goes_on_by_the_ways_that_were_open(follow_up, coordinator):
    files.logged(follow_up, Outcome.STOP_UNSAFE)

    decisions.go_on(follow_up, by=coordinator, words="Only by the sister.")

    assert follow_up.state is State.OPEN
    assert not safe_contact.current_card(follow_up).locked
    assert {DeadlineKind.CONTACT_MADE, DeadlineKind.NEXT_ATTEMPT} <= set(running(follow_up))


def test_nothing_is_decided_when_nothing_is_asked(follow_up, coordinator):
    with pytest.raises(Refused):
        decisions.go_on(follow_up, by=coordinator, words="")


@pytest.mark.parametrize("risk", [Risk.HIGH, Risk.CRITICAL])
def test_after_48_hours_without_contact_the_coordinator_decides_anyway(risk, db, clock_at):
    follow_up = files.running(risk=risk, received_at=clock.now())
    service = db.session.get(Organisation, follow_up.organisation_id)
    coordinator = factories.account(Role.COORDINATOR, service)
    clock_at(clock.now() + timedelta(hours=47))
    assert board.question_of(follow_up) == ""

    clock_at(clock.now() + timedelta(hours=1))

    asked = {one.id: one.asked for one in board.needs_decision(coordinator).asked}
    assert board.question_of(follow_up) == "unreached"
    assert asked == {follow_up.id: "unreached"}
    assert escalation.escalate(clock.now()) >= 1


@pytest.mark.parametrize("strand", [Strand.PERPETRATOR, Strand.CHILD])
def test_only_of_a_victim_the_coordinator_decides_after_48_hours(strand, db):
    follow_up = files.running(strand, Risk.CRITICAL)

    assert DeadlineKind.DECIDE_UNREACHED not in running(follow_up)


def test_contact_makes_the_decision_needless(follow_up):
    files.logged(follow_up, Outcome.SPOKE_SUPPORT)

    assert DeadlineKind.DECIDE_UNREACHED not in running(follow_up)


def test_a_decision_before_48_hours_does_not_replace_the_one_at_48_hours(follow_up, coordinator):
    files.logged(follow_up, Outcome.STOP_UNSAFE)
    decisions.go_on(follow_up, by=coordinator, words="Another number.")

    assert DeadlineKind.DECIDE_UNREACHED in running(follow_up)


def test_once_decided_it_is_not_asked_again(follow_up, coordinator, clock_at):
    clock_at(clock.now() + timedelta(hours=50))

    decisions.go_on(follow_up, by=coordinator, words="A visit tomorrow.")

    assert DeadlineKind.DECIDE_UNREACHED not in running(follow_up)
    assert board.question_of(follow_up) == ""


def test_the_reason_of_an_asked_ending_is_known(follow_up, coordinator):
    assert decisions.reason_asked(follow_up) is None

    factories.deadline(
        follow_up,
        DeadlineKind.COORDINATOR_DECISION,
        explained={"asked": "close", "reason": "moved"},
    )

    assert decisions.reason_asked(follow_up) is CloseReason.MOVED
