"""Bring something to somebody's notice inside the product, once, and note that it was seen."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Update, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework.counts import alerts_for, unseen_by
from followup.casework.errors import UNDO_WITHIN, NotFound, TooLate
from followup.casework.visibility import files_of
from followup.db import db
from followup.models import Account, AlertRow, FollowUp
from followup.rules.access import Permission
from followup.rules.codes import new_mark
from followup.vocabulary import Alert

SEEN_SHOWN_FOR = timedelta(days=14)
# No row has a higher number; beyond it the databases refuse the question itself.
HIGHEST = 2**63
A_PAGE = 50
OF_THE_SAFETY_LINK = (Alert.SAFETY_LINK, Alert.SAFETY_LINK_UNSEEN)
# A look at the list does not answer these: they wait for an act on the file.
WANT_AN_ANSWER = (Alert.MOVE_ASKED, Alert.ROLE_ASKED, *OF_THE_SAFETY_LINK)


class Told(NamedTuple):
    """One alert as others see it; `seen_at` None: nobody has seen it yet."""

    raised_at: datetime
    seen_at: datetime | None
    seen_by: str | None


def raise_alert(
    kind: Alert,
    key: str,
    *,
    account_id: int | None = None,
    organisation_id: int | None = None,
    follow_up_id: int | None = None,
    referral_id: int | None = None,
    deadline_id: int | None = None,
    repeat_minutes: int | None = None,
    facts: Mapping[str, int] | None = None,
) -> bool:
    """Answers whether it is new: the key decides.

    Without account: for the organisation's coordinators; without both: for administrators.
    """
    now = clock.now()
    new = insert(AlertRow).values(
        code=new_mark(),
        key=key,
        kind=kind,
        account_id=account_id,
        organisation_id=organisation_id,
        follow_up_id=follow_up_id,
        referral_id=referral_id,
        deadline_id=deadline_id,
        facts=facts or None,
        raised_at=now,
        repeat_minutes=repeat_minutes,
        repeats_at=repeat_minutes and now + timedelta(minutes=repeat_minutes),
    )
    try:
        with db.session.begin_nested():
            db.session.execute(new)
    except IntegrityError:
        if _exists(key):
            return False
        raise
    return True


def seen(code: str, *, by: Account) -> datetime:
    """It has been seen and repeats no more. Raises NotFound when it is not for this reader.

    Answers the moment that stands on it, by which the act can be taken back.
    """
    now = clock.now()
    done = db.session.execute(_unseen(by, now).where(AlertRow.code == code))
    mine = select(AlertRow.id).where(AlertRow.code == code, alerts_for(by))
    if not done.rowcount and db.session.scalar(mine) is None:
        raise NotFound
    return now


def seen_all(*, by: Account, until: datetime) -> datetime:
    """See every alert raised up to the moment the page was made; answers the moment of the act."""
    now = clock.now()
    db.session.execute(_unseen(by, now).where(AlertRow.raised_at <= until))
    return now


def unsee(at: datetime, *, by: Account) -> None:
    """Take back what this person saw at that moment. Raises TooLate after a minute."""
    if clock.now() - at > UNDO_WITHIN:
        raise TooLate
    _open_again(AlertRow.seen_at == at, AlertRow.seen_by_id == by.id)


def ask_again(kind: Alert, *, follow_up_id: int, settled_since: datetime, by: Account) -> None:
    """What settled it was taken back: it waits for its answer again."""
    _open_again(
        AlertRow.kind == kind,
        AlertRow.follow_up_id == follow_up_id,
        AlertRow.seen_at >= settled_since,
        AlertRow.seen_by_id == by.id,
    )


def _open_again(*which: ColumnElement[bool]) -> None:
    """Unseen as before; one that repeats does so at the scheduler's next look."""
    repeats_at = case((AlertRow.repeat_minutes.is_not(None), clock.now()))
    db.session.execute(
        update(AlertRow)
        .where(*which)
        .values(seen_at=None, seen_by_id=None, repeats_at=repeats_at)
        .execution_options(synchronize_session=False)
    )


def settle(*kinds: Alert, follow_up_id: int, by: Account | None) -> None:
    """What the alerts asked for is done: they repeat no more for anybody."""
    _settle(by, AlertRow.kind.in_(kinds), AlertRow.follow_up_id == follow_up_id)


