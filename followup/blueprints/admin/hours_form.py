"""The forms for opening hours, closing days and municipalities."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from followup.casework.organisations import LONGEST_CLOSURE
from followup.rules import typed
from followup.web.forms import (
    Form,
    LongText,
    StringField,
    TextAreaField,
    Wanted,
    day_field,
    hour_field,
)

WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
SPANS = (1, 2)
WORKING_DAYS = 5
MOST_PLACES = 400


class HoursForm(Form):
    """Two spans a weekday; fields are named `opens_0_1`: weekday, span."""

    def validate(self, extra_validators=None):
        whole = super().validate(extra_validators)
        sound = [self._is_sound(weekday) for weekday in range(len(WEEKDAYS))]
        whole = whole and all(sound)
        if whole and not any(self.spans(weekday) for weekday in range(WORKING_DAYS)):
            self.refuse(_("Enter the hours of at least one day from Monday to Friday"), "opens_0_1")
            return False
        return whole

    def spans(self, weekday):
        """The spans of one weekday, in order."""
        pairs = (
            (self[f"opens_{weekday}_{n}"].data, self[f"closes_{weekday}_{n}"].data) for n in SPANS
        )
        return sorted(pair for pair in pairs if None not in pair)

    def hours(self):
        return {weekday: tuple(self.spans(weekday)) for weekday in range(len(WEEKDAYS))}

    def _is_sound(self, weekday):
        """In the right order; what cannot be read is said at its own field."""
        for n in SPANS:
            opens, closes = self[f"opens_{weekday}_{n}"], self[f"closes_{weekday}_{n}"]
            if opens.errors or closes.errors:
                return False
            if (opens.data is None) != (closes.data is None):
                missing = opens.name if opens.data is None else closes.name
                self.refuse(_("Enter both the start and the end"), missing)
                return False
            if opens.data is not None and closes.data <= opens.data:
                self.refuse(_("Enter an end after the start"), closes.name)
                return False
        spans = self.spans(weekday)
        if len(spans) == len(SPANS) and spans[1][0] < spans[0][1]:
            self.refuse(_("Enter two times that do not overlap"), f"opens_{weekday}_2")
            return False
        return True


for _weekday, _name in enumerate(WEEKDAYS):
    for _n, _opens, _closes in (
        (1, _l("%(day)s, from", day=_name), _l("%(day)s, until", day=_name)),
        (2, _l("%(day)s, again from", day=_name), _l("%(day)s, again until", day=_name)),
    ):
        setattr(HoursForm, f"opens_{_weekday}_{_n}", hour_field(_opens))
        setattr(HoursForm, f"closes_{_weekday}_{_n}", hour_field(_closes))


class ClosingDaysForm(Form):
    first = day_field(_l("First day"), validators=[Wanted(_l("Enter the first day"))])
    last = day_field(_l("Last day"))
    name = StringField(
        _l("Reason or name"),
        validators=[
            Wanted(_l("Enter a reason, like Bridge day")),
            LongText(80),
        ],
    )

    def validate(self, extra_validators=None):
        if not super().validate(extra_validators):
            return False
        length = (self.last.data or self.first.data) - self.first.data
        if length < timedelta():
            self.refuse(_("Enter a last day that is not before the first"), "last")
        elif length > LONGEST_CLOSURE:
            self.refuse(_("Enter at most three months at once"), "last")
        return not self.errors


class PlacesForm(Form):
    places = TextAreaField(_l("Postcodes and names"))

    def validate(self, extra_validators=None):
        if not super().validate(extra_validators):
            return False
        self.read = []
        for number, line in enumerate((self.places.data or "").splitlines(), 1):
            if line.strip() and not self._read(line):
                text = _(
                    "Line %(number)s: enter a postcode and a name, like 5000 Namur", number=number
                )
                self.refuse(text, "places")
                return False
        if len(self.read) > MOST_PLACES:
            self.refuse(_("Enter at most %(most)s lines", most=MOST_PLACES), "places")
        return not self.errors

    def _read(self, line):
        try:
            place = typed.postcode_or_place(line.replace("\t", " "))
        except typed.Mistyped:
            return False
        if place.postcode is None or not place.name or len(place.name) > 80:
            return False
        self.read.append((place.postcode, place.name))
        return True
