"""Files that stand for others: where a person stands after a merge, and which situations touch.

A folded file stays in its own situation; the one it was folded into stands there for it. So no file
of another organisation is touched by a merge, and whoever looks for "the others of the situation"
asks here.
"""

from sqlalchemy import BindParameter, ColumnElement, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from followup.casework.errors import BothSides
from followup.db import db
from followup.models import FollowUp, SideHolder, Situation
from followup.models.wall import marked, unrestricted
from followup.vocabulary import Side

_MINE, _THERE, _KEPT = aliased(FollowUp), aliased(FollowUp), aliased(FollowUp)

File = int | BindParameter


def people_of(file: File) -> Select[tuple[int]]:
    """The rows of the person of this file: in its own situation and in those folded into it."""
    return select(_MINE.person_id).where(marked(FollowUp), _of(file))


def together(file: File) -> Select[tuple[int]]:
    """The file and those merged into it: what was written about this person."""
    return select(_MINE.id).where(marked(FollowUp), _of(file))


def beside(file: File) -> ColumnElement[bool]:
    """The files that stand in a situation of this one. One step only: whoever shares a person
    with this file learns nothing of each other.
    """
    mine = select(_MINE.situation_id).where(marked(FollowUp), _of(file))
    there = select(func.coalesce(_THERE.merged_into_id, _THERE.id)).where(
        marked(FollowUp), _THERE.situation_id.in_(mine)
    )
    return FollowUp.id.in_(there)


def standing_in(situation_id: int) -> ColumnElement[bool]:
    """The files that stand in this situation, one merged elsewhere by the one it became."""
    there = select(func.coalesce(_THERE.merged_into_id, _THERE.id)).where(
        marked(FollowUp), _THERE.situation_id == situation_id
    )
    return FollowUp.id.in_(there)


def connected(situation_ids: set[int], *, to_change: bool = False) -> list[int]:
    """These situations and all that merges tied to them: nobody takes two sides in any of them.

    Who takes a side and who merges wait for each other.
    """
    known = set(situation_ids)
    with unrestricted("which situations merges tied together; nothing of them is shown"):
        _hold(known, to_change)
        while found := _tied_to(known) - known:
            known |= found
            _hold(found, to_change)
    return sorted(known)


def _hold(situation_ids: set[int], to_change: bool) -> None:
    rows = select(Situation.id).where(Situation.id.in_(situation_ids)).order_by(Situation.id)
    db.session.execute(rows.with_for_update(read=not to_change)).all()


def _tied_to(situation_ids: set[int]) -> set[int]:
    query = (
        select(_THERE.situation_id, _KEPT.situation_id)
        .join(_KEPT, _KEPT.id == _THERE.merged_into_id)
        .where(
            or_(
                _THERE.situation_id.in_(situation_ids),
                _KEPT.situation_id.in_(situation_ids),
            )
        )
    )
    return {one for row in db.session.execute(query) for one in row}


def _of(file: File) -> ColumnElement[bool]:
    return or_(_MINE.id == file, _MINE.merged_into_id == file)


def standing_for(folded: FollowUp) -> FollowUp:
    """The file into which this one was merged."""
    query = select(FollowUp).where(marked(FollowUp), FollowUp.id == folded.merged_into_id)
    return db.session.scalars(query).one()


def folded_into(follow_up: FollowUp) -> list[FollowUp]:
    """The files merged into this one, the oldest first."""
    query = select(FollowUp).where(marked(FollowUp), FollowUp.merged_into_id == follow_up.id)
    return list(db.session.scalars(query.order_by(FollowUp.id)))


def sides_missing(
    kept: FollowUp, folded: FollowUp, *, to_change: bool = False
) -> dict[tuple[int, int], Side]:
    """By situation and account, the side somebody has in the other situation and not yet here.

    Raises BothSides when somebody has one side here and the other there.
    """
    situations = connected({kept.situation_id, folded.situation_id}, to_change=to_change)
    held = db.session.execute(
        select(SideHolder.account_id, SideHolder.side, SideHolder.situation_id).where(
            SideHolder.situation_id.in_(situations)
        )
    ).all()
    sides = {row.account_id: row.side for row in held}
    if any(sides[row.account_id] is not row.side for row in held):
        raise BothSides
    there = {(row.situation_id, row.account_id) for row in held}
    return {
        (situation, account): side
        for account, side in sides.items()
        for situation in situations
        if (situation, account) not in there
    }


def join_sides(kept: FollowUp, folded: FollowUp) -> None:
    """Whoever has a side in one situation has it in both, for ever; the key refuses a second."""
    missing = sides_missing(kept, folded, to_change=True)
    try:
        with db.session.begin_nested():
            db.session.add_all(
                SideHolder(situation_id=situation, account_id=account, side=side)
                for (situation, account), side in missing.items()
            )
    except IntegrityError:
        raise BothSides from None
