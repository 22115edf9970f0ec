"""Whether a partner contact was offered for every follow-up of an alleged perpetrator (R-43).

Each service counts and lists its own files only. What it learns of the other side is one word:
offered, not offered yet, or nobody there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from followup import clock
from followup.casework import alerts, events, raising
from followup.casework.audit import Act, Of, record
from followup.casework.errors import Refused
from followup.casework.events import What
from followup.casework.team_files import open_files
from followup.casework.visibility import Whoever, asked_by
from followup.db import db
from followup.models import Account, FollowUp, PartnerContact
from followup.models.wall import marked, unrestricted
from followup.vocabulary import Alert, CloseReason, Offer, Role, Strand

MOST = 200
TOLD_AFTER = timedelta(days=1)
ONE_WORD = "whether a partner contact was offered; whose, by whom and when is not shown"
GONE = (CloseReason.DIED, CloseReason.MISTAKE)

_OWN, _HERS = aliased(PartnerContact), aliased(PartnerContact)
_OTHER = aliased(FollowUp)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the open follow-ups for which an offer is wanted: how many, and how many lack it."""

    wanted: int
    missing: int

    @property
    def percent(self) -> int | None:
        """Rounded down: with one missing it never reads as 100. None when none is wanted."""
        return 100 * (self.wanted - self.missing) // self.wanted if self.wanted else None


def standing(follow_up: FollowUp) -> Offer | None:
    """What this file's reader may know of the offer; None where none is wanted."""
    return standings([follow_up.id])[follow_up.id]


def standings(ids: Sequence[int]) -> dict[int, Offer | None]:
    query = select(
        FollowUp.id,
        FollowUp.strand,
        _wanted().label("wanted"),
        _offered().label("offered"),
        _new_partner().label("new_partner"),
        _somebody(Strand.VICTIM).label("somebody"),
        _unoffered_victim().label("unoffered"),
    ).where(FollowUp.id.in_(ids))
    with unrestricted(ONE_WORD):
        return {row.id: _offer(row) for row in db.session.execute(query)}


def _offer(row: Row) -> Offer | None:
    if not row.wanted:
        return None
    if row.strand is Strand.VICTIM:
        return Offer.OFFERED if row.offered else Offer.NOT_YET
    if row.new_partner:
        return Offer.NEW_PARTNER
    if row.offered:
        return Offer.OFFERED
    if not row.somebody:
        return Offer.NOBODY
    return Offer.WAITS if row.unoffered else Offer.OFFERED


def offer(follow_up: FollowUp, *, by: Account, words: str = "") -> None:
    """The victim's worker offered it; or a coordinator saw to it where no victim has a file.

    Raises Refused when it is not this file's to offer.
    """
    if standing(follow_up) not in (Offer.NOT_YET, Offer.NOBODY, Offer.NEW_PARTNER):
        raise Refused
    _row(follow_up).offered_at = clock.now()
    events.note(follow_up, What.PARTNER_OFFERED, by=by, words=words)
    record(Act.DECIDED, Of.FOLLOW_UP, follow_up.id, by=by)
    db.session.flush()
    alerts.settle(Alert.PARTNER_CONTACT, follow_up_id=follow_up.id, by=by)


def note_offered(victim: FollowUp) -> None:
    """Who was informed was offered the contact: no second form for the same words."""
    row = _row(victim)
    row.offered_at = row.offered_at or clock.now()
    db.session.flush()


