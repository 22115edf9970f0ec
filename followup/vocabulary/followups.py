"""One person's file: whose track, how dangerous, where it stands."""

from enum import StrEnum


class Side(StrEnum):
    """The two sides of the wall. No worker ever holds both in one situation."""

    PROTECTED = "protected"
    PERPETRATOR = "perpetrator"


class Strand(StrEnum):
    """Whose track a follow-up is. Strands do not read each other's notes."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    CHILD = "child"

    @property
    def side(self) -> Side:
        return Side.PERPETRATOR if self is Strand.PERPETRATOR else Side.PROTECTED


class Risk(StrEnum):
    """The band that sets the clocks. Unknown is shown as unknown and timed as high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {Risk.LOW: 1, Risk.MEDIUM: 2, Risk.UNKNOWN: 3, Risk.HIGH: 3, Risk.CRITICAL: 4}


class State(StrEnum):
    """Where a follow-up stands. People out of reach get their own lists."""

    OPEN = "open"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"
    INCOMPLETE = "incomplete"
    CLOSED = "closed"


class News(StrEnum):
    """What brings a follow-up back before the moment for which it was planned."""

    REFERRAL = "referral"
    INFORMATION = "information"
    ANSWER = "answer"
    SIGNAL = "signal"
    RISK = "risk"
    CARD = "card"


class CloseReason(StrEnum):
    """Why a follow-up ends (ux.md F10)."""

    SUPPORTED_ELSEWHERE = "supported_elsewhere"
    NEEDS_MET = "needs_met"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    NOT_SAFE = "not_safe"
    MOVED = "moved"
    MISTAKE = "mistake"
    ROLE_REVERSED = "role_reversed"
    DIED = "died"
    DUPLICATE = "duplicate"


class ReassignReason(StrEnum):
    """Why a follow-up changes hands (ux.md F11)."""

    BALANCE = "balance"
    ABSENCE = "absence"
    LANGUAGE = "language"
    CONFLICT = "conflict"
    PERSON_ASKED = "person_asked"
    LEAVES = "leaves"


class RoleChange(StrEnum):
    """What the coordinator decides when somebody's role turns out otherwise."""

    KEEP = "keep"
    BOTH = "both"
    REVERSED = "reversed"
