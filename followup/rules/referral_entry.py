"""A referral as it was entered and checked, before it becomes rows: what every way in builds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from followup.rules.contact_card import ContactCard
from followup.rules.matching import Known
from followup.rules.working_time import local
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Gender,
    Measure,
    Permit,
    PersonRole,
    PlaceKind,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Strand,
    Told,
    Way,
    Weapon,
)

LONGEST_BAN = timedelta(days=14)
LONGEST_STORY = 500
MOST_PEOPLE = 20

# A person reported on both sides gets a file on each; a witness gets none.
STRANDS: dict[PersonRole, tuple[Strand, ...]] = {
    PersonRole.VICTIM: (Strand.VICTIM,),
    PersonRole.ALLEGED_PERPETRATOR: (Strand.PERPETRATOR,),
    PersonRole.BOTH: (Strand.VICTIM, Strand.PERPETRATOR),
    PersonRole.CHILD: (Strand.CHILD,),
    PersonRole.WITNESS: (),
}

# A child is reached through a parent or the school, never directly.
CHILD_CARD = ContactCard(
    permits={way: Permit.NO for way in Way if way.needs_permit and way is not Way.SAFE_PERSON}
)


@dataclass(frozen=True)
class Event:
    """The intervention. `report_number` is in the form of rules/typed.report_number."""

    intervened_at: datetime
    place: str
    facts: tuple[Fact, ...]
    risk_result: RiskResult
    on_duty_phone: str
    postcode: str | None = None
    place_kind: PlaceKind = PlaceKind.HOME
    source_record: SourceRecord = SourceRecord.REPORT
    report_number: str | None = None
    relation: Relation = Relation.UNKNOWN
    living_together: Answer = Answer.NOT_KNOWN
    children_there: Answer = Answer.NOT_KNOWN
    children_count: int | None = None
    previous_facts: PreviousFacts = PreviousFacts.NOT_KNOWN
    previous_count: int | None = None
    weapon: Weapon = Weapon.NOT_KNOWN
    strangulation: Answer = Answer.NOT_KNOWN
    story: str = ""


@dataclass(frozen=True)
class MeasureTaken:
    """One measure; those with a clock of their own name their end."""

    kind: Measure
    notified_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class PersonEntry:
    """One person's part. `born_on` or `age`; `elsewhere` is where the person stays now, if told."""

    family_name: str
    first_name: str
    role: PersonRole
    born_on: date | None = None
    age: int | None = None
    gender: Gender = Gender.NOT_KNOWN
    language: str = "fr"
    interpreter: bool = False
    still_at_address: Answer = Answer.NOT_KNOWN
    elsewhere: str = ""
    consent: Consent = Consent.NOT_ASKED
    told: tuple[Told, ...] = ()
    card: ContactCard = field(default_factory=ContactCard)

    @property
    def strands(self) -> tuple[Strand, ...]:
        return STRANDS[self.role]

    @property
    def is_asked(self) -> bool:
        """Adults who get a follow-up are asked for their agreement and a safe way."""
        return self.role not in (PersonRole.CHILD, PersonRole.WITNESS)

    @property
    def known(self) -> Known:
        return Known(self.family_name, self.first_name, self.born_on, self.age)


@dataclass(frozen=True)
class ReferralEntry:
    event: Event
    measures: tuple[MeasureTaken, ...]
    persons: tuple[PersonEntry, ...]

    @property
    def has_victim(self) -> bool:
        return any(Strand.VICTIM in person.strands for person in self.persons)


class FaultKind(StrEnum):
    """Why a referral cannot be taken as it stands."""

    IN_FUTURE = "in_future"
    NO_FACTS = "no_facts"
    NO_MEASURES = "no_measures"
    NONE_AND_MORE = "none_and_more"
    BAN_WITHOUT_END = "ban_without_end"
    BAN_ENDS_BEFORE = "ban_ends_before"
    BAN_TOO_LONG = "ban_too_long"
    NOBODY_TO_FOLLOW = "nobody_to_follow"
    TOO_MANY_PEOPLE = "too_many_people"
    NO_BIRTH = "no_birth"
    NO_WAY = "no_way"
    NOT_TOLD = "not_told"


class Fault(NamedTuple):
    """`person` counts from 0; None is the event."""

    kind: FaultKind
    person: int | None = None


def faults(entry: ReferralEntry, now: datetime) -> list[Fault]:
    """What stands in the way of taking this referral, in the order of the form."""
    found = [*_event_faults(entry.event, now), *_measure_faults(entry.measures)]
    if not any(person.strands for person in entry.persons):
        found.append(Fault(FaultKind.NOBODY_TO_FOLLOW))
    if len(entry.persons) > MOST_PEOPLE:
        found.append(Fault(FaultKind.TOO_MANY_PEOPLE))
    for number, person in enumerate(entry.persons):
        found += [Fault(kind, number) for kind in _person_faults(person)]
    return found


def ban_fault(taken: MeasureTaken) -> FaultKind | None:
    """Why a measure with a clock cannot stand.

    A residence ban ends at most 14 calendar days after its notification, at the same local hour
    (law of 15 May 2012 on the temporary residence ban, as changed in 2019).
    """
    if not taken.kind.has_end:
        return None
    is_residence = taken.kind is Measure.RESIDENCE_BAN
    if taken.ends_at is None or (is_residence and taken.notified_at is None):
        return FaultKind.BAN_WITHOUT_END
    if taken.notified_at is None:
        return None
    if taken.ends_at <= taken.notified_at:
        return FaultKind.BAN_ENDS_BEFORE
    if is_residence and _wall(taken.ends_at) > _wall(taken.notified_at) + LONGEST_BAN:
        return FaultKind.BAN_TOO_LONG
    return None


def _event_faults(event: Event, now: datetime) -> Iterator[Fault]:
    if event.intervened_at > now:
        yield Fault(FaultKind.IN_FUTURE)
    if not event.facts:
        yield Fault(FaultKind.NO_FACTS)


def _measure_faults(measures: tuple[MeasureTaken, ...]) -> Iterator[Fault]:
    if not measures:
        yield Fault(FaultKind.NO_MEASURES)
    kinds = {taken.kind for taken in measures}
    if Measure.NONE in kinds and len(kinds) > 1:
        yield Fault(FaultKind.NONE_AND_MORE)
    for taken in measures:
        kind = ban_fault(taken)
        if kind is not None:
            yield Fault(kind)


def _person_faults(person: PersonEntry) -> Iterator[FaultKind]:
    if person.born_on is None and person.age is None:
        yield FaultKind.NO_BIRTH
    if person.is_asked and not (person.card.phones or person.card.no_safe_way):
        yield FaultKind.NO_WAY
    if person.is_asked and not person.told:
        yield FaultKind.NOT_TOLD


def _wall(moment: datetime) -> datetime:
    """The local hour without its offset: a calendar day keeps its hour over a clock change."""
    return local(moment).replace(tzinfo=None)
