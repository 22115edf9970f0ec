"""One person's file as its pages show it: the same few queries, whatever the file holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Result, Row, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from followup.casework import card_reading, language, safe_contact, shared_points, visibility
from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import (
    Account,
    CaseEvent,
    ContactAttempt,
    Deadline,
    DeadlineMove,
    FollowUp,
    LanguageNeed,
    Organisation,
    Pause,
    Person,
    SafeContact,
    Situation,
)
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.rules.contact_card import ContactCard
from followup.rules.language import Wishes
from followup.rules.language import from_json as wishes_of
from followup.vocabulary import CardSource, Gender, PauseReason, Side

# Made once: an alias costs more than the query that uses it.
_WORKER, _WRITER = aliased(Account), aliased(Account)
_ZONE, _SERVICE = aliased(Organisation), aliased(Organisation)
_PERSON = (
    Person.first_name,
    Person.family_name,
    Person.birth_date,
    Person.birth_year_about,
    Person.gender,
    *language.COLUMNS,
)


@dataclass(frozen=True)
class Head:
    """Whose file it is, and how the person may be reached: on top of every page of the file."""

    follow_up: FollowUp
    rules_read: bool
    name: str
    born: str | None
    born_about: str | None
    gender: Gender
    language: str
    interpreter: bool
    wishes: Wishes
    worker: str | None
    organisation: str | None
    zone: str
    card: ContactCard
    card_source: CardSource
    agreed_at: datetime
    changed_at: datetime
    changed_by: str | None
    pause: tuple[PauseReason, datetime] | None


def opened(code: str, *, by: Account) -> Head:
    """The file, and the note that it was opened. Raises NotFound."""
    follow_up = visibility.fetch(code, by, Permission.READ_FOLLOWUP)
    return looked_at(follow_up, by=by)


def looked_at(follow_up: FollowUp, *, by: Account) -> Head:
    """The head of a file that was fetched, and the note that it was opened."""
    record(Act.OPENED, Of.FOLLOW_UP, follow_up.id, by=by)
    return head(follow_up, by=by)


def head(follow_up: FollowUp, *, by: Account) -> Head:
    row = _asked(_head(follow_up.side), follow_up, **card_reading.today(by)).one()
    return Head(
        follow_up=follow_up,
        rules_read=row.rules_read,
        name=f"{row.first_name} {row.family_name}",
        born=row.birth_date,
        born_about=row.birth_year_about,
        gender=row.gender,
        language=row.language,
        interpreter=row.interpreter,
        wishes=wishes_of(row.wishes),
        worker=row.worker,
        organisation=row.organisation,
        zone=row.zone,
        card=safe_contact.of_row(follow_up, row.card, has_shared=row.has_shared),
        card_source=row.source,
        agreed_at=row.agreed_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        pause=(row.reason, row.review_at) if row.reason else None,
    )


@cache
def _head(side: Side) -> Select:
    worker, writer, zone, service = _WORKER, _WRITER, _ZONE, _SERVICE
    return (
        select(
            *_PERSON,
            worker.name.label("worker"),
            service.name.label("organisation"),
            zone.name.label("zone"),
            SafeContact.card,
            SafeContact.source,
            SafeContact.agreed_at,
            SafeContact.changed_at,
            _writer(side, writer).label("changed_by"),
            Pause.reason,
            Pause.review_at,
            card_reading.READ_TODAY.label("rules_read"),
            shared_points.HAS_SHARED.label("has_shared"),
        )
        .select_from(FollowUp)
        .join(Person, Person.id == FollowUp.person_id)
        .join(SafeContact, safe_contact.OF_NOW)
        .join(Situation, Situation.id == FollowUp.situation_id)
        .join(zone, zone.id == Situation.zone_id)
        .outerjoin(worker, worker.id == FollowUp.worker_id)
        .outerjoin(writer, writer.id == SafeContact.changed_by_id)
        .outerjoin(service, service.id == FollowUp.organisation_id)
        .outerjoin(LanguageNeed, language.NEWEST)
        .outerjoin(Pause, and_(Pause.follow_up_id == FollowUp.id, Pause.resumed_at.is_(None)))
        .where(
            marked(FollowUp, Person, SafeContact, Pause, LanguageNeed),
            FollowUp.id == bindparam("file"),
        )
    )


def attempts(follow_up: FollowUp) -> Sequence[Row]:
    """Every try that was not taken back at once, newest first; `by` is who wrote it down."""
    return _asked(_attempts(), follow_up).all()


@cache
def _attempts() -> Select:
    table = ContactAttempt
    return (
        select(
            table.id,
            table.code,
            table.at,
            table.logged_at,
            table.way,
            table.outcome,
            table.came_to_us_as,
            table.counts_as,
            table.note,
            table.minutes,
            table.danger,
            table.against_card,
            table.against_card_reason,
            table.later_reason,
            table.corrects_id,
            table.struck_at,
            Account.name.label("by"),
        )
        .join(Account, Account.id == table.by_id)
        .where(marked(table), table.follow_up_id == bindparam("file"), table.undone_at.is_(None))
        .order_by(table.at.desc(), table.id.desc())
    )


def _writer(side: Side, account: type[Account] = Account) -> ColumnElement[str | None]:
    """Who wrote a line. The perpetrator's side never learns the officer's name (domain.md §4.2)."""
    if side is not Side.PERPETRATOR:
        return account.name
    return case((account.organisation_id == bindparam("organisation"), account.name))


def _asked(query: Select, follow_up: FollowUp, **more: object) -> Result:
    """The statements of this module are put together once; here they are told which file."""
    this = {"file": follow_up.id, "organisation": follow_up.organisation_id, **more}
    return db.session.execute(query, this)


def cards(follow_up: FollowUp) -> Sequence[Row]:
    """Every version of the safe contact, oldest first."""
    return _asked(_cards(follow_up.side), follow_up).all()


@cache
def _cards(side: Side) -> Select:
    table = SafeContact
    return (
        select(
            table.version,
            table.card,
            table.source,
            table.agreed_at,
            table.changed_at.label("at"),
            _writer(side).label("by"),
        )
        .join(Account, Account.id == table.changed_by_id)
        .where(marked(table), table.follow_up_id == bindparam("file"))
        .order_by(table.version)
    )


def events(follow_up: FollowUp) -> Sequence[Row]:
    """What happened besides contacts, newest first; `to` is whom or whose it became."""
    return _asked(_events(follow_up.side), follow_up).all()


@cache
def _events(side: Side) -> Select:
    table, to, receiver = CaseEvent, _WORKER, _SERVICE
    told = table.facts["to"].as_string()
    return (
        select(
            table.what,
            table.facts,
            table.note,
            table.at,
            _writer(side).label("by"),
            func.coalesce(to.name, receiver.name).label("to"),
        )
        .outerjoin(Account, Account.id == table.by_id)
        .outerjoin(to, to.code == told)
        .outerjoin(receiver, receiver.code == told)
        .where(marked(table), table.follow_up_id == bindparam("file"))
        .order_by(table.at.desc(), table.id.desc())
    )


def moves(follow_up: FollowUp) -> Sequence[Row]:
    """Due times moved on purpose, newest first."""
    return _asked(_moves(), follow_up).all()


@cache
def _moves() -> Select:
    table = DeadlineMove
    return (
        select(
            table.deadline_id,
            Deadline.kind,
            table.moved_from,
            table.moved_to,
            table.reason,
            table.note,
            table.at,
            Account.name.label("by"),
        )
        .join(Deadline, Deadline.id == table.deadline_id)
        .join(Account, Account.id == table.by_id)
        .where(
            marked(table, Deadline),
            table.follow_up_id == bindparam("file"),
            table.undone_at.is_(None),
        )
        .order_by(table.at.desc(), table.id.desc())
    )
