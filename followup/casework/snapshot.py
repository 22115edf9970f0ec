"""What an act changed in a file, as JSON keeps it, and how columns and duties are given back."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from sqlalchemy import inspect, select

from followup import clock
from followup.casework import deadlines
from followup.db import db
from followup.models import Account, Deadline, FollowUp
from followup.models.base import Moment
from followup.models.wall import marked
from followup.vocabulary import DeadlineEnd


def taken(follow_up: FollowUp, names: Iterable[str]) -> dict:
    """These columns now, as JSON holds them."""
    return {name: _plain(getattr(follow_up, name)) for name in names}


def changed(before: dict, after: dict) -> dict:
    """From what to what, for each column that differs."""
    return {name: [kept, after[name]] for name, kept in before.items() if kept != after[name]}


def give_back(follow_up: FollowUp, changes: dict) -> None:
    """Put back each column that nobody changed again since."""
    now = taken(follow_up, changes)
    for name, (kept, became) in changes.items():
        if now[name] == became:
            setattr(follow_up, name, _typed(name, kept))


def put_back_duties(
    follow_up: FollowUp, opened: Iterable[int], ended: Iterable[int], *, by: Account
) -> list[Deadline]:
    """End the duties an act opened and open those it ended, where nothing else came since.

    Returns those that are open again.
    """
    for row in _rows(opened):
        if row.ended_at is None:
            row.ended_at, row.end, row.ended_by_id = clock.now(), DeadlineEnd.UNDONE, by.id
    db.session.flush()
    running = {row.kind for row in deadlines.open_deadlines(follow_up)}
    again = []
    for row in _rows(ended):
        if row.kind not in running:
            row.ended_at = row.end = row.ended_by_id = None
            running.add(row.kind)
            again.append(row)
    db.session.flush()
    return again


def _rows(ids: Iterable[int]) -> list[Deadline]:
    query = select(Deadline).where(marked(Deadline), Deadline.id.in_(list(ids)))
    return list(db.session.scalars(query))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _typed(name: str, kept: object) -> object:
    column = inspect(FollowUp).columns[name].type
    if kept is None:
        return None
    if isinstance(column, Moment):
        return datetime.fromisoformat(kept)
    vocabulary = getattr(column, "vocabulary", None)
    return vocabulary(kept) if vocabulary else kept
