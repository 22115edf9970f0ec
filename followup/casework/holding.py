"""Who has, or had, whose file: nobody ever works with two people who stand against each other.

The side alone is not enough. Where both people have files on both sides, or the roles turned out
to be reversed, a worker of the one must not come to read the other on the same side.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from followup.casework import joined
from followup.casework.errors import OtherSide
from followup.db import db
from followup.models import Account, FollowUp, PersonHolder, SideHolder, Situation
from followup.models.wall import unrestricted
from followup.vocabulary import Side

KNOWN = "who works with somebody on the other side; only that a colleague cannot take it is shown"


def hold(follow_up: FollowUp, worker: Account) -> None:
    """Write down whom this worker has, and on which side. Raises OtherSide; nothing is forgotten.

    The key of the side decides between two at once; whom a worker has is decided one after the
    other for each situation.
    """
    with unrestricted(KNOWN):
        turn = select(Situation.id).where(Situation.id == follow_up.situation_id)
        db.session.execute(turn.with_for_update())
        if not may_hold(follow_up, worker):
            raise OtherSide
        _hold_side(follow_up, worker)
        if db.session.get(PersonHolder, (follow_up.person_id, worker.id)) is None:
            db.session.add(PersonHolder(person_id=follow_up.person_id, account_id=worker.id))
            db.session.flush()


def may_hold(follow_up: FollowUp, worker: Account) -> bool:
    held = db.session.get(SideHolder, (follow_up.situation_id, worker.id))
    if held is not None and held.side is not follow_up.side:
        return False
    return worker.id not in opposed([follow_up.id]).get(follow_up.id, ())


def opposed(follow_up_ids: Iterable[int]) -> dict[int, set[int]]:
    """By follow-up id, the accounts that have or had somebody who stands against this person."""
    mine, own, theirs = aliased(FollowUp), aliased(FollowUp), aliased(FollowUp)
    query = (
        select(mine.id, PersonHolder.account_id)
        .join(own, own.person_id == mine.person_id)
        .join(theirs, theirs.situation_id == mine.situation_id)
        .join(PersonHolder, PersonHolder.person_id == theirs.person_id)
        .where(
            mine.id.in_(list(follow_up_ids)),
            theirs.person_id != mine.person_id,
            theirs.side != own.side,
        )
    )
    found: dict[int, set[int]] = {}
    with unrestricted(KNOWN):
        for follow_up_id, account_id in db.session.execute(query):
            found.setdefault(follow_up_id, set()).add(account_id)
    return found


def _hold_side(follow_up: FollowUp, worker: Account) -> None:
    """The side this worker has in the situation, and in those merges tied to it."""
    for situation_id in joined.connected({follow_up.situation_id}):
        if _side_held(situation_id, worker, follow_up.side) is not follow_up.side:
            raise OtherSide


def _side_held(situation_id: int, worker: Account, side: Side) -> Side:
    """The side this worker has here; the key decides between two at the same moment."""
    held = db.session.get(SideHolder, (situation_id, worker.id))
    if held is None:
        held = SideHolder(situation_id=situation_id, account_id=worker.id, side=side)
        try:
            with db.session.begin_nested():
                db.session.add(held)
        except IntegrityError:
            held = db.session.get(SideHolder, (situation_id, worker.id))
    return held.side
