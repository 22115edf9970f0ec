"""Which outcome a way can have, and whether the card lets it be used for that outcome."""

from datetime import datetime

from followup.rules.effects import EFFECTS
from followup.rules.safe_window import Card, may_use
from followup.vocabulary import Outcome, Way, WayRefused

# These outcomes say by themselves how the person was reached.
WAY_OF = {
    Outcome.SMS_SENT: Way.SMS,
    Outcome.VISIT_NOBODY: Way.VISIT,
    Outcome.SAFE_PERSON: Way.SAFE_PERSON,
    Outcome.CAME_TO_US: Way.CAME_TO_US,
    Outcome.PROFESSIONAL: Way.PROFESSIONAL,
}

# How it may end when the person came by themselves: nobody went looking for them.
WHEN_THEY_CAME = frozenset(
    {
        Outcome.CAME_TO_US,
        Outcome.SPOKE_SUPPORT,
        Outcome.SPOKE_THINK,
        Outcome.SPOKE_NOT_NOW,
        Outcome.NO_SHARED_LANGUAGE,
        Outcome.DANGER_NOW,
        Outcome.DURESS_WORD,
        Outcome.STOP_UNSAFE,
    }
)


def way_for(way: Way, outcome: Outcome) -> Way:
    """The way that was really used: the outcome's own, else the one that was said."""
    return WAY_OF.get(outcome, way)


def fits(way: Way, outcome: Outcome) -> bool:
    """Whether a try in this way can end so. A mistake is entered by correcting only."""
    if outcome is Outcome.MISTAKE:
        return False
    if way is Way.PROFESSIONAL:
        return outcome is Outcome.PROFESSIONAL
    if way is Way.CAME_TO_US:
        return outcome in WHEN_THEY_CAME
    return WAY_OF.get(outcome, way) is way


def refused_at(card: Card, way: Way, outcome: Outcome, at: datetime) -> WayRefused | None:
    """Why the card forbids this try at this moment; the way's own permit is looked at first."""
    needed = EFFECTS[outcome].needs_permit
    for one in (way, needed or way):
        refused = may_use(card, one, at)
        if refused is not None:
            return refused
    return None
