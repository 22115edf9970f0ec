"""Follow-ups as they run in practice: clocks started, a card, a worker, tries logged."""

from datetime import timedelta

from followup import clock
from followup.casework import deadlines, outreach
from followup.casework.entry import Entry
from followup.db import db
from followup.models import Account
from followup.vocabulary import Outcome, Risk, Role, Strand, Way
from tests import factories

ROLE_OF = {
    Strand.VICTIM: Role.VICTIM_WORKER,
    Strand.PERPETRATOR: Role.PERPETRATOR_WORKER,
    Strand.CHILD: Role.CHILD_WORKER,
}
NUMBER = "+32470123456"
CALLS_ALLOWED = {
    "phones": [{"number": NUMBER}],
    "permits": {"call": "yes"},
}


def card(**changes):
    return CALLS_ALLOWED | changes


def running(strand=Strand.VICTIM, risk=Risk.HIGH, worker=None, *, received_at=None, **columns):
    """A follow-up of a worker whose clocks run since it was received, an hour ago by default."""
    worker = worker or factories.account(ROLE_OF[strand])
    received_at = received_at or clock.now() - timedelta(hours=1)
    columns = {"card": card(), "received_at": received_at, "released_at": received_at} | columns
    follow_up = factories.follow_up(strand, risk, worker, **columns)
    deadlines.start_clocks(follow_up, by=worker)
    deadlines.refresh(follow_up)
    db.session.commit()
    return follow_up


def tried(follow_up, outcome=Outcome.NO_ANSWER, way=Way.CALL, **said):
    """A try logged by the worker of the follow-up, not committed yet."""
    worker = db.session.get(Account, follow_up.worker_id)
    entry = Entry(way=way, outcome=outcome, **said)
    return outreach.log_contact(follow_up, entry, by=worker)


def logged(follow_up, outcome=Outcome.NO_ANSWER, way=Way.CALL, **said):
    """A try logged by the worker of the follow-up."""
    attempt = tried(follow_up, outcome, way, **said)
    db.session.commit()
    return attempt
