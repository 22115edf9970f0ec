"""What the police told about the person of one file, as far as this side of the wall may read it.

The protected side reads the facts and the story. The perpetrator's side reads the date, the
municipality, the facts and the measures against the person; the columns of the rest are not even
selected (security.md §4, D9).
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ColumnElement, Result, Row, Select, and_, bindparam, select

from followup.casework.joined import people_of
from followup.db import db
from followup.models import (
    Account,
    Addition,
    FollowUp,
    Municipality,
    Organisation,
    ProtectiveMeasure,
    Referral,
    ReferralPerson,
)
from followup.models.wall import marked
from followup.vocabulary import Measure, PersonRole, Side, Strand

ROLES = {
    Strand.VICTIM: (PersonRole.VICTIM, PersonRole.BOTH, PersonRole.WITNESS),
    Strand.PERPETRATOR: (PersonRole.ALLEGED_PERPETRATOR, PersonRole.BOTH),
    Strand.CHILD: (PersonRole.CHILD,),
}

# What was decided about the alleged perpetrator; an alarm or medical help is the victim's.
AGAINST = (
    Measure.RESIDENCE_BAN,
    Measure.CONTACT_BAN,
    Measure.PLACE_BAN,
    Measure.ARREST,
    Measure.RELEASE,
    Measure.WEAPON_SEIZED,
)

BOTH_SIDES = (
    Referral.id,
    Referral.reference,
    Referral.is_repeat,
    Referral.intervened_at,
    Referral.received_at,
    Referral.facts,
    Referral.measures,
    ReferralPerson.role,
    ReferralPerson.consent,
    ReferralPerson.told,
)
PROTECTED_SIDE = (
    Referral.entered_at,
    Referral.source_record,
    Referral.report_number,
    Referral.place,
    Referral.place_kind,
    Referral.relation,
    Referral.living_together,
    Referral.children_there,
    Referral.children_count,
    Referral.previous_facts,
    Referral.previous_count,
    Referral.risk_result,
    Referral.weapon,
    Referral.strangulation,
    Referral.story,
    Referral.on_duty_phone,
    ReferralPerson.still_at_address,
    Account.name.label("officer"),
)


def referrals(follow_up: FollowUp) -> Sequence[Row]:
    """The interventions in which the person stood on this side, newest first."""
    return _asked(_referrals(follow_up.strand), follow_up).all()


@cache
def _referrals(strand: Strand) -> Select:
    own = PROTECTED_SIDE if strand.side is Side.PROTECTED else ()
    return (
        select(
            *BOTH_SIDES,
            Organisation.name.label("zone"),
            Referral.postcode,
            Municipality.name.label("municipality"),
            *own,
        )
        .join(ReferralPerson, ReferralPerson.referral_id == Referral.id)
        .join(Account, Account.id == Referral.officer_id)
        .join(Organisation, Organisation.id == Referral.zone_id)
        .outerjoin(Municipality, Municipality.id == _first_with_postcode())
        .where(marked(Referral, ReferralPerson), _part_of(strand))
        .order_by(Referral.received_at.desc(), Referral.id.desc())
    )


def additions(follow_up: FollowUp) -> Sequence[Row]:
    """What the officers added later; nothing for the perpetrator's side."""
    if follow_up.side is not Side.PROTECTED:
        return ()
    query = (
        select(Addition.referral_id, Addition.text, Addition.at, Account.name.label("by"))
        .join(Account, Account.id == Addition.account_id)
        .where(marked(Addition), Addition.referral_id.in_(their_referrals(follow_up.strand)))
        .order_by(Addition.at)
    )
    return _asked(query, follow_up).all()


def measures(follow_up: FollowUp) -> Sequence[Row]:
    """The measures that have a clock, the first to end first."""
    return _asked(_measures(follow_up.strand), follow_up).all()


@cache
def _measures(strand: Strand) -> Select:
    table = ProtectiveMeasure
    query = (
        select(table.referral_id, table.kind, table.notified_at, table.ends_at)
        .where(marked(table), table.referral_id.in_(their_referrals(strand)))
        .order_by(table.ends_at, table.id)
    )
    return query.where(table.kind.in_(AGAINST)) if strand.side is Side.PERPETRATOR else query


def their_referrals(strand: Strand) -> Select[tuple[int]]:
    """The ids of the interventions in which `whose_file` stood on this side."""
    return (
        select(ReferralPerson.referral_id)
        .join(Referral, Referral.id == ReferralPerson.referral_id)
        .where(marked(ReferralPerson, Referral), _part_of(strand))
    )


def whose_file(follow_up: FollowUp) -> dict[str, int]:
    """Whose interventions, for a statement with `their_referrals`."""
    return {"file": follow_up.id}


def _asked(query: Select, follow_up: FollowUp) -> Result:
    return db.session.execute(query, whose_file(follow_up))


def _part_of(strand: Strand) -> ColumnElement[bool]:
    return and_(
        ReferralPerson.person_id.in_(people_of(bindparam("file"))),
        ReferralPerson.role.in_(ROLES[strand]),
    )


def _first_with_postcode():
    """One postcode serves several villages; the first named stands for it."""
    return (
        select(Municipality.id)
        .where(Municipality.zone_id == Referral.zone_id, Municipality.postcode == Referral.postcode)
        .order_by(Municipality.id)
        .limit(1)
        .correlate(Referral)
        .scalar_subquery()
    )
