"""Where a person is now: kept apart, shown to the assigned worker on demand, each look noted."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from followup import clock
from followup.casework import shared_points
from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import Account, FollowUp, Whereabouts
from followup.models.wall import marked

_ANY = (
    select(Whereabouts.id)
    .where(marked(Whereabouts), Whereabouts.follow_up_id == bindparam("follow_up"))
    .limit(1)
)


class Noted(NamedTuple):
    """The newest line, with who wrote it and when."""

    address: str
    noted_at: object
    noted_by: str


def are_kept(follow_up: FollowUp) -> bool:
    """Whether something is known; this is all a coordinator may learn."""
    return db.session.scalar(_ANY, {"follow_up": follow_up.id}) is not None


def show(follow_up: FollowUp, *, by: Account) -> Noted | None:
    """The newest; looking is noted even when nothing is known. The caller holds the permission."""
    record(Act.SHOWED_WHEREABOUTS, Of.FOLLOW_UP, follow_up.id, by=by)
    query = (
        select(Whereabouts.address, Whereabouts.noted_at, Account.name)
        .join(Account, Account.id == Whereabouts.noted_by_id)
        .where(marked(Whereabouts), Whereabouts.follow_up_id == follow_up.id)
        .order_by(Whereabouts.noted_at.desc(), Whereabouts.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return row and Noted(*row)


def note(follow_up: FollowUp, address: str, *, by: Account) -> None:
    """Write down where the person is now; what was known before stays in the history."""
    db.session.add(
        Whereabouts(
            follow_up_id=follow_up.id, address=address, noted_at=clock.now(), noted_by_id=by.id
        )
    )
    shared_points.keep_whereabouts(follow_up, address)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    db.session.flush()
