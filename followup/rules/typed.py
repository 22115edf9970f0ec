"""What people type into a field, read tolerantly into one value or refused with a reason."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

import phonenumbers

from followup.rules.working_time import BRUSSELS


class Reason(StrEnum):
    """Why a text was not understood; the form finds the sentence for it."""

    EMPTY = "empty"
    NOT_A_DAY = "not_a_day"
    NO_SUCH_DAY = "no_such_day"
    NOT_AN_HOUR = "not_an_hour"
    HOUR_SKIPPED = "hour_skipped"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_REPORT_NUMBER = "not_a_report_number"
    NOT_A_BIRTH = "not_a_birth"
    NOT_YET_BORN = "not_yet_born"
    TOO_OLD = "too_old"
    NOT_A_PLACE = "not_a_place"


class Mistyped(ValueError):
    """The text cannot be read as what the field asks for."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Birth(NamedTuple):
    """A date of birth or an age in years; exactly one of the two is known."""

    born_on: date | None
    age: int | None


class Place(NamedTuple):
    """A Belgian postcode, the name of a municipality, or both."""

    postcode: str | None
    name: str | None


_OLDEST = 120
_RELATIVE_DAYS = {
    "today": 0, "aujourd'hui": 0, "aujourdhui": 0, "vandaag": 0, "heute": 0,
    "yesterday": -1, "hier": -1, "gisteren": -1, "gestern": -1,
    "tomorrow": 1, "demain": 1, "morgen": 1,
}  # fmt: skip
_MONTHS = (
    "january janvier januari januar janner",
    "february fevrier februari februar",
    "march mars maart marz maerz mrt",
    "april avril",
    "may mai mei",
    "june juin juni",
    "july juillet juli",
    "august aout augustus",
    "september septembre",
    "october octobre oktober",
    "november novembre",
    "december decembre dezember",
)
_BEFORE_A_DAY = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag mo mi fr sa so "
    "le am den op on"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})(?:[-./ ]+(\d{4}|\d{2}))?", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|e)?[-./ ]*([a-z]{3,})[-./ ]*(\d{4}|\d{2})?", re.ASCII
)
_HOUR = re.compile(
    r"(\d{1,2}) ?(?:[:.,h u]|hrs?|heures?|hours?|uur|uhr) ?(?:(\d{2})(?::\d{2})?)?"
    r" ?(?:h|u|m|min|minutes?|minuten|hrs?|hours?|uur|uhr)?",
    re.ASCII,
)
_BARE_HOUR = re.compile(r"(\d{1,2}?)(\d{2})?", re.ASCII)
_REPORT_NUMBER = re.compile(
    r"(?:PV\W*(?:N[°ºRO]\W*)?)?([A-Z]{2})[-. ]?(\d{2})[-. ]?([A-Z0-9]{2})[-. ]?(\d{6})"
    r"\s*[/-]\s*((?:19|20)\d{2}|\d{2})",
    re.ASCII,
)
_AGE = re.compile(
    r"(?:~|±|\+/-|about|around|approx\.?|ca\.?|circa|c\.|environ|env\.?|vers|ongeveer|ong\.?|"
    r"rond|etwa|ungefahr|rund)? ?(\d{1,3}|(?:19|20)\d{2}) ?"
    r"(?:(ans?|jaar|jahre?|years?(?: old)?|yrs?|y|j\.?)|(mois|maanden?|monate?|months?))? ?\??",
    re.ASCII,
)
_PLACE = re.compile(r"(?:be?[- ]?)?([1-9]\d{3})(?:[ ,-]+(\D.*))?", re.ASCII | re.IGNORECASE)


def day(text: str, today: date) -> date:
    """Read a day, always day before month; without a year, the one nearest to today."""
    typed = _plain(text)
    if typed in _RELATIVE_DAYS:
        return today + timedelta(days=_RELATIVE_DAYS[typed])
    number, month, year = _day_parts(typed)
    if year is None:
        return _nearest(number, month, today)
    return _real_day(_full_year(year, latest=today.year + 20), month, number)


def hour(text: str) -> time:
    """Read a time on 24 hours."""
    typed = _plain(text)
    found = _HOUR.fullmatch(typed) or _BARE_HOUR.fullmatch(typed)
    if not found:
        raise Mistyped(Reason.NOT_AN_HOUR)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise Mistyped(Reason.NOT_AN_HOUR) from None


def moment(on: date, at: time, *, second: bool = False) -> datetime:
    """Turn a Brussels day and hour into UTC.

    In October an hour comes twice: the first is meant unless `second` is told. The hour that is
    skipped in March is refused.
    """
    local = datetime.combine(on, at, tzinfo=BRUSSELS).replace(fold=int(second))
    in_utc = local.astimezone(UTC)
    if in_utc.astimezone(BRUSSELS).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Mistyped(Reason.HOUR_SKIPPED)
    return in_utc


