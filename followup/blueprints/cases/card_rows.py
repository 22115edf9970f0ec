"""The numbered rows of the safe-contact card (F2): what each kind of row asks."""

import re

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from followup.rules.contact_points import BY_PHONE
from followup.vocabulary import PhoneOwner, Safety, Way
from followup.web.card_words import EVERY_DAY, weekday_names
from followup.web.forms import (
    CodeField,
    CodeSelect,
    CodesField,
    LongText,
    hour_field,
    phone_field,
)

MOST_ROWS = 8
ROWS = ("phone", "mail", "place", "window", "safe", "unsafe")
# The field that says where, by the kind of row.
POINT = {"phone": "number", "mail": "address", "place": "address"}
PARTS = {
    "phone": (
        *("number", "owner", "safety", "others", "never", "days", "opens", "closes", "locked"),
    ),
    "mail": ("address", "owner", "safety", "others", "locked"),
    "place": ("address", "safety", "others", "locked"),
    "window": ("days", "opens", "closes"),
    "safe": ("name", "link", "phone"),
    "unsafe": ("name", "link"),
}


class WeekdaysField(SelectMultipleField):
    """Days of the week in the reader's language; 0 is Monday."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, text, **options):
        days = [SelectChoice(day, LazyString(_weekday, day)) for day in range(EVERY_DAY)]
        super().__init__(text, coerce=int, choices=days, **options)


def _weekday(day):
    return weekday_names()[day]


def short_text(most):
    return LongText(most)


def row_fields(name):
    """The fields of one row, by their short name."""
    return {
        "phone": lambda: {
            "number": phone_field(_l("Phone")),
            "owner": CodeSelect(_l("Whose phone"), PhoneOwner),
            **_safety(),
            "never": CodesField(_l("Never for"), Way, only=BY_PHONE),
            **_moment(),
            "locked": BooleanField(_l("Do not use this number")),
        },
        "mail": lambda: {
            "address": StringField(_l("E-mail"), validators=[short_text(120)]),
            "owner": CodeSelect(_l("Whose address"), PhoneOwner),
            **_safety(),
            "locked": BooleanField(_l("Do not use this address")),
        },
        "place": lambda: {
            "address": StringField(_l("Address for letters"), validators=[short_text(200)]),
            **_safety(),
            "locked": BooleanField(_l("Do not use this address")),
        },
        "window": _moment,
        "safe": lambda: {**_somebody(), "phone": phone_field(_l("Phone"))},
        "unsafe": _somebody,
    }[name]()


def _safety():
    return {
        "safety": CodeField(_l("Is it safe?"), Safety, default=Safety.UNKNOWN),
        "others": StringField(_l("Who else reaches it"), validators=[short_text(80)]),
    }


def _moment():
    return {
        "days": WeekdaysField(_l("Days")),
        "opens": hour_field(_l("From")),
        "closes": hour_field(_l("To")),
    }


def _somebody():
    return {
        "name": StringField(_l("Name"), validators=[short_text(80)]),
        "link": StringField(_l("Link with the person"), validators=[short_text(80)]),
    }


def row_counts(card, posted, added):
    """As many rows as the card has, were posted, or were asked for."""
    has = {
        "phone": len(card.phones),
        "mail": len(card.mails),
        "place": len(card.places),
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
