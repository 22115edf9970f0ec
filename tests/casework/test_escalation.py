from datetime import timedelta

import pytest
from sqlalchemy import select, update

from followup.casework import drafts, escalation, raising
from followup.casework.counts import alerts_for
from followup.models import AlertRow, Deadline, FollowUp, Situation
from followup.vocabulary import Alert, DeadlineEnd, DeadlineKind, Role
from tests import factories, files

MINUTE = timedelta(minutes=1)


def test_a_duty_past_its_escalation_is_told_to_the_coordinators_once(db, noon):
    duty = factories.deadline(factories.follow_up(), escalates_at=noon)

    done = [escalation.escalate(noon), escalation.escalate(noon + MINUTE)]

    assert done == [1, 0]
    alert = only_alert(db)
    assert (alert.kind, alert.key) == (Alert.ESCALATED, f"escalated:{duty.id}:1")
    assert (alert.organisation_id, alert.account_id) == (duty.organisation_id, None)
    assert (alert.follow_up_id, alert.deadline_id) == (duty.follow_up_id, duty.id)
    assert (alert.raised_at, alert.repeats_at, alert.repeats) == (noon, None, 0)
    assert db.session.scalar(select(Deadline.escalated_at)) == noon


def test_each_alert_gets_a_code_of_its_own(db, noon):
    for _ in range(3):
        factories.deadline(factories.follow_up(), escalates_at=noon)

    escalation.escalate(noon)

    codes = db.session.scalars(select(AlertRow.code)).all()
    assert len(set(codes)) == 3
    assert {len(code) for code in codes} == {32}


def test_a_duty_whose_escalation_is_still_to_come_is_left(db, noon):
    factories.deadline(factories.follow_up(), escalates_at=noon + MINUTE)
    factories.deadline(factories.follow_up(), escalates_at=None)

    assert escalation.escalate(noon) == 0


@pytest.mark.parametrize("end", [DeadlineEnd.MET, DeadlineEnd.PAUSED, DeadlineEnd.CLOSED])
def test_a_duty_that_is_met_paused_or_closed_escalates_no_more(db, noon, end):
    factories.deadline(factories.follow_up(), escalates_at=noon, ended_at=noon, end=end)

    assert escalation.escalate(noon) == 0


def test_late_triage_is_named_as_such(db, noon):
    factories.deadline(factories.follow_up(), DeadlineKind.TRIAGE, escalates_at=noon)

    escalation.escalate(noon)

    assert only_alert(db).kind is Alert.TRIAGE_DUE


def test_a_critical_duty_is_told_again_until_it_is_seen(db, noon):
    factories.deadline(factories.follow_up(), escalates_at=noon, repeat_minutes=15)
    escalation.escalate(noon)

    done = [escalation.repeat_alerts(noon + minutes * MINUTE) for minutes in (14, 15, 16, 30)]
    told = only_alert(db)
    told.seen_at = noon + 31 * MINUTE
    db.session.flush()

    assert done == [0, 1, 0, 1]
    assert told.repeats == 2
    assert told.raised_at == noon + 30 * MINUTE
    assert escalation.repeat_alerts(noon + 45 * MINUTE) == 0


def test_duties_with_different_repeats_each_keep_their_own(db, noon):
    for minutes in (15, 30, None):
        factories.deadline(factories.follow_up(), escalates_at=noon, repeat_minutes=minutes)

    escalation.escalate(noon)

    times = dict(db.session.execute(select(AlertRow.repeat_minutes, AlertRow.repeats_at)).all())
    assert times == {15: noon + 15 * MINUTE, 30: noon + 30 * MINUTE, None: None}


def test_after_three_days_without_scheduler_an_alert_is_raised_once_not_288_times(db, noon):
    factories.alert(repeat_minutes=15, repeats_at=noon)
    later = noon + timedelta(days=3)

    done = [escalation.repeat_alerts(later), escalation.repeat_alerts(later)]

    assert done == [1, 0]
    assert (only_alert(db).repeats, only_alert(db).repeats_at) == (1, later + 15 * MINUTE)


def test_an_alert_from_before_the_clock_was_put_back_does_not_wait_for_it(db, noon):
    factories.alert(raised_at=noon, repeat_minutes=15, repeats_at=noon + 15 * MINUTE)
    earlier = noon - timedelta(days=3)

    done = [escalation.repeat_alerts(earlier), escalation.repeat_alerts(earlier)]

    assert done == [1, 0]
    assert only_alert(db).repeats_at == earlier + 15 * MINUTE


def test_a_follow_up_that_nobody_has_is_told_to_its_coordinators_once(db, noon):
    since = noon + timedelta(microseconds=999_999)
    follow_up = factories.follow_up(unassigned_since=since, unassigned_alarm_at=noon + 120 * MINUTE)

    done = [escalation.tell_unassigned(noon + minutes * MINUTE) for minutes in (119, 120, 121)]

    assert done == [0, 1, 0]
    alert = only_alert(db)
    assert alert.key == f"unassigned:{follow_up.id}:{int(since.timestamp())}"
    assert (alert.kind, alert.organisation_id) == (Alert.UNASSIGNED, follow_up.organisation_id)
    assert alert.follow_up_id == follow_up.id


def test_a_follow_up_left_again_later_is_told_again(db, noon):
    follow_up = factories.follow_up(unassigned_since=noon, unassigned_alarm_at=noon)
    escalation.tell_unassigned(noon)
    follow_up.unassigned_since = follow_up.unassigned_alarm_at = noon + timedelta(days=1)
    db.session.commit()

    assert escalation.tell_unassigned(noon + timedelta(days=2)) == 1