def phone(text: str, region: str = "BE", *, allow_short: bool = False) -> str:
    """Read a number into E.164; short service numbers (101, 107, 1712) stay as they are.

    Belgian numbers must exist in the numbering plan. Foreign ones need only a possible length: a
    new foreign range must not make somebody unreachable.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise Mistyped(Reason.EMPTY)
    if not re.fullmatch(r"[+0-9 ()./\-–]+", typed):
        raise Mistyped(Reason.NOT_A_PHONE)
    digits = re.sub(r"\D", "", typed)
    if allow_short and "+" not in typed and re.fullmatch(r"1\d{2,5}", digits):
        return digits
    return _e164(typed, region)


def phone_shown(e164: str) -> str:
    """Write a stored number as read aloud here: national for Belgium, international for others."""
    if not e164.startswith("+"):
        return e164
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == 32
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)


def report_number(text: str) -> str:
    """Read the number of a police report into the form BR.43.LL.012345/2026."""
    found = _REPORT_NUMBER.fullmatch(_filled(text).upper())
    if not found:
        raise Mistyped(Reason.NOT_A_REPORT_NUMBER)
    parquet, nature, unit, serial, year = found.groups()
    return f"{parquet}.{nature}.{unit}.{serial}/{year if len(year) == 4 else '20' + year}"


def birth(text: str, today: date) -> Birth:
    """Read a full date of birth, a year of birth or an age; months count as no full years."""
    typed = _plain(text)
    if found := _AGE.fullmatch(typed):
        number = int(found[1]) // (12 if found[3] else 1)
        return Birth(None, _possible_age(today.year - number if number >= 1900 else number))
    return Birth(_born_on(typed, today), None)


def postcode_or_place(text: str) -> Place:
    """Read a Belgian postcode, a municipality, or both; other text counts as a name."""
    typed = _filled(text)
    if found := _PLACE.fullmatch(typed):
        return Place(found[1], found[2])
    if not re.search(r"[^\W\d_]{2}", typed):
        raise Mistyped(Reason.NOT_A_PLACE)
    return Place(None, typed)


def _filled(text: str) -> str:
    """One line, single spaces, compatibility forms resolved; nothing left is refused."""
    typed = " ".join(unicodedata.normalize("NFKC", text).split())
    if not typed:
        raise Mistyped(Reason.EMPTY)
    return typed


def _plain(text: str) -> str:
    """As `_filled`, in small letters without accents."""
    spelled = unicodedata.normalize("NFKD", _filled(text).casefold().replace("’", "'"))
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


def _day_parts(typed: str) -> tuple[int, int, str | None]:
    lead = re.match(r"\D*", typed)[0]
    if not {word.rstrip(".,") for word in lead.split()} <= set(_BEFORE_A_DAY.split()):
        raise Mistyped(Reason.NOT_A_DAY)
    bare = typed[len(lead) :].rstrip(" ./-")
    if found := _YEAR_FIRST.fullmatch(bare):
        return int(found[4]), int(found[3]), found[1]
    if found := _DAY_FIRST.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return int(found[1]), int(found[2]), found[3]
    if found := _NAMED.fullmatch(bare):
        return int(found[1]), _month(found[2]), found[3]
    raise Mistyped(Reason.NOT_A_DAY)


def _month(name: str) -> int:
    """A month from its name or the first three letters or more of it, if only one fits."""
    fits = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(full.startswith(name) for full in names.split())
    ]
    if len(fits) != 1:
        raise Mistyped(Reason.NOT_A_DAY)
    return fits[0]


def _full_year(year: str, *, latest: int) -> int:
    """Two digits mean the last such year up to `latest`."""
    if len(year) == 4:
        return int(year)
    return latest - (latest - int(year)) % 100


def _real_day(year: int, month: int, number: int) -> date:
    if not 1900 <= year <= 2100:
        raise Mistyped(Reason.NO_SUCH_DAY)
    try:
        return date(year, month, number)
    except ValueError:
        raise Mistyped(Reason.NO_SUCH_DAY) from None


def _nearest(number: int, month: int, today: date) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, number))
        except ValueError:
            continue
    if not candidates:
        raise Mistyped(Reason.NO_SUCH_DAY)
    return min(candidates, key=lambda candidate: abs(candidate - today))


def _born_on(typed: str, today: date) -> date:
    try:
        number, month, year = _day_parts(typed)
    except Mistyped:
        raise Mistyped(Reason.NOT_A_BIRTH) from None
    if year is None:
        raise Mistyped(Reason.NOT_A_BIRTH)
    born_on = _real_day(_full_year(year, latest=today.year), month, number)
    if born_on > today:
        raise Mistyped(Reason.NOT_YET_BORN)
    _possible_age(today.year - born_on.year)
    return born_on


def _possible_age(age: int) -> int:
    if age < 0:
        raise Mistyped(Reason.NOT_YET_BORN)
    if age > _OLDEST:
        raise Mistyped(Reason.TOO_OLD)
    return age


def _e164(typed: str, region: str) -> str:
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        raise Mistyped(Reason.NOT_A_PHONE) from None
    belgian = number.country_code == 32
    real = phonenumbers.is_valid_number if belgian else phonenumbers.is_possible_number
    if not real(number):
        raise Mistyped(Reason.NOT_A_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
