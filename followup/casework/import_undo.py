"""Take a whole import back, as long as nobody has worked on what it made."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, delete, or_, select

from followup import clock
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NotFound, Refused
from followup.casework.events import What
from followup.db import db
from followup.models import (
    Account,
    Addition,
    AlertRow,
    CardReading,
    CaseEvent,
    ContactAttempt,
    ContactToken,
    Deadline,
    FollowUp,
    ImportedReference,
    LikelyPair,
    MatchKey,
    Person,
    ProtectiveMeasure,
    Referral,
    ReferralImport,
    ReferralPerson,
    SafeContact,
    SearchToken,
    Situation,
    Whereabouts,
)
from followup.models.wall import marked

# What taking a referral in writes by itself.
OWN_EVENTS = (What.OPENED, What.REPEAT, What.EVENT, What.STOPPED)


class Reason(StrEnum):
    """Why an import stays; the command finds the sentence for it."""

    ASSIGNED = "assigned"
    CONTACT_LOGGED = "contact_logged"
    WORKED_ON = "worked_on"
    CARD_CHANGED = "card_changed"
    INFORMATION_ADDED = "information_added"
    OTHER_REFERRAL = "other_referral"


class InTheWay(NamedTuple):
    """A case code, or the reference of a referral, and why it cannot go."""

    code: str
    reason: Reason


class WorkedOn(Refused):
    """Somebody has worked on this import; `in_the_way` says on what."""

    def __init__(self, in_the_way: list[InTheWay]) -> None:
        super().__init__()
        self.in_the_way = in_the_way


def fetch(import_id: int) -> ReferralImport:
    """The import that stands under this number. Raises NotFound, also when it was undone."""
    row = db.session.scalar(
        select(ReferralImport)
        .where(ReferralImport.id == import_id, ReferralImport.undone_at.is_(None))
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row


def undo(row: ReferralImport, *, by: Account | None) -> None:
    """Remove all that the import made; its own row and the audit entries stay.

    Raises WorkedOn. `by` is None for the shell.
    """
    db.session.scalars(select(FollowUp.id).where(marked(FollowUp), _mine(row)).with_for_update())
    in_the_way = list(standing_in_the_way(row))
    if in_the_way:
        raise WorkedOn(in_the_way)
    _delete_all(row)
    row.undone_at = clock.now()
    record(Act.UNDID_IMPORT, Of.IMPORT, row.id, by=by)
    db.session.flush()


def standing_in_the_way(row: ReferralImport) -> Iterator[InTheWay]:
    """What was done on this import by people, each file once."""
    seen: set[str] = set()
    for reason, query in _obstacles(row):
        for code in db.session.scalars(query.distinct()):
            if code not in seen:
                seen.add(code)
                yield InTheWay(code, reason)


def _obstacles(row: ReferralImport) -> Iterator[tuple[Reason, Select]]:
    yield Reason.OTHER_REFERRAL, _referred_otherwise(row)
    assigned = FollowUp.worker_id.is_not(None)
    yield Reason.ASSIGNED, select(FollowUp.code).where(marked(FollowUp), _mine(row), assigned)
    yield Reason.CONTACT_LOGGED, _files_with(row, ContactAttempt)
    strange = CaseEvent.what.not_in(OWN_EVENTS)
    yield Reason.WORKED_ON, _files_with(row, CaseEvent, strange)
    yield Reason.WORKED_ON, _files_with(row, Deadline, _by_other(row, Deadline.opened_by_id))
    yield Reason.WORKED_ON, _files_with(row, Deadline, _by_other(row, Deadline.ended_by_id))
    changed = _by_other(row, SafeContact.changed_by_id)
    yield Reason.CARD_CHANGED, _files_with(row, SafeContact, changed)
    noted = _by_other(row, Whereabouts.noted_by_id)
    yield Reason.CARD_CHANGED, _files_with(row, Whereabouts, noted)
    yield (
        Reason.INFORMATION_ADDED,
        select(Referral.reference)
        .join(Addition, Addition.referral_id == Referral.id)
        .where(marked(Referral, Addition), Referral.import_id == row.id),
    )


def _by_other(row: ReferralImport, column: ColumnElement[int]) -> ColumnElement[bool]:
    return column.is_not(None) & (column != row.account_id)


def _files_with(row: ReferralImport, table: type, *conditions: object) -> Select:
    return (
        select(FollowUp.code)
        .join(table, table.follow_up_id == FollowUp.id)
        .where(marked(FollowUp, table), _mine(row), *conditions)
    )


def _referred_otherwise(row: ReferralImport) -> Select:
    """Files of situations that hold a referral from before or after this import."""
    others = select(Referral.situation_id).where(
        marked(Referral), Referral.import_id.is_distinct_from(row.id)
    )
    return select(FollowUp.code).where(
        marked(FollowUp), _mine(row), FollowUp.situation_id.in_(others)
    )


def _situations(row: ReferralImport) -> Select:
    return select(Referral.situation_id).where(marked(Referral), Referral.import_id == row.id)


def _mine(row: ReferralImport) -> ColumnElement[bool]:
    return FollowUp.situation_id.in_(_situations(row))


def _delete_all(row: ReferralImport) -> None:
    """Children first. The situations hold nothing but this import: that was checked before."""
    situations = list(db.session.scalars(_situations(row).distinct()))
    for start in range(0, len(situations), 500):
        _delete_situations(situations[start : start + 500])


def _delete_situations(ids: list[int]) -> None:
    files = select(FollowUp.id).where(marked(FollowUp), FollowUp.situation_id.in_(ids))
    people = select(Person.id).where(marked(Person), Person.situation_id.in_(ids))
    sent = select(Referral.id).where(marked(Referral), Referral.situation_id.in_(ids))
    alerts = or_(AlertRow.follow_up_id.in_(files), AlertRow.referral_id.in_(sent))
    pairs = or_(LikelyPair.first_id.in_(files), LikelyPair.second_id.in_(files))
    for table, which in (
        (AlertRow, alerts),
        (LikelyPair, pairs),
        (MatchKey, MatchKey.follow_up_id.in_(files)),
        (Deadline, Deadline.follow_up_id.in_(files)),
        (CaseEvent, CaseEvent.follow_up_id.in_(files)),
        (SafeContact, SafeContact.follow_up_id.in_(files)),
        (Whereabouts, Whereabouts.follow_up_id.in_(files)),
        (ContactToken, ContactToken.follow_up_id.in_(files)),
        (CardReading, CardReading.follow_up_id.in_(files)),
        (FollowUp, FollowUp.situation_id.in_(ids)),
        (SearchToken, SearchToken.person_id.in_(people)),
        (ReferralPerson, ReferralPerson.referral_id.in_(sent)),
        (ProtectiveMeasure, ProtectiveMeasure.situation_id.in_(ids)),
        (ImportedReference, ImportedReference.referral_id.in_(sent)),
        (Referral, Referral.situation_id.in_(ids)),
        (Person, Person.situation_id.in_(ids)),
        (Situation, Situation.id.in_(ids)),
    ):
        db.session.execute(delete(table).where(which), execution_options=_UNSYNCHRONISED)


_UNSYNCHRONISED = {"synchronize_session": False}
