"""The filters of My day: GET links that never hold a name."""

from dataclasses import dataclass

from flask import request, url_for

from followup.rules.worklist import Group
from followup.vocabulary import Risk, Strand
from followup.web.labels import label
from followup.web.texts import gettext as _


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader chose; an unknown value in the address counts as not chosen."""

    show: str
    strand: Strand | None
    risk: Risk | None

    @property
    def address(self):
        chosen = {"show": self.show, "strand": self.strand, "risk": self.risk}
        return {name: str(value) for name, value in chosen.items() if value}

    def keeps(self, row):
        return (
            (self.strand is None or row.strand is self.strand)
            and (self.risk is None or row.risk is self.risk)
            and (self.show != "now" or row.window.reach.is_now)
        )

    def groups(self):
        """The groups that stay on the page."""
        wanted = {"overdue": [Group.OVERDUE], "today": [Group.TODAY], "waiting": [Group.WAITING]}
        return wanted.get(self.show, list(Group))

    def url(self, **changes):
        """The page with these filters changed; None takes one away."""
        chosen = self.address | {name: value and str(value) for name, value in changes.items()}
        return url_for("worklist.day", **{name: value for name, value in chosen.items() if value})


def chosen_filters():
    show = request.args.get("show", "")
    return Filters(
        show if show in ("overdue", "today", "now", "waiting") else "",
        _member(Strand, request.args.get("strand")),
        _member(Risk, request.args.get("risk")),
    )


def boxes(day, filters):
    """The summary: how much of what, each box a way to see only that."""
    counts = [
        ("overdue", "od", len(day.groups[Group.OVERDUE]), _("overdue")),
        ("today", "td", len(day.groups[Group.TODAY]), _("due today")),
        ("now", "sf", sum(row.window.reach.is_now for row in day.to_do), _("safe to call now")),
        ("waiting", "", len(day.groups[Group.WAITING]), _("waiting for others")),
    ]
    shown = [
        {
            "number": number,
            "label": text,
            "kind": kind,
            "current": filters.show == show,
            "url": filters.url(show=None if filters.show == show else show),
        }
        for show, kind, number, text in counts
    ]
    cases = {"number": day.open_files, "label": _("open cases"), "url": url_for("worklist.cases")}
    return [*shown, cases]


def chips(day, filters):
    """One chip a strand and a risk that stand on the page; a chosen one takes itself away."""
    rows = day.every
    return [
        *_chips("strand", Strand, [row.strand for row in rows], filters),
        *_chips("risk", Risk, [row.risk for row in rows], filters),
    ]


def _chips(name, vocabulary, present, filters):
    chosen = getattr(filters, name)
    there = [member for member in vocabulary if member in present]
    if len(there) < 2 and chosen is None:
        return []
    return [
        {
            "label": label(member),
            "count": present.count(member),
            "current": member is chosen,
            "url": filters.url(**{name: None if member is chosen else member}),
        }
        for member in vocabulary
        if member in present or member is chosen
    ]


def _member(vocabulary, text):
    return vocabulary(text) if text in list(vocabulary) else None
