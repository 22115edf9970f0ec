"""A proposal in words: whom, why, and why not the others."""

from dataclasses import dataclass

from flask_babel import gettext as _

from followup.web.labels import label
from followup.web.nobody_fits import nobody_because


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """`code` and `name` are empty when nobody fits; `others` are pairs of name and reason."""

    code: str
    name: str
    why: str
    others: list[tuple[str, str]]


def proposal_lines(proposals, workers):
    """By follow-up id."""
    names = {one.id: one for one in workers}
    return {which: _line(one, names) for which, one in proposals.items()}


def _line(proposal, names):
    others = [(names[who].name, str(label(why))) for who, why in proposal.others]
    if proposal.who is None:
        return ProposalLine("", "", nobody_because(proposal.nobody_because), others)
    one = names[proposal.who]
    why = ", ".join(str(label(fit)) for fit in proposal.because)
    return ProposalLine(one.code, one.name, why or _("has room"), others)
