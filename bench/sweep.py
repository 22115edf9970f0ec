"""How long the scheduler's escalation takes when very many duties are late at once."""

import argparse
import time

from sqlalchemy import delete, func, select, update

from bench.ground import chosen, database_server, with_grounds
from followup import clock
from followup.casework import escalation
from followup.db import db
from followup.models import AlertRow, Deadline

DUE = 100_000


def prepare(due):
    """Put so many duties in the state of a long standstill: open, late and never told about."""
    now = clock.now()
    db.session.execute(update(Deadline).values(escalates_at=None, escalated_at=None))
    open_ones = Deadline.ended_at.is_(None)
    last = db.session.scalar(
        select(Deadline.id).where(open_ones).order_by(Deadline.id).offset(due - 1).limit(1)
    )
    these = open_ones if last is None else open_ones & (Deadline.id <= last)
    late = update(Deadline).where(these).values(escalates_at=now, repeat_minutes=15)
    made = db.session.execute(late).rowcount
    db.session.execute(delete(AlertRow).where(AlertRow.deadline_id.is_not(None)))
    db.session.commit()
    return made


def sweep():
    """Batch after batch as the scheduler does it, each committed."""
    done = 0
    while batch := escalation.escalate(clock.now()):
        db.session.commit()
        done += batch
    db.session.commit()
    return done


def main():
    parser = with_grounds(argparse.ArgumentParser(description=__doc__))
    parser.set_defaults(sizes=[100_000])
    print("| database | open duties | due | told | seconds | again, nothing due, ms |")
    print("|---|---|---|---|---|---|")
    with database_server():
        for ground in chosen(parser.parse_args()):
            with ground.app().app_context():
                print(_measured(ground), flush=True)


def _measured(ground):
    made = prepare(DUE)
    began = time.perf_counter()
    done = sweep()
    took = time.perf_counter() - began
    began = time.perf_counter()
    sweep()
    rest = 1000 * (time.perf_counter() - began)
    open_ones = select(func.count()).select_from(Deadline).where(Deadline.ended_at.is_(None))
    still = db.session.scalar(open_ones)
    return f"| {ground.kind} | {still} | {made} | {done} | {took:.1f} | {rest:.1f} |"


if __name__ == "__main__":
    main()
