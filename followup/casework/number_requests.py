"""Ask the police for another safe way to reach a person, until it is answered or needless."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select

from followup import clock
from followup.casework import absences, alerts, events, organisations, policies
from followup.casework.errors import NotFound
from followup.casework.events import What
from followup.casework.visibility import fetch_referral
from followup.db import db
from followup.models import (
    Absence,
    Account,
    ContactAttempt,
    FollowUp,
    NumberRequest,
    Referral,
    ReferralPerson,
)
from followup.models.wall import marked, unrestricted
from followup.rules.access import Permission
from followup.rules.codes import new_mark
from followup.rules.terms import reckon
from followup.rules.working_time import local
from followup.vocabulary import Alert, PoliceAnswer, Strand, WhyAsked

BATCH = 500
ADDRESSEE = "the zone and the officer alone, to address a question to"
ASKED = "the question about one person of this referral, by number; no name, nothing of the file"


class Asked(NamedTuple):
    """One question as the police read it; persons count from 1, in the order of the form."""

    code: str
    person: int
    strand: Strand
    why: WhyAsked
    due_at: datetime
    answered_at: datetime | None
    answer: PoliceAnswer | None

    @property
    def waits(self) -> bool:
        return self.answered_at is None


def ask(
    follow_up: FollowUp, why: WhyAsked, *, by: Account, attempt: ContactAttempt | None = None
) -> NumberRequest:
    """Ask the officer, or the zone when the officer is away; a question that waits is not doubled.

    The answer is due in the zone's own working time.
    """
    waiting = open_of(follow_up)
    if waiting is not None:
        return waiting
    with unrestricted(ADDRESSEE):
        zone_id, officer_id = db.session.execute(
            select(Referral.zone_id, Referral.officer_id).where(
                Referral.id == follow_up.referral_id
            )
        ).one()
    now = clock.now()
    term = policies.policy_of(follow_up).terms.better_number
    request = NumberRequest(
        code=new_mark(),
        follow_up_id=follow_up.id,
        referral_id=follow_up.referral_id,
        attempt_id=attempt and attempt.id,
        zone_id=zone_id,
        officer_id=officer_id if _is_there(officer_id) else None,
        why=why,
        asked_at=now,
        asked_by_id=by.id,
        due_at=reckon(term, now, organisations.calendar_of(zone_id)).due_at,
    )
    db.session.add(request)
    db.session.flush()
    events.note(follow_up, What.POLICE_ASKED, by=by, why=why)
    _tell_police(request)
    return request


def open_of(follow_up: FollowUp) -> NumberRequest | None:
    """The question that waits for an answer."""
    return db.session.scalar(
        select(NumberRequest).where(
            marked(NumberRequest), NumberRequest.follow_up_id == follow_up.id, _waits()
        )
    )


def withdraw(follow_up: FollowUp, *, by: Account | None) -> None:
    """The question is needless: a way was found, the person was reached, or follow-up ended."""
    request = open_of(follow_up)
    if request is not None:
        request.withdrawn_at = clock.now()
        alerts.settle_keys(keys_of(request), by=by)


def take_back(attempt: ContactAttempt, *, by: Account) -> None:
    """The entry that asked was a mistake. What the police answered meanwhile stays."""
    request = db.session.scalar(
        select(NumberRequest).where(
            marked(NumberRequest), NumberRequest.attempt_id == attempt.id, _waits()
        )
    )
    if request is not None:
        request.withdrawn_at = clock.now()
        alerts.settle_keys(keys_of(request), by=by)


def asked_of(referral: Referral) -> list[Asked]:
    """What the services ask about the people of a referral that the caller has found visible."""
    with unrestricted(ASKED):
        people = list(
            db.session.scalars(
                select(ReferralPerson.person_id)
                .where(ReferralPerson.referral_id == referral.id)
                .order_by(ReferralPerson.id)
            )
        )
        found = db.session.execute(
            select(
                NumberRequest.code,
                FollowUp.person_id,
                FollowUp.strand,
                NumberRequest.why,
                NumberRequest.due_at,
                NumberRequest.answered_at,
                NumberRequest.answer,
            )
            .join(FollowUp, FollowUp.id == NumberRequest.follow_up_id)
            .where(NumberRequest.referral_id == referral.id, NumberRequest.withdrawn_at.is_(None))
            .order_by(NumberRequest.asked_at, NumberRequest.id)
        ).all()
    return [
        Asked(code, people.index(person) + 1, *rest)
        for code, person, *rest in found
        if person in people
    ]


def waiting_in(referral_ids: list[int]) -> set[int]:
    """Which of these referrals, found visible by the caller, hold a question not answered."""
    query = select(NumberRequest.referral_id).where(
        marked(NumberRequest), NumberRequest.referral_id.in_(referral_ids), _waits()
    )
    return set(db.session.scalars(query))


def fetch(reference: str, code: str, by: Account) -> NumberRequest:
    """The question on a referral this reader may answer for, or NotFound."""
    referral = fetch_referral(reference, by, Permission.ANSWER_REQUEST)
    request = db.session.scalar(
        select(NumberRequest).where(
            marked(NumberRequest),
            NumberRequest.referral_id == referral.id,
            NumberRequest.code == code,
            NumberRequest.withdrawn_at.is_(None),
        )
    )
    if request is None:
        raise NotFound
    return request


def tell_late(now: datetime) -> int:
    """Tell the zone and the coordinators of answers that are late, once each.

    Questions to an officer who left or is away go to the zone's reference officer.
    """
    return _tell_overdue(now) + _hand_to_zone(now)


def _tell_overdue(now: datetime) -> int:
    late = select(NumberRequest, FollowUp.organisation_id).join(
        FollowUp, FollowUp.id == NumberRequest.follow_up_id
    )
    late = late.where(_waits(), NumberRequest.due_at <= now, NumberRequest.told_late_at.is_(None))
    late = late.order_by(NumberRequest.due_at).limit(BATCH)
    rows = db.session.execute(late.with_for_update(of=NumberRequest, skip_locked=True)).all()
    for request, service_id in rows:
        to_zone, to_service = keys_of(request)[2:]
        alerts.raise_alert(
            Alert.ANSWER_LATE,
            to_zone,
            organisation_id=request.zone_id,
            referral_id=request.referral_id,
        )
        alerts.raise_alert(
            Alert.ANSWER_LATE,
            to_service,
            organisation_id=service_id,
            follow_up_id=request.follow_up_id,
        )
        request.told_late_at = now
    db.session.flush()
    return len(rows)


def _hand_to_zone(now: datetime) -> int:
    today = local(now).date()
    away = exists().where(
        Absence.account_id == NumberRequest.officer_id,
        Absence.from_day <= today,
        Absence.until_day >= today,
        Absence.ended_at.is_(None),
    )
    theirs = (
        select(NumberRequest)
        .join(Account, Account.id == NumberRequest.officer_id)
        .where(_waits(), or_(Account.active.is_(False), away))
        .order_by(NumberRequest.id)
        .limit(BATCH)
    )
    rows = list(db.session.scalars(theirs.with_for_update(of=NumberRequest, skip_locked=True)))
    for request in rows:
        request.officer_id = None
        _tell_police(request)
    db.session.flush()
    return len(rows)


def keys_of(request: NumberRequest) -> list[str]:
    """The alerts of one question: to the officer, to the zone; late, to the zone and to us."""
    start = f"better_number:{request.id}"
    return [f"{start}:officer", f"{start}:zone", f"{start}:late:zone", f"{start}:late:service"]


def _tell_police(request: NumberRequest) -> None:
    to_officer, to_zone, *_late = keys_of(request)
    alerts.raise_alert(
        Alert.BETTER_NUMBER,
        to_officer if request.officer_id else to_zone,
        account_id=request.officer_id,
        organisation_id=None if request.officer_id else request.zone_id,
        referral_id=request.referral_id,
    )


def _is_there(officer_id: int) -> bool:
    officer = db.session.get_one(Account, officer_id)
    now = clock.now()
    away = any(span.starts_at <= now < span.ends_at for span in absences.absences_of(officer_id))
    return officer.active and not away


def _waits() -> ColumnElement[bool]:
    return NumberRequest.answered_at.is_(None) & NumberRequest.withdrawn_at.is_(None)
