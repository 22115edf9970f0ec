"""The other people of a situation, behind the wall: names only of whose file may be opened."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select

from followup.casework.joined import beside, people_of
from followup.casework.received import their_referrals, whose_file
from followup.casework.visibility import Whoever, asked_by, files_of
from followup.db import db
from followup.models import Account, FollowUp, Person, ReferralPerson
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.vocabulary import PersonRole, Role, State, Strand


@dataclass(frozen=True)
class Open:
    """Somebody whose file the reader may open."""

    code: str
    name: str
    strand: Strand
    born: str | None
    state: State


@dataclass(frozen=True)
class Linked:
    """`restricted` holds roles alone: one for each person of whom nothing more may be known."""

    open: tuple[Open, ...]
    restricted: tuple[PersonRole, ...]

    def __len__(self) -> int:
        return len(self.open) + len(self.restricted)


def people(follow_up: FollowUp, *, by: Account) -> Linked:
    """The others of the same interventions. The same person on the other side is never shown."""
    rows = db.session.execute(_files(by.roles), asked_by(by, **whose_file(follow_up))).all()
    known = {row.person_id for row in rows}
    return Linked(
        open=tuple(
            Open(
                code=row.code,
                name=f"{row.first_name} {row.family_name}",
                strand=row.strand,
                born=row.birth_date,
                state=row.state,
            )
            for row in rows
        ),
        restricted=tuple(role for person, role in _roles(follow_up).items() if person not in known),
    )


@cache
def _files(roles: frozenset[Role]) -> Select:
    return (
        files_of(Whoever(roles), Permission.READ_FOLLOWUP)
        .join(Person, Person.id == FollowUp.person_id)
        .where(
            marked(Person),
            beside(bindparam("file")),
            FollowUp.merged_into_id.is_(None),
            FollowUp.person_id.not_in(people_of(bindparam("file"))),
        )
        .with_only_columns(
            FollowUp.person_id,
            FollowUp.code,
            FollowUp.strand,
            FollowUp.state,
            Person.first_name,
            Person.family_name,
            Person.birth_date,
        )
        .order_by(FollowUp.id)
    )


def _roles(follow_up: FollowUp) -> dict:
    """Each other person's latest role. Who only saw it happen is nobody's business here."""
    rows = db.session.execute(_others(follow_up.strand), whose_file(follow_up))
    return {row.person_id: row.role for row in rows}


@cache
def _others(strand: Strand) -> Select:
    return (
        select(ReferralPerson.person_id, ReferralPerson.role)
        .where(
            marked(ReferralPerson),
            ReferralPerson.referral_id.in_(their_referrals(strand)),
            ReferralPerson.person_id.not_in(people_of(bindparam("file"))),
            ReferralPerson.role != PersonRole.WITNESS,
        )
        .order_by(ReferralPerson.id)
    )
