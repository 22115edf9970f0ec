"""Tell coordinators, officers and administrators what waits too long: the batches of the scheduler.

Each verb does one batch, set-based, and returns how many alerts or duties it dealt with. The unique
key of an alert makes twice into once, whoever repeats the batch and however late it runs.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, exists, literal, or_, select, update

from followup.casework.drafts import NEW_REFERRAL
from followup.casework.raising import (
    BATCH,
    EpochSeconds,
    kind_of,
    later,
    raise_each,
    text_of,
    untold,
    written_out,
)
from followup.casework.safety_link import (
    COORDINATOR_TOLD_AFTER,
    REPEAT_OTHERS,
    REPEAT_URGENT,
)
from followup.db import db
from followup.models import (
    Account,
    AlertRow,
    Deadline,
    Draft,
    FollowUp,
    Referral,
    SafetySignal,
)
from followup.vocabulary import Alert, DeadlineKind

OFFICER_TOLD_AFTER = timedelta(minutes=30)
ZONE_TOLD_AFTER = timedelta(hours=2)


def escalate(now: datetime) -> int:
    """Tell the coordinators of duties past their escalation, once each; a critical one repeats."""
    due = (
        select(Deadline.id, Deadline.repeat_minutes)
        .where(
            Deadline.ended_at.is_(None),
            Deadline.escalated_at.is_(None),
            Deadline.escalates_at <= now,
        )
        .order_by(Deadline.escalates_at)
    )
    rows = db.session.execute(due.limit(BATCH).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    these = Deadline.id.in_(written_out(row.id for row in rows))
    late_triage = (Deadline.kind == DeadlineKind.TRIAGE, kind_of(Alert.TRIAGE_DUE))
    raise_each(
        now,
        kind=case(late_triage, else_=kind_of(Alert.ESCALATED)),
        key=text_of("escalated:", Deadline.id, ":1"),
        organisation_id=Deadline.organisation_id,
        follow_up_id=Deadline.follow_up_id,
        deadline_id=Deadline.id,
        repeat_minutes=Deadline.repeat_minutes,
        repeats_at=later(now, Deadline.repeat_minutes, {row.repeat_minutes for row in rows}),
        whose=these,
    )
    db.session.execute(update(Deadline).where(these).values(escalated_at=now))
    return len(rows)


def repeat_alerts(now: datetime) -> int:
    """Raise again what nobody has seen. However long the scheduler was away: once, not each time.

    An alert raised in the future dates from before the clock was put back, and repeats too.
    """
    waiting = (
        select(AlertRow.id, AlertRow.repeat_minutes)
        .where(
            AlertRow.seen_at.is_(None),
            AlertRow.repeats_at.is_not(None),
            or_(AlertRow.repeats_at <= now, AlertRow.raised_at > now),
        )
        .order_by(AlertRow.repeats_at)
    )
    rows = db.session.execute(waiting.limit(BATCH).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.id.in_(written_out(row.id for row in rows)))
        .values(
            repeats=AlertRow.repeats + 1,
            raised_at=now,
            repeats_at=later(now, AlertRow.repeat_minutes, {row.repeat_minutes for row in rows}),
        )
    )
    return len(rows)


def tell_unassigned(now: datetime) -> int:
    """Tell the coordinators of follow-ups that nobody has had for too long, once each time.

    Of those that no organisation receives, the administrators are told, at once.
    """
    waiting = FollowUp.closed_at.is_(None) & FollowUp.worker_id.is_(None)
    late = (
        waiting
        & FollowUp.organisation_id.is_not(None)
        & FollowUp.unassigned_since.is_not(None)
        & (FollowUp.unassigned_alarm_at <= now)
    )
    key = text_of("unassigned:", FollowUp.id, ":", EpochSeconds(FollowUp.unassigned_since))
    unassigned = raise_each(
        now,
        kind=kind_of(Alert.UNASSIGNED),
        key=key,
        organisation_id=FollowUp.organisation_id,
        follow_up_id=FollowUp.id,
        whose=late & untold(key),
        lock=FollowUp,
    )
    key = text_of("unroutable:", FollowUp.id)
    unroutable = raise_each(
        now,
        kind=kind_of(Alert.UNROUTABLE),
        key=key,
        follow_up_id=FollowUp.id,
        whose=waiting & FollowUp.organisation_id.is_(None) & untold(key),
        lock=FollowUp,
    )
    return unassigned + unroutable


def tell_revisits(now: datetime) -> int:
    """Tell the zone's reference officer of revisits that are due, once each."""
    key = text_of("revisit:", Referral.id)
    return raise_each(
        now,
        kind=kind_of(Alert.REVISIT_DUE),
        key=key,
        organisation_id=Referral.zone_id,
        referral_id=Referral.id,
        whose=Referral.revisited_at.is_(None) & (Referral.revisit_due_at <= now) & untold(key),
        lock=Referral,
    )


def tell_unsent_drafts(now: datetime) -> int:
    """Tell the officer of a referral not sent, later the zone; take both back once it is sent.

    The key carries the draft's code: SQLite gives the number of a deleted draft out again.
    """
    referral = Draft.form.startswith(NEW_REFERRAL)
    to_officer, to_zone = (text_of("draft:", Draft.code, told) for told in (":officer", ":zone"))
    sent = ~exists().where(AlertRow.key.in_([to_officer, to_zone]))
    settled = db.session.execute(
        delete(AlertRow).where(
            AlertRow.kind == Alert.DRAFT_UNSENT, AlertRow.seen_at.is_(None), sent
        )
    ).rowcount
    old = referral & (Draft.started_at <= now - OFFICER_TOLD_AFTER)
    officers = raise_each(
        now,
        kind=kind_of(Alert.DRAFT_UNSENT),
        key=to_officer,
        account_id=Draft.account_id,
        draft_id=Draft.id,
        whose=old & untold(to_officer),
    )
    older = referral & (Draft.started_at <= now - ZONE_TOLD_AFTER)
    zones = raise_each(
        now,
        kind=kind_of(Alert.DRAFT_UNSENT),
        key=to_zone,
        organisation_id=Account.organisation_id,
        draft_id=Draft.id,
        whose=older & (Account.id == Draft.account_id) & untold(to_zone),
    )
    return settled + officers + zones


def tell_unseen_signals(now: datetime) -> int:
    """Tell the coordinators of what the other side told and nobody has confirmed; it repeats."""
    urgent = SafetySignal.urgent.is_(True)
    late = SafetySignal.seen_at.is_(None) & or_(
        urgent & (SafetySignal.sent_at <= now - COORDINATOR_TOLD_AFTER[True]),
        SafetySignal.sent_at <= now - COORDINATOR_TOLD_AFTER[False],
    )
    minutes = case((urgent, literal(REPEAT_URGENT)), else_=literal(REPEAT_OTHERS))
    key = text_of("signal:", SafetySignal.id, ":coordinator")
    return raise_each(
        now,
        kind=kind_of(Alert.SAFETY_LINK_UNSEEN),
        key=key,
        organisation_id=FollowUp.organisation_id,
        follow_up_id=FollowUp.id,
        repeat_minutes=minutes,
        repeats_at=later(now, minutes, (REPEAT_URGENT, REPEAT_OTHERS)),
        whose=late & (FollowUp.id == SafetySignal.to_id) & untold(key),
        lock=SafetySignal,
    )