def want_for_new_partner(follow_up: FollowUp) -> None:
    """A new partner has no file yet: seeing to the offer is a task of the coordinator."""
    _row(follow_up).wanted_at = clock.now()
    db.session.flush()
    alerts.raise_alert(
        Alert.PARTNER_CONTACT,
        f"partner:{follow_up.id}:{clock.now().timestamp():.0f}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def figures_of(by: Account) -> Figures:
    with unrestricted(ONE_WORD):
        return Figures(*db.session.execute(_figures(by.roles), asked_by(by)).one())


@cache
def _figures(roles: frozenset[Role]) -> Select:
    """Every look at the board asks this, so the statement is put together once."""

    def count(which: ColumnElement[bool]) -> ScalarSelect:
        files = select(func.count()).select_from(FollowUp)
        return files.where(*open_files(Whoever(roles)), which).scalar_subquery()

    return select(count(_wanted()), count(_missing()))


def missing(by: Account) -> Sequence[int]:
    """The own files for which no offer was made, oldest first."""
    query = (
        select(FollowUp.id)
        .where(*open_files(by), _missing())
        .order_by(FollowUp.received_at, FollowUp.id)
    )
    with unrestricted(ONE_WORD):
        return db.session.scalars(query.limit(MOST)).all()


def tell_missing(now: datetime) -> int:
    """Tell the coordinators of follow-ups without anybody who could offer it, once each."""
    key = raising.text_of("partner:", FollowUp.id)
    nobody = and_(
        FollowUp.strand == Strand.PERPETRATOR,
        FollowUp.closed_at.is_(None),
        FollowUp.received_at <= now - TOLD_AFTER,
        ~_offered(),
        ~_somebody(Strand.VICTIM),
    )
    return raising.raise_each(
        now,
        kind=raising.kind_of(Alert.PARTNER_CONTACT),
        key=key,
        organisation_id=FollowUp.organisation_id,
        follow_up_id=FollowUp.id,
        whose=nobody & raising.untold(key),
        lock=FollowUp,
    )


def _row(follow_up: FollowUp) -> PartnerContact:
    query = select(PartnerContact).where(
        marked(PartnerContact), PartnerContact.follow_up_id == follow_up.id
    )
    row = db.session.scalar(query)
    if row is None:
        row = PartnerContact(follow_up_id=follow_up.id)
        db.session.add(row)
    return row


def _wanted() -> ColumnElement[bool]:
    """Every alleged perpetrator's file, and the victims' files of the same situations."""
    is_other = and_(FollowUp.strand == Strand.VICTIM, _somebody(Strand.PERPETRATOR))
    return or_(FollowUp.strand == Strand.PERPETRATOR, is_other)


def _missing() -> ColumnElement[bool]:
    of_victim = and_(FollowUp.strand == Strand.VICTIM, _somebody(Strand.PERPETRATOR), ~_offered())
    not_offered = and_(~_offered(), or_(~_somebody(Strand.VICTIM), _unoffered_victim()))
    of_perpetrator = and_(FollowUp.strand == Strand.PERPETRATOR, or_(_new_partner(), not_offered))
    return or_(of_victim, of_perpetrator)


def _offered() -> ColumnElement[bool]:
    return exists().where(_OWN.follow_up_id == FollowUp.id, _OWN.offered_at.is_not(None))


def _new_partner() -> ColumnElement[bool]:
    """A new partner became known after the last offer."""
    late = or_(_OWN.offered_at.is_(None), _OWN.offered_at < _OWN.wanted_at)
    return exists().where(_OWN.follow_up_id == FollowUp.id, _OWN.wanted_at.is_not(None), late)


def _somebody(strand: Strand) -> ColumnElement[bool]:
    """Somebody else of the situation has a file of this strand."""
    return exists().where(*_another(strand))


def _unoffered_victim() -> ColumnElement[bool]:
    """Of a merged victim's file the one that stands for it tells."""
    stands = func.coalesce(_OTHER.merged_into_id, _OTHER.id)
    offered = exists().where(_HERS.follow_up_id == stands, _HERS.offered_at.is_not(None))
    return exists().where(*_another(Strand.VICTIM), ~offered)


def _another(strand: Strand) -> tuple[ColumnElement[bool], ...]:
    return (
        _OTHER.situation_id == FollowUp.situation_id,
        _OTHER.person_id != FollowUp.person_id,
        _OTHER.strand == strand,
        or_(_OTHER.close_reason.is_(None), _OTHER.close_reason.not_in(GONE)),
    )
