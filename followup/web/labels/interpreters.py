"""How interpreters and their bookings are named."""

from followup.vocabulary import BookedFor, Booking, InterpreterGender
from followup.web.texts import lazy_gettext as _l

LABELS = {
    InterpreterGender: {
        InterpreterGender.WOMAN: _l("A woman"),
        InterpreterGender.MAN: _l("A man"),
        InterpreterGender.EITHER: _l("Either"),
        InterpreterGender.NOT_ASKED: _l("Not asked"),
    },
    Booking: {
        Booking.WANTED: _l("Waiting for an interpreter"),
        Booking.BOOKED: _l("Interpreter booked, not confirmed"),
        Booking.CONFIRMED: _l("Interpreter confirmed"),
        Booking.CAME: _l("The interpreter was there"),
        Booking.NOT_COME: _l("The interpreter was not there"),
        Booking.DROPPED: _l("Interpreter no longer needed"),
    },
    BookedFor: {
        BookedFor.PHONE: _l("By phone"),
        BookedFor.PRESENT: _l("Present"),
    },
}
