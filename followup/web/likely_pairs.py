"""A suggested pair as its pages show it: two files side by side, and what the score is made of."""

from flask import url_for
from flask_babel import gettext as _

from followup.rules.likeness import POINTS
from followup.web import dates, identity
from followup.web.labels import label

MINUS = "\u2212"


def shown(pair):
    """Numbers never stand here: that two files share one is said among the grounds."""
    one, other = pair.files
    return {
        "code": pair.code,
        "codes": (one.code, other.code),
        "urls": tuple(url_for("cases.timeline", code=file.code) for file in pair.files),
        "strand": one.strand,
        "strong": pair.comparison.strong,
        "score": pair.comparison.score,
        "lines": side_by_side(one, other),
        "grounds": [(points(ground), label(ground)) for ground in pair.comparison.grounds],
        "found_at": pair.found_at,
        "decided": pair.decided_at and _decided(pair),
        "verdict": pair.verdict,
    }


def side_by_side(one, other):
    """What tells two files apart, line by line."""
    return [
        (_("Name"), _name(one), _name(other), True),
        (_("Born"), *(identity.born(f.birth_date, f.birth_year_about) for f in (one, other)), True),
        (_("Received"), dates.moment(one.received_at), dates.moment(other.received_at), False),
        (_("Worker"), one.worker or _("Nobody"), other.worker or _("Nobody"), False),
        (_("Where it stands"), label(one.state), label(other.state), False),
    ]


def preview(plan):
    """What a merge would do, for summary_list."""
    kept, folded = plan.kept, plan.folded
    card = folded if plan.other_card else kept
    risk = max(kept.risk, folded.risk, key=lambda one: one.rank)
    return [
        _answer(_("Case that stays"), kept.code),
        _answer(
            _("Case that is merged into it"),
            _("%(code)s ends and stays readable, with its history", code=folded.code),
        ),
        _answer(_("Worker"), plan.worker or _("Nobody")),
        _answer(_("Risk"), label(risk)),
        _answer(
            _("Safe contact"),
            _("The card of %(code)s, agreed last. The other stays in the history.", code=card.code),
        ),
        _answer(_("Interventions"), _("Those of both cases are read in the case that stays.")),
        _answer(
            _("Other people"),
            _("Their cases stay where they are. Nobody of another service is told."),
        ),
    ]


def duties(plan):
    """Each deadline that holds, with the case it comes from; the soonest first."""
    rows = sorted(plan.duties.values(), key=lambda row: row.due_at)
    return [
        (
            label(row.kind),
            dates.moment(row.due_at),
            (plan.folded if row.kind in plan.from_folded else plan.kept).code,
        )
        for row in rows
    ]


def _answer(text, value):
    return {"label": text, "value": value}


def points(ground):
    """With its sign, as it is added up."""
    value = POINTS[ground]
    return f"+{value}" if value >= 0 else f"{MINUS}{-value}"


def _name(file):
    return f"{file.first_name} {file.family_name}"


def _decided(pair):
    return _(
        "%(verdict)s, decided by %(name)s on %(moment)s",
        verdict=label(pair.verdict),
        name=pair.decided_by or "–",
        moment=dates.moment(pair.decided_at),
    )
