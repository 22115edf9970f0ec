"""The course of a situation over time, as far as the reader's own files tell it.

A worker reads the own files, a coordinator those of the own organisation. Nothing is read of any
other file, not even that it is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from followup import clock
from followup.casework import joined, received
from followup.casework.audit import Act, Of, record
from followup.casework.events import What
from followup.casework.visibility import files_of
from followup.db import db
from followup.models import Account, CaseEvent, ContactAttempt, FollowUp, Person
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.rules.course import Change, First, Point, changes, first_known, risk_over_time
from followup.vocabulary import CountsAs, Risk, Side, Strand

RISK_EVENTS = (What.OPENED, What.REPEAT, What.RISK_SET)


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention as this side may read it, and what changed since the one before.

    `attempts` and `contacts` are those made from this one until the next.
    """

    at: datetime
    told: dict[str, Any]
    changed: list[Change] | None
    days_after: int | None
    attempts: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Course:
    """One file's story: oldest first."""

    code: str
    name: str
    strand: Strand
    risk: Risk
    interventions: list[Intervention]
    risks: list[Point]
    first: First
    police_count: int | None


def courses(follow_up: FollowUp, *, by: Account) -> list[Course]:
    """The file itself, then the others of the situation that the reader may open."""
    query = (
        files_of(by, Permission.READ_FOLLOWUP)
        .join(Person, Person.id == FollowUp.person_id)
        .where(
            marked(Person),
            or_(
                FollowUp.id == follow_up.id,
                joined.beside(follow_up.id) & FollowUp.merged_into_id.is_(None),
            ),
        )
        .order_by(FollowUp.id != follow_up.id, FollowUp.id)
        .add_columns(Person.first_name, Person.family_name)
    )
    rows = db.session.execute(query).all()
    for one, *_name in rows:
        if one.id != follow_up.id:
            record(Act.LISTED, Of.FOLLOW_UP, one.id, by=by)
    return [_course(one, f"{first} {family}") for one, first, family in rows]


def _course(follow_up: FollowUp, name: str) -> Course:
    referrals = [_readable(row, follow_up.side) for row in reversed(received.referrals(follow_up))]
    police = [one["previous_facts"] for one in referrals if "previous_facts" in one]
    counts = [one["previous_count"] for one in referrals if one.get("previous_count")]
    return Course(
        code=follow_up.code,
        name=name,
        strand=follow_up.strand,
        risk=follow_up.risk,
        interventions=_interventions(follow_up, referrals),
        risks=_risks(follow_up),
        first=first_known(len(referrals), police[0] if police else None),
        police_count=counts[-1] if counts else None,
    )


def _readable(row: Any, side: Side) -> dict[str, Any]:
    """The alleged perpetrator's side reads only the measures against the person."""
    told = dict(row._mapping)
    if side is Side.PERPETRATOR:
        told["measures"] = [one for one in told["measures"] if one in received.AGAINST]
    return told


def _interventions(follow_up: FollowUp, referrals: list[dict[str, Any]]) -> list[Intervention]:
    tries = _tries(follow_up)
    ends = [one["received_at"] for one in referrals[1:]] + [clock.now()]
    before = [None, *referrals]
    return [
        Intervention(
            at=told["intervened_at"],
            told=told,
            changed=None if was is None else changes(was, told),
            days_after=None if was is None else (told["intervened_at"] - was["intervened_at"]).days,
            attempts=sum(told["received_at"] <= at < end for at, _counts in tries),
            contacts=sum(
                told["received_at"] <= at < end and counts is CountsAs.CONTACT
                for at, counts in tries
            ),
        )
        for was, told, end in zip(before, referrals, ends, strict=False)
    ]


def _tries(follow_up: FollowUp) -> Sequence[tuple[datetime, CountsAs]]:
    one = ContactAttempt
    query = select(one.at, one.counts_as).where(
        marked(one),
        one.follow_up_id.in_(joined.together(follow_up.id)),
        one.undone_at.is_(None),
        one.struck_at.is_(None),
        one.counts_as != CountsAs.NOTHING,
    )
    return db.session.execute(query).all()


def _risks(follow_up: FollowUp) -> list[Point]:
    query = (
        select(CaseEvent.at, CaseEvent.facts)
        .where(
            marked(CaseEvent),
            CaseEvent.follow_up_id == follow_up.id,
            CaseEvent.what.in_(RISK_EVENTS),
        )
        .order_by(CaseEvent.at, CaseEvent.id)
    )
    told = [
        (at, Risk(facts["before"]) if facts.get("before") else None, Risk(facts["after"]))
        for at, facts in db.session.execute(query)
        if facts.get("after")
    ]
    return risk_over_time(follow_up.opened_at, told, Point(clock.now(), follow_up.risk))
