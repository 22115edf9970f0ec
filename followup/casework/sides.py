"""Who stands on which side of a situation, and what stands between a worker and a follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from followup.casework import holding, ties
from followup.casework.ties import Staff
from followup.db import db
from followup.models import SideHolder
from followup.vocabulary import Strand, Unfit


class File(Protocol):
    """A follow-up, or a row of a list that names it."""

    id: int
    situation_id: int
    strand: Strand


@dataclass(frozen=True, slots=True)
class Standing:
    """`against`: by account id, what rules a colleague out. `known_by`: who has this side."""

    against: dict[int, Unfit]
    known_by: frozenset[int]


def against(files: Sequence[File], workers: Iterable[Staff]) -> dict[int, Standing]:
    """By follow-up id. Four queries. Work on the other side is stronger than any tie."""
    held = _sides_held({one.situation_id for one in files})
    tied = ties.against([one.id for one in files], workers)
    opposed = holding.opposed(one.id for one in files)
    found = {}
    for one in files:
        here = held.get(one.situation_id, {})
        other = {who: Unfit.OTHER_SIDE for who, side in here.items() if side is not one.strand.side}
        other |= dict.fromkeys(opposed.get(one.id, ()), Unfit.OTHER_SIDE)
        same = frozenset(who for who, side in here.items() if side is one.strand.side)
        found[one.id] = Standing(tied.get(one.id, {}) | other, same)
    return found


def _sides_held(situations: set[int]) -> dict:
    query = select(SideHolder.situation_id, SideHolder.account_id, SideHolder.side).where(
        SideHolder.situation_id.in_(situations)
    )
    found: dict[int, dict] = {}
    for situation, who, side in db.session.execute(query):
        found.setdefault(situation, {})[who] = side
    return found
