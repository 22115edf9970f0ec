"""The form of the safe-contact card (F2), in numbered rows: more can be added without a script."""

import re

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from followup.rules import typed
from followup.vocabulary import (
    CallerId,
    CardSource,
    Daypart,
    Dropped,
    OtherAnswers,
    Permit,
    PhoneOwner,
    Way,
)
from followup.web.card_words import EVERY_DAY, weekday_names
from followup.web.forms import (
    CodeField,
    CodeSelect,
    CodesField,
    Form,
    LongText,
    Wanted,
    day_field,
    hour_field,
    phone_field,
    today,
)
from followup.web.labels import label

MOST_ROWS = 8
WAYS = tuple(way for way in Way if way.needs_permit)
WITH_PHONE = (Way.CALL, Way.VOICEMAIL, Way.SMS, Way.CHAT)
ROWS = ("phone", "window", "safe", "unsafe")
END_AFTER_START = _l("The end must be after the start")
ENTER_PHONE = _l("Enter a phone number, like 0470 12 34 56 or +33 6 …")


class WeekdaysField(SelectMultipleField):
    """Days of the week in the reader's language; 0 is Monday."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, text, **options):
        days = [SelectChoice(day, LazyString(_weekday, day)) for day in range(EVERY_DAY)]
        super().__init__(text, coerce=int, choices=days, **options)


def _weekday(day):
    return weekday_names()[day]


def _short(most):
    return LongText(most)


class CardForm(Form):
    """The part that has no rows."""

    no_safe_way = BooleanField(_l("No safe way known"))
    caller_id = CodeField(
        _l("Our number"),
        CallerId,
        validators=[Wanted(_l("Select how our number may appear"))],
    )
    caller_name = StringField(_l("Name shown"), validators=[_short(80)])
    any_time = BooleanField(_l("Any time"))
    parts = CodesField(_l("Parts of the day"), Daypart)
    never_dates = StringField(_l("Never on these dates"), validators=[_short(300)])
    never_weekdays = WeekdaysField(_l("Never on these weekdays"))
    other_answers = CodeField(
        _l("If someone else answers"),
        OtherAnswers,
        validators=[Wanted(_l("Select what to say"))],
    )
    other_name = StringField(_l("Name to say"), validators=[_short(80)])
    code_word = StringField(_l("Word that means “cannot talk”"), validators=[_short(40)])
    dropped = CodeField(
        _l("If the call drops"),
        Dropped,
        validators=[Wanted(_l("Select what to do if the call drops"))],
    )
    email = StringField(_l("E-mail"), validators=[_short(120)])
    address = StringField(_l("Address for letters"), validators=[_short(200)])
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
        number = any(row["number"].data for row in self.rows("phone"))
        needs = (
            (allowed.intersection(WITH_PHONE) and not number, ENTER_PHONE, "phone_1_number"),
            (Way.EMAIL in allowed and not self.email.data, _l("Enter an e-mail address"), "email"),
            (Way.LETTER in allowed and not self.address.data, _l("Enter an address"), "address"),
        )
        for missing, sentence, name in needs:
            if missing and not self[name].errors:
                self.refuse(sentence, name)
        return not any(missing for missing, _sentence, _name in needs)

    def _check_windows(self):
        rows = self.rows("window")
        fits = [_window_fits(self, row) for row in rows]
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


PARTS = {
    "phone": ("number", "owner", "locked"),
    "window": ("days", "opens", "closes"),
    "safe": ("name", "link", "phone"),
    "unsafe": ("name", "link"),
}


def card_form(counts):
    """The form class with so many rows of each kind."""
    fields = {f"way_{way}": CodeField(label(way), Permit, default=Permit.NOT_ASKED) for way in WAYS}
    for name in ROWS:
        for n in range(1, counts[name] + 1):
            fields |= {f"{name}_{n}_{short}": made for short, made in _row(name).items()}
    return type("CardForm", (CardForm,), {"counts": counts, **fields})


def _row(name):
    return {
        "phone": lambda: {
            "number": phone_field(_l("Phone")),
            "owner": CodeSelect(_l("Whose phone"), PhoneOwner),
            "locked": BooleanField(_l("Do not use this number")),
        },
        "window": lambda: {
            "days": WeekdaysField(_l("Days")),
            "opens": hour_field(_l("From")),
            "closes": hour_field(_l("To")),
        },
        "safe": lambda: {**_somebody(), "phone": phone_field(_l("Phone"))},
        "unsafe": _somebody,
    }[name]()


def _somebody():
    return {
        "name": StringField(_l("Name"), validators=[_short(80)]),
        "link": StringField(_l("Link with the person"), validators=[_short(80)]),
    }


def row_counts(card, posted, added):
    """As many rows as the card has, were posted, or were asked for."""
    has = {
        "phone": len(card.phones),
        "window": len(card.windows),
        "safe": len(card.safe_people),
        "unsafe": len(card.unsafe_people),
    }
    return {
        name: min(MOST_ROWS, max(1, has[name], _posted(posted, name)) + (added == name))
        for name in ROWS
    }


def _posted(posted, name):
    found = (re.fullmatch(rf"{name}_(\d)_\w+", key) for key in posted)
    return max((int(one[1]) for one in found if one), default=0)