def settle_deadlines(ids: Iterable[int], *, by: Account | None) -> None:
    """These duties ended: what was told about them is no longer true and repeats no more."""
    wanted = list(ids)
    if wanted:
        _settle(by, AlertRow.deadline_id.in_(wanted))


def settle_keys(keys: Iterable[str], *, by: Account | None) -> None:
    """What these alerts asked for is done."""
    _settle(by, AlertRow.key.in_(list(keys)))


def settle_of_referral(kind: Alert, *, referral_id: int, by: Account) -> None:
    """The police did what this alert asked of them."""
    _settle(by, AlertRow.kind == kind, AlertRow.referral_id == referral_id)


def settle_all_of(*, follow_up_id: int, by: Account | None) -> None:
    """The follow-up ended or was decided: only what the other side told repeats on."""
    _settle(by, AlertRow.follow_up_id == follow_up_id, AlertRow.kind.not_in(OF_THE_SAFETY_LINK))


def hand_on(follow_up: FollowUp) -> None:
    """What the other side told follows the file: to its new worker, or to the coordinators."""
    db.session.execute(
        update(AlertRow)
        .where(
            AlertRow.seen_at.is_(None),
            AlertRow.kind == Alert.SAFETY_LINK,
            AlertRow.follow_up_id == follow_up.id,
        )
        .values(
            account_id=follow_up.worker_id,
            organisation_id=None if follow_up.worker_id else follow_up.organisation_id,
        )
        .execution_options(synchronize_session=False)
    )


def _settle(by: Account | None, *which: ColumnElement[bool]) -> None:
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.seen_at.is_(None), *which)
        .values(seen_at=clock.now(), seen_by_id=by and by.id, repeats_at=None)
        .execution_options(synchronize_session=False)
    )


def newest_of(kind: Alert, *, follow_up_id: int) -> Told | None:
    """When somebody was last told this of a follow-up, and who has seen it."""
    query = (
        select(AlertRow.raised_at, AlertRow.seen_at, Account.name)
        .outerjoin(Account, Account.id == AlertRow.seen_by_id)
        .where(AlertRow.kind == kind, AlertRow.follow_up_id == follow_up_id)
        .order_by(AlertRow.id.desc())
        .limit(1)
    )
    found = db.session.execute(query).first()
    return Told(*found) if found else None


def unseen_for(account: Account, *, after: int | None = None, most: int = A_PAGE) -> list[AlertRow]:
    """Unseen alerts, newest first; `after` is the id of the last one shown."""
    query = _list(unseen_by(account), after, most)
    return list(db.session.scalars(query))


def seen_lately(account: Account, *, most: int = A_PAGE) -> list[AlertRow]:
    """Alerts seen in the last two weeks, newest first."""
    lately = alerts_for(account) & (AlertRow.seen_at > clock.now() - SEEN_SHOWN_FOR)
    query = _list(lately, None, most)
    return list(db.session.scalars(query))


def subjects(account: Account, rows: list[AlertRow]) -> dict[int, str]:
    """The case codes, by follow-up id, of those rows' follow-ups that the reader may open."""
    wanted = {row.follow_up_id for row in rows if row.follow_up_id is not None}
    if not wanted:
        return {}
    files = files_of(account, Permission.READ_FOLLOWUP).where(FollowUp.id.in_(wanted))
    codes = files.with_only_columns(FollowUp.id, FollowUp.code)
    return {found.id: found.code for found in db.session.execute(codes)}


def _list(which: ColumnElement[bool], after: int | None, most: int) -> Select[tuple[AlertRow]]:
    query = select(AlertRow).where(which).order_by(AlertRow.id.desc()).limit(most)
    if after is None or abs(after) >= HIGHEST:
        return query
    return query.where(AlertRow.id < after)


def _unseen(by: Account, now: datetime) -> Update:
    """What looking alone settles."""
    return (
        update(AlertRow)
        .where(AlertRow.kind.not_in(WANT_AN_ANSWER), unseen_by(by))
        .values(seen_at=now, seen_by_id=by.id, repeats_at=None)
        .execution_options(synchronize_session=False)
    )


def _exists(key: str) -> bool:
    return db.session.scalar(select(AlertRow.id).where(AlertRow.key == key)) is not None
