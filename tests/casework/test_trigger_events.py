"""What changes the danger: what was agreed holds no more, and somebody looks within the hour."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import deadlines, outreach, safe_contact, trigger_events
from followup.casework.entry import Entry
from followup.casework.errors import AgainstCard, FollowUpClosed
from followup.db import db as database
from followup.models import AlertRow
from followup.rules.safe_window import may_use
from followup.vocabulary import (
    Alert,
    CardSource,
    DeadlineEnd,
    DeadlineKind,
    Outcome,
    TriggerEvent,
    Way,
    WayRefused,
)
from tests import factories, files


@pytest.fixture
def worker(db):
    return factories.account()


@pytest.fixture
def follow_up(worker):
    return files.running(worker=worker, card=files.card(permits={"call": "yes", "sms": "yes"}))


def looks(follow_up):
    return [
        row for row in deadlines.open_deadlines(follow_up) if row.kind is DeadlineKind.AFTER_EVENT
    ]


def limits(follow_up):
    return safe_contact.current_card(follow_up).for_rules()


def test_a_release_leaves_only_a_neutral_call(follow_up, worker):
    before = may_use(limits(follow_up), Way.SMS)

    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    assert before is None
    assert may_use(limits(follow_up), Way.SMS) is WayRefused.CARD_VOID
    assert may_use(limits(follow_up), Way.CALL) is None


def test_a_pregnancy_asks_for_a_look_and_leaves_the_card(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.PREGNANCY, by=worker)

    assert may_use(limits(follow_up), Way.SMS) is None
    assert len(looks(follow_up)) == 1


def test_the_look_is_due_within_the_hour_and_escalates_then(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    (look,) = looks(follow_up)
    assert look.due_at == clock.now() + timedelta(hours=1)
    assert look.escalates_at == look.due_at
    assert follow_up.due_at <= look.due_at


def test_at_night_the_hour_begins_when_the_service_opens(follow_up, worker, clock_at, noon):
    clock_at(noon.replace(hour=23))

    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    opens = deadlines.calendar_for(follow_up).next_opening(clock.now(), duty=True)
    assert looks(follow_up)[0].due_at == opens + timedelta(hours=1)
    assert opens > clock.now()


def test_a_second_event_does_not_put_the_look_off(follow_up, worker, clock_at, noon):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)
    due = looks(follow_up)[0].due_at
    clock_at(noon + timedelta(minutes=40))

    trigger_events.happened(follow_up, TriggerEvent.PHONE_CHECKED, by=worker)

    assert [row.due_at for row in looks(follow_up)] == [due]


def test_what_the_person_confirms_afterwards_holds_again(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    safe_contact.confirm(follow_up, by=worker)

    assert may_use(limits(follow_up), Way.SMS) is None
    assert follow_up.card_broken_by is None


def test_a_stranger_who_answers_is_no_new_agreement(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    safe_contact.note_other_answered(follow_up, "+32470123456", by=worker)

    assert may_use(limits(follow_up), Way.SMS) is WayRefused.CARD_VOID


def test_an_agreement_is_asked_again_after_fourteen_days(follow_up, worker, clock_at, noon):
    safe_contact.change(
        follow_up,
        safe_contact.current_card(follow_up),
        based_on=follow_up.card_version,
        source=CardSource.PERSON,
        agreed_at=noon,
        by=worker,
    )

    clock_at(noon + timedelta(days=14, minutes=-1))
    held = may_use(limits(follow_up), Way.SMS)
    clock_at(noon + timedelta(days=14))

    assert held is None
    assert may_use(limits(follow_up), Way.SMS) is WayRefused.CARD_VOID


def test_the_worker_is_told_by_who_learned_of_it(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)
    mine = told()

    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=factories.account())

    assert (mine, told()) == ([], [worker.id])


def test_an_agreement_asked_anew_is_the_look(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    safe_contact.confirm(follow_up, by=worker)

    assert looks(follow_up) == []


def test_the_look_is_done_by_saying_so(follow_up, worker):
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)
    (look,) = looks(follow_up)

    deadlines.done(follow_up, look, by=worker, words="")

    assert look.end is DeadlineEnd.MET


def test_nothing_is_noted_on_an_ended_follow_up(follow_up, worker):
    follow_up.closed_at = clock.now()

    with pytest.raises(FollowUpClosed):
        trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)


def told():
    query = database.select(AlertRow.account_id).where(AlertRow.kind == Alert.EVENT)
    return list(database.session.scalars(query))


def test_what_was_done_before_the_event_may_still_be_written_down(
    follow_up, worker, clock_at, noon
):
    clock_at(noon + timedelta(hours=1))
    trigger_events.happened(follow_up, TriggerEvent.RELEASED, by=worker)

    entry = Entry(way=Way.SMS, outcome=Outcome.SMS_SENT, at=noon)
    outreach.log_contact(follow_up, entry, by=worker)

    with pytest.raises(AgainstCard):
        outreach.log_contact(follow_up, Entry(way=Way.SMS, outcome=Outcome.SMS_SENT), by=worker)
