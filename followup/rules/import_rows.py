"""Turn the lines of a file into referrals, one line a person, and collect every mistake."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from followup.rules import import_lines as lines
from followup.rules.import_cells import Mistake, Words, text_up_to
from followup.rules.import_columns import EVENT, Header
from followup.rules.import_lines import Cell, Cells, Notes, Problem
from followup.rules.referral_entry import (
    Fault,
    FaultKind,
    PersonEntry,
    ReferralEntry,
    ban_fault,
    faults,
)
from followup.vocabulary import Measure

MOST_SHOWN = 200
LONGEST_REFERENCE = 60
_OF_EVENT = tuple(column for column in EVENT if column != "reference")

# Which columns a fault speaks of. The first is named; a mistake in any of them already says it.
_SPEAKS_OF: dict[FaultKind, tuple[str, ...]] = {
    FaultKind.IN_FUTURE: ("intervened_at", "intervened_time", "received_at"),
    FaultKind.NO_FACTS: ("facts",),
    FaultKind.NO_MEASURES: ("measures",),
    FaultKind.NONE_AND_MORE: ("measures",),
    FaultKind.NOBODY_TO_FOLLOW: ("role",),
    FaultKind.TOO_MANY_PEOPLE: ("reference",),
    FaultKind.NO_BIRTH: ("birth_date", "age"),
    FaultKind.NO_WAY: ("phone", "no_safe_way"),
    FaultKind.NOT_TOLD: ("told",),
}
_BAN_FAULTS = (
    FaultKind.BAN_WITHOUT_END,
    FaultKind.BAN_ENDS_BEFORE,
    FaultKind.BAN_TOO_LONG,
)
_BAN_ENDS = {
    Measure.RESIDENCE_BAN: "residence_ban_until",
    Measure.CONTACT_BAN: "contact_ban_until",
    Measure.PLACE_BAN: "place_ban_until",
}
_BAN_STARTS = ("intervened_at", "intervened_time", "residence_ban_notified_at")


class Row(NamedTuple):
    """One line of the file: what stands in the columns that are filled."""

    line: int
    cells: Cells


class Incoming(NamedTuple):
    """One referral of the file; `line` is its first line."""

    reference: str
    line: int
    entry: ReferralEntry
    received_at: datetime


@dataclass
class Checked:
    """What a file says: referrals in the order in which they were received, and problems."""

    incoming: list[Incoming] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Problem) -> None:
        self.count += 1
        self.problems.append(problem)

    @property
    def shown(self) -> list[Problem]:
        """The first problems by line."""
        return sorted(self.problems, key=lambda one: (one.line, one.column or ""))[:MOST_SHOWN]


def check(
    header: Header,
    table: Iterable[tuple[int, Sequence[str]]],
    *,
    words: Words,
    now: datetime,
    language: str,
) -> Checked:
    """Read every line after the header. `language` is that of people of whom none is told."""
    checked = Checked()
    by_reference: dict[str, list[Row]] = {}
    for number, texts in table:
        cells = _cells(header, number, texts)
        if any(text.strip() for text in texts[len_of(header) :]):
            checked.add(Problem(number, None, Mistake.TOO_MANY_CELLS, {}))
        notes = Notes(words, now, language)
        reading = text_up_to(LONGEST_REFERENCE)
        reference = notes.take(cells, "reference", reading, needed_on=number)
        for problem in notes.problems:
            checked.add(problem)
        # A line without a reference is still read, alone, so that all it holds is checked.
        key = _same(reference) if reference else f"\x00{number}"
        by_reference.setdefault(key, []).append(Row(number, cells))
    for rows in by_reference.values():
        notes = Notes(words, now, language)
        incoming = _referral(rows, notes)
        for problem in notes.problems:
            checked.add(problem)
        if not notes.problems:
            checked.incoming.append(incoming)
    checked.incoming.sort(key=lambda one: (one.received_at, one.line))
    return checked


def len_of(header: Header) -> int:
    """How many places the header names, known or not."""
    return max((*header.columns, *header.unknown, *header.twice), default=-1) + 1


def _cells(header: Header, line: int, texts: Sequence[str]) -> Cells:
    return {
        column: Cell(line, texts[place].strip())
        for place, column in header.columns.items()
        if place < len(texts) and texts[place].strip()
    }


def _referral(rows: list[Row], notes: Notes) -> Incoming:
    first = rows[0].line
    told = _of_event(rows, notes)
    received_at = lines.received_at(told, notes)
    event = lines.event(told, first, notes)
    taken = lines.measures(told, event.intervened_at, notes)
    people = tuple(lines.person(row.cells, row.line, notes) for row in rows)
    entry = ReferralEntry(event, taken, people)
    _note_twice(rows, people, notes)
    for fault in faults(entry, received_at):
        _note_fault(fault, entry, rows, told, notes)
    reference = rows[0].cells.get("reference", Cell(first, "")).text
    return Incoming(reference, first, entry, received_at)


def _of_event(rows: list[Row], notes: Notes) -> Cells:
    """The columns of the intervention: told on one line or more, the same each time."""
    told: Cells = {}
    for row in rows:
        for column in _OF_EVENT:
            cell = row.cells.get(column)
            if cell is None:
                continue
            kept = told.setdefault(column, cell)
            if _same(kept.text) != _same(cell.text):
                notes.add(row.line, column, Mistake.DISAGREES, first=kept.line)
    return told


def _note_twice(rows: list[Row], people: tuple[PersonEntry, ...], notes: Notes) -> None:
    seen: dict[tuple, int] = {}
    for row, person in zip(rows, people, strict=True):
        if not (person.family_name and person.first_name):
            continue
        names = _same(person.family_name), _same(person.first_name)
        first = seen.setdefault((*names, person.born_on, person.age), row.line)
        if first != row.line:
            notes.add(row.line, "family_name", Mistake.SAME_PERSON, first=first)


def _note_fault(
    fault: Fault, entry: ReferralEntry, rows: list[Row], told: Cells, notes: Notes
) -> None:
    """A fault that follows from a mistake already noted is not noted again."""
    if fault.kind in _BAN_FAULTS:
        _note_bans(fault.kind, entry, rows, told, notes)
        return
    columns = _SPEAKS_OF[fault.kind]
    line = rows[0 if fault.person is None else fault.person].line
    if fault.person is not None and notes.about([*columns, "role"], line):
        return
    if fault.person is None:
        if notes.about(columns):
            return
        line = told[columns[0]].line if columns[0] in told else line
    mistake = Mistake(fault.kind.value)
    if fault.kind is FaultKind.IN_FUTURE and entry.event.intervened_at <= notes.now:
        notes.add(told["received_at"].line, "received_at", Mistake.RECEIVED_BEFORE)
    else:
        notes.add(line, columns[0], mistake)


def _note_bans(
    kind: FaultKind, entry: ReferralEntry, rows: list[Row], told: Cells, notes: Notes
) -> None:
    """`faults` names each faulty ban once without saying which: each is named by its end."""
    if notes.about(_BAN_STARTS):
        return
    for taken in entry.measures:
        column = _BAN_ENDS.get(taken.kind)
        if column is None or ban_fault(taken) is not kind or notes.about([column]):
            continue
        line = told[column].line if column in told else told["measures"].line
        notes.add(line, column, Mistake(kind.value))


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
