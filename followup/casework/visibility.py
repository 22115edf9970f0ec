"""The access conditions as SQL, for lists and for opening one file.

Every select of a protected table starts here: `files_of` for follow-ups, `along` for tables joined
by key to a visible follow-up, `sent_referrals` for the police.
"""

from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select

from followup.casework.errors import NotFound
from followup.db import db
from followup.models import Account, FollowUp, Referral
from followup.models.wall import marked
from followup.rules import access
from followup.rules.access import Permission
from followup.vocabulary import Role, Strand

CONDITIONS = {
    access.assigned_victim: lambda actor: and_(
        FollowUp.worker_id == actor.id, FollowUp.strand == Strand.VICTIM
    ),
    access.assigned_perpetrator: lambda actor: and_(
        FollowUp.worker_id == actor.id, FollowUp.strand == Strand.PERPETRATOR
    ),
    access.assigned_child: lambda actor: and_(
        FollowUp.worker_id == actor.id, FollowUp.strand == Strand.CHILD
    ),
    access.same_organisation: lambda actor: FollowUp.organisation_id == actor.organisation_id,
    access.entered_by_me: lambda actor: Referral.officer_id == actor.id,
    access.own_zone: lambda actor: Referral.zone_id == actor.organisation_id,
}

along = marked


class Whoever:
    """Anybody with these roles, in a statement that is put together once.

    It stands for the actor wherever a condition wants one; the statement is run with `asked_by`.
    """

    id = bindparam("actor_id")
    organisation_id = bindparam("actor_organisation_id")

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def asked_by(actor: Account, **more: object) -> dict[str, object]:
    """Who asks, for a statement made for `Whoever`."""
    return {"actor_id": actor.id, "actor_organisation_id": actor.organisation_id, **more}


def visible(actor: Account | Whoever, permission: Permission) -> ColumnElement[bool]:
    """The follow-ups (or, for a police permission, referrals) on which the actor may use it."""
    granted = access.GRANTS[permission]
    conditions = [CONDITIONS[granted[role]](actor) for role in actor.roles if role in granted]
    return or_(false(), *conditions)


def files_of(actor: Account | Whoever, permission: Permission) -> Select[tuple[FollowUp]]:
    return select(FollowUp).where(marked(FollowUp), visible(actor, permission))


def sent_referrals(actor: Account, permission: Permission) -> Select[tuple[Referral]]:
    return select(Referral).where(marked(Referral), visible(actor, permission))


def fetch(
    code: str, actor: Account, permission: Permission, *, to_change: bool = False
) -> FollowUp:
    """Return the follow-up with this code, or raise NotFound.

    `to_change` makes others who change it wait (PostgreSQL; SQLite has one writer anyway).
    """
    query = _with_code(actor.roles, permission, to_change)
    found = db.session.scalar(query, asked_by(actor, code=code))
    if found is None:
        raise NotFound(code)
    return found


def fetch_referral(reference: str, actor: Account, permission: Permission) -> Referral:
    query = sent_referrals(actor, permission).where(Referral.reference == reference)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


@cache
def _with_code(
    roles: frozenset[Role], permission: Permission, to_change: bool
) -> Select[tuple[FollowUp]]:
    query = files_of(Whoever(roles), permission).where(FollowUp.code == bindparam("code"))
    return locked(query) if to_change else query


def locked(query: Select) -> Select:
    """The same, and others who change the follow-up wait; what was read before is read again."""
    return query.with_for_update(of=FollowUp).execution_options(populate_existing=True)
