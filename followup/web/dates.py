"""How moments, days and phone numbers read on a page, in Brussels time and the reader's language.

Each distinct value is written once per language and then remembered: a list of sixty rows with the
same due hour formats it once.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup

from followup import clock
from followup.rules.typed import phone_shown
from followup.rules.working_time import BRUSSELS

RELATIVE_UP_TO = timedelta(days=14)

_LOCALES = {"en": "en_GB", "fr": "fr_BE", "nl": "nl_BE", "de": "de_BE"}
_SHORT_DAY = {"en": "EEE d MMM", "fr": "EEE d MMM", "nl": "EEE d MMM'.'", "de": "EEE d. MMM"}
_LONG_DAY = {"de": "EEEE, d. MMMM y"}
_MAY = 5

_NARROW, _WIDE = "\u202f", "\u00a0"
_BLANK = f"[ {_WIDE}{_NARROW}]+"
_FRENCH = re.compile(
    r"(?P<kept><[/!a-z][^>]*>|&(?:\#\w+|\w+);|(?:https?://|www\.|mailto:|tel:)[^\s<»]+)"
    rf"|(?P<wide>(?<=«)(?:{_BLANK}|(?=\S))|(?:{_BLANK}|(?<=\S))(?=»)"
    rf"|(?:{_BLANK}|(?<=[^\s?!;:(«]))(?=:(?:[\s<»]|$)))"
    rf"|(?P<narrow>{_BLANK}(?=[?!;])|(?<=[^\s?!;:(«])(?=[?!;](?:[\s?!;.,)»\"”<&]|$)))",
    re.IGNORECASE,
)


def moment(at: datetime | None) -> str:
    """As in tables: Fri 21 Nov 17:00, with the year when it is not this one."""
    return _moment(at.astimezone(UTC), _language(), _today().year) if at else ""


def moment_today(at: datetime | None) -> str:
    """As `moment`, at the start of a line; the day of today is named so."""
    return gettext("Today %(hour)s", hour=clock_hour(at)) if _is_today(at) else moment(at)


def moment_in_sentence(at: datetime | None) -> str:
    """As `moment_today`, inside a sentence."""
    return gettext("today %(hour)s", hour=clock_hour(at)) if _is_today(at) else moment(at)


def span(opens: datetime, closes: datetime) -> str:
    """As in “Tue 25 Nov, 11:00–12:00”; an end on another day is written with its day."""
    if _local_day(opens) != _local_day(closes):
        return f"{moment(opens)} – {moment(closes)}"
    hours = f"{clock_hour(opens)}–{clock_hour(closes)}"
    return gettext("%(day)s, %(hours)s", day=day(opens), hours=hours)


def day(value: date | datetime | None) -> str:
    """As in tables: Fri 21 Nov, with the year when it is not this one."""
    return _day(_local_day(value), _language(), _today().year) if value else ""


def long_day(value: date | datetime | None) -> str:
    """As in titles and at the start of a line: Monday 24 November 2025."""
    return _long_day(_local_day(value), _language()) if value else ""


def hour(at: datetime | time | None) -> str:
    """As in sentences: 17:00, 17 h 30, 17.00 uur, 17:00 Uhr."""
    if at is None:
        return ""
    if isinstance(at, time):
        return _hour(at.replace(tzinfo=None), _language())
    local = at.astimezone(BRUSSELS)
    return _hour(local.time(), _language()) + _which_of_two(local)


def clock_hour(at: datetime | time | None) -> str:
    """As in tables and from–until, the same in every language: 17:00."""
    if at is None:
        return ""
    return f"{at:%H:%M}" if isinstance(at, time) else _clock_time(at.astimezone(UTC))


def isotime(value: date | datetime | None) -> str:
    """For <time datetime>: moments in UTC to the second, days as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if value else ""


def until(due_at: datetime | None) -> str:
    """How long is left or how late it is; beyond 14 days the date says how much."""
    if due_at is None:
        return ""
    left = due_at - clock.now()
    if abs(left) > RELATIVE_UP_TO:
        return gettext("Overdue") if left < timedelta(0) else ""
    return _overdue(*_parts(-left)) if left < timedelta(0) else _ahead(*_parts(left))


