"""Find the files that may be of one person, within one organisation and one strand.

The scheduler does it, not the request of the officer who sends a referral: nothing in the answer or
its time tells whether somebody is known. Who is compared with whom is bounded by numbers, whatever
the size of the organisation.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, union_all, update

from followup import keyring
from followup.db import db
from followup.models import (
    Account,
    FollowUp,
    LikelyPair,
    MatchKey,
    Person,
    SafeContact,
)
from followup.models.wall import marked
from followup.rules import likeness
from followup.rules.codes import new_mark
from followup.rules.contact_card import from_json
from followup.rules.likeness import Comparison, Described
from followup.vocabulary import Gender, State, Strand

BATCH = 40
# How many files one key may bring, how many are opened and compared, how many are suggested.
OF_ONE_KEY, COMPARED, SUGGESTED = 100, 60, 10


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file with what is known of its person."""

    id: int
    code: str
    organisation_id: int
    strand: Strand
    state: State
    received_at: datetime
    closed_at: datetime | None
    worker: str | None
    person_id: int
    family_name: str
    first_name: str
    birth_date: str | None
    birth_year_about: str | None
    gender: Gender
    card: dict

    @property
    def described(self) -> Described:
        about = self.birth_year_about
        return Described(
            family=self.family_name,
            first=self.first_name,
            born_on=date.fromisoformat(self.birth_date) if self.birth_date else None,
            born_about=int(about) if about else None,
            gender=self.gender,
            phones=frozenset(phone.number for phone in from_json(self.card).phones),
        )


def read(*conditions: ColumnElement[bool]) -> dict[int, OneFile]:
    """The files that meet the conditions, by their id. The caller says who may read them."""
    query = (
        select(
            FollowUp.id,
            FollowUp.code,
            FollowUp.organisation_id,
            FollowUp.strand,
            FollowUp.state,
            FollowUp.received_at,
            FollowUp.closed_at,
            Account.name,
            FollowUp.person_id,
            Person.family_name,
            Person.first_name,
            Person.birth_date,
            Person.birth_year_about,
            Person.gender,
            SafeContact.card,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .join(
            SafeContact,
            and_(
                SafeContact.follow_up_id == FollowUp.id,
                SafeContact.version == FollowUp.card_version,
            ),
        )
        .outerjoin(Account, Account.id == FollowUp.worker_id)
        .where(marked(FollowUp, Person, SafeContact), *conditions)
    )
    return {row.id: OneFile(*row) for row in db.session.execute(query)}


def compare(one: OneFile, other: OneFile) -> Comparison:
    return likeness.compare(one.described, other.described)


def compare_waiting(now: datetime) -> int:
    """Compare some of the files that are new or whose numbers changed; returns how many."""
    waiting = (
        select(FollowUp.id)
        .where(
            marked(FollowUp),
            FollowUp.compared_at.is_(None),
            FollowUp.organisation_id.is_not(None),
            FollowUp.merged_into_id.is_(None),
        )
        .order_by(FollowUp.id)
        .limit(BATCH)
    )
    ids = list(db.session.scalars(waiting))
    files = read(FollowUp.id.in_(ids))
    write_keys(files.values())
    for one in files.values():
        _suggest(one, now)
    db.session.execute(
        update(FollowUp)
        .where(FollowUp.id.in_(ids))
        .values(compared_at=now)
        .execution_options(synchronize_session=False)
    )
    return len(ids)


def write_keys(files: Iterable[OneFile]) -> None:
    """Keep each file under its keys, and under no other."""
    files = list(files)
    db.session.execute(
        delete(MatchKey)
        .where(MatchKey.follow_up_id.in_([one.id for one in files]))
        .execution_options(synchronize_session=False)
    )
    db.session.add_all(
        MatchKey(
            follow_up_id=one.id,
            organisation_id=one.organisation_id,
            strand=one.strand,
            token=token,
        )
        for one in files
        for token in tokens(likeness.keys(one.described))
    )
    db.session.flush()


def alike(one: OneFile) -> dict[int, Comparison]:
    """The files most like this one, by their id; at most ten, and only likely ones."""
    found = [
        (other.id, comparison)
        for other in read(FollowUp.id.in_(_candidates(one))).values()
        if other.person_id != one.person_id and (comparison := compare(one, other)).suggested
    ]
    found.sort(key=lambda pair: (-pair[1].score, -pair[0]))
    return dict(found[:SUGGESTED])


def _candidates(one: OneFile) -> list[int]:
    """Whoever shares most keys; of each key only the newest files are counted."""
    own = (
        MatchKey.organisation_id == one.organisation_id,
        MatchKey.strand == one.strand,
        MatchKey.follow_up_id != one.id,
    )
    each = [
        select(MatchKey.follow_up_id)
        .where(marked(MatchKey), *own, MatchKey.token == token)
        .order_by(MatchKey.follow_up_id.desc())
        .limit(OF_ONE_KEY)
        .subquery()
        for token in tokens(likeness.wider_keys(one.described))
    ]
    if not each:
        return []
    shared = Counter(db.session.scalars(union_all(*(select(part.c[0]) for part in each))))
    return [file_id for file_id, _count in shared.most_common(COMPARED)]


def tokens(keys: Iterable[str]) -> list[bytes]:
    ring = keyring.ring()
    return sorted(ring.token("match", key) for key in keys)


def _suggest(one: OneFile, now: datetime) -> None:
    """Keep the pairs of this file in step; what was decided about a pair stays."""
    wanted = alike(one)
    of_it = or_(LikelyPair.first_id == one.id, LikelyPair.second_id == one.id)
    for pair in db.session.scalars(select(LikelyPair).where(marked(LikelyPair), of_it)):
        other = pair.second_id if pair.first_id == one.id else pair.first_id
        comparison = wanted.pop(other, None)
        if comparison is not None:
            pair.score = comparison.score
        elif pair.verdict is None:
            db.session.delete(pair)
    db.session.add_all(
        LikelyPair(
            code=new_mark(),
            organisation_id=one.organisation_id,
            first_id=min(one.id, other),
            second_id=max(one.id, other),
            score=comparison.score,
            found_at=now,
        )
        for other, comparison in wanted.items()
    )
    db.session.flush()
