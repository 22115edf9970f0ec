"""The administrator's list of accounts: filtered, with running sessions and the last sign-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from followup.db import db
from followup.models import Account, AccountRole, Organisation, SignInSession
from followup.vocabulary import Role

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One account, and how it is used."""

    account: Account
    sessions: int
    last_sign_in: datetime | None


def listed(
    *,
    alive_since: datetime,
    organisation: str | None = None,
    role: Role | None = None,
    closed: bool = False,
    after: str | None = None,
) -> tuple[list[Line], str | None]:
    """One page by name, and the code after which the next page begins.

    `alive_since`: a session begun before is over, whoever forgot to sign out.
    """
    query = _wanted(organisation, role, closed)
    last = after and db.session.scalar(select(Account).where(Account.code == after))
    if last:
        same = (Account.name == last.name) & (Account.id > last.id)
        query = query.where((Account.name > last.name) | same)
    query = query.order_by(Account.name, Account.id).limit(PAGE + 1)
    loaded = query.options(joinedload(Account.organisation), selectinload(Account.role_rows))
    accounts = list(db.session.scalars(loaded))
    lines = _with_use(accounts[:PAGE], alive_since)
    return lines, accounts[PAGE - 1].code if len(accounts) > PAGE else None


def line_of(account: Account, *, alive_since: datetime) -> Line:
    return _with_use([account], alive_since)[0]


def _wanted(organisation: str | None, role: Role | None, closed: bool) -> Select:
    query = select(Account).where(Account.active != closed)
    if organisation is not None:
        owner = select(Organisation.id).where(Organisation.code == organisation)
        query = query.where(Account.organisation_id == owner.scalar_subquery())
    if role is not None:
        held = exists().where(AccountRole.account_id == Account.id, AccountRole.role == role)
        query = query.where(held)
    return query


def _with_use(accounts: list[Account], alive_since: datetime) -> list[Line]:
    running = SignInSession.ended_at.is_(None) & (SignInSession.started_at > alive_since)
    use = (
        select(
            SignInSession.account_id,
            func.count().filter(running),
            func.max(SignInSession.started_at),
        )
        .where(SignInSession.account_id.in_([account.id for account in accounts]))
        .group_by(SignInSession.account_id)
    )
    used = {row[0]: row[1:] for row in db.session.execute(use)}
    return [Line(account, *used.get(account.id, (0, None))) for account in accounts]
