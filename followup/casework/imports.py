"""Take in a checked file of referrals: once, all or nothing, with figures of what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from followup import clock, keyring
from followup.casework import organisations, referrals
from followup.casework.audit import Act, Of, record
from followup.casework.errors import AlreadyThere
from followup.db import db
from followup.models import (
    Account,
    FollowUp,
    ImportedReference,
    Organisation,
    Referral,
    ReferralImport,
    ReferralPerson,
)
from followup.models.wall import marked
from followup.rules.import_rows import Incoming
from followup.rules.referral_entry import Event
from followup.rules.typed import Place
from followup.vocabulary import OrganisationKind, Role, Strand

# The officer in whose name a file comes in when none is named, first found.
SENDERS = (Role.POLICE_REFERENCE, Role.POLICE)


class Outcome(NamedTuple):
    """What a file became. `joined` situations existed before it; lists hold ids of referrals."""

    referrals: int
    people: int
    follow_ups: Mapping[Strand, int]
    repeats: int
    joined: int
    unroutable: Mapping[Strand, int]
    same_number: frozenset[int]


def standing(digest: str) -> ReferralImport | None:
    """The import of this very file, unless it was undone."""
    return db.session.scalar(
        select(ReferralImport).where(
            ReferralImport.digest == digest, ReferralImport.undone_at.is_(None)
        )
    )


def zones() -> list[Organisation]:
    """The police zones for which a file may be taken in."""
    return list(organisations.every(kinds=[OrganisationKind.POLICE_ZONE]))


def sender_of(zone: Organisation) -> Account | None:
    """The reference officer of the zone, or else the first police account; None without any."""
    found = db.session.scalars(
        select(Account)
        .where(Account.organisation_id == zone.id, Account.active)
        .options(joinedload(Account.organisation), selectinload(Account.role_rows))
        .order_by(Account.id)
    ).all()
    for role in SENDERS:
        for account in found:
            if account.holds(role):
                return account
    return None


def known_lines(zone: Organisation, incoming: Iterable[Incoming]) -> list[int]:
    """The first lines of the referrals whose reference this zone imported before."""
    lines = {_token(zone.id, one.reference): one.line for one in incoming}
    known = db.session.scalars(
        select(ImportedReference.token).where(
            marked(ImportedReference), ImportedReference.zone_id == zone.id
        )
    )
    return sorted(lines[token] for token in map(bytes, known) if token in lines)


def elsewhere_lines(zone: Organisation, incoming: Iterable[Incoming]) -> list[int]:
    """The first lines of the referrals whose place is not among those of the zone.

    A zone whose list of municipalities is empty knows no other places.
    """
    places = organisations.places_of(zone)
    return [
        one.line
        for one in incoming
        if places and organisations.known(_place_of(one.entry.event), places) is None
    ]


def begin(digest: str, count: int, *, by: Account) -> ReferralImport:
    """Open the import. Raises AlreadyThere when this file stands already."""
    if standing(digest) is not None:
        raise AlreadyThere
    row = ReferralImport(account_id=by.id, at=clock.now(), digest=digest, referrals=count)
    db.session.add(row)
    db.session.flush()
    record(Act.IMPORTED, Of.IMPORT, row.id, by=by)
    return row


def take(one: Incoming, into: ReferralImport, *, places: Mapping, by: Account) -> Referral:
    """Send one referral of the file in the officer's name, under a new reference of ours.

    The police's own reference is kept as a token only, so that it comes in once.
    """
    event = _completed(one.entry.event, places)
    referral = referrals.send(
        replace(one.entry, event=event), by=by, received_at=one.received_at, import_id=into.id
    )
    db.session.add(
        ImportedReference(
            import_id=into.id,
            zone_id=by.organisation_id,
            referral_id=referral.id,
            token=_token(by.organisation_id, one.reference),
        )
    )
    return referral


def outcome(row: ReferralImport) -> Outcome:
    """Count what this import made, before or after its transaction ends."""
    mine = select(Referral.id).where(marked(Referral), Referral.import_id == row.id)
    people = select(func.count()).where(
        marked(ReferralPerson), ReferralPerson.referral_id.in_(mine)
    )
    repeats = select(func.count()).where(Referral.id.in_(mine), Referral.is_repeat)
    return Outcome(
        referrals=row.referrals,
        people=db.session.scalar(people.select_from(ReferralPerson)),
        follow_ups=_by_strand(mine),
        repeats=db.session.scalar(repeats.select_from(Referral).where(marked(Referral))),
        joined=db.session.scalar(joined_to_others(row)),
        unroutable=_by_strand(mine, FollowUp.organisation_id.is_(None)),
        same_number=frozenset(db.session.scalars(_same_number(row))),
    )


def joined_to_others(row: ReferralImport) -> Select:
    """How many referrals of other ways in are in the situations of this import."""
    situations = select(Referral.situation_id).where(marked(Referral), Referral.import_id == row.id)
    return (
        select(func.count())
        .select_from(Referral)
        .where(
            marked(Referral),
            Referral.situation_id.in_(situations),
            Referral.import_id.is_distinct_from(row.id),
        )
    )


def _by_strand(mine: Select, *conditions: object) -> dict[Strand, int]:
    query = (
        select(FollowUp.strand, func.count())
        .where(marked(FollowUp), FollowUp.referral_id.in_(mine), *conditions)
        .group_by(FollowUp.strand)
    )
    return dict(db.session.execute(query).all())


def _same_number(row: ReferralImport) -> Select:
    """Referrals of this import whose report number stands in another referral of the zone."""
    mine, other = aliased(Referral), aliased(Referral)
    return (
        select(mine.id)
        .distinct()
        .join(
            other,
            (other.report_token == mine.report_token)
            & (other.zone_id == mine.zone_id)
            & (other.id != mine.id),
        )
        .where(marked(Referral, Referral), mine.import_id == row.id)
    )


def _completed(event: Event, places: Mapping[str, Place]) -> Event:
    """Complete a postcode or a name from the municipalities of the zone."""
    place = organisations.completed(_place_of(event), places)
    return replace(event, postcode=place.postcode, place=place.name or event.place)


def _place_of(event: Event) -> Place:
    return Place(event.postcode, None if event.place == event.postcode else event.place)


def _token(zone_id: int, reference: str) -> bytes:
    plain = " ".join(reference.casefold().split())
    return keyring.ring().token("reference", f"{zone_id}\x1f{plain}")
