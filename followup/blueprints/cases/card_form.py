"""The form of the safe-contact card (F2), in numbered rows: more can be added without a script."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from followup.blueprints.cases.card_rows import (
    PARTS,
    POINT,
    ROWS,
    WeekdaysField,
    row_fields,
    short_text,
)
from followup.rules import typed
from followup.rules.contact_points import BY_PHONE
from followup.vocabulary import (
    CallerId,
    CardSource,
    Daypart,
    Dropped,
    OtherAnswers,
    Permit,
    Way,
)
from followup.web.forms import (
    CodeField,
    CodesField,
    Form,
    Wanted,
    day_field,
    today,
)
from followup.web.labels import label

WAYS = tuple(way for way in Way if way.needs_permit)
WITH_PHONE = (Way.CALL, *BY_PHONE)
END_AFTER_START = _l("The end must be after the start")
ENTER_PHONE = _l("Enter a phone number, like 0470 12 34 56 or +33 6 …")


class CardForm(Form):
    """The part that has no rows."""

    no_safe_way = BooleanField(_l("No safe way known"))
    caller_id = CodeField(
        _l("Our number"),
        CallerId,
        validators=[Wanted(_l("Select how our number may appear"))],
    )
    caller_name = StringField(_l("Name shown"), validators=[short_text(80)])
    any_time = BooleanField(_l("Any time"))
    parts = CodesField(_l("Parts of the day"), Daypart)
    never_dates = StringField(_l("Never on these dates"), validators=[short_text(300)])
    never_weekdays = WeekdaysField(_l("Never on these weekdays"))
    other_answers = CodeField(
        _l("If someone else answers"),
        OtherAnswers,
        validators=[Wanted(_l("Select what to say"))],
    )
    other_name = StringField(_l("Name to say"), validators=[short_text(80)])
    code_word = StringField(_l("Word that means “cannot talk”"), validators=[short_text(40)])
    duress_word = StringField(_l("Word that means “I am in danger”"), validators=[short_text(40)])
    dropped = CodeField(
        _l("If the call drops"),
        Dropped,
        validators=[Wanted(_l("Select what to do if the call drops"))],
    )
    source = CodeField(
        _l("Agreed with"),
        CardSource,
        validators=[Wanted(_l("Select who agreed to this"))],
    )
    agreed_on = day_field(_l("Agreed on"), validators=[Wanted(_l("Enter the date"))])

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        checks = (
            self._check_ways(),
            self._check_windows(),
            self._check_dates(),
            self._check_agreed(),
        )
        return fine and all(checks)

    def ways(self):
        """The radio of each way, in the order of the list."""
        return [(way, self[f"way_{way}"]) for way in WAYS]

    def rows(self, name):
        """The rows of one kind, each as its fields by their short name."""
        return [
            {short: self[f"{name}_{n}_{short}"] for short in PARTS[name]}
            for n in range(1, self.counts[name] + 1)
        ]

    def never_days(self):
        """The dates as typed, read; raises Mistyped."""
        texts = re.split(r"[;,\n]", self.never_dates.data or "")
        return tuple(typed.day(text, today()) for text in texts if text.strip())

    def _check_ways(self):
        allowed = {way for way, field in self.ways() if field.data is Permit.YES}
        if self.no_safe_way.data:
            return True
        first = self[f"way_{WAYS[0]}"].name
        if not allowed:
            self.refuse(_l("Select at least one way, or “No safe way known”"), first)
            return False
        number, mail, place = (
            any(row[POINT[name]].data for row in self.rows(name)) for name in POINT
        )
        enter_mail, enter_place = _l("Enter an e-mail address"), _l("Enter an address")
        needs = (
            (allowed.intersection(WITH_PHONE) and not number, ENTER_PHONE, "phone_1_number"),
            (Way.EMAIL in allowed and not mail, enter_mail, "mail_1_address"),
            (Way.LETTER in allowed and not place, enter_place, "place_1_address"),
        )
        for missing, sentence, name in needs:
            if missing and not self[name].errors:
                self.refuse(sentence, name)
        return not any(missing for missing, _sentence, _name in needs)

    def _check_windows(self):
        rows = self.rows("window")
        fits = [_window_fits(self, row) for row in (*rows, *self.rows("phone"))]
        typed_one = any(row["opens"].data or row["opens"].errors for row in rows)
        some = bool(self.parts.data) or typed_one
        if self.any_time.data and some:
            self.refuse(_l("Untick “Any time”, or empty the safe moments"), "any_time")
            return False
        if not some and not self.any_time.data and not self.no_safe_way.data:
            self.refuse(_l("Enter a safe moment, or tick “Any time”"), "any_time")
            return False
        return all(fits)

    def _check_dates(self):
        try:
            self.never_days()
        except typed.Mistyped:
            self.refuse(_l("Enter dates, for example 27/3/2026, 1/4/2026"), "never_dates")
            return False
        return True

    def _check_agreed(self):
        if self.agreed_on.data and self.agreed_on.data > today():
            self.refuse(_l("The moment must be in the past"), "agreed_on")
            return False
        return True


def _window_fits(form, row):
    """Both hours or neither; 24:00 may be typed as 00:00."""
    opens, closes = row["opens"], row["closes"]
    if opens.errors or closes.errors:
        return False
    if opens.data is None and closes.data is None:
        return True
    if opens.data is None or closes.data is None:
        missing = opens if opens.data is None else closes
        form.refuse(_l("Enter the time, for example 02:45"), missing.name)
        return False
    if closes.data <= opens.data and (closes.data.hour, closes.data.minute) != (0, 0):
        form.refuse(END_AFTER_START, closes.name)
        return False
    return True


def card_form(counts):
    """The form class with so many rows of each kind."""
    fields = {f"way_{way}": CodeField(label(way), Permit, default=Permit.NOT_ASKED) for way in WAYS}
    for name in ROWS:
        for n in range(1, counts[name] + 1):
            fields |= {f"{name}_{n}_{short}": made for short, made in row_fields(name).items()}
    return type("CardForm", (CardForm,), {"counts": counts, **fields})
