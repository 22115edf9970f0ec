"""The police go back to a victim after a month, at the latest after two (COL 20/2020)."""

from datetime import datetime

from followup import clock
from followup.casework import organisations, policies
from followup.casework.audit import Act, Of, record
from followup.casework.errors import Refused
from followup.casework.visibility import fetch_referral
from followup.db import db
from followup.models import Account, Referral
from followup.rules import deadlines as rules
from followup.rules.access import Permission
from followup.vocabulary import DeadlineKind


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


def done(referral: Referral, *, by: Account) -> None:
    """Somebody of the zone was there again. Raises Refused when none is due or it was done."""
    if referral.revisit_due_at is None or referral.revisited_at is not None:
        raise Refused
    referral.revisited_at, referral.revisited_by_id = clock.now(), by.id
    record(Act.REVISITED, Of.REFERRAL, referral.id, by=by)
    db.session.flush()


def is_late(referral: Referral, now: datetime) -> bool:
    return (
        referral.revisited_at is None
        and referral.revisit_due_at is not None
        and referral.revisit_due_at < now
    )
