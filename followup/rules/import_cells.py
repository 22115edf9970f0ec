"""Read one cell of a file of referrals into a value, or say what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from followup.rules import typed
from followup.rules.contact_points import Hours
from followup.rules.import_columns import plain
from followup.rules.next_step import DAYPARTS
from followup.rules.typed import Mistyped, Reason
from followup.rules.working_time import local
from followup.vocabulary import Daypart


class Mistake(StrEnum):
    """What is wrong with a line or a cell; the command finds the sentence for it."""

    EMPTY = "empty"
    FORMULA = "formula"
    ERROR_CELL = "error_cell"
    CONTROL = "control"
    TOO_LONG = "too_long"
    TOO_MANY_CELLS = "too_many_cells"
    UNKNOWN_CODE = "unknown_code"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    NO_YEAR = "no_year"
    NO_SUCH_DAY = "no_such_day"
    NO_HOUR = "no_hour"
    NOT_AN_HOUR = "not_an_hour"
    HOUR_SKIPPED = "hour_skipped"
    NOT_HOURS = "not_hours"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_REPORT_NUMBER = "not_a_report_number"
    NOT_A_BIRTH = "not_a_birth"
    NOT_YET_BORN = "not_yet_born"
    TOO_OLD = "too_old"
    NOT_A_PLACE = "not_a_place"
    NOT_AN_EMAIL = "not_an_email"
    DISAGREES = "disagrees"
    SAME_PERSON = "same_person"
    DATE_WITHOUT_MEASURE = "date_without_measure"
    TOO_LONG_AGO = "too_long_ago"
    RECEIVED_IN_FUTURE = "received_in_future"
    RECEIVED_BEFORE = "received_before"
    NOTHING_AND_MORE = "nothing_and_more"
    ALREADY_IMPORTED = "already_imported"
    IN_FUTURE = "in_future"
    NO_FACTS = "no_facts"
    NONE_AND_MORE = "none_and_more"
    BAN_WITHOUT_END = "ban_without_end"
    BAN_ENDS_BEFORE = "ban_ends_before"
    BAN_TOO_LONG = "ban_too_long"
    NOBODY_TO_FOLLOW = "nobody_to_follow"
    TOO_MANY_PEOPLE = "too_many_people"
    NO_BIRTH = "no_birth"
    NO_WAY = "no_way"
    NOT_TOLD = "not_told"


class Wrong(ValueError):
    """A cell that cannot be taken. `facts` never hold what the cell says."""

    def __init__(self, mistake: Mistake, **facts: object) -> None:
        super().__init__(mistake.value)
        self.mistake, self.facts = mistake, facts


class When(NamedTuple):
    """A day with or without its hour, or a moment told with its offset."""

    day: date
    hour: time | None
    moment: datetime | None = None


Words = Mapping[type[StrEnum], Mapping[str, StrEnum]]

_REASONS = {
    Reason.EMPTY: Mistake.EMPTY,
    Reason.NOT_A_DAY: Mistake.NOT_A_DAY,
    Reason.NO_SUCH_DAY: Mistake.NO_SUCH_DAY,
    Reason.NOT_AN_HOUR: Mistake.NOT_AN_HOUR,
    Reason.HOUR_SKIPPED: Mistake.HOUR_SKIPPED,
    Reason.NOT_A_PHONE: Mistake.NOT_A_PHONE,
    Reason.NOT_A_REPORT_NUMBER: Mistake.NOT_A_REPORT_NUMBER,
    Reason.NOT_A_BIRTH: Mistake.NOT_A_BIRTH,
    Reason.NOT_YET_BORN: Mistake.NOT_YET_BORN,
    Reason.TOO_OLD: Mistake.TOO_OLD,
    Reason.NOT_A_PLACE: Mistake.NOT_A_PLACE,
}
_YES = frozenset(["yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "j", "wahr", "waar"])
_NO = frozenset(["no", "n", "false", "0", "non", "faux", "nee", "neen", "nein", "falsch", "onwaar"])
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/B|GETAL!|WAARDE!|VALEUR!)")
_DAY_AND_HOUR = re.compile(
    r"(?P<day>.*\d\S*)(?:\s*,\s*|\s+(?:à|a|om|um|at)\s+|\s+)"
    r"(?P<hour>\d{1,2}\s?(?:[:hHuU]\s?\d{0,2}(?::\d{2}(?:\.0+)?)?|uhr))"
)
_BETWEEN = re.compile(r"(\d{1,2}\s?[:hHuU.]?\s?\d{0,2})\s*(?:-|–|à|tot|bis|to)\s*(\d.*)")
_SEVERAL = re.compile(r"[|;,+\n]")


def refuse_unusable(text: str) -> None:
    """A formula, an error of a spreadsheet or a control character is never a value."""
    if text.startswith("="):
        raise Wrong(Mistake.FORMULA)
    if _ERROR.fullmatch(text):
        raise Wrong(Mistake.ERROR_CELL)
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        raise Wrong(Mistake.CONTROL)


def text_up_to(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > limit:
            raise Wrong(Mistake.TOO_LONG, length=len(text), limit=limit)
        return text

    return read


def yes_or_no(text: str) -> bool:
    word = plain(text)
    if word not in _YES | _NO:
        raise Wrong(Mistake.NOT_YES_OR_NO)
    return word in _YES


def small_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 2):
        raise Wrong(Mistake.NOT_A_NUMBER)
    return int(text)


def code(vocabulary: type[StrEnum], words: Words) -> Callable[[str], StrEnum]:
    """Read a code of this list, its label in one of the languages, or a usual other word."""

    def read(text: str) -> StrEnum:
        found = words[vocabulary].get(plain(text))
        if found is None:
            raise Wrong(Mistake.UNKNOWN_CODE, codes=", ".join(vocabulary))
        return found

    return read


def codes(vocabulary: type[StrEnum], words: Words) -> Callable[[str], tuple[StrEnum, ...]]:
    """Several codes with | ; , + or a line end between them, each kept once."""
    one = code(vocabulary, words)

    def read(text: str) -> tuple[StrEnum, ...]:
        if plain(text) in words[vocabulary]:
            return (one(text),)
        return tuple(dict.fromkeys(one(part) for part in _SEVERAL.split(text) if part.strip()))

    return read


def when(today: date) -> Callable[[str], When]:
    """Read a day, with its hour or without. A file always names the year."""

    def read(text: str) -> When:
        if exact := _with_offset(text):
            return When(local(exact).date(), None, exact)
        spaced = re.sub(r"(?<=\d)T(?=\d)", " ", text)
        try:
            return When(_day(spaced, today), None)
        except Wrong as wrong:
            both = _DAY_AND_HOUR.fullmatch(spaced)
            if not both:
                raise wrong from None
        return When(_day(both["day"], today), hour(re.sub(r"\.0+$", "", both["hour"])))

    return read


def at(told: When, missing: time | None = None) -> datetime:
    """The moment in UTC; a day without an hour takes `missing`, or is refused."""
    if told.moment is not None:
        return told.moment
    clock = told.hour or missing
    if told.hour is None and clock is None:
        raise Wrong(Mistake.NO_HOUR)
    return _typed(lambda: typed.moment(told.day, clock))


def hour(text: str) -> time:
    return _typed(lambda: typed.hour(text))


def phone(text: str) -> str:
    """Spreadsheets eat the first 0 or +: 470123456 and 32470123456 are read all the same."""
    bare = re.sub(r"[\s./-]", "", text)
    if re.fullmatch(r"(?!32)\d{11,15}", bare) and not bare.startswith("0"):
        text = "+" + bare
    return _typed(lambda: typed.phone(text))


def report_number(text: str) -> str:
    return _typed(lambda: typed.report_number(text))


def birth(today: date) -> Callable[[str], typed.Birth]:
    def read(text: str) -> typed.Birth:
        born_at = re.sub(r"[ T]00:00(:00)?$", "", text)
        return _typed(lambda: typed.birth(born_at, today))

    return read


def place(text: str) -> typed.Place:
    return _typed(lambda: typed.postcode_or_place(text_up_to(120)(text)))


def postcode(text: str) -> str:
    found = place(text)
    if found.postcode is None:
        raise Wrong(Mistake.NOT_A_PLACE)
    return found.postcode


def email(text: str) -> str:
    text_up_to(120)(text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Wrong(Mistake.NOT_AN_EMAIL)
    return text


def safe_moments(words: Words) -> Callable[[str], tuple[Hours, ...]]:
    """Parts of the day, or hours like 10:00-12:00, with | or ; between them."""

    def read(text: str) -> tuple[Hours, ...]:
        parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
        return tuple(dict.fromkeys(_window(part, words) for part in parts))

    return read


def _window(text: str, words: Words) -> Hours:
    part = words[Daypart].get(plain(text))
    if part is not None:
        opens, closes = DAYPARTS[part]
        return Hours(f"{opens:%H:%M}", f"{closes:%H:%M}")
    found = _BETWEEN.fullmatch(text)
    try:
        opens, closes = typed.hour(found[1]), typed.hour(found[2])
    except (Mistyped, TypeError):
        raise Wrong(Mistake.NOT_HOURS) from None
    if opens >= closes:
        raise Wrong(Mistake.NOT_HOURS)
    return Hours(f"{opens:%H:%M}", f"{closes:%H:%M}")


def _day(text: str, today: date) -> date:
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        raise Wrong(Mistake.NOT_A_DAY)
    found = _typed(lambda: typed.day(text, today))
    figures = re.findall(r"\d+", text)
    if not any(len(figure) >= 4 for figure in figures) and len(figures) != 3:
        raise Wrong(Mistake.NO_YEAR)
    return found


def _with_offset(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None or not 1900 < found.year < 2100:
        return None
    return found.astimezone(UTC)


def _typed(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Mistyped as mistyped:
        raise Wrong(_REASONS[mistyped.reason]) from None
