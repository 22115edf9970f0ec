"""Propose a worker for each follow-up that nobody has, and raise the alarm when nobody fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from followup.casework import alerts, sides, team
from followup.casework.team import Worker
from followup.casework.team_files import open_files
from followup.db import db
from followup.models import AlertRow, FollowUp, Person, Referral
from followup.models.wall import marked
from followup.rules.access import Actor, can_take
from followup.rules.assignment import Colleague, Proposal, Wanted, propose_each
from followup.vocabulary import Alert, Role, Strand

# Of one organisation at once; what comes later is looked at when some of these are given.
MOST = 200


@dataclass(frozen=True, slots=True)
class Coordinating:
    """The scheduler looks at an organisation as its coordinators would."""

    organisation_id: int
    id: int = 0
    roles: frozenset[Role] = frozenset({Role.COORDINATOR})


def proposals(rows: Sequence, workers: Sequence[Worker]) -> dict[int, Proposal]:
    """By follow-up id, in the order given: the first is served first. Three queries.

    A row names id, situation_id, strand, language and zone_id.
    """
    able = [one for one in workers if one.takes_work]
    standing = sides.against(rows, able)
    wanted = [
        Wanted(
            row.strand,
            row.language,
            row.zone_id,
            standing[row.id].against,
            standing[row.id].known_by,
        )
        for row in rows
    ]
    found = propose_each(wanted, [_colleague(one) for one in able])
    return {row.id: proposal for row, proposal in zip(rows, found, strict=True)}


def tell_nobody_fits(now: datetime) -> int:
    """Raise the alarm for each follow-up that nobody fits, and take back what is true no more.

    Returns how many alarms are new.
    """
    waiting = select(FollowUp.organisation_id).where(
        FollowUp.closed_at.is_(None),
        FollowUp.worker_id.is_(None),
        FollowUp.organisation_id.is_not(None),
    )
    organisations = db.session.scalars(waiting.distinct().order_by(FollowUp.organisation_id)).all()
    return sum(_tell(Coordinating(one)) for one in organisations)


def _tell(house: Actor) -> int:
    rows = _unassigned(house)
    found = proposals(rows, team.team_of(house))
    told = _told([row.id for row in rows])
    new = 0
    for row in rows:
        proposal = found[row.id]
        if proposal.who is None:
            new += _raise(row, house, proposal)
        elif row.id in told:
            alerts.settle(Alert.NOBODY_FITS, follow_up_id=row.id, by=None)
    db.session.flush()
    return new


def _raise(row: object, house: Actor, proposal: Proposal) -> bool:
    """Once for each set of reasons: other reasons are news."""
    why = {str(unfit): count for unfit, count in sorted(proposal.nobody_because.items())}
    reasons = "+".join(f"{unfit}{count}" for unfit, count in why.items())
    key = f"nobody:{row.id}:{row.unassigned_since.timestamp():.0f}:{reasons}"[:80]
    return alerts.raise_alert(
        Alert.NOBODY_FITS,
        key,
        organisation_id=house.organisation_id,
        follow_up_id=row.id,
        facts=why,
    )


def _unassigned(house: Actor) -> list:
    query = (
        select(
            FollowUp.id,
            FollowUp.situation_id,
            FollowUp.strand,
            FollowUp.unassigned_since,
            Person.language,
            Referral.zone_id,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .where(*open_files(house), marked(Person, Referral), FollowUp.worker_id.is_(None))
        .order_by(FollowUp.unassigned_since, FollowUp.id)
    )
    return list(db.session.execute(query.limit(MOST)))


def _told(ids: Sequence[int]) -> set[int]:
    query = select(AlertRow.follow_up_id).where(
        AlertRow.follow_up_id.in_(ids),
        AlertRow.kind == Alert.NOBODY_FITS,
        AlertRow.seen_at.is_(None),
    )
    return set(db.session.scalars(query))


def _colleague(one: Worker) -> Colleague:
    return Colleague(
        id=one.id,
        strands=frozenset(strand for strand in Strand if can_take(one.roles, strand)),
        languages=frozenset(one.speaks),
        zones=one.zones,
        open=one.load.open,
        maximum=one.maximum,
        is_away=one.away is not None,
        leaves_soon=one.leaves_soon,
    )
