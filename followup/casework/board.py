"""What the coordinator must decide now, what is open, and what waits at the gate."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, Select, and_, bindparam, or_, select

from followup import clock
from followup.casework import deadlines
from followup.casework.counts import unseen_by
from followup.casework.team_files import HIGH, open_files
from followup.casework.visibility import Whoever, asked_by
from followup.db import db
from followup.models import Account, AlertRow, ContactAttempt, Deadline, FollowUp
from followup.models.wall import marked
from followup.rules.policy import is_high
from followup.vocabulary import Alert, DeadlineKind, Outcome, Risk, Role, State, Strand

# From each of the sources at most so many; beyond it the counts say "100+".
MOST = 100
_AT_MOST = bindparam("most", type_=Integer)

_ENTRIES = (
    select(ContactAttempt.follow_up_id, ContactAttempt.outcome, ContactAttempt.came_to_us_as)
    .where(
        marked(ContactAttempt),
        ContactAttempt.follow_up_id.in_(bindparam("ids", expanding=True)),
        ContactAttempt.undone_at.is_(None),
        ContactAttempt.struck_at.is_(None),
    )
    .order_by(ContactAttempt.at, ContactAttempt.id)
)


@dataclass(frozen=True, slots=True)
class Pending:
    """One follow-up that wants a decision, and why: any of late, nobody's, asked.

    `at` is the moment it was, or is, to be decided by; `since` when it came on the list.
    """

    id: int
    risk: Risk
    at: datetime
    since: datetime
    overdue: bool = False
    unassigned: bool = False
    asked: str = ""

    def first(self, now: datetime) -> bool:
        """Nobody's past its limit, and high risk that is late, come before everything else."""
        return self.at < now and (self.unassigned or is_high(self.risk))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What wants a decision, most urgent first; `more`: some source holds more than was read."""

    every: list[Pending]
    more: bool

    @property
    def unassigned(self) -> list[Pending]:
        return [one for one in self.every if one.unassigned]

    @property
    def high(self) -> list[Pending]:
        return [one for one in self.every if is_high(one.risk)]

    @property
    def asked(self) -> list[Pending]:
        return [one for one in self.every if one.asked]


def needs_decision(by: Account) -> Decisions:
    """Six queries at most, each of at most MOST follow-ups, however large the organisation."""
    now = clock.now()
    sources = [
        _unassigned(by),
        _overdue(by, now, high=True),
        _overdue(by, now, high=False),
        _asked(by, now),
        _asked_by_alert(by),
    ]
    found: dict[int, Pending] = {}
    for one in (one for source in sources for one in source):
        found[one.id] = _both(found[one.id], one) if one.id in found else one
    every = sorted(found.values(), key=lambda one: (not one.first(now), one.at, one.id))
    return Decisions(every, more=any(len(source) == MOST for source in sources))


def _both(one: Pending, other: Pending) -> Pending:
    return replace(
        one,
        at=min(one.at, other.at),
        since=max(one.since, other.since),
        overdue=one.overdue or other.overdue,
        unassigned=one.unassigned or other.unassigned,
        asked=one.asked or other.asked,
    )


def _unassigned(by: Account) -> list[Pending]:
    return [
        Pending(
            row.id,
            row.risk,
            at=row.unassigned_alarm_at or row.received_at,
            since=row.unassigned_since or row.received_at,
            unassigned=True,
        )
        for row in db.session.execute(_nobodys(by.roles), asked_by(by, most=MOST))
    ]


@cache
def _nobodys(roles: frozenset[Role]) -> Select:
    return (
        select(
            FollowUp.id,
            FollowUp.risk,
            FollowUp.received_at,
            FollowUp.unassigned_since,
            FollowUp.unassigned_alarm_at,
        )
        .where(*open_files(Whoever(roles)), FollowUp.worker_id.is_(None))
        .order_by(FollowUp.unassigned_since, FollowUp.id)
        .limit(_AT_MOST)
    )


def _overdue(by: Account, now: datetime, *, high: bool) -> list[Pending]:
    return [
        Pending(row.id, row.risk, row.due_at, row.due_at, overdue=True)
        for row in db.session.execute(_late(by.roles, high), asked_by(by, now=now, most=MOST))
    ]


@cache
def _late(roles: frozenset[Role], high: bool) -> Select:
    which = FollowUp.risk.in_(HIGH) if high else FollowUp.risk.not_in(HIGH)
    return (
        select(FollowUp.id, FollowUp.risk, FollowUp.due_at)
        .where(
            *open_files(Whoever(roles)),
            FollowUp.due_at < bindparam("now"),
            FollowUp.worker_id.is_not(None),
            which,
        )
        .order_by(FollowUp.due_at)
        .limit(_AT_MOST)
    )


def _asked(by: Account, now: datetime) -> list[Pending]:
    rows = db.session.execute(_to_decide(by.roles), asked_by(by, now=now, most=MOST)).all()
    said = _last_outcomes([row.id for row in rows if row.state is State.OPEN])
    return [
        Pending(
            row.id,
            row.risk,
            row.due_at,
            row.opened_at,
            asked=_question(row.state, row.kind, row.explained, said.get(row.id)),
        )
        for row in rows
    ]


@cache
def _to_decide(roles: frozenset[Role]) -> Select:
    by = Whoever(roles)
    return (
        select(
            FollowUp.id,
            FollowUp.risk,
            FollowUp.state,
            Deadline.due_at,
            Deadline.opened_at,
            Deadline.explained,
            Deadline.kind,
        )
        .join(Deadline, Deadline.follow_up_id == FollowUp.id)
        .where(
            *open_files(by),
            marked(Deadline),
            Deadline.organisation_id == by.organisation_id,
            or_(
                Deadline.kind == DeadlineKind.COORDINATOR_DECISION,
                and_(
                    Deadline.kind == DeadlineKind.DECIDE_UNREACHED,
                    Deadline.due_at <= bindparam("now"),
                ),
            ),
            Deadline.ended_at.is_(None),
        )
        .order_by(Deadline.due_at)
        .limit(_AT_MOST)
    )


ASKED_BY_ALERT = {Alert.MOVE_ASKED: "move", Alert.ROLE_ASKED: "role"}


def _asked_by_alert(by: Account) -> list[Pending]:
    return [
        Pending(row.id, row.risk, row.raised_at, row.raised_at, asked=ASKED_BY_ALERT[row.kind])
        for row in db.session.execute(_alerts_that_ask(by.roles), asked_by(by, most=MOST))
    ]


@cache
def _alerts_that_ask(roles: frozenset[Role]) -> Select:
    by = Whoever(roles)
    return (
        select(FollowUp.id, FollowUp.risk, AlertRow.raised_at, AlertRow.kind)
        .join(AlertRow, AlertRow.follow_up_id == FollowUp.id)
        .where(*open_files(by), unseen_by(by), AlertRow.kind.in_(ASKED_BY_ALERT))
        .order_by(AlertRow.raised_at)
        .limit(_AT_MOST)
    )


def question_of(follow_up: FollowUp) -> str:
    """What the coordinator is asked about this one; empty when nothing waits for a decision."""
    now = clock.now()
    waits = [
        one
        for one in deadlines.open_deadlines(follow_up)
        if one.kind is DeadlineKind.COORDINATOR_DECISION
        or (one.kind is DeadlineKind.DECIDE_UNREACHED and one.due_at <= now)
    ]
    if not waits:
        return ""
    first = min(waits, key=lambda one: one.kind is DeadlineKind.DECIDE_UNREACHED)
    said = _last_outcomes([follow_up.id]) if follow_up.state is State.OPEN else {}
    return _question(follow_up.state, first.kind, first.explained, said.get(follow_up.id))


def _question(state: State, kind: DeadlineKind, explained: dict, said: Outcome | None) -> str:
    """close, stop, not_reached, revisit, unreached (in time), think, not_now or to look again."""
    if explained.get("asked"):
        return explained["asked"]
    out_of_reach = {State.STOPPED: "stop", State.NOT_REACHED: "not_reached"}
    if state not in out_of_reach and kind is DeadlineKind.DECIDE_UNREACHED:
        return "unreached"
    answers = {Outcome.SPOKE_THINK: "think", Outcome.SPOKE_NOT_NOW: "not_now"}
    return out_of_reach.get(state) or answers.get(said, "look")


def _last_outcomes(ids: list[int]) -> dict[int, Outcome]:
    """What came of the newest entry of each: of a person who came to us, what they asked."""
    if not ids:
        return {}
    return {row[0]: row[2] or row[1] for row in db.session.execute(_ENTRIES, {"ids": ids})}


def at_the_gate(by: Account) -> list[int]:
    """Follow-ups of alleged perpetrators whose first attempt nobody has released, oldest first."""
    return list(db.session.scalars(_gated(by.roles), asked_by(by, most=MOST)))


@cache
def _gated(roles: frozenset[Role]) -> Select:
    return (
        select(FollowUp.id)
        .where(
            *open_files(Whoever(roles)),
            FollowUp.released_at.is_(None),
            FollowUp.strand == Strand.PERPETRATOR,
        )
        .order_by(FollowUp.received_at, FollowUp.id)
        .limit(_AT_MOST)
    )
