"""When two files of one person become one: which stays, which card holds, which duties hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from followup.vocabulary import CardSource, DeadlineKind, State

CLOCKS = (DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE)


class Standing(NamedTuple):
    """Where a file stands, for choosing the one that stays."""

    id: int
    state: State
    paused: bool
    has_worker: bool
    opened_at: datetime


class Agreed(NamedTuple):
    """Who gave a card, and when."""

    source: CardSource
    at: datetime


def stays_first(one: Standing, other: Standing) -> tuple[Standing, Standing]:
    """The file that stays, and the one folded into it; the same whichever comes first.

    A stop holds for the person, so the stopped file stays. Else what is open stays before what
    stands still or has ended, what somebody has before what nobody has, the older before the newer.
    """
    stays, folds = sorted((one, other), key=_order)
    return stays, folds


def _order(file: Standing) -> tuple:
    return (
        file.state is State.CLOSED,
        file.state is not State.STOPPED,
        file.paused,
        not file.has_worker,
        file.opened_at,
        file.id,
    )


def other_card_holds(kept: Agreed, folded: Agreed) -> bool:
    """What was agreed with the person goes before what the police gave, then the newer one."""
    return _weight(folded) > _weight(kept)


def _weight(card: Agreed) -> tuple[bool, datetime]:
    return card.source is not CardSource.POLICE, card.at


def moving(
    kept: Mapping[DeadlineKind, datetime],
    folded: Mapping[DeadlineKind, datetime],
    *,
    stopped: bool,
    paused: bool,
) -> frozenset[DeadlineKind]:
    """The duties of the folded file that hold from now on: the earliest of a kind, and what only
    it has.

    Where contact is stopped no clock runs and no step is planned; a pause's review belongs to the
    pause.
    """
    found = {kind for kind, due in folded.items() if kind not in kept or due < kept[kind]}
    if not paused:
        found.discard(DeadlineKind.PAUSE_REVIEW)
    if stopped:
        found = {kind for kind in found if kind not in CLOCKS and _holds_when_stopped(kind)}
    return frozenset(found)


def _holds_when_stopped(kind: DeadlineKind) -> bool:
    return kind.for_coordinator or not kind.is_step
