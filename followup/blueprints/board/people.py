"""The team in words: load against the agreed maximum, room, absence, languages."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import ngettext

from followup.blueprints.board.lines import language
from followup.rules.access import WORKER_OF, can_take
from followup.vocabulary import Role
from followup.web.dates import day
from followup.web.labels import label
from followup.web.texts import gettext as _

PLENTY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A worker beside a follow-up: the name, and what matters about them now."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A worker on the list of the team. `tag` is kind, mark and text."""

    name: str
    url: str
    bar: dict
    tag: tuple
    is_over: bool
    note: str


def cells_of(team):
    """By account id, what stands in the column of the worker."""
    return {one.id: Cell(one.name, _cell_note(one)) for one in team}


def team_lines(team, own_language=""):
    """`own_language` is the service's: everybody speaks it, so it says nothing."""
    return [
        TeamLine(
            name=one.name,
            url=worker_url(one),
            bar={
                "name": one.name,
                "overdue": one.load.overdue,
                "today": one.load.today,
                "open": one.load.open,
                "maximum": one.maximum,
            },
            tag=_tag(one),
            is_over=one.room < 0,
            note=_note(one, team, own_language),
        )
        for one in team
    ]


def choices_of(team, strand=None):
    """Who may take over (follow-ups of this strand), most room first, who is away last."""
    able = [one for one in team if one.takes_work]
    if strand is not None:
        able = [one for one in able if can_take(one.roles, strand)]
    able.sort(key=lambda one: (one.away is not None, -one.room, one.name))
    return [(one.code, choice_text(one)) for one in able]


def choice_text(one):
    if one.away is not None:
        until = day(one.away.until_day)
        return _("%(name)s – absent until %(day)s", name=one.name, day=until)
    room = _("%(n)s over", n=-one.room) if one.room < 0 else _("room for %(n)s", n=one.room)
    speaks = [language(code) for code in one.speaks]
    return f"{one.name} – {', '.join([room, *speaks])}"


def worker_url(one):
    return url_for("board.worker", code=one.code)


def _cell_note(one):
    if one.away is not None:
        return _("absent")
    if not one.load.overdue:
        return ""
    return ngettext("%(num)d overdue", "%(num)d overdue", one.load.overdue)


def _tag(one):
    if one.away is not None:
        text = _("Absent until %(day)s", day=day(one.away.until_day))
        return "td", "person-slash", text
    if one.ends_on is not None:
        return "td", "person-slash", _("Leaves on %(day)s", day=day(one.ends_on))
    if one.room < 0:
        return "rk3", "arrow-up", _("%(n)s over", n=-one.room)
    kind = "ok" if one.room >= PLENTY else "nt"
    return kind, "check2", _("Room for %(n)s", n=one.room)


def _note(one, team, own_language):
    """Who takes over while away; else the only strand, where the team has several; else tongues."""
    if one.away is not None:
        return _("back-up: %(name)s", name=one.away.back_up) if one.away.back_up else ""
    strands = _worker_roles(one)
    if len(strands) == 1 and any(_worker_roles(other) - strands for other in team):
        return str(label(next(iter(strands))))
    return ", ".join(language(code) for code in one.speaks if code != own_language)


def _worker_roles(one) -> frozenset[Role]:
    return one.roles & frozenset(WORKER_OF.values())
