"""Whom to propose for a follow-up: who fits, why, and why not each of the others.

Hard reasons rule a colleague out; language and room only rank, because an interpreter can be
booked and somebody must call. R-25, peers.md 14: nobody fits is an answer of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from followup.vocabulary import Fit, Strand, Unfit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the follow-up asks for. `against`: what stands between it and some colleagues, by id.

    `known_by`: who already works on this side of the situation.
    """

    strand: Strand
    language: str
    zone: int
    against: Mapping[int, Unfit] = field(default_factory=dict)
    known_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Colleague:
    """One who may be given work. No zones named means every zone."""

    id: int
    strands: frozenset[Strand]
    languages: frozenset[str]
    zones: frozenset[int]
    open: int
    maximum: int
    is_away: bool = False
    leaves_soon: bool = False

    @property
    def room(self) -> int:
        return self.maximum - self.open


@dataclass(frozen=True, slots=True)
class Proposal:
    """`who` is None when nobody fits; `others` says of each colleague of this strand why not."""

    who: int | None
    because: tuple[Fit, ...]
    others: tuple[tuple[int, Unfit], ...]

    @property
    def nobody_because(self) -> dict[Unfit, int]:
        """How many colleagues each reason rules out, when nobody is left."""
        return {} if self.who else dict(Counter(why for _who, why in self.others))


def propose(wanted: Wanted, team: Iterable[Colleague]) -> Proposal:
    """The best of those whom nothing rules out: language, then who knows the family, then room."""
    able = [one for one in team if wanted.strand in one.strands]
    ruled_out = {one.id: why for one in able if (why := why_not(wanted, one))}
    fitting = sorted(
        (one for one in able if one.id not in ruled_out), key=lambda one: _rank(wanted, one)
    )
    if not fitting:
        return Proposal(None, (), tuple(ruled_out.items()))
    best = fitting[0]
    behind = {one.id: _behind(wanted, best, one) for one in fitting[1:]}
    return Proposal(best.id, _because(wanted, best, fitting), tuple((behind | ruled_out).items()))


def propose_each(wanted: Sequence[Wanted], team: Iterable[Colleague]) -> list[Proposal]:
    """One proposal each, as if the ones before were taken: the work is spread, not piled up."""
    people = {one.id: one for one in team}
    proposals = []
    for one in wanted:
        proposal = propose(one, people.values())
        if proposal.who is not None:
            chosen = people[proposal.who]
            people[chosen.id] = replace(chosen, open=chosen.open + 1)
        proposals.append(proposal)
    return proposals


def why_not(wanted: Wanted, one: Colleague) -> Unfit | None:
    """What rules this colleague out, the strongest reason."""
    if one.id in wanted.against:
        return wanted.against[one.id]
    if one.is_away:
        return Unfit.AWAY
    if one.leaves_soon:
        return Unfit.LEAVES
    if one.zones and wanted.zone not in one.zones:
        return Unfit.ZONE
    return Unfit.FULL if one.room <= 0 else None


def _rank(wanted: Wanted, one: Colleague) -> tuple:
    return wanted.language not in one.languages, one.id not in wanted.known_by, _load(one), one.id


def _behind(wanted: Wanted, best: Colleague, one: Colleague) -> Unfit:
    if wanted.language in best.languages and wanted.language not in one.languages:
        return Unfit.LANGUAGE
    return Unfit.LESS_ROOM


def _because(wanted: Wanted, best: Colleague, fitting: Sequence[Colleague]) -> tuple[Fit, ...]:
    said = (
        (Fit.KNOWS, best.id in wanted.known_by),
        (Fit.LANGUAGE, wanted.language in best.languages),
        (Fit.ZONE, bool(best.zones)),
        (Fit.ROOM, len(fitting) > 1 and all(_load(best) <= _load(one) for one in fitting)),
    )
    return tuple(fit for fit, holds in said if holds)


def _load(one: Colleague) -> float:
    return one.open / one.maximum
