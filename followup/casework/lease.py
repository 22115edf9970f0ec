"""The lease: of all schedulers that run, the one that holds it works; its beat shows it lives."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from followup import clock
from followup.db import COUNTED, db, insert_or
from followup.models import Lease


def database_now() -> datetime:
    """The moment by the database's clock, which all schedulers share; a stopped clock goes first.

    SQLite has no clock of its own: it is this machine's.
    """
    if clock.is_stopped() or db.session.get_bind().dialect.name == "sqlite":
        return clock.now()
    return db.session.scalar(select(func.clock_timestamp())).astimezone(clock.now().tzinfo)


def take(name: str, holder: str, for_seconds: int) -> bool:
    """Take the lease if it is free, one's own, or over. One statement decides on both databases.

    A lease that runs longer than any is given for was taken before the clock was put back: it
    counts as over, or a dead holder would keep everybody waiting until the clock catches up.
    """
    now = database_now()
    until = now + timedelta(seconds=for_seconds)
    taken = insert_or(Lease).values(name=name, holder=holder, held_until=until, beat_at=now)
    taken = taken.on_conflict_do_update(
        index_elements=[Lease.name],
        set_={"holder": holder, "held_until": until, "beat_at": now},
        where=or_(Lease.held_until <= now, Lease.held_until > until, Lease.holder == holder),
    )
    return db.session.execute(taken, execution_options=COUNTED).rowcount == 1


def renew(name: str, holder: str, for_seconds: int) -> bool:
    """Keep the lease for another while; False when somebody else has taken it meanwhile.

    Said in the transaction of a batch it fences the batch: whoever lost the lease must not commit.
    """
    now = database_now()
    return _held(name, holder, held_until=now + timedelta(seconds=for_seconds), beat_at=now)


def release(name: str, holder: str) -> bool:
    """Give the lease back at once, so that nobody waits for its end."""
    now = database_now()
    return _held(name, holder, held_until=now, beat_at=now)


def beat_at(name: str) -> datetime | None:
    """When whoever holds or held this lease last showed that it lives."""
    return db.session.scalar(select(Lease.beat_at).where(Lease.name == name))


def _held(name: str, holder: str, **values: datetime) -> bool:
    own = update(Lease).where(Lease.name == name, Lease.holder == holder)
    return db.session.execute(own.values(**values)).rowcount == 1
