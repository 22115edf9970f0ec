"""Tell whether the police already referred this couple, and let its people be found again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from followup import keyring
from followup.casework.radar import on_radar
from followup.db import db
from followup.models import FollowUp, Person, Referral, SearchToken, Situation
from followup.models.wall import unrestricted
from followup.rules import matching
from followup.rules.matching import Known
from followup.rules.referral_entry import PersonEntry, ReferralEntry
from followup.rules.working_time import local
from followup.vocabulary import Strand

REPEAT_WITHIN = timedelta(days=365)
# Short on purpose: several names share a token, so that the index alone gives no name away.
NAME_TOKEN_BYTES = 3
MOST_CANDIDATES = 200
TURN = 0x51_7A_71_0E
JOINING = "whether this couple was referred before; the officer never learns the answer"
INDEXING = "search tokens of the people just entered"


@dataclass(frozen=True)
class Earlier:
    """A situation to join, and which of its people are meant, by their place in the entry."""

    situation: Situation
    people: dict[int, Person]


def take_turn() -> None:
    """Until the commit, no other referral looks for its couple.

    Two officers at the same door may send at the same instant: the second must find what the first
    opened. PostgreSQL waits here; SQLite has one writer anyway.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(TURN)))


def find_earlier(entry: ReferralEntry, *, at: datetime) -> Earlier | None:
    """The newest situation of this couple with a referral within 365 days before `at`.

    A couple is a victim and an alleged perpetrator, whichever was which the time before. One
    matching person alone joins nothing: a new partner is a new situation.
    """
    today = local(at).date()
    with unrestricted(JOINING):
        alike = [_people_like(person, today) for person in entry.persons]
        common = _situations_of_couple(entry, alike)
        newest = _newest_referred(common, at)
        if newest is None:
            return None
        situation = db.session.get_one(Situation, newest)
        return Earlier(situation, _paired(alike, newest))


def index_person(person: Person) -> None:
    """Let the person be found by name and date of birth; the card adds the numbers."""
    names = matching.name_tokens(person.family_name, person.first_name)
    wanted = {name_token(word) for word in names}
    wanted |= {_birth_token(word) for word in matching.birth_tokens(person.born)}
    with unrestricted(INDEXING):
        kept = set(
            db.session.scalars(select(SearchToken.token).where(SearchToken.person_id == person.id))
        )
    db.session.add_all(
        SearchToken(token=token, person_id=person.id) for token in sorted(wanted - kept)
    )


def known_of(person: Person, today: date) -> Known:
    """What is known of a person we have, for comparing."""
    about = person.birth_year_about
    age = today.year - int(about) if about else None
    return Known(person.family_name, person.first_name, person.born, age)


def _people_like(entered: PersonEntry, today: date) -> list[Person]:
    """Candidates by date of birth or by shared name tokens, then compared in full."""
    ids = _born_that_day(entered) | _named_so(entered)
    candidates = db.session.scalars(
        select(Person).where(Person.id.in_(ids)).order_by(Person.id.desc())
    )
    return [
        person
        for person in candidates
        if matching.same_person(entered.known, known_of(person, today), today)
    ]


def _born_that_day(entered: PersonEntry) -> set[int]:
    """A slip anywhere in the name is no matter here."""
    tokens = [_birth_token(word) for word in matching.birth_tokens(entered.born_on)]
    query = select(SearchToken.person_id).where(SearchToken.token.in_(tokens))
    return set(db.session.scalars(query.limit(MOST_CANDIDATES))) if tokens else set()


def _named_so(entered: PersonEntry) -> set[int]:
    """People who share a token of the family name and one of the first name, in either box."""
    family = _lookup_tokens(entered.family_name)
    first = _lookup_tokens(entered.first_name)
    if not family or not first:
        return set()
    by_family, by_first = aliased(SearchToken), aliased(SearchToken)
    query = (
        select(by_family.person_id)
        .join(by_first, by_first.person_id == by_family.person_id)
        .where(by_family.token.in_(family), by_first.token.in_(first))
        .group_by(by_family.person_id)
        .order_by(func.count().desc(), by_family.person_id.desc())
        .limit(MOST_CANDIDATES)
    )
    return set(db.session.scalars(query))


def _situations_of_couple(entry: ReferralEntry, alike: Sequence[list[Person]]) -> set[int]:
    """Situations in which a victim and an alleged perpetrator of the entry are two people."""
    victims = _matches(entry, alike, Strand.VICTIM)
    perpetrators = _matches(entry, alike, Strand.PERPETRATOR)
    return {
        victim.situation_id
        for place, victim in victims
        for other_place, perpetrator in perpetrators
        if place != other_place
        and victim.situation_id == perpetrator.situation_id
        and victim.id != perpetrator.id
    }


def _matches(
    entry: ReferralEntry, alike: Sequence[list[Person]], strand: Strand
) -> list[tuple[int, Person]]:
    return [
        (place, person)
        for place, (entered, people) in enumerate(zip(entry.persons, alike, strict=True))
        if strand in entered.strands
        for person in people
    ]


def _newest_referred(situation_ids: Iterable[int], at: datetime) -> int | None:
    """The newest of those referred within a year, or on the radar since a year."""
    ids = list(situation_ids)
    watched = select(FollowUp.situation_id).where(FollowUp.situation_id.in_(ids), on_radar(at))
    recent: ColumnElement[bool] = or_(
        Referral.received_at >= at - REPEAT_WITHIN,
        Referral.situation_id.in_(watched),
    )
    return db.session.scalar(
        select(Referral.situation_id)
        .where(Referral.situation_id.in_(ids), recent, Referral.received_at <= at)
        .order_by(Referral.received_at.desc(), Referral.id.desc())
        .limit(1)
    )


def _paired(alike: Sequence[list[Person]], situation_id: int) -> dict[int, Person]:
    """Each known person of the situation at most once."""
    taken: dict[int, Person] = {}
    for place, people in enumerate(alike):
        used = {person.id for person in taken.values()}
        here = [one for one in people if one.situation_id == situation_id and one.id not in used]
        if here:
            taken[place] = here[0]
    return taken


def _lookup_tokens(name: str) -> list[bytes]:
    """The longer beginnings of each word: a slip at the end of a name still finds the person."""
    words = matching.name_tokens(name, "")
    longest = max((len(word) for word in words), default=0)
    return [name_token(word) for word in sorted(words) if len(word) >= min(4, longest)]


def name_token(word: str) -> bytes:
    return keyring.ring().token("name", word, NAME_TOKEN_BYTES)


def _birth_token(word: str) -> bytes:
    return keyring.ring().token("birth", word)
