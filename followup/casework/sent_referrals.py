"""What the police see of the referrals they sent: a status per person, and who acts by when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import aliased

from followup.casework import organisations, policies, routing
from followup.casework.visibility import fetch_referral, sent_referrals
from followup.db import db
from followup.models import (
    Account,
    AlertRow,
    ContactAttempt,
    FollowUp,
    Organisation,
    Referral,
    ReferralPerson,
)
from followup.models.wall import unrestricted
from followup.rules import deadlines as rules
from followup.rules.access import Permission
from followup.rules.referral_entry import STRANDS
from followup.rules.referral_status import status_of
from followup.vocabulary import (
    CountsAs,
    DeadlineKind,
    Measure,
    Outcome,
    PersonRole,
    ReferralStatus,
    Strand,
)

PAGE = 30
STATUS = "one word of status per person; no worker, no content, no name"
_REFERRED = aliased(FollowUp)
RECEIPT = "which strands this referral holds, to say who acts by when"


class Sent(NamedTuple):
    """One line of the list."""

    id: int
    reference: str
    received_at: datetime
    intervened_at: datetime
    report_number: str | None
    officer_id: int


class Status(NamedTuple):
    """Where one person's follow-up stands; persons count from 1, in the order of the form."""

    person: int
    role: PersonRole
    strand: Strand | None
    status: ReferralStatus | None


class Promise(NamedTuple):
    """Who acts for one strand, and by when; no moment while the victim's side comes first."""

    strand: Strand
    receiver: Organisation | None
    due_at: datetime | None


def listed(
    by: Account, *, after: tuple[datetime, int] | None = None
) -> tuple[list[Sent], tuple[datetime, int] | None]:
    """One page of the referrals the reader may see, newest first, and where the next begins."""
    key = (Referral.received_at, Referral.id)
    query = sent_referrals(by, Permission.READ_REFERRAL).with_only_columns(
        Referral.id,
        Referral.reference,
        Referral.received_at,
        Referral.intervened_at,
        Referral.report_number,
        Referral.officer_id,
    )
    if after is not None:
        query = query.where(tuple_(*key) < tuple_(*after))
    query = query.order_by(*(column.desc() for column in key)).limit(PAGE + 1)
    rows = [Sent(*row) for row in db.session.execute(query)]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], last and (last.received_at, last.id)


def fetch(reference: str, by: Account) -> Referral:
    return fetch_referral(reference, by, Permission.READ_REFERRAL)


def fetch_to_add(reference: str, by: Account) -> Referral:
    return fetch_referral(reference, by, Permission.ADD_INFORMATION)


def references(rows: Iterable[AlertRow], by: Account) -> dict[int, str]:
    """The references, by referral id, of those alerts' referrals that the reader may open."""
    wanted = {row.referral_id for row in rows if row.referral_id is not None}
    if not wanted:
        return {}
    query = sent_referrals(by, Permission.READ_REFERRAL).where(Referral.id.in_(wanted))
    found = db.session.execute(query.with_only_columns(Referral.id, Referral.reference))
    return {row.id: row.reference for row in found}


def statuses(referral_ids: Iterable[int]) -> dict[int, list[Status]]:
    """The status of every person of these referrals, which the caller has found visible."""
    with unrestricted(STATUS):
        people = db.session.execute(
            select(ReferralPerson.referral_id, ReferralPerson.person_id, ReferralPerson.role)
            .where(ReferralPerson.referral_id.in_(list(referral_ids)))
            .order_by(ReferralPerson.id)
        ).all()
        files = _files_of({person.person_id for person in people})
        declined = _declined({file.id for each in files.values() for file in each})
    found: dict[int, list[Status]] = defaultdict(list)
    numbers: dict[int, int] = defaultdict(int)
    for referral_id, person_id, role in people:
        numbers[referral_id] += 1
        for strand in STRANDS[role] or (None,):
            file = next((one for one in files[person_id] if one.strand is strand), None)
            status = file and status_of(file, declined=file.id in declined)
            found[referral_id].append(Status(numbers[referral_id], role, strand, status))
    return found


def promises(referral: Referral) -> list[Promise]:
    """Who acts by when, from the rules of the services of this zone.

    Reckoned from what the officer entered alone: that a couple was known before, here or in
    another zone, makes the services faster, and the receipt does not tell.
    """
    with unrestricted(RECEIPT):
        roles = db.session.scalars(
            select(ReferralPerson.role).where(ReferralPerson.referral_id == referral.id)
        ).all()
    strands = {strand for role in roles for strand in STRANDS[role]}
    return [
        _promise(referral, strand, has_victim=Strand.VICTIM in strands)
        for strand in Strand
        if strand in strands
    ]


def _promise(referral: Referral, strand: Strand, *, has_victim: bool) -> Promise:
    receiver = routing.receiver_of(referral.zone_id, strand)
    waits = strand is Strand.PERPETRATOR and has_victim
    dues = rules.opening_deadlines(
        strand=strand,
        risk=referral.risk_result.risk,
        received_at=referral.received_at,
        intervened_at=referral.intervened_at,
        released_at=None if waits else referral.received_at,
        residence_ban=Measure.RESIDENCE_BAN in referral.measures,
        calendar=organisations.calendar_of(receiver and receiver.id),
        policy=policies.policy_for(receiver and receiver.id).policy,
    )
    first = [due.due_at for due in dues if due.kind is DeadlineKind.FIRST_ATTEMPT]
    return Promise(strand, receiver, first[0] if first and receiver else None)


def _files_of(person_ids: Iterable[int]) -> dict[int, list[FollowUp]]:
    """Of a merged file the one that stands for it, with what came after this referral: no word
    tells the officer that the person was known before.
    """
    columns = (
        FollowUp.id,
        _REFERRED.person_id,
        FollowUp.strand,
        FollowUp.worker_id,
        FollowUp.state,
        _since(FollowUp.first_attempt_at, _REFERRED.first_attempt_at),
        _since(FollowUp.contact_made_at, _REFERRED.contact_made_at),
        FollowUp.closed_at,
    )
    files: dict[int, list] = defaultdict(list)
    stands = FollowUp.id == func.coalesce(_REFERRED.merged_into_id, _REFERRED.id)
    query = select(*columns).join(FollowUp, stands).where(_REFERRED.person_id.in_(list(person_ids)))
    for file in db.session.execute(query):
        files[file.person_id].append(file)
    return files


def _since(made: ColumnElement, before: ColumnElement) -> ColumnElement:
    """The moment, if it came after this referral; else what the referred file itself has."""
    return case((made >= _REFERRED.received_at, made), else_=before).label(made.key)


def _declined(follow_up_ids: Iterable[int]) -> set[int]:
    """The files in which the last contact ended with: no follow-up for now."""
    query = (
        select(ContactAttempt.follow_up_id, ContactAttempt.outcome, ContactAttempt.came_to_us_as)
        .where(
            ContactAttempt.follow_up_id.in_(list(follow_up_ids)),
            ContactAttempt.counts_as == CountsAs.CONTACT,
            ContactAttempt.undone_at.is_(None),
            ContactAttempt.struck_at.is_(None),
        )
        .order_by(ContactAttempt.at, ContactAttempt.id)
    )
    last = {row.follow_up_id: row.came_to_us_as or row.outcome for row in db.session.execute(query)}
    return {file for file, outcome in last.items() if outcome is Outcome.SPOKE_NOT_NOW}
