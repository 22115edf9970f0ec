"""What crosses between the two sides, what comes back, and what repeats until it is confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import deadlines, endings, escalation, followups, gate, outreach, safety_link
from followup.casework.entry import Entry
from followup.casework.errors import NobodyThere, NotFound, NotThatMoment, Refused
from followup.models import AlertRow, SafetySignal
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    OrganisationKind,
    Outcome,
    Role,
    Side,
    Signal,
    SignalGround,
    Strand,
    TriggerEvent,
    Way,
)
from tests import factories

CARD = {"phones": [{"number": "+32470123456"}], "permits": {"call": "yes"}}


@pytest.fixture
def referral(db):
    return factories.referral()


@pytest.fixture
def her_worker(db):
    return factories.account(Role.VICTIM_WORKER)


@pytest.fixture
def his_worker(db):
    return factories.account(Role.PERPETRATOR_WORKER)


@pytest.fixture
def victim(referral, her_worker):
    return factories.follow_up(referral=referral, worker=her_worker, card=CARD)


@pytest.fixture
def perpetrator(victim, referral, his_worker, noon):
    return factories.follow_up(
        Strand.PERPETRATOR, referral=referral, worker=his_worker, card=CARD, released_at=noon
    )


def alerts_of(db, kind=Alert.SAFETY_LINK):
    return db.session.scalars(select(AlertRow).where(AlertRow.kind == kind)).all()


def spoken(follow_up, **more):
    entry = Entry(way=Way.CALL, outcome=Outcome.SPOKE_SUPPORT, card_confirmed=True, **more)
    worker = factories.db.session.get(factories.Account, follow_up.worker_id)
    return outreach.log_contact(follow_up, entry, by=worker)


def test_a_threat_reaches_the_victims_worker_at_once_and_repeats(
    db, victim, perpetrator, her_worker, his_worker, noon
):
    safety_link.send(perpetrator, Signal.THREAT, by=his_worker)

    told = safety_link.received(victim)[0]
    alert = alerts_of(db)[0]
    assert (told.signal, told.urgent, told.seen_at) == (Signal.THREAT, True, None)
    assert (alert.account_id, alert.follow_up_id) == (her_worker.id, victim.id)
    assert alert.repeats_at == noon + timedelta(minutes=15)


def test_without_a_worker_the_coordinators_of_the_service_are_told(
    db, referral, victim, perpetrator, his_worker
):
    nobodys = factories.follow_up(Strand.CHILD, referral=referral)

    safety_link.send(perpetrator, Signal.WEAPON, by=his_worker)

    to_children = [one for one in alerts_of(db) if one.follow_up_id == nobodys.id]
    assert to_children[0].organisation_id == nobodys.organisation_id
    assert to_children[0].account_id is None


def test_danger_outlives_the_end_of_the_victims_follow_up(db, victim, perpetrator, his_worker):
    victim.closed_at, victim.close_reason = clock.now(), CloseReason.NEEDS_MET

    safety_link.send(perpetrator, Signal.NEARER, by=his_worker)

    assert alerts_of(db)[0].organisation_id == victim.organisation_id


def test_the_sender_learns_only_when_everybody_has_seen_it(
    referral, victim, perpetrator, her_worker, his_worker, noon, clock_at
):
    child_worker = factories.account(Role.CHILD_WORKER)
    child = factories.follow_up(Strand.CHILD, referral=referral, worker=child_worker)
    safety_link.send(perpetrator, Signal.THREAT, by=his_worker)
    clock_at(noon + timedelta(minutes=5))

    safety_link.see(victim, safety_link.received(victim)[0].code, by=her_worker)
    before = safety_link.sent(perpetrator)
    safety_link.see(child, safety_link.received(child)[0].code, by=child_worker)
    after = safety_link.sent(perpetrator)

    assert [len(before), len(after)] == [1, 1]
    assert [before[0].seen_at, after[0].seen_at] == [None, noon + timedelta(minutes=5)]


def test_a_confirmed_signal_repeats_no_more(db, victim, perpetrator, her_worker, his_worker, noon):
    safety_link.send(perpetrator, Signal.THREAT, by=his_worker)

    safety_link.see(victim, safety_link.received(victim)[0].code, by=her_worker)

    assert alerts_of(db)[0].seen_at == noon
    assert escalation.repeat_alerts(noon + timedelta(hours=5)) == 0
    assert escalation.tell_unseen_signals(noon + timedelta(hours=5)) == 0


def test_a_signal_of_another_file_cannot_be_confirmed(victim, perpetrator, his_worker):
    safety_link.send(perpetrator, Signal.THREAT, by=his_worker)
    code = safety_link.received(victim)[0].code

    with pytest.raises(NotFound):
        safety_link.see(perpetrator, code, by=his_worker)


@pytest.mark.parametrize(
    ("signal", "silent", "told"),
    [
        (Signal.THREAT, timedelta(minutes=59), timedelta(hours=1)),
        (Signal.ABSENT, timedelta(hours=23), timedelta(days=1)),
    ],
)
def test_the_coordinator_is_told_of_what_nobody_confirms_once_and_it_repeats(
    db, victim, perpetrator, his_worker, noon, signal, silent, told
):
    safety_link.send(perpetrator, signal, by=his_worker)

    early = escalation.tell_unseen_signals(noon + silent)
    late = [escalation.tell_unseen_signals(noon + told) for _again in range(2)]

    alert = alerts_of(db, Alert.SAFETY_LINK_UNSEEN)[0]
    assert (early, late) == (0, [1, 0])
    assert (alert.organisation_id, alert.account_id) == (victim.organisation_id, None)
    assert escalation.repeat_alerts(noon + told + timedelta(hours=4)) == 2


def test_what_nobody_confirmed_follows_the_file_to_its_new_worker(
    db, victim, perpetrator, her_worker, his_worker
):
    safety_link.send(perpetrator, Signal.THREAT, by=his_worker)
    successor = factories.account(Role.VICTIM_WORKER, her_worker.organisation)
    coordinator = factories.account(Role.COORDINATOR, her_worker.organisation)

    followups.assign(victim, successor, reason=None, by=coordinator)

    assert alerts_of(db)[0].account_id == successor.id


@pytest.mark.parametrize("signal", Signal.choices(Side.PERPETRATOR))
def test_nothing_of_one_side_can_be_sent_by_the_other(victim, perpetrator, her_worker, signal):
    with pytest.raises(Refused):
        safety_link.send(victim, signal, by=her_worker)


@pytest.mark.parametrize("signal", Signal.choices(Side.PROTECTED))
def test_the_perpetrators_side_asks_nothing_of_the_victims(victim, perpetrator, his_worker, signal):
    with pytest.raises(Refused):
        safety_link.send(perpetrator, signal, by=his_worker)


def test_a_childs_worker_only_receives(referral, perpetrator):
    worker = factories.account(Role.CHILD_WORKER)
    child = factories.follow_up(Strand.CHILD, referral=referral, worker=worker)

    with pytest.raises(Refused):
        safety_link.send(child, Signal.VIGILANCE, ground=SignalGround.DANGER, by=worker)


def test_vigilance_needs_a_ground_and_the_ground_stays_on_the_senders_file(
    victim, perpetrator, her_worker
):
    with pytest.raises(Refused):
        safety_link.send(victim, Signal.VIGILANCE, by=her_worker)

    safety_link.send(victim, Signal.VIGILANCE, ground=SignalGround.PERSON_WISHES, by=her_worker)

    assert safety_link.sent(victim)[0].ground is SignalGround.PERSON_WISHES
    assert "ground" not in safety_link.received(perpetrator)[0]._mapping
    assert "sent_by" not in str(safety_link.received(perpetrator)[0]._mapping)


def test_where_nobody_of_the_other_side_has_a_file_the_worker_is_told(db, his_worker):
    alone = factories.follow_up(Strand.PERPETRATOR, worker=his_worker)

    with pytest.raises(NobodyThere):
        safety_link.send(alone, Signal.THREAT, by=his_worker)


def test_a_hold_ends_within_two_weeks(victim, perpetrator, her_worker, noon):
    for until in (noon, noon + timedelta(days=15)):
        with pytest.raises(NotThatMoment):
            safety_link.send(victim, Signal.HOLD, until=until, by=her_worker)


def test_a_hold_shuts_the_gate_and_only_the_end_of_it_crosses(
    victim, perpetrator, her_worker, noon
):
    until = noon + timedelta(days=2)

    safety_link.send(victim, Signal.HOLD, until=until, by=her_worker)

    told = safety_link.received(perpetrator)[0]
    assert followups.gate_is_shut(perpetrator)
    assert (told.signal, told.until) == (Signal.HOLD, until)


def test_contact_goes_ahead_again_when_the_victims_side_says_so(
    victim, perpetrator, her_worker, noon
):
    safety_link.send(victim, Signal.HOLD, until=noon + timedelta(days=2), by=her_worker)

    safety_link.send(victim, Signal.PROCEED, by=her_worker)

    assert not followups.gate_is_shut(perpetrator)
    assert perpetrator.held_until is None


def test_the_first_contact_with_him_is_told_once(victim, perpetrator):
    spoken(perpetrator)
    spoken(perpetrator)

    assert [one.signal for one in safety_link.received(victim)] == [Signal.FIRST_CONTACT]


def test_how_his_follow_up_goes_is_not_told_to_the_childrens_workers(referral, perpetrator):
    child = factories.follow_up(Strand.CHILD, referral=referral)

    spoken(perpetrator, danger=True)

    assert [one.signal for one in safety_link.received(child)] == [Signal.DANGER]


def test_danger_noted_in_his_file_is_told_at_once(victim, perpetrator):
    spoken(perpetrator, danger=True)

    assert Signal.DANGER in {one.signal for one in safety_link.received(victim)}


def test_a_breached_ban_ends_what_was_agreed_with_her_and_asks_for_a_look(
    victim, perpetrator, his_worker
):
    safety_link.send(perpetrator, Signal.BAN_BREACHED, by=his_worker)

    kinds = {row.kind for row in deadlines.open_deadlines(victim)}
    assert victim.card_broken_by is TriggerEvent.BAN_BREACHED
    assert DeadlineKind.AFTER_EVENT in kinds


def test_contact_with_her_tells_his_side_nothing(db, victim, perpetrator):
    spoken(victim, danger=True)

    assert db.session.scalars(select(SafetySignal)).all() == []


def test_the_end_of_his_follow_up_is_told_and_of_hers_is_not(victim, perpetrator):
    for follow_up in (perpetrator, victim):
        service = factories.db.session.get(factories.Organisation, follow_up.organisation_id)
        coordinator = factories.account(Role.COORDINATOR, service)
        endings.close(follow_up, reason=CloseReason.MOVED, by=coordinator)

    assert [one.signal for one in safety_link.received(victim)] == [Signal.ENDED]
    assert safety_link.received(perpetrator) == []


def test_a_release_by_the_coordinator_is_told_to_the_victims_side(victim, perpetrator):
    perpetrator.released_at = None
    service = factories.db.session.get(factories.Organisation, perpetrator.organisation_id)
    coordinator = factories.account(Role.COORDINATOR, service)

    safety_link.release(perpetrator, by=coordinator, words="The law obliges.")

    assert [one.signal for one in safety_link.received(victim)] == [Signal.GATE_OPENED]


def test_a_release_by_the_victims_side_is_not_told_back(victim, perpetrator, her_worker):
    perpetrator.released_at = None

    gate.release_by_victim_side(victim, by=her_worker)

    assert safety_link.received(victim) == []


def test_between_two_people_who_each_have_both_files_nothing_goes_to_the_own_one(db, referral):
    first = factories.follow_up(referral=referral)
    second = factories.follow_up(referral=referral)
    mine, yours = (
        factories.follow_up(
            Strand.PERPETRATOR,
            referral=referral,
            person=factories.db.session.get(factories.Person, file.person_id),
            organisation=factories.organisation(OrganisationKind.PERPETRATOR_SERVICE),
        )
        for file in (first, second)
    )

    safety_link.send(mine, Signal.THREAT, by=factories.account(Role.PERPETRATOR_WORKER))

    assert safety_link.received(first) == []
    assert [one.signal for one in safety_link.received(second)] == [Signal.THREAT]
    assert safety_link.received(yours) == []


@pytest.mark.parametrize(
    ("signal", "event"),
    [
        (Signal.FREED, TriggerEvent.RELEASED),
        (Signal.BAN_BREACHED, TriggerEvent.BAN_BREACHED),
        (Signal.LEFT, TriggerEvent.LEFT_PROGRAMME),
    ],
)
def test_some_signals_end_what_was_agreed_and_ask_for_a_look(
    db, victim, perpetrator, his_worker, signal, event
):
    safety_link.send(perpetrator, signal, by=his_worker)

    look = [row for row in deadlines.open_deadlines(victim) if row.kind is DeadlineKind.AFTER_EVENT]
    assert victim.card_broken_by is event
    assert [row.opened_by_id for row in look] == [None]
    assert alerts_of(db, Alert.EVENT) == []


def test_an_absence_leaves_what_was_agreed(victim, perpetrator, his_worker):
    safety_link.send(perpetrator, Signal.ABSENT, by=his_worker)

    assert victim.card_broken_by is None
