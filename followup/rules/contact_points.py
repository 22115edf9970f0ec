"""Phones, mail addresses, places for letters and people, each with own conditions (R-11).

What is not known counts as unsafe for everything but a neutral call.
"""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass

from followup.vocabulary import PhoneOwner, Safety, Way, WayRefused

# What is left behind, and where: somebody else may find it.
BY_PHONE = (Way.VOICEMAIL, Way.SMS, Way.CHAT)


@dataclass(frozen=True)
class Hours:
    """A safe moment in Brussels time; no days means every day."""

    opens: str
    closes: str
    days: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Point:
    """Where a person may be reached, who else reaches it, and whether it is safe.

    `others` are the worker's words, `unsafe_since` an ISO date, `locked` that it is not to be used.
    """

    owner: PhoneOwner = PhoneOwner.OWN
    others: str = ""
    safety: Safety = Safety.UNKNOWN
    unsafe_since: str = ""
    locked: bool = False

    @property
    def may_be_tried(self) -> bool:
        return not self.locked and self.safety is not Safety.UNSAFE


@dataclass(frozen=True)
class Phone(Point):
    """One number in E.164.

    Locked after two strangers answered, or when it does not work. `never` are the ways that are
    not for this phone, `hours` its own safe moments, which then hold instead of the person's.
    """

    number: str
    _: KW_ONLY
    others_answered: int = 0
    never: tuple[Way, ...] = ()
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Mail(Point):
    """One mail address."""

    address: str


@dataclass(frozen=True)
class Place(Point):
    """Where a letter may go; nothing says that the person lives there."""

    address: str


@dataclass(frozen=True)
class Contact:
    """Somebody who may, or may not, be spoken to."""

    name: str
    link: str = ""
    phone: str = ""


def where(point: Point) -> str:
    """The number or address itself."""
    return point.number if isinstance(point, Phone) else point.address


def refused_by_points(
    points: Iterable[Point], way: Way, shared: frozenset[str]
) -> WayRefused | None:
    """Return why none of these may carry the way: none known to be safe, or all shared.

    `shared` are those that somebody of the other side has as well (practice.md R-13).
    """
    safe = [
        point
        for point in points
        if point.may_be_tried
        and point.safety is Safety.SAFE
        and way not in getattr(point, "never", ())
    ]
    if any(where(point) not in shared for point in safe):
        return None
    return WayRefused.SHARED if safe else WayRefused.NO_SAFE_POINT
