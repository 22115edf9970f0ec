"""Why a worker fits a follow-up, and why another one does not."""

from enum import StrEnum


class Fit(StrEnum):
    """What speaks for a worker."""

    KNOWS = "knows"
    LANGUAGE = "language"
    ZONE = "zone"
    ROOM = "room"


class Unfit(StrEnum):
    """What speaks against a worker, the strongest first; the last two only rank."""

    OTHER_SIDE = "other_side"
    CONFLICT = "conflict"
    AWAY = "away"
    LEAVES = "leaves"
    ZONE = "zone"
    FULL = "full"
    LANGUAGE = "language"
    LESS_ROOM = "less_room"
