"""Who is calling now: a claim of ten minutes that colleagues see, and may overrule knowingly.

The row of the follow-up decides between two who press at the same instant (ux.md §4.3a).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, delete, or_, select

from followup import clock, keyring
from followup.casework.errors import FollowUpClosed, GateShut, SomebodyCalls
from followup.casework.followups import gate_is_shut
from followup.db import COUNTED, db, insert_or
from followup.models import Account, CallClaim, FollowUp
from followup.models.wall import marked
from followup.vocabulary import Strand

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """One call that runs now."""

    follow_up_id: int
    account_id: int
    name: str
    strand: Strand
    number_token: bytes | None
    began_at: datetime


def claim(follow_up: FollowUp, number: str | None, *, by: Account, knowingly: bool = False) -> None:
    """From now on colleagues see that `by` is calling; claiming again begins the ten minutes anew.

    Raises SomebodyCalls when a colleague calls this person, or the same number within the strand,
    unless it is overruled `knowingly`.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if gate_is_shut(follow_up):
        raise GateShut
    if not knowingly:
        _refuse_second(follow_up, number, by)
    if not _take(follow_up, number, by, knowingly):
        _refuse_second(follow_up, number, by)


def release(follow_up: FollowUp, *, by: Account) -> None:
    """The call is over; what a colleague claimed meanwhile stays."""
    db.session.execute(
        delete(CallClaim).where(
            marked(CallClaim),
            CallClaim.follow_up_id == follow_up.id,
            CallClaim.account_id == by.id,
        )
    )


def release_all(account_id: int) -> None:
    """Whoever leaves calls nobody any more."""
    db.session.execute(
        delete(CallClaim).where(marked(CallClaim), CallClaim.account_id == account_id)
    )


def running(by: Account) -> list[Claim]:
    """The calls that run now in the reader's organisation, the own ones included. One query."""
    asked = {"organisation_id": by.organisation_id, "now": clock.now()}
    return [Claim(*row) for row in db.session.execute(_running(), asked)]


@cache
def _running() -> Select:
    return (
        select(
            CallClaim.follow_up_id,
            CallClaim.account_id,
            Account.name,
            CallClaim.strand,
            CallClaim.number_token,
            CallClaim.began_at,
        )
        .join(Account, Account.id == CallClaim.account_id)
        .where(
            marked(CallClaim),
            CallClaim.organisation_id == bindparam("organisation_id"),
            CallClaim.until > bindparam("now"),
        )
        .order_by(CallClaim.began_at)
    )


def about(
    claims: Iterable[Claim], follow_up_id: int, strand: Strand, number: str | None
) -> Claim | None:
    """The call that runs about this follow-up, or about its number within its own strand."""
    for one in claims:
        shares = one.strand is strand and number and one.number_token == _token(number)
        if one.follow_up_id == follow_up_id or shares:
            return one
    return None


def forget_old() -> int:
    """Delete the claims that are over. Returns how many."""
    over = delete(CallClaim).where(marked(CallClaim), CallClaim.until < clock.now())
    return db.session.execute(over).rowcount


def _take(follow_up: FollowUp, number: str | None, by: Account, knowingly: bool) -> bool:
    now = clock.now()
    values = {
        "account_id": by.id,
        "organisation_id": follow_up.organisation_id,
        "strand": follow_up.strand,
        "number_token": _token(number) if number else None,
        "began_at": now,
        "until": now + LASTS,
    }
    free = or_(CallClaim.until <= now, CallClaim.account_id == by.id)
    insert = insert_or(CallClaim).values(follow_up_id=follow_up.id, **values)
    insert = insert.on_conflict_do_update(
        index_elements=["follow_up_id"], set_=values, where=None if knowingly else free
    )
    return db.session.execute(insert, execution_options=COUNTED).rowcount == 1


def _refuse_second(follow_up: FollowUp, number: str | None, by: Account) -> None:
    others = (one for one in running(by) if one.account_id != by.id)
    found = about(others, follow_up.id, follow_up.strand, number)
    if found is not None:
        raise SomebodyCalls(found.name, found.began_at)


def _token(number: str) -> bytes:
    return keyring.ring().token("call", number)
