"""The safe-contact card as values: what it holds, how it is kept, and what changed between two.

A card never holds another strand's data. Unknown counts as unsafe (ux.md F2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, time
from typing import Any

from followup.rules import safe_window
from followup.rules.contact_points import (
    BY_PHONE,
    Contact,
    Hours,
    Mail,
    Phone,
    Place,
    Point,
    refused_by_points,
)
from followup.vocabulary import (
    CallerId,
    Dropped,
    OtherAnswers,
    Permit,
    PhoneOwner,
    Safety,
    TriggerEvent,
    Way,
    WayRefused,
)

# How an agreement that holds no more is asked anew.
TO_ASK_ANEW = (Way.CALL, Way.SAFE_PERSON)

# Known at the moment of reading and not kept with the card.
OF_THE_MOMENT = frozenset({"holds", "broken_by", "shared", "calling"})


@dataclass(frozen=True)
class ContactCard:
    """Everything a worker must know before reaching for the phone.

    It holds for a term, or until an event that may have made it unsafe (`broken_by`). `shared` are
    the numbers and addresses that somebody of the other side has as well; `calling` the number
    chosen for this call.
    """

    phones: tuple[Phone, ...] = ()
    permits: dict[str, str] = field(default_factory=dict)
    caller_id: CallerId = CallerId.WITHHELD
    caller_name: str = ""
    windows: tuple[Hours, ...] = ()
    never_dates: tuple[str, ...] = ()
    never_weekdays: tuple[int, ...] = ()
    other_answers: OtherAnswers = OtherAnswers.WRONG_NUMBER
    other_name: str = ""
    code_word: str = ""
    duress_word: str = ""
    dropped: Dropped = Dropped.WE_WAIT
    safe_people: tuple[Contact, ...] = ()
    unsafe_people: tuple[Contact, ...] = ()
    mails: tuple[Mail, ...] = ()
    places: tuple[Place, ...] = ()
    no_safe_way: bool = False
    locked: bool = False
    holds: bool = True
    broken_by: TriggerEvent | None = None
    shared: frozenset[str] = frozenset()
    calling: str = ""

    def permit(self, way: Way) -> Permit:
        return Permit(self.permits.get(way, Permit.NOT_ASKED))

    @property
    def phone(self) -> Phone | None:
        """The number to call: the one chosen, else the first of those that may be called."""
        tried = self.may_be_called
        chosen = [phone for phone in tried if phone.number == self.calling]
        return next(iter((*chosen, *tried)), None)

    @property
    def may_be_called(self) -> tuple[Phone, ...]:
        """In the order of the card, those known to be safe before others."""
        tried = [phone for phone in self.phones if phone.may_be_tried]
        return tuple(sorted(tried, key=lambda phone: phone.safety is not Safety.SAFE))

    @property
    def points(self) -> tuple[Point, ...]:
        return (*self.phones, *self.mails, *self.places)

    def forbidden(self) -> Iterator[Way]:
        """Ways that may not be used, in the order of the list; not asked counts as no."""
        permitted = self.for_rules()
        for way in Way:
            if way.needs_permit and safe_window.may_use(permitted, way) is not None:
                yield way

    def for_rules(self) -> safe_window.Card:
        return safe_window.Card(
            windows=tuple(
                safe_window.Window(
                    time.fromisoformat(hours.opens),
                    time.fromisoformat(hours.closes),
                    frozenset(hours.days) or None,
                )
                for hours in self.hours
            ),
            blackout_dates=frozenset(map(date.fromisoformat, self.never_dates)),
            blackout_weekdays=frozenset(self.never_weekdays),
            permits={Way(way): Permit(permit) for way, permit in self.permits.items()},
            locked=self.locked or self.no_safe_way,
            barred=self._barred(),
        )

    @property
    def hours(self) -> tuple[Hours, ...]:
        """The safe moments that count: those of the number to call, else the person's."""
        phone = self.phone
        return phone.hours if phone is not None and phone.hours else self.windows

    def _barred(self) -> dict[Way, WayRefused]:
        """Ways that no permit opens: only a neutral call needs nothing known to be safe.

        When the agreement holds no more, the safe person is the other way to ask for a new one; a
        child is reached by no other.
        """
        if not self.holds:
            return {way: WayRefused.CARD_VOID for way in Way if way not in TO_ASK_ANEW}
        reached: dict[Way, Sequence[Point]] = dict.fromkeys(BY_PHONE, self.phones)
        reached |= {Way.EMAIL: self.mails, Way.LETTER: self.places}
        refused = {
            way: refused_by_points(points, way, self.shared) for way, points in reached.items()
        }
        return {way: why for way, why in refused.items() if why is not None}

    def with_phone(self, number: str, **changes: Any) -> "ContactCard":
        """The card with this number changed; a number the card does not hold changes nothing."""
        phones = tuple(
            replace(phone, **changes) if phone.number == number else phone for phone in self.phones
        )
        return replace(self, phones=phones)

    def as_told(self) -> "ContactCard":
        """The card of a referral: a way allowed by name says that what it needs is safe."""
        allowed = {way for way in Way if self.permit(way) is Permit.YES}
        return replace(
            self,
            phones=_safe_if(allowed.intersection(BY_PHONE), self.phones),
            mails=_safe_if(Way.EMAIL in allowed, self.mails),
            places=_safe_if(Way.LETTER in allowed, self.places),
        )

    def to_json(self) -> dict[str, Any]:
        kept = asdict(self)
        return {name: value for name, value in kept.items() if name not in OF_THE_MOMENT}


