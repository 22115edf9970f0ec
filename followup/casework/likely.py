"""The pairs put before a coordinator: of her own organisation only, explained, decided once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from followup import clock
from followup.casework import comparing, events
from followup.casework.audit import Act, Of, record
from followup.casework.comparing import OneFile
from followup.casework.errors import ChangedMeanwhile, NotFound
from followup.casework.events import What
from followup.casework.visibility import visible
from followup.db import db
from followup.models import Account, FollowUp, LikelyPair
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.rules.codes import new_mark
from followup.rules.likeness import Comparison
from followup.vocabulary import Verdict

A_PAGE = 20
_OTHER = aliased(FollowUp)


@dataclass(frozen=True)
class Pair:
    """Two files side by side, and what speaks for and against their being of one person."""

    code: str
    files: tuple[OneFile, OneFile]
    comparison: Comparison
    found_at: datetime
    verdict: Verdict | None
    decided_at: datetime | None
    decided_by: str | None


def pairs(
    by: Account, *, decided: bool = False, after: tuple[int, int] | None = None
) -> tuple[list[Pair], tuple[int, int] | None]:
    """One page, the likeliest first, and after which pair the next begins."""
    known = LikelyPair.verdict.is_not(None) if decided else LikelyPair.verdict.is_(None)
    query = (_of(by).where(known).order_by(LikelyPair.score.desc(), LikelyPair.id.desc())).limit(
        A_PAGE + 1
    )
    if after is not None:
        score, last = after
        same = and_(LikelyPair.score == score, LikelyPair.id < last)
        query = query.where(or_(LikelyPair.score < score, same))
    rows = db.session.execute(query).all()
    shown = rows[:A_PAGE]
    more = len(rows) > A_PAGE
    return _explained(shown, by), (shown[-1].score, shown[-1].id) if more else None


def pairs_of(follow_up: FollowUp, *, by: Account) -> list[Pair]:
    """The undecided pairs of one file."""
    query = (
        _of(by)
        .where(LikelyPair.verdict.is_(None), _with(follow_up))
        .order_by(LikelyPair.score.desc(), LikelyPair.id)
    )
    return _explained(db.session.execute(query).all(), by)


def looked_at(one: FollowUp, other: FollowUp, *, by: Account) -> Pair:
    """These two side by side, suggested or not; that both were opened is written down."""
    files = comparing.read(visible(by, Permission.MERGE), FollowUp.id.in_([one.id, other.id]))
    for follow_up in (one, other):
        record(Act.OPENED, Of.FOLLOW_UP, follow_up.id, by=by)
    first, second = files[one.id], files[other.id]
    comparison = comparing.compare(first, second)
    return Pair("", (first, second), comparison, clock.now(), None, None, None)


def tell_apart(code: str, *, by: Account) -> None:
    """These are two people: the pair is not suggested again.

    Raises ChangedMeanwhile when a colleague has decided otherwise.
    """
    pair = _fetch(code, by)
    if pair.verdict is Verdict.DIFFERENT:
        return
    if pair.verdict is not None:
        raise ChangedMeanwhile
    _decide(pair, Verdict.DIFFERENT, by)
    for follow_up in files_of_pair(pair):
        events.note(follow_up, What.TOLD_APART, by=by)
        record(Act.TOLD_APART, Of.FOLLOW_UP, follow_up.id, by=by)


def ask_again(code: str, *, by: Account) -> None:
    """Somebody thinks better of it: the pair is suggested again."""
    pair = _fetch(code, by)
    if pair.verdict is Verdict.DIFFERENT:
        pair.verdict = pair.decided_at = pair.decided_by_id = None
        for follow_up in files_of_pair(pair):
            record(Act.TOLD_APART, Of.FOLLOW_UP, follow_up.id, by=by)


def remember(one: FollowUp, other: FollowUp, verdict: Verdict, *, by: Account) -> None:
    """Write down what was decided about these two, suggested or not.

    A merged file is in no other pair any more.
    """
    first, second = sorted((one.id, other.id))
    both = and_(LikelyPair.first_id == first, LikelyPair.second_id == second)
    pair = db.session.scalar(select(LikelyPair).where(marked(LikelyPair), both))
    if pair is None:
        pair = LikelyPair(
            code=new_mark(),
            organisation_id=one.organisation_id,
            first_id=first,
            second_id=second,
            score=0,
            found_at=clock.now(),
        )
        db.session.add(pair)
    _decide(pair, verdict, by)


def files_of_pair(pair: LikelyPair) -> list[FollowUp]:
    ids = (pair.first_id, pair.second_id)
    return list(
        db.session.scalars(
            select(FollowUp).where(marked(FollowUp), FollowUp.id.in_(ids)).order_by(FollowUp.id)
        )
    )


def _decide(pair: LikelyPair, verdict: Verdict, by: Account) -> None:
    pair.verdict, pair.decided_at, pair.decided_by_id = verdict, clock.now(), by.id
    db.session.flush()


def _fetch(code: str, by: Account) -> LikelyPair:
    """The pair, held while it is decided. Raises NotFound when one of its files is not hers."""
    row = db.session.execute(_of(by).where(LikelyPair.code == code)).first()
    if row is None:
        raise NotFound
    held = select(LikelyPair).where(marked(LikelyPair), LikelyPair.id == row.id)
    return db.session.scalars(
        held.with_for_update().execution_options(populate_existing=True)
    ).one()


def _of(by: Account) -> Select:
    """Both files must be the coordinator's own: the second by being where the first is."""
    return (
        select(
            LikelyPair.id,
            LikelyPair.code,
            LikelyPair.first_id,
            LikelyPair.second_id,
            LikelyPair.score,
            LikelyPair.found_at,
            LikelyPair.verdict,
            LikelyPair.decided_at,
            Account.name.label("decided_by"),
        )
        .join(FollowUp, FollowUp.id == LikelyPair.first_id)
        .join(_OTHER, _OTHER.id == LikelyPair.second_id)
        .outerjoin(Account, Account.id == LikelyPair.decided_by_id)
        .where(
            marked(LikelyPair, FollowUp, FollowUp),
            LikelyPair.organisation_id == by.organisation_id,
            visible(by, Permission.MERGE),
            _OTHER.organisation_id == FollowUp.organisation_id,
        )
    )


def _with(follow_up: FollowUp) -> ColumnElement[bool]:
    return or_(LikelyPair.first_id == follow_up.id, LikelyPair.second_id == follow_up.id)


def _explained(rows: Iterable[Row], by: Account) -> list[Pair]:
    """The newest file stands last, as it came."""
    rows = list(rows)
    ids = {file_id for row in rows for file_id in (row.first_id, row.second_id)}
    files = comparing.read(visible(by, Permission.MERGE), FollowUp.id.in_(ids)) if ids else {}
    return [
        Pair(
            code=row.code,
            files=(files[row.first_id], files[row.second_id]),
            comparison=comparing.compare(files[row.first_id], files[row.second_id]),
            found_at=row.found_at,
            verdict=row.verdict,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    ]
