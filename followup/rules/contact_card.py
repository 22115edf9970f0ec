"""The safe-contact card as values: what it holds, how it is kept, and what changed between two.

A card never holds another strand's data. Unknown counts as unsafe (ux.md F2).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, time
from typing import Any

from followup.rules import safe_window
from followup.vocabulary import CallerId, Dropped, OtherAnswers, Permit, PhoneOwner, Way


@dataclass(frozen=True)
class Phone:
    """One number in E.164. Locked after two strangers answered, or when it does not work."""

    number: str
    owner: PhoneOwner = PhoneOwner.OWN
    locked: bool = False
    others_answered: int = 0


@dataclass(frozen=True)
class Hours:
    """A safe moment in Brussels time; no days means every day."""

    opens: str
    closes: str
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Contact:
    """Somebody who may, or may not, be spoken to."""

    name: str
    link: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ContactCard:
    """Everything a worker must know before reaching for the phone."""

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
    dropped: Dropped = Dropped.WE_WAIT
    safe_people: tuple[Contact, ...] = ()
    unsafe_people: tuple[Contact, ...] = ()
    email: str = ""
    address: str = ""
    no_safe_way: bool = False
    locked: bool = False

    def permit(self, way: Way) -> Permit:
        return Permit(self.permits.get(way, Permit.NOT_ASKED))

    @property
    def phone(self) -> Phone | None:
        """The number to call: the first that is not locked."""
        return next((phone for phone in self.phones if not phone.locked), None)

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
                for hours in self.windows
            ),
            blackout_dates=frozenset(map(date.fromisoformat, self.never_dates)),
            blackout_weekdays=frozenset(self.never_weekdays),
            permits={Way(way): Permit(permit) for way, permit in self.permits.items()},
            locked=self.locked or self.no_safe_way,
        )

    def with_phone(self, number: str, **changes: Any) -> "ContactCard":
        """The card with this number changed; a number the card does not hold changes nothing."""
        phones = tuple(
            replace(phone, **changes) if phone.number == number else phone for phone in self.phones
        )
        return replace(self, phones=phones)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> ContactCard:
    """Read a kept card; fields that a later version added take their default.

    A way that was not asked is left out, so that writing it down or not is no change.
    """
    known = {name.name for name in fields(ContactCard)}
    values = {name: value for name, value in kept.items() if name in known}
    values["phones"] = tuple(_phone(phone) for phone in kept.get("phones", ()))
    values["permits"] = {
        way: permit for way, permit in kept.get("permits", {}).items() if permit != Permit.NOT_ASKED
    }
    values["windows"] = tuple(
        Hours(hours["opens"], hours["closes"], tuple(hours.get("days") or ()))
        for hours in kept.get("windows", ())
    )
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
    return Phone(**{**kept, "owner": PhoneOwner(kept.get("owner", PhoneOwner.OWN))})


def changed_fields(before: ContactCard, after: ContactCard) -> list[str]:
    """The names of the fields that differ, in the order of the card."""
    return [
        name.name
        for name in fields(ContactCard)
        if getattr(before, name.name) != getattr(after, name.name)
    ]