def from_json(kept: dict[str, Any]) -> ContactCard:
    """Read a kept card; fields that a later version added take their default.

    A way that was not asked is left out, so that writing it down or not is no change.
    """
    known = {name.name for name in fields(ContactCard)}
    values = {name: value for name, value in kept.items() if name in known}
    values["phones"] = tuple(_phone(phone) for phone in kept.get("phones", ()))
    values["mails"] = tuple(Mail(**_point(mail)) for mail in kept.get("mails", ()))
    values["places"] = tuple(Place(**_point(place)) for place in kept.get("places", ()))
    values["permits"] = {
        way: permit for way, permit in kept.get("permits", {}).items() if permit != Permit.NOT_ASKED
    }
    values["windows"] = _hours(kept.get("windows", ()))
    for name in ("safe_people", "unsafe_people"):
        values[name] = tuple(Contact(**person) for person in kept.get(name, ()))
    for name in ("never_dates", "never_weekdays"):
        values[name] = tuple(kept.get(name, ()))
    for name, words in (
        ("caller_id", CallerId),
        ("other_answers", OtherAnswers),
        ("dropped", Dropped),
    ):
        if name in values:
            values[name] = words(values[name])
    return ContactCard(**values)


def _phone(kept: dict[str, Any]) -> Phone:
    own = {
        "never": tuple(map(Way, kept.get("never", ()))),
        "hours": _hours(kept.get("hours", ())),
    }
    return Phone(**(_point(kept) | own))


def _point(kept: dict[str, Any]) -> dict[str, Any]:
    return kept | {
        "owner": PhoneOwner(kept.get("owner", PhoneOwner.OWN)),
        "safety": Safety(kept.get("safety", Safety.UNKNOWN)),
    }


def _hours(kept: Sequence[dict[str, Any]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(hours["opens"], hours["closes"], tuple(hours.get("days") or ())) for hours in kept
    )


def _safe_if(allowed: Any, points: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(replace(point, safety=Safety.SAFE) for point in points) if allowed else points


def changed_fields(before: ContactCard, after: ContactCard) -> list[str]:
    """The names of the kept fields that differ, in the order of the card."""
    return [
        name.name
        for name in fields(ContactCard)
        if name.name not in OF_THE_MOMENT
        and getattr(before, name.name) != getattr(after, name.name)
    ]
