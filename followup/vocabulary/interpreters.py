"""Interpreters: which one the person wishes, and where a booking stands."""

from enum import StrEnum


class InterpreterGender(StrEnum):
    """Whom the person wants to be translated by."""

    WOMAN = "woman"
    MAN = "man"
    EITHER = "either"
    NOT_ASKED = "not_asked"


class Booking(StrEnum):
    """Where the booking for the next contact stands. The last three are its end."""

    WANTED = "wanted"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    CAME = "came"
    NOT_COME = "not_come"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        return self in (Booking.WANTED, Booking.BOOKED, Booking.CONFIRMED)


class BookedFor(StrEnum):
    """How the interpreter takes part."""

    PHONE = "phone"
    PRESENT = "present"
