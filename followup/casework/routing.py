"""Which organisation receives the people of each strand from each zone, and who waits for one."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import delete, func, select, update

from followup.casework import alerts, events, organisations
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NobodyReceives, NotFound
from followup.casework.events import What
from followup.db import db
from followup.models import Account, Deadline, FollowUp, Organisation, Referral, Routing
from followup.models.wall import unrestricted
from followup.vocabulary import Alert, OrganisationKind, Strand

RECEIVERS = [kind for kind in OrganisationKind if kind is not OrganisationKind.POLICE_ZONE]
COUNTING = "the administrator sees how many people no organisation receives, and nothing of them"
ROUTING = "the table gives waiting people to an organisation; the administrator reads no file"


class Route(NamedTuple):
    """One zone and who receives its people, by strand."""

    zone: Organisation
    receivers: Mapping[Strand, Organisation]


class Waiting(NamedTuple):
    """How many open follow-ups of one zone and strand no organisation has."""

    zone: Organisation
    strand: Strand
    count: int
    receiver: Organisation | None


def receiver_of(zone_id: int, strand: Strand) -> Organisation | None:
    """The organisation that receives these people now, or None."""
    return db.session.scalar(
        select(Organisation)
        .join(Routing, Routing.organisation_id == Organisation.id)
        .where(Routing.zone_id == zone_id, Routing.strand == strand, Organisation.active)
    )


def zones_of(organisation_id: int) -> list[tuple[int, str]]:
    """The police zones whose people this organisation receives, as id and name."""
    query = (
        select(Organisation.id, Organisation.name)
        .join(Routing, Routing.zone_id == Organisation.id)
        .where(Routing.organisation_id == organisation_id)
        .distinct()
        .order_by(Organisation.name)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def matrix(*, after: str | None = None) -> tuple[list[Route], str | None]:
    """One page of police zones with their receivers, and the code after which the next begins."""
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.POLICE_ZONE, Organisation.active
    )
    zones, following = organisations.page_of(query, after)
    receivers = _receivers([zone.id for zone in zones])
    return [Route(zone, receivers.get(zone.id, {})) for zone in zones], following


def route_of(zone: Organisation) -> Route:
    return Route(zone, _receivers([zone.id]).get(zone.id, {}))


def fetch_zone(code: str, *, to_change: bool = False) -> Organisation:
    """Return the police zone, or raise NotFound. `to_change` makes others who change it wait."""
    query = select(Organisation).where(
        Organisation.code == code, Organisation.kind == OrganisationKind.POLICE_ZONE
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    zone = db.session.scalar(query)
    if zone is None:
        raise NotFound
    return zone


def set_routes(
    zone: Organisation, receivers: Mapping[Strand, Organisation | None], *, by: Account
) -> None:
    """Say who receives each strand of a zone from now on; None: nobody. Moves no follow-up."""
    db.session.execute(
        delete(Routing).where(Routing.zone_id == zone.id, Routing.strand.in_(list(receivers)))
    )
    db.session.add_all(
        Routing(zone_id=zone.id, strand=strand, organisation_id=receiver.id)
        for strand, receiver in receivers.items()
        if receiver is not None
    )
    zone.version += 1
    record(Act.CHANGED_ROUTING, Of.ORGANISATION, zone.id, by=by)
    db.session.flush()


def waiting() -> list[Waiting]:
    """Whom nobody receives: counts per zone and strand, without codes or content."""
    query = (
        select(Referral.zone_id, FollowUp.strand, func.count())
        .join(Referral, Referral.id == FollowUp.referral_id)
        .where(FollowUp.organisation_id.is_(None), FollowUp.closed_at.is_(None))
        .group_by(Referral.zone_id, FollowUp.strand)
    )
    with unrestricted(COUNTING):
        counted = db.session.execute(query).all()
    zone_ids = {row.zone_id for row in counted}
    receivers = _receivers(zone_ids)
    zones = {
        zone.id: zone
        for zone in db.session.scalars(select(Organisation).where(Organisation.id.in_(zone_ids)))
    }
    lines = [
        Waiting(zones[zone_id], strand, count, receivers.get(zone_id, {}).get(strand))
        for zone_id, strand, count in counted
    ]
    return sorted(lines, key=lambda line: (line.zone.name, line.strand))


def route_waiting(zone: Organisation, strand: Strand, *, by: Account) -> int:
    """Give whom nobody received to the organisation now in the table; returns how many.

    How long they have been waiting stays as it is. Raises NobodyReceives without a receiver.
    """
    receiver = receiver_of(zone.id, strand)
    if receiver is None:
        raise NobodyReceives
    with unrestricted(ROUTING):
        found = _waiting_of(zone, strand)
        _give(found, receiver)
        for follow_up in found:
            events.note(follow_up, What.ROUTED, by=by, to=receiver.code)
            _tell(follow_up, receiver, by)
        record(Act.CHANGED_ROUTING, Of.ORGANISATION, zone.id, by=by)
        db.session.flush()
    return len(found)


def _waiting_of(zone: Organisation, strand: Strand) -> list[FollowUp]:
    query = (
        select(FollowUp)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .where(
            Referral.zone_id == zone.id,
            FollowUp.strand == strand,
            FollowUp.organisation_id.is_(None),
            FollowUp.closed_at.is_(None),
        )
        .order_by(FollowUp.id)
        .with_for_update(of=FollowUp)
    )
    return list(db.session.scalars(query))


def _give(found: list[FollowUp], receiver: Organisation) -> None:
    for follow_up in found:
        follow_up.organisation_id = receiver.id
        follow_up.version += 1
    ids = [follow_up.id for follow_up in found]
    db.session.execute(
        update(Deadline)
        .where(Deadline.follow_up_id.in_(ids), Deadline.ended_at.is_(None))
        .values(organisation_id=receiver.id)
        .execution_options(synchronize_session="fetch")
    )


def _tell(follow_up: FollowUp, receiver: Organisation, by: Account) -> None:
    """The administrators' alert is over; the receiver's coordinators get one.

    Its key is that of the scheduler's own alert, which then is not raised a second time.
    """
    alerts.settle(Alert.UNROUTABLE, follow_up_id=follow_up.id, by=by)
    alerts.raise_alert(
        Alert.UNASSIGNED,
        f"unassigned:{follow_up.id}:{int(follow_up.unassigned_since.timestamp())}",
        organisation_id=receiver.id,
        follow_up_id=follow_up.id,
    )


def _receivers(zone_ids: object) -> dict[int, dict[Strand, Organisation]]:
    query = (
        select(Routing.zone_id, Routing.strand, Organisation)
        .join(Organisation, Organisation.id == Routing.organisation_id)
        .where(Routing.zone_id.in_(list(zone_ids)), Organisation.active)
    )
    found: dict[int, dict[Strand, Organisation]] = {}
    for zone_id, strand, organisation in db.session.execute(query):
        found.setdefault(zone_id, {})[strand] = organisation
    return found
