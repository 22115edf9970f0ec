"""Read the cells of one referral into its event, its measures and its people."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from followup.rules import import_cells as read
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Mail, Phone
from followup.rules.import_cells import Mistake, When, Words, Wrong
from followup.rules.referral_entry import LONGEST_STORY, Event, MeasureTaken, PersonEntry
from followup.rules.typed import Birth, Place
from followup.rules.working_time import local
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Gender,
    Language,
    Measure,
    Permit,
    PersonRole,
    PhoneOwner,
    PlaceKind,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Told,
    Way,
    Weapon,
)

END_OF_DAY = time(23, 59)
YEARS_BACK = 10
_CHOICES: dict[str, tuple[type[StrEnum], StrEnum]] = {
    "place_kind": (PlaceKind, PlaceKind.HOME),
    "relation": (Relation, Relation.UNKNOWN),
    "living_together": (Answer, Answer.NOT_KNOWN),
    "children_there": (Answer, Answer.NOT_KNOWN),
    "previous_facts": (PreviousFacts, PreviousFacts.NOT_KNOWN),
    "weapon": (Weapon, Weapon.NOT_KNOWN),
    "strangulation": (Answer, Answer.NOT_KNOWN),
}
_BANS = {
    "residence_ban_notified_at": Measure.RESIDENCE_BAN,
    "residence_ban_until": Measure.RESIDENCE_BAN,
    "contact_ban_until": Measure.CONTACT_BAN,
    "place_ban_until": Measure.PLACE_BAN,
}


class Cell(NamedTuple):
    line: int
    text: str


Cells = dict[str, Cell]


class Problem(NamedTuple):
    """What is wrong and where. Nothing in it comes from the cell itself."""

    line: int
    column: str | None
    mistake: Mistake
    facts: dict[str, object]


class Notes:
    """The problems of one referral, and what every reading of its cells needs."""

    def __init__(self, words: Words, now: datetime, language: str) -> None:
        self.words, self.now, self.language = words, now, language
        self.problems: list[Problem] = []

    @property
    def today(self) -> date:
        return local(self.now).date()

    def add(self, line: int, column: str | None, mistake: Mistake, **facts: object) -> None:
        self.problems.append(Problem(line, column, mistake, facts))

    def about(self, columns: Iterable[str], line: int | None = None) -> bool:
        """Whether something is wrong with one of these columns, on this line or on any."""
        wanted = set(columns)
        return any(
            problem.column in wanted and line in (None, problem.line) for problem in self.problems
        )

    def take(
        self,
        row: Cells,
        column: str,
        reading: Callable[[str], Any],
        default: Any = None,
        *,
        needed_on: int | None = None,
    ) -> Any:
        """The value of a cell; `needed_on` is the line to name when it may not be empty."""
        cell = row.get(column)
        if cell is None:
            if needed_on is not None:
                self.add(needed_on, column, Mistake.EMPTY)
            return default
        try:
            read.refuse_unusable(cell.text)
            return reading(cell.text)
        except Wrong as wrong:
            self.add(cell.line, column, wrong.mistake, **wrong.facts)
            return default

    def choose(self, row: Cells, column: str, vocabulary: type[StrEnum], default: Any) -> Any:
        return self.take(row, column, read.code(vocabulary, self.words), default)

    def choose_some(self, row: Cells, column: str, vocabulary: type[StrEnum]) -> tuple:
        return self.take(row, column, read.codes(vocabulary, self.words), ())


def received_at(row: Cells, notes: Notes) -> datetime:
    """When the referral was received: at the import unless the file says otherwise."""
    told = _moment(row, "received_at", notes, missing=None)
    if told is not None and told > notes.now:
        notes.add(row["received_at"].line, "received_at", Mistake.RECEIVED_IN_FUTURE)
    return told or notes.now


def event(row: Cells, line: int, notes: Notes) -> Event:
    """The intervention; what could not be read stands as its default and is noted."""
    chosen = {
        column: notes.choose(row, column, vocabulary, default)
        for column, (vocabulary, default) in _CHOICES.items()
    }
    place = _place(row, line, notes)
    record, number = _record(row, notes)
    return Event(
        intervened_at=_intervened_at(row, line, notes),
        place=place.name or place.postcode or "",
        postcode=place.postcode,
        facts=_facts(row, line, notes),
        risk_result=notes.take(
            row,
            "risk_result",
            read.code(RiskResult, notes.words),
            RiskResult.NOT_DONE,
            needed_on=line,
        ),
        on_duty_phone=notes.take(row, "on_duty_phone", read.phone, "", needed_on=line),
        source_record=record,
        report_number=number,
        children_count=notes.take(row, "children_count", read.small_number),
        previous_count=notes.take(row, "previous_count", read.small_number),
        story=notes.take(row, "story", read.text_up_to(LONGEST_STORY), ""),
        **chosen,
    )


def measures(row: Cells, intervened_at: datetime, notes: Notes) -> tuple[MeasureTaken, ...]:
    """An empty cell means that no measure was taken. A ban is notified at the intervention
    unless it is told; it ends at the hour of its notification, another ban at the end of a day.
    """
    kinds = notes.choose_some(row, "measures", Measure)
    for column, kind in _BANS.items():
        if column in row and kind not in kinds and not notes.about(["measures"]):
            notes.add(row[column].line, column, Mistake.DATE_WITHOUT_MEASURE, measure=kind.value)
    start = local(intervened_at).time()
    notified = _moment(row, "residence_ban_notified_at", notes, missing=start) or intervened_at
    same_hour = local(notified).time()
    ends = {
        Measure.RESIDENCE_BAN: _moment(row, "residence_ban_until", notes, missing=same_hour),
        Measure.CONTACT_BAN: _moment(row, "contact_ban_until", notes, missing=END_OF_DAY),
        Measure.PLACE_BAN: _moment(row, "place_ban_until", notes, missing=END_OF_DAY),
    }
    return tuple(
        MeasureTaken(kind, notified if kind is Measure.RESIDENCE_BAN else None, ends.get(kind))
        for kind in kinds or (Measure.NONE,)
    )


def person(row: Cells, line: int, notes: Notes) -> PersonEntry:
    """One line. A child and a witness are not called: how to reach them is not read."""
    role = notes.take(
        row, "role", read.code(PersonRole, notes.words), PersonRole.WITNESS, needed_on=line
    )
    born = _birth(row, notes)
    name = read.text_up_to(80)
    elsewhere = notes.take(row, "elsewhere", read.text_up_to(200), "")
    entered = PersonEntry(
        family_name=notes.take(row, "family_name", name, "", needed_on=line),
        first_name=notes.take(row, "first_name", name, "", needed_on=line),
        role=role,
        born_on=born.born_on,
        age=born.age,
        gender=notes.choose(row, "gender", Gender, Gender.NOT_KNOWN),
        language=notes.take(row, "language", _spoken(notes.words), notes.language),
        interpreter=notes.take(row, "interpreter", read.yes_or_no, False),
        still_at_address=notes.choose(
            row, "still_at_address", Answer, Answer.NO if elsewhere else Answer.NOT_KNOWN
        ),
        elsewhere=elsewhere,
        consent=notes.choose(row, "consent", Consent, Consent.NOT_ASKED),
        told=_told(row, notes),
        card=_card(row, notes),
    )
    if entered.is_asked:
        return entered
    return PersonEntry(**vars(entered) | {"consent": Consent.NOT_ASKED, "card": ContactCard()})


def _intervened_at(row: Cells, line: int, notes: Notes) -> datetime:
    hour = notes.take(row, "intervened_time", read.hour)
    told: When | None = notes.take(row, "intervened_at", read.when(notes.today), needed_on=line)
    if told is None:
        return notes.now
    if hour is not None:
        told = When(told.day, hour)
    try:
        at = read.at(told)
    except Wrong as wrong:
        if not notes.about(["intervened_time"]):
            notes.add(row["intervened_at"].line, "intervened_at", wrong.mistake)
        return notes.now
    if at.year < notes.now.year - YEARS_BACK:
        notes.add(
            row["intervened_at"].line, "intervened_at", Mistake.TOO_LONG_AGO, years=YEARS_BACK
        )
    return at


def _moment(row: Cells, column: str, notes: Notes, *, missing: time | None) -> datetime | None:
    day = read.when(notes.today)
    return notes.take(row, column, lambda text: read.at(day(text), missing))


def _place(row: Cells, line: int, notes: Notes) -> Place:
    code = notes.take(row, "postcode", read.postcode)
    named = notes.take(row, "place", read.place, Place(None, None))
    if not {"place", "postcode"} & set(row):
        notes.add(line, "place", Mistake.EMPTY)
    return Place(code or named.postcode, named.name)


def _record(row: Cells, notes: Notes) -> tuple[SourceRecord, str | None]:
    """Only a report has the number of one; another record keeps its local number as typed."""
    default = SourceRecord.REPORT if "report_number" in row else SourceRecord.NONE
    record = notes.choose(row, "source_record", SourceRecord, default)
    reading = read.report_number if record.has_report_number else read.text_up_to(30)
    return record, notes.take(row, "report_number", reading)


def _facts(row: Cells, line: int, notes: Notes) -> tuple[Fact, ...]:
    return notes.take(row, "facts", read.codes(Fact, notes.words), (), needed_on=line)


def _birth(row: Cells, notes: Notes) -> Birth:
    """The date of birth, or else the age."""
    reading = read.birth(notes.today)
    age = notes.take(row, "age", reading, Birth(None, None))
    return notes.take(row, "birth_date", reading, age)


def _spoken(words: Words) -> Callable[[str], str]:
    """A code of the list, or the name of another language as typed."""
    known, short = words[Language], read.text_up_to(40)

    def reading(text: str) -> str:
        found = known.get(read.plain(text))
        return found.value if found else short(text)

    return reading


def _told(row: Cells, notes: Notes) -> tuple[Told, ...]:
    told = notes.choose_some(row, "told", Told)
    if Told.NOTHING in told and len(told) > 1:
        notes.add(row["told"].line, "told", Mistake.NOTHING_AND_MORE)
    return told


def _card(row: Cells, notes: Notes) -> ContactCard:
    """A number that is given may be called unless the file says otherwise; not asked is no."""
    number = notes.take(row, "phone", read.phone)
    owner = notes.choose(row, "phone_owner", PhoneOwner, PhoneOwner.OWN)
    email = notes.take(row, "email", read.email, "")
    default = (Way.CALL,) if number else ()
    permits = dict.fromkeys(notes.choose_some(row, "ways", Way) or default, Permit.YES)
    permits |= dict.fromkeys(notes.choose_some(row, "ways_refused", Way), Permit.NO)
    if "ways" in row:
        permits.setdefault(Way.CALL, Permit.NO)
    return ContactCard(
        phones=(Phone(number, owner=owner),) if number else (),
        permits={way: permit for way, permit in permits.items() if way.needs_permit},
        windows=notes.take(row, "safe_moments", read.safe_moments(notes.words), ()),
        mails=(Mail(email),) if email else (),
        code_word=notes.take(row, "code_word", read.text_up_to(40), ""),
        no_safe_way=notes.take(row, "no_safe_way", read.yes_or_no, False),
    )
