"""The deadline rules of an organisation: which version is current, which one a file keeps."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ChangedMeanwhile
from followup.db import db
from followup.models import Account, DeadlinePolicy, FollowUp, Organisation
from followup.rules.policy import DEFAULT_POLICY, Policy
from followup.rules.policy_json import from_json, to_json


class Current(NamedTuple):
    """The rules that new follow-ups get; version 0 and no id are the default of the product."""

    policy: Policy
    version: int
    id: int | None


class Made(NamedTuple):
    """One line of the history of an organisation's rules."""

    version: int
    made_at: datetime
    made_by: str | None


DEFAULT = Current(DEFAULT_POLICY, 0, None)

_NEWEST = (
    select(DeadlinePolicy.id, DeadlinePolicy.version)
    .where(DeadlinePolicy.organisation_id == bindparam("organisation"))
    .order_by(DeadlinePolicy.version.desc())
    .limit(1)
)


def policy_for(organisation_id: int | None) -> Current:
    """The newest version of the organisation's rules, or the default."""
    if organisation_id is None:
        return DEFAULT
    row = db.session.execute(_NEWEST, {"organisation": organisation_id}).first()
    return DEFAULT if row is None else Current(_read(row.id).policy, row.version, row.id)


def current_id(organisation_id: int | None) -> int | None:
    """The row of the newest version, which a new follow-up keeps; None is the default."""
    return policy_for(organisation_id).id


def policy_of(follow_up: FollowUp) -> Policy:
    """The rules this file keeps until it is moved on purpose."""
    return DEFAULT_POLICY if follow_up.policy_id is None else _read(follow_up.policy_id).policy


def version_of(follow_up: FollowUp) -> int:
    """The number of the version this file keeps; 0 is the default."""
    return 0 if follow_up.policy_id is None else _read(follow_up.policy_id).version


def policy_with(policy_id: int | None) -> Policy:
    """The rules of this row; without one, the default."""
    return DEFAULT_POLICY if policy_id is None else _read(policy_id).policy


def next_version(organisation: Organisation, policy: Policy, *, after: int, by: Account) -> Current:
    """Keep these rules as the version that follows `after`.

    Raises ChangedMeanwhile when somebody made that version first. Follow-ups stay where they are.
    """
    row = DeadlinePolicy(
        organisation_id=organisation.id,
        version=after + 1,
        rules=to_json(policy),
        made_at=clock.now(),
        made_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    record(Act.CHANGED_POLICY, Of.ORGANISATION, organisation.id, by=by)
    db.session.flush()
    return Current(policy, row.version, row.id)


def history(organisation: Organisation) -> Sequence[Made]:
    """Every version that was made, newest first, with who made it and when."""
    query = (
        select(DeadlinePolicy.version, DeadlinePolicy.made_at, Account.name)
        .outerjoin(Account, Account.id == DeadlinePolicy.made_by_id)
        .where(DeadlinePolicy.organisation_id == organisation.id)
        .order_by(DeadlinePolicy.version.desc())
    )
    return [Made(*row) for row in db.session.execute(query)]


def newest(organisation_ids: Sequence[int]) -> dict[int, Made]:
    """The newest version of each of these organisations that has rules of its own."""
    query = (
        select(DeadlinePolicy.organisation_id, DeadlinePolicy.version, DeadlinePolicy.made_at)
        .where(DeadlinePolicy.organisation_id.in_(organisation_ids))
        .order_by(DeadlinePolicy.version)
    )
    return {row[0]: Made(row[1], row[2], None) for row in db.session.execute(query)}


def version(organisation: Organisation, number: int) -> Policy:
    """The rules of one version; an unknown number, 0 too, is the default."""
    policy_id = db.session.scalar(
        select(DeadlinePolicy.id).where(
            DeadlinePolicy.organisation_id == organisation.id, DeadlinePolicy.version == number
        )
    )
    return policy_with(policy_id)


def _read(policy_id: int) -> Current:
    """The row, kept for the length of the session: it is never changed once made."""
    read = db.session.info.setdefault("policies", {})
    if policy_id not in read:
        row = db.session.get_one(DeadlinePolicy, policy_id)
        read[policy_id] = Current(from_json(row.rules), row.version, row.id)
    return read[policy_id]
