"""What may be said from one side of the wall to the other: a word of a list, never a text."""

from enum import StrEnum

from followup.vocabulary.followups import Side


class Signal(StrEnum):
    """One thing the other side is told. Its sentence is fixed; nothing is added to it.

    The protected side learns what it must know to keep somebody safe (practice.md R-40). The other
    way goes only what holds contact back, lets it go on or asks for care, without source (R-41).
    """

    THREAT = "threat"
    WEAPON = "weapon"
    SUICIDAL = "suicidal"
    BAN_BREACHED = "ban_breached"
    DANGER = "danger"
    FREED = "freed"
    NEARER = "nearer"
    LEFT = "left"
    SUSPENDED = "suspended"
    ABSENT = "absent"
    NEW_PARTNER = "new_partner"
    WAITING = "waiting"
    STARTED = "started"
    COMPLETED = "completed"
    GATE_OPENED = "gate_opened"
    FIRST_CONTACT = "first_contact"
    ENDED = "ended"
    VIGILANCE = "vigilance"
    HOLD = "hold"
    PROCEED = "proceed"

    @property
    def sent_by(self) -> Side:
        return Side.PROTECTED if self in _FROM_PROTECTED else Side.PERPETRATOR

    @property
    def urgent(self) -> bool:
        """Repeated every quarter of an hour; the coordinator is told after one hour."""
        return self in _URGENT

    @property
    def automatic(self) -> bool:
        """Sent by what happens in a file, not chosen by a worker."""
        return self in _AUTOMATIC

    @classmethod
    def choices(cls, side: Side) -> tuple["Signal", ...]:
        """What somebody of this side may choose to send."""
        return tuple(one for one in cls if one.sent_by is side and not one.automatic)


_FROM_PROTECTED = frozenset({Signal.VIGILANCE, Signal.HOLD, Signal.PROCEED})
_AUTOMATIC = frozenset({Signal.DANGER, Signal.GATE_OPENED, Signal.FIRST_CONTACT, Signal.ENDED})
_URGENT = frozenset(
    {
        Signal.THREAT,
        Signal.WEAPON,
        Signal.SUICIDAL,
        Signal.BAN_BREACHED,
        Signal.DANGER,
        Signal.FREED,
        Signal.NEARER,
        Signal.LEFT,
        Signal.VIGILANCE,
        Signal.HOLD,
    }
)


class SignalGround(StrEnum):
    """Why the protected side may raise vigilance; it stays on the sender's own file (R-41)."""

    PERSON_WISHES = "person_wishes"
    DANGER = "danger"


class Offer(StrEnum):
    """What a file's reader may know of the partner contact."""

    OFFERED = "offered"
    NOT_YET = "not_yet"
    WAITS = "waits"
    NOBODY = "nobody"
    NEW_PARTNER = "new_partner"
