"""Who may sign in: open, change, close and reopen accounts, and give them passwords and roles."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from followup import clock
from followup.casework import followups, sign_in
from followup.casework.audit import Act, Of, record
from followup.casework.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    HasFollowUps,
    LastAdministrator,
    NotFound,
)
from followup.casework.passwords import one_time_password
from followup.db import db
from followup.models import Account, AccountRole, FollowUp, SignInSession
from followup.models.wall import marked
from followup.rules.access import WORKER_OF
from followup.rules.codes import new_code
from followup.vocabulary import Role

# The roles that have pages of their own today.
ROLES_GIVEN = (
    Role.POLICE,
    Role.POLICE_REFERENCE,
    Role.VICTIM_WORKER,
    Role.PERPETRATOR_WORKER,
    Role.CHILD_WORKER,
    Role.COORDINATOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
CHANGEABLE = frozenset({
    "name", "email", "organisation_id", "language", "speaks", "phone", "agreed_maximum", "ends_on",
})  # fmt: skip
PREFERENCES = frozenset({"language", "hide_names", "keyboard", "phone", "speaks", "zones"})


def create(
    *,
    by: Account | None,
    email: str,
    name: str,
    organisation_id: int,
    roles: Iterable[Role],
    language: str,
    password: str | None = None,
    **further: object,
) -> tuple[Account, str]:
    """Open an account; answers it and the one-time password it starts with.

    `by` is None for the shell. Raises AlreadyThere when the address has an account.
    """
    _only(CHANGEABLE, further)
    first = password or one_time_password()
    account = Account(
        code=new_code(),
        email=_address(email),
        name=name,
        organisation_id=organisation_id,
        language=language,
        password_hash=sign_in.hash_password(first),
        password_set_at=clock.now(),
        must_change_password=True,
        created_at=clock.now(),
        role_rows=[AccountRole(role=role) for role in _given(roles)],
        **further,
    )
    db.session.add(account)
    _flush()
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)
    return account, first


def change(account: Account, *, by: Account | None, version: int, **changes: object) -> None:
    """Change what stands on the account.

    Raises ChangedMeanwhile, AlreadyThere, and HasFollowUps when the organisation would change
    under open follow-ups.
    """
    _only(CHANGEABLE, changes)
    _still(account, version)
    elsewhere = changes.get("organisation_id", account.organisation_id) != account.organisation_id
    if elsewhere and open_follow_ups(account):
        raise HasFollowUps
    if "email" in changes:
        changes["email"] = _address(str(changes["email"]))
    for name, value in changes.items():
        setattr(account, name, value)
    _flush()
    if elsewhere:
        db.session.refresh(account, ["organisation"])
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)


def set_roles(account: Account, roles: Iterable[Role], *, by: Account | None, version: int) -> None:
    """Give exactly these roles, from the next page on.

    Raises ChangedMeanwhile, LastAdministrator, and HasFollowUps when a role goes whose follow-ups
    are still open.
    """
    _still(account, version)
    wanted = _given(roles)
    going = account.roles - wanted
    if Role.ADMINISTRATOR in going:
        _refuse_the_last(account)
    strands = [strand for strand, role in WORKER_OF.items() if role in going]
    if strands and open_follow_ups(account, strands):
        raise HasFollowUps
    account.role_rows = [row for row in account.role_rows if row.role in wanted] + [
        AccountRole(role=role) for role in wanted - account.roles
    ]
    flag_modified(account, "name")
    _flush()
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)


def reset_password(account: Account, *, by: Account | None) -> str:
    """Answer a one-time password, shown once; every session ends and tries are forgotten."""
    password = one_time_password()
    _set_password(account, password, must_change=True)
    sign_in.end_sessions(account)
    sign_in.forget_tries(account)
    _flush()
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)
    return password


def choose_password(by: Account, password: str, *, here: SignInSession) -> None:
    """The person's own new password; their sessions elsewhere end."""
    _set_password(by, password, must_change=False)
    sign_in.end_sessions(by, but=here)
    _flush()
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, by.id, by=by)


def prefer(by: Account, **choices: object) -> None:
    """The person's own choices. They do not count as a change of the account by others."""
    _only(PREFERENCES, choices)
    db.session.execute(update(Account).where(Account.id == by.id).values(**choices))
    for name, value in choices.items():
        set_committed_value(by, name, value)


def close(account: Account, *, by: Account | None, version: int) -> None:
    """No more sign-in; sessions end at once, open files are nobody's.

    Raises ChangedMeanwhile, LastAdministrator.
    """
    _still(account, version)
    if account.holds(Role.ADMINISTRATOR):
        _refuse_the_last(account)
    account.active = False
    _flush()
    sign_in.end_sessions(account)
    followups.leave_without_worker(account, by=by)
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)


def reopen(account: Account, *, by: Account | None, version: int) -> None:
    """Let the person sign in again, with the password they had. Raises ChangedMeanwhile."""
    _still(account, version)
    account.active = True
    account.ends_on = None
    _flush()
    record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=by)


def fetch(code: str) -> Account:
    """The account with its roles and organisation. Raises NotFound."""
    return _one(Account.code == code)


def of_address(email: str) -> Account:
    """The account with this e-mail address. Raises NotFound."""
    return _one(Account.email == _address(email))


def open_follow_ups(account: Account, strands: Iterable = ()) -> int:
    """How many open follow-ups the account has: all, or those of some strands."""
    query = (
        select(func.count())
        .select_from(FollowUp)
        .where(marked(FollowUp), FollowUp.worker_id == account.id, FollowUp.closed_at.is_(None))
    )
    strands = list(strands)
    return db.session.scalar(query.where(FollowUp.strand.in_(strands)) if strands else query) or 0


def _one(condition: ColumnElement[bool]) -> Account:
    loaded = select(Account).where(condition)
    found = (
        db.session.scalars(
            loaded.options(joinedload(Account.organisation), joinedload(Account.role_rows))
        )
        .unique()
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _set_password(account: Account, password: str, *, must_change: bool) -> None:
    account.password_hash = sign_in.hash_password(password)
    account.password_set_at = clock.now()
    account.must_change_password = must_change


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyThere from None
    except StaleDataError:
        raise ChangedMeanwhile from None


def _refuse_the_last(administrator: Account) -> None:
    others = (
        select(Account.id)
        .join(Account.role_rows)
        .where(
            AccountRole.role == Role.ADMINISTRATOR, Account.active, Account.id != administrator.id
        )
    )
    if administrator.active and db.session.scalar(others.limit(1)) is None:
        raise LastAdministrator


def _still(account: Account, version: int) -> None:
    if account.version != version:
        raise ChangedMeanwhile


def _given(roles: Iterable[Role]) -> set[Role]:
    wanted = set(roles)
    if not wanted <= set(ROLES_GIVEN):
        raise ValueError("a role without pages")
    return wanted


def _only(allowed: frozenset[str], named: dict[str, object]) -> None:
    if not set(named) <= allowed:
        raise TypeError(f"not changeable: {sorted(set(named) - allowed)}")


def _address(email: str) -> str:
    return email.strip().lower()
