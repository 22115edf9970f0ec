"""Find people by what a caller says: number, name, date of birth or case code.

Every search leaves a trace, and what the actor may not open is as good as missing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, func, or_, select

from followup import clock, keyring
from followup.casework.audit import Act, Of, record
from followup.casework.situations import name_token
from followup.casework.visibility import Whoever, asked_by, visible
from followup.db import db
from followup.models import Account, FollowUp, Person, SearchToken
from followup.models.wall import marked
from followup.rules import codes, matching, typed
from followup.rules.access import Permission
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Risk, Role, State, Strand

MOST = 20
# The index holds short beginnings of names under short tokens: each row found is confirmed.
CANDIDATES = 100
LAST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One file that may be meant. Never a phone number: it stands only with its conditions."""

    code: str
    strand: Strand
    risk: Risk
    state: State
    closed_at: datetime | None
    first_name: str
    family_name: str
    birth_date: str | None
    birth_year_about: str | None
    worker: str | None

    @property
    def born(self) -> date | None:
        return self.birth_date and date.fromisoformat(self.birth_date)


def find(text: str, *, by: Account) -> list[Found]:
    """At most 20 files the actor may open, open ones first. The search is written down."""
    record(Act.SEARCHED, Of.LIST, None, by=by)
    exact = [condition for condition in (_coded(text), *_by_token(text)) if condition is not None]
    found = _read(by, or_(*exact)) if exact else []
    if not found and (named := _named(text)) is not None:
        found = [
            one
            for one in _read(by, named)
            if matching.answers(text, one.family_name, one.first_name)
        ]
    return found[:MOST]


def _read(by: Account, condition: ColumnElement[bool]) -> list[Found]:
    query = _files(by.roles).where(condition)
    return [Found(*row) for row in db.session.execute(query, asked_by(by))]


@cache
def _files(roles: frozenset[Role]) -> Select:
    return (
        select(
            FollowUp.code,
            FollowUp.strand,
            FollowUp.risk,
            FollowUp.state,
            FollowUp.closed_at,
            Person.first_name,
            Person.family_name,
            Person.birth_date,
            Person.birth_year_about,
            Account.name,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .outerjoin(Account, Account.id == FollowUp.worker_id)
        .where(marked(FollowUp, Person), visible(Whoever(roles), Permission.READ_FOLLOWUP))
        .order_by(FollowUp.closed_at.is_not(None), FollowUp.received_at.desc(), FollowUp.id)
        .limit(CANDIDATES)
    )


def _coded(text: str) -> ColumnElement[bool] | None:
    code = codes.tidy(text)
    return FollowUp.code == code if codes.holds(code) else None


def _by_token(text: str) -> list[ColumnElement[bool]]:
    """A number in any form, or its last six digits; a date of birth."""
    ring = keyring.ring()
    tokens = [ring.token("phone", number) for number in _numbers(text)]
    tokens += [ring.token("birth", day) for day in _births(text)]
    return [_person_with([token], every=False) for token in tokens]


def _numbers(text: str) -> Iterable[str]:
    """A number outside the numbering plan is looked up by its last digits."""
    if not re.fullmatch(r"[+0-9 ()./\-–]+", text):
        return
    digits = re.sub(r"\D", "", text)
    if len(digits) == LAST_DIGITS:
        yield digits
    try:
        yield typed.phone(text)
    except typed.Mistyped:
        if len(digits) > LAST_DIGITS:
            yield digits[-LAST_DIGITS:]


def _births(text: str) -> Iterable[str]:
    if not re.search(r"\d", text):
        return
    try:
        born = typed.birth(text, clock.now().astimezone(BRUSSELS).date())
    except typed.Mistyped:
        return
    if born.born_on is not None:
        yield born.born_on.isoformat()


def _named(text: str) -> ColumnElement[bool] | None:
    readings = [
        _person_with([name_token(word) for word in reading], every=True)
        for reading in matching.search_tokens(text)
        if any(len(word) >= 2 for word in reading)
    ]
    return or_(*readings) if readings else None


def _person_with(tokens: list[bytes], *, every: bool) -> ColumnElement[bool]:
    people = select(SearchToken.person_id).where(marked(SearchToken), SearchToken.token.in_(tokens))
    if every and len(tokens) > 1:
        enough = func.count(SearchToken.token.distinct()) == len(set(tokens))
        people = people.group_by(SearchToken.person_id).having(enough)
    return FollowUp.person_id.in_(people)
