"""What a deadline says about itself, as parts that the web layer turns into sentences."""

from dataclasses import dataclass, field
from typing import Any

from followup.rules.deadlines import Due
from followup.rules.working_time import SkippedDay, holiday_name, local
from followup.vocabulary import SkipReason


@dataclass(frozen=True)
class Part:
    """One sentence: its code and what goes into it. Moments are aware, days are dates."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


def parts(due: Due, language: str = "en") -> list[Part]:
    """Return the sentences in reading order.

    Codes: `starts` (start, moment), `term` (unit, n), `skipped` (date, reason, name) once a day,
    `due` (moment), `escalates` (moment, repeat_minutes).
    """
    said = [
        Part("starts", {"start": due.start, "moment": due.starts_at}),
        Part("term", {"unit": due.term.unit, "n": due.term.n}),
    ]
    said += [Part("skipped", skipped_day(day, language)) for day in due.skipped]
    said.append(Part("due", {"moment": due.due_at}))
    if due.escalates_at is not None:
        told = {"moment": due.escalates_at, "repeat_minutes": due.repeat_minutes}
        said.append(Part("escalates", told))
    return said


def skipped_day(day: SkippedDay, language: str = "en") -> dict[str, Any]:
    """Return date, reason code and name; holidays carry the reader's name for them."""
    name = day.name
    if day.reason is SkipReason.HOLIDAY:
        name = holiday_name(day.day, language) or day.name
    return {"date": day.day, "reason": day.reason, "name": name}


def as_json(due: Due, language: str = "en") -> dict[str, Any]:
    """Return the item of `flask deadlines explain`, without its text; times in Brussels time."""
    skipped = [skipped_day(day, language) for day in due.skipped]
    return {
        "kind": str(due.kind),
        "starts_at": local(due.starts_at).isoformat(),
        "due_at": local(due.due_at).isoformat(),
        "rule": due.rule,
        "skipped": [
            {"date": day["date"].isoformat(), "reason": str(day["reason"]), "name": day["name"]}
            for day in skipped
        ],
    }