def ago(at: datetime | None) -> str:
    """How long since something happened; nothing beyond 14 days, where the date says enough."""
    if at is None:
        return ""
    gone = clock.now() - at
    if gone < timedelta(0) or gone > RELATIVE_UP_TO:
        return ""
    days, hours, minutes = _parts(gone)
    if days:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if hours:
        return gettext("%(hours)s h %(minutes)s ago", hours=hours, minutes=f"{minutes:02}")
    return gettext("%(minutes)s min ago", minutes=minutes)


def phone(e164: str | None) -> str:
    """As read aloud: 0470 12 34 56, or international for foreign numbers."""
    return _phone(e164) if e164 else ""


def french_spaces(text: str) -> str:
    """Put the spaces French wants before ? ! ; : and inside « », so that no line breaks there.

    Tags, entities, addresses of pages and times such as 17:00 stay as they are.
    """
    spaced = _FRENCH.sub(_space, text)
    return Markup(spaced) if isinstance(text, Markup) else spaced  # noqa: S704 - was safe before


def spaced(text: str) -> str:
    """What was put together outside the catalogue, with French spaces where French is read."""
    return french_spaces(text) if _language() == "fr" else text


def register(app):
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        moment=moment,
        moment_today=moment_today,
        moment_in_sentence=moment_in_sentence,
        day=day,
        long_day=long_day,
        hour=hour,
        clock_hour=clock_hour,
        isotime=isotime,
        until=until,
        ago=ago,
        phone=phone,
    )


def _language() -> str:
    locale = get_locale()
    return locale.language if locale and locale.language in _LOCALES else "en"


def _today() -> date:
    return clock.now().astimezone(BRUSSELS).date()


def _is_today(at: datetime | None) -> bool:
    return at is not None and at.astimezone(BRUSSELS).date() == _today()


def _local_day(value: date | datetime) -> date:
    return value.astimezone(BRUSSELS).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _moment(at: datetime, language: str, this_year: int) -> str:
    local = at.astimezone(BRUSSELS)
    return f"{_day(local.date(), language, this_year)} {_clock_time(at)}"


@lru_cache(maxsize=4096)
def _clock_time(at: datetime) -> str:
    local = at.astimezone(BRUSSELS)
    return f"{local:%H:%M}{_which_of_two(local)}"


@lru_cache(maxsize=4096)
def _day(on: date, language: str, this_year: int) -> str:
    pattern = _SHORT_DAY[language]
    if on.month == _MAY:
        pattern = pattern.removesuffix("'.'")
    return format_date(on, pattern if on.year == this_year else f"{pattern} y", _LOCALES[language])


@lru_cache(maxsize=1024)
def _long_day(on: date, language: str) -> str:
    written = format_date(on, _LONG_DAY.get(language, "EEEE d MMMM y"), _LOCALES[language])
    return written[0].upper() + written[1:]


@lru_cache(maxsize=1440)
def _hour(at: time, language: str) -> str:
    if language == "fr":
        return f"{at.hour}{_WIDE}h" + (f"{_WIDE}{at.minute:02}" if at.minute else "")
    if language == "nl":
        return f"{at:%H.%M}{_WIDE}uur"
    return f"{at:%H:%M}{_WIDE}Uhr" if language == "de" else f"{at:%H:%M}"


@lru_cache(maxsize=1024)
def _phone(e164: str) -> str:
    return phone_shown(e164)


def _which_of_two(local: datetime) -> str:
    """In October one hour comes twice: say which."""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f" ({local.tzname()})" if twice else ""


def _parts(length: timedelta) -> tuple[int, int, int]:
    """Days, hours, minutes; less than a minute counts as one."""
    minutes = max(1, int(length.total_seconds() // 60))
    return minutes // 1440, minutes // 60, minutes % 60


def _overdue(days: int, hours: int, minutes: int) -> str:
    if days:
        return ngettext("Overdue %(num)d day", "Overdue %(num)d days", days)
    if hours:
        return gettext("Overdue %(hours)s h %(minutes)s", hours=hours, minutes=f"{minutes:02}")
    return gettext("Overdue %(minutes)s min", minutes=minutes)


def _ahead(days: int, hours: int, minutes: int) -> str:
    if days:
        return ngettext("In %(num)d day", "In %(num)d days", days)
    if hours:
        return gettext("In %(hours)s h %(minutes)s", hours=hours, minutes=f"{minutes:02}")
    return gettext("In %(minutes)s min", minutes=minutes)


def _space(found: re.Match) -> str:
    if found["kept"]:
        return found["kept"]
    return _WIDE if found["wide"] is not None else _NARROW
