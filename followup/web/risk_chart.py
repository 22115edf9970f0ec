"""The risk over time as a line of steps: told by height, word and number, never by colour alone."""

from dataclasses import dataclass

from followup.vocabulary import Risk
from followup.web.labels import label

# The highest on top. Risk not known has its own line: it is timed as high, not drawn as high.
BANDS = (Risk.CRITICAL, Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.UNKNOWN)
WIDTH, LEFT, RIGHT, TOP, STEP = 360, 112, 350, 26, 26


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything an SVG of this size needs, in its own units."""

    width: int
    height: int
    left: int
    right: int
    bands: list[tuple[int, str]]
    line: str
    points: list[tuple[int, int]]
    marks: list[tuple[int, int]]


def chart(points, interventions, now):
    """`points` oldest first; `interventions` the moments, numbered as in the table beside it."""
    begin = min([points[0].at, *interventions])
    length = max((now - begin).total_seconds(), 1)

    def across(at):
        return LEFT + round((RIGHT - LEFT) * (at - begin).total_seconds() / length)

    def down(risk):
        return TOP + STEP * BANDS.index(risk) + STEP // 2

    placed = [(across(one.at), down(one.risk)) for one in points]
    line = f"M{placed[0][0]},{placed[0][1]}"
    line += "".join(f"H{x}V{y}" for x, y in placed[1:]) + f"H{RIGHT}"
    return Chart(
        width=WIDTH,
        height=TOP + STEP * len(BANDS) + 4,
        left=LEFT,
        right=RIGHT,
        bands=[(down(risk), label(risk)) for risk in BANDS],
        line=line,
        points=placed,
        marks=[(across(at), number) for number, at in enumerate(interventions, 1)],
    )
