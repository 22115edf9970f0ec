"""The audit trail for those who oversee: who did what to which file, never its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select

from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import Account, AuditEntry, FollowUp, Organisation, Referral
from followup.models.wall import marked, unrestricted
from followup.rules.working_time import BRUSSELS

ASKED_FOR = "which file was asked for and refused; only the auditor reads it"
PAGE = 50
CODES = {
    Of.FOLLOW_UP: (FollowUp, FollowUp.code),
    Of.REFERRAL: (Referral, Referral.reference),
    Of.ACCOUNT: (Account, Account.code),
    Of.ORGANISATION: (Organisation, Organisation.code),
}
PROTECTED = (FollowUp, Referral)


@dataclass(frozen=True)
class Line:
    """One entry as the auditor reads it. `code` is the file's, where it exists."""

    at: datetime
    who: str | None
    organisation: str | None
    action: str
    kind: str
    code: str | None


@dataclass(frozen=True)
class Wanted:
    """Which entries; Brussels days, both included."""

    account: str | None = None
    action: Act | None = None
    first_day: date | None = None
    last_day: date | None = None


def read(wanted: Wanted, *, by: Account, after: int | None = None) -> tuple[list[Line], int | None]:
    """One page, newest first, and after which entry the next begins. Reading is an entry too."""
    query = _wanted(wanted)
    last = db.session.get(AuditEntry, after) if after is not None else None
    if last is not None:
        same = (AuditEntry.at == last.at) & (AuditEntry.id < last.id)
        query = query.where((AuditEntry.at < last.at) | same)
    query = query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(PAGE + 1)
    rows = db.session.execute(query).all()
    codes = _codes([entry for entry, *_ in rows[:PAGE]])
    lines = [
        Line(
            at=entry.at,
            who=name,
            organisation=organisation,
            action=entry.action,
            kind=entry.object_kind,
            code=codes.get((entry.object_kind, entry.object_id)),
        )
        for entry, name, organisation in rows[:PAGE]
    ]
    record(Act.READ_AUDIT, Of.LIST, None, by=by)
    return lines, rows[PAGE - 1][0].id if len(rows) > PAGE else None


def last_change(kind: Of, object_id: int, act: Act) -> tuple[str, datetime] | None:
    """Who changed this thing last, and when."""
    row = db.session.execute(
        select(Account.name, AuditEntry.at)
        .join(Account, Account.id == AuditEntry.account_id)
        .where(
            AuditEntry.object_kind == kind,
            AuditEntry.object_id == object_id,
            AuditEntry.action == act,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    ).first()
    return row and (row.name, row.at)


def refused(code: str, *, by: Account) -> None:
    """Somebody asked for a file that is not theirs, or that is none: the same work for both."""
    with unrestricted(ASKED_FOR):
        asked_for = db.session.scalar(select(FollowUp.id).where(FollowUp.code == code))
    record(Act.REFUSED, Of.FOLLOW_UP, asked_for, by=by)


def people() -> Sequence[tuple[str, str]]:
    """Code and name of every account, to choose one from."""
    query = select(Account.code, Account.name).order_by(Account.name, Account.code)
    return db.session.execute(query).all()


def _wanted(wanted: Wanted) -> Select:
    query = (
        select(AuditEntry, Account.name, Organisation.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
    )
    if wanted.account is not None:
        query = query.where(Account.code == wanted.account)
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.first_day is not None:
        query = query.where(AuditEntry.at >= _midnight(wanted.first_day))
    if wanted.last_day is not None:
        query = query.where(AuditEntry.at < _midnight(wanted.last_day + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def _codes(entries: Sequence[AuditEntry]) -> dict[tuple[str, int], str]:
    """The codes of what the entries are about. A code says nothing about the person."""
    found: dict[tuple[str, int], str] = {}
    for kind, (table, code) in CODES.items():
        ids = {entry.object_id for entry in entries if entry.object_kind == kind}
        if not ids - {None}:
            continue
        query = select(table.id, code).where(table.id.in_(ids - {None}))
        if table in PROTECTED:
            query = query.where(marked(table))
        found |= {(kind, row[0]): row[1] for row in db.session.execute(query)}
    return found