@pytest.mark.parametrize("state", ["taken", "closed"])
def test_a_follow_up_that_is_taken_or_closed_is_no_alarm(db, noon, state):
    worker = factories.account() if state == "taken" else None
    closed_at = noon if state == "closed" else None
    factories.follow_up(
        worker=worker, closed_at=closed_at, unassigned_since=noon, unassigned_alarm_at=noon
    )

    assert escalation.tell_unassigned(noon) == 0


def test_a_follow_up_that_somebody_is_just_taking_is_no_alarm(db, noon):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    follow_up = factories.follow_up(unassigned_since=noon, unassigned_alarm_at=noon)
    worker = factories.account()
    situation = db.session.get(Situation, follow_up.situation_id)
    factories.side_holder(situation, worker, follow_up.side)

    with db.engine.begin() as assigning:
        assigning.execute(update(FollowUp).values(worker_id=worker.id))
        during = escalation.tell_unassigned(noon)
    after = escalation.tell_unassigned(noon)

    assert (during, after) == (0, 0)


def test_a_person_whom_no_organisation_receives_is_told_to_the_administrators_once(db, noon):
    follow_up = factories.follow_up(organisation_id=None, unassigned_alarm_at=noon)
    administrator = factories.account(Role.ADMINISTRATOR)

    done = [escalation.tell_unassigned(noon), escalation.tell_unassigned(noon)]

    assert done == [1, 0]
    alert = db.session.scalar(select(AlertRow).where(alerts_for(administrator)))
    assert (alert.kind, alert.key) == (Alert.UNROUTABLE, f"unroutable:{follow_up.id}")


def test_a_referral_not_sent_is_told_to_the_officer_then_to_the_zone(db, noon):
    officer = factories.account(Role.POLICE)
    reference = factories.account(Role.POLICE_REFERENCE, officer.organisation)
    draft = drafts.keep(officer, drafts.NEW_REFERRAL + "1", {"place": "Rue Haute 1"})

    done = [escalation.tell_unsent_drafts(noon + minutes * MINUTE) for minutes in (29, 30, 119)]
    told = db.session.scalars(select(AlertRow).where(alerts_for(reference))).all()
    done.append(escalation.tell_unsent_drafts(noon + 120 * MINUTE))

    assert done == [0, 1, 0, 1]
    assert told == []
    to_zone = db.session.scalar(select(AlertRow).where(alerts_for(reference)))
    to_officer = db.session.scalar(select(AlertRow).where(AlertRow.account_id == officer.id))
    assert {to_zone.kind, to_officer.kind} == {Alert.DRAFT_UNSENT}
    assert to_zone.draft_id == to_officer.draft_id == draft.id


def test_a_draft_of_another_form_is_no_alarm(db, noon):
    drafts.keep(factories.account(), "log:7QK2-M9FD", {"note": "called"})

    assert escalation.tell_unsent_drafts(noon + timedelta(hours=3)) == 0


def test_a_referral_that_was_sent_takes_its_alert_back(db, noon):
    officer = factories.account(Role.POLICE)
    drafts.keep(officer, drafts.NEW_REFERRAL + "1", {"place": "Rue Haute 1"})
    escalation.tell_unsent_drafts(noon + 30 * MINUTE)
    drafts.forget(officer, drafts.NEW_REFERRAL + "1")

    escalation.tell_unsent_drafts(noon + 31 * MINUTE)

    assert db.session.scalars(select(AlertRow)).all() == []


def test_the_next_referral_of_the_same_officer_is_told_although_its_row_number_returns(db, noon):
    officer = factories.account(Role.POLICE)
    for form in ("1", "2"):
        draft = drafts.keep(officer, drafts.NEW_REFERRAL + form, {"place": "Rue Haute 1"})
        escalation.tell_unsent_drafts(noon + 30 * MINUTE)
        db.session.execute(update(AlertRow).values(seen_at=noon))
        last = draft.code
        if form == "1":
            drafts.forget(officer, drafts.NEW_REFERRAL + form)

    keys = db.session.scalars(select(AlertRow.key)).all()

    assert len(keys) == 2
    assert f"draft:{last}:officer" in keys


def test_a_backlog_of_several_batches_is_told_whole(db, noon, monkeypatch):
    monkeypatch.setattr(escalation, "BATCH", 2)
    monkeypatch.setattr(raising, "BATCH", 2)
    for _ in range(5):
        factories.deadline(
            factories.follow_up(unassigned_since=noon, unassigned_alarm_at=noon),
            escalates_at=noon,
            repeat_minutes=15,
        )
    later = noon + timedelta(days=3)

    verbs = (escalation.escalate, escalation.tell_unassigned)
    done = [[verb(noon) for _ in range(4)] for verb in verbs]
    done.append([escalation.repeat_alerts(later) for _ in range(4)])

    assert done == [[2, 2, 1, 0]] * 3


def only_alert(db):
    return db.session.scalars(select(AlertRow).execution_options(populate_existing=True)).one()


def test_several_late_duties_of_one_person_are_each_told(db, noon):
    follow_up = files.running()
    for kind in (DeadlineKind.SAFE_WAY, DeadlineKind.BOOK_INTERPRETER, DeadlineKind.CHECK_AGAIN):
        factories.deadline(follow_up, kind, noon, escalates_at=noon - timedelta(minutes=1))

    escalation.escalate(noon)

    told = select(AlertRow.deadline_id).where(AlertRow.follow_up_id == follow_up.id)
    assert len(set(db.session.scalars(told))) == 3
