"""Sign in, stay signed in, lock and sign out. Tries and sessions live in the database."""

import hashlib
import secrets
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from followup import clock, keyring
from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import Account, SignInSession, SignInTry
from followup.rules.working_time import local

TRIES_PER_ADDRESS = 5
TRIES_PER_NETWORK = 50
WAIT = timedelta(minutes=15)

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_urlsafe(24))


class TooManyTries(Exception):
    """Raised with the moment after which the next try is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until


def hash_password(password: str) -> str:
    return _hasher.hash(_written_alike(password))


def forget_tries(account: Account) -> None:
    """Let the person try again at once, as when the administrator gives a new password."""
    subject = _subject("email", account.email)
    db.session.execute(delete(SignInTry).where(SignInTry.subject == subject))


def sign_in(email: str, password: str, *, network: str, browser: str = "") -> str | None:
    """Return the secret of a new session, or None when e-mail or password is not right.

    An unknown address takes as long as a wrong password. Raises TooManyTries.
    """
    address = email.strip().lower()
    _refuse_too_many(_subject("email", address), TRIES_PER_ADDRESS)
    _refuse_too_many(_subject("network", network), TRIES_PER_NETWORK)
    account = db.session.scalar(select(Account).where(Account.email == address))
    if not _fits(account, password):
        _note_try(address, network, account)
        return None
    forget_tries(account)
    record(Act.SIGNED_IN, Of.ACCOUNT, account.id, by=account)
    return _begin_session(account, browser)


def session_of(secret: str) -> SignInSession | None:
    """Return the running session with its account, roles and organisation, in one query."""
    wanted = {"digest": _digest(secret), "today": _today()}
    return db.session.scalars(_running(), wanted).unique().first()


@cache
def _running() -> Select[tuple[SignInSession]]:
    """Every request asks this, so the statement is put together once."""
    return (
        select(SignInSession)
        .join(SignInSession.account)
        .where(
            SignInSession.digest == bindparam("digest"),
            SignInSession.ended_at.is_(None),
            Account.active,
            or_(Account.ends_on.is_(None), Account.ends_on >= bindparam("today")),
        )
        .options(
            contains_eager(SignInSession.account).joinedload(Account.role_rows),
            contains_eager(SignInSession.account).joinedload(Account.organisation),
        )
    )


def check_password(account: Account, password: str, *, network: str) -> bool:
    """Whether this is the password; wrong ones count as tries to sign in. Raises TooManyTries."""
    _refuse_too_many(_subject("email", account.email), TRIES_PER_ADDRESS)
    _refuse_too_many(_subject("network", network), TRIES_PER_NETWORK)
    if _fits(account, password):
        return True
    _note_try(account.email, network, account)
    return False


def unlock(session: SignInSession, password: str, *, network: str) -> bool:
    """Open a locked screen again. Raises TooManyTries."""
    if not check_password(session.account, password, network=network):
        return False
    forget_tries(session.account)
    session.locked_at = None
    session.seen_at = clock.now()
    db.session.flush()
    return True


def lock(session: SignInSession) -> None:
    session.locked_at = clock.now()
    db.session.flush()


def sign_out(session: SignInSession) -> None:
    session.ended_at = clock.now()
    record(Act.SIGNED_OUT, Of.ACCOUNT, session.account_id, by=session.account)
    db.session.flush()


def end_sessions(account: Account, *, but: SignInSession | None = None) -> None:
    """End every session of the account at once, as when it is closed or its password changes."""
    running = update(SignInSession).where(
        SignInSession.account_id == account.id, SignInSession.ended_at.is_(None)
    )
    if but is not None:
        running = running.where(SignInSession.id != but.id)
    db.session.execute(running.values(ended_at=clock.now()))


def sessions_of(account: Account, *, alive_since: datetime | None = None) -> list[SignInSession]:
    """The account's running sessions, newest first, for the person to end.

    One begun before `alive_since` is over, whoever forgot to sign out.
    """
    running = (
        select(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.seen_at.desc())
        .options(joinedload(SignInSession.account))
    )
    if alive_since is not None:
        running = running.where(SignInSession.started_at > alive_since)
    return list(db.session.scalars(running))


def mark(session: SignInSession) -> str:
    """What names a session on its owner's page; nobody can sign in with it."""
    return session.digest.hex()[:16]


def end_one(name: str, *, by: Account) -> None:
    """End the own session with this mark, if it still runs."""
    for session in sessions_of(by):
        if mark(session) == name:
            sign_out(session)


def _note_try(address: str, network: str, account: Account | None) -> None:
    for kind, text in (("email", address), ("network", network)):
        db.session.add(SignInTry(subject=_subject(kind, text), at=clock.now()))
    record(Act.SIGN_IN_FAILED, Of.ACCOUNT, account and account.id, by=None)
    db.session.flush()


def _begin_session(account: Account, browser: str) -> str:
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignInSession(
            digest=_digest(secret),
            account_id=account.id,
            started_at=now,
            seen_at=now,
            browser=browser[:80],
        )
    )
    db.session.flush()
    return secret


def _fits(account: Account | None, password: str) -> bool:
    """Whether the password opens an account that is open today."""
    kept = account.password_hash if account is not None and account.password_hash else _NOBODY
    try:
        _hasher.verify(kept, _written_alike(password))
    except (VerificationError, InvalidHashError):
        return False
    if account is None or account.password_hash is None or not account.active:
        return False
    return account.ends_on is None or account.ends_on >= _today()


def _today() -> date:
    """The day in Brussels: an account ends at midnight there, in the middle of a session too."""
    return local(clock.now()).date()


def _written_alike(password: str) -> str:
    """The same accented letters give the same bytes, whatever keyboard or system typed them."""
    return unicodedata.normalize("NFKC", password)


def _refuse_too_many(subject: bytes, allowed: int) -> None:
    now = clock.now()
    recent = select(SignInTry.at).where(SignInTry.subject == subject, SignInTry.at > now - WAIT)
    tries = db.session.scalars(recent.order_by(SignInTry.at.desc()).limit(allowed)).all()
    if len(tries) == allowed:
        raise TooManyTries(until=tries[-1] + WAIT)


def forget_old_tries() -> int:
    """Delete tries that no longer count; returns how many."""
    old = delete(SignInTry).where(SignInTry.at < clock.now() - timedelta(days=1))
    return db.session.execute(old).rowcount


def _subject(kind: str, text: str) -> bytes:
    return keyring.ring().token(f"try.{kind}", text, length=16)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
