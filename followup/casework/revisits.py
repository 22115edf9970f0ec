"""The police go back to a victim after a month, at the latest after two (COL 20/2020)."""

from datetime import datetime

from sqlalchemy import select

from followup import clock
from followup.casework import alerts, events, organisations, policies
from followup.casework.audit import Act, Of, record
from followup.casework.errors import Refused
from followup.casework.events import What
from followup.casework.visibility import fetch_referral
from followup.db import db
from followup.models import Account, Deadline, FollowUp, Referral
from followup.models.wall import unrestricted
from followup.rules import deadlines as rules
from followup.rules.access import Permission
from followup.rules.terms import reckon
from followup.vocabulary import Alert, DeadlineKind

ASKING = "the revisit of this referral comes sooner; nothing else of it is read"
TELLING = "who asked for the revisit learns that it was done; the officer sees no file"


def plan(referral: Referral) -> None:
    """Set when the zone's own rules ask for the revisit; for a referral that holds a victim."""
    dues = rules.referral_deadlines(
        received_at=referral.received_at,
        intervened_at=referral.intervened_at,
        calendar=organisations.calendar_of(referral.zone_id),
        policy=policies.policy_for(referral.zone_id).policy,
    )
    revisit = next(due for due in dues if due.kind is DeadlineKind.POLICE_REVISIT)
    referral.revisit_due_at, referral.revisit_latest_at = revisit.due_at, revisit.latest_at


def fetch(reference: str, by: Account) -> Referral:
    return fetch_referral(reference, by, Permission.REVISIT)


def ask(follow_up: FollowUp) -> datetime:
    """Bring the revisit of this person's referral forward, and tell the zone; returns by when.

    The zone learns that a service asks for it, and nothing of the file.
    """
    with unrestricted(ASKING):
        referral = db.session.get_one(Referral, follow_up.referral_id)
        term = policies.policy_of(follow_up).terms.better_number
        due_at = reckon(term, clock.now(), organisations.calendar_of(referral.zone_id)).due_at
        waits = referral.revisited_at is None and referral.revisit_due_at is not None
        referral.revisit_due_at = min(referral.revisit_due_at, due_at) if waits else due_at
        referral.revisit_latest_at = due_at
        referral.revisited_at = referral.revisited_by_id = None
        db.session.flush()
    alerts.raise_alert(
        Alert.REVISIT_ASKED,
        f"revisit_asked:{referral.id}:{clock.now():%Y%m%d%H%M}",
        organisation_id=referral.zone_id,
        referral_id=referral.id,
    )
    return due_at


def done(referral: Referral, *, by: Account) -> None:
    """Somebody of the zone was there again. Raises Refused when none is due or it was done."""
    if referral.revisit_due_at is None or referral.revisited_at is not None:
        raise Refused
    referral.revisited_at, referral.revisited_by_id = clock.now(), by.id
    _tell_who_asked(referral, by)
    record(Act.REVISITED, Of.REFERRAL, referral.id, by=by)
    db.session.flush()


def is_late(referral: Referral, now: datetime) -> bool:
    return (
        referral.revisited_at is None
        and referral.revisit_due_at is not None
        and referral.revisit_due_at < now
    )


def _tell_who_asked(referral: Referral, by: Account) -> None:
    """A coordinator who asked for this revisit decides now, not when it would have been late."""
    alerts.settle_of_referral(Alert.REVISIT_ASKED, referral_id=referral.id, by=by)
    with unrestricted(TELLING):
        waiting = db.session.execute(
            select(FollowUp, Deadline)
            .join(Deadline, Deadline.follow_up_id == FollowUp.id)
            .where(
                FollowUp.referral_id == referral.id,
                Deadline.kind == DeadlineKind.COORDINATOR_DECISION,
                Deadline.ended_at.is_(None),
            )
        ).all()
        for follow_up, decision in waiting:
            if decision.explained.get("asked") != "revisit":
                continue
            decision.due_at = decision.escalates_at = clock.now()
            events.note(follow_up, What.POLICE_WENT, by=by)
            alerts.raise_alert(
                Alert.REVISIT_DONE,
                f"revisit_done:{decision.id}",
                organisation_id=follow_up.organisation_id,
                follow_up_id=follow_up.id,
            )
        db.session.flush()
