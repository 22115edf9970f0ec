"""The base form and the field types that read what people type."""

import secrets
from datetime import datetime

from flask import g
from flask_babel import format_decimal
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from followup import clock
from followup.rules import typed
from followup.rules.working_time import BRUSSELS
from followup.web.labels import label
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l


class Form(FlaskForm):
    """Trims every text, keeps wrong values, and can carry what casework refused."""

    class Meta:
        def bind_field(self, form, unbound_field, options):
            filters = unbound_field.kwargs.get("filters", [])
            return unbound_field.bind(form=form, filters=[*filters, trimmed], **options)

    def values(self):
        """What the fields hold, without the marks of the form itself."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}

    def refuse(self, sentence, field=None):
        """Show a refusal of the act at a field, or above the form."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            self[field].errors = [*self[field].errors, sentence]


def trimmed(value):
    """No space at the ends, and no NUL: a database refuses it. A vocabulary member stays one."""
    return value.replace("\x00", "").strip() if type(value) is str else value


def form_key():
    """The key of this rendering of a form: a second submission of it is not a second act."""
    if "form_key" not in g:
        g.form_key = secrets.token_urlsafe(18)
    return g.form_key


class Wanted:
    """The field must be filled; `message` says what to do, in the field's own words."""

    field_flags = {}

    def __init__(self, message):
        self.message = message

    def __call__(self, form, field):
        if field.data in (None, "", []):
            if field.errors:
                raise StopValidation
            raise StopValidation(self.message)


class CodeField(RadioField):
    """One member of a closed list, as radios. An answer outside the list asks to choose again."""

    def __init__(self, text, vocabulary, choose=None, only=None, **options):
        members = list(only or vocabulary)
        choices = _lines(members)
        super().__init__(text, choices=choices, coerce=_reader(vocabulary), **options)
        self.choose = choose

    def pre_validate(self, form):
        if self.data is None:
            return
        if self.data.value not in _values(self):
            raise ValidationError(self.choose or _l("Select one of the answers"))


class CodeSelect(SelectField):
    """One member of a longer closed list, as a drop-down with an empty first line."""

    def __init__(self, text, vocabulary, choose=None, only=None, empty="", **options):
        members = list(only or vocabulary)
        choices = [SelectChoice("", empty), *_lines(members)]
        super().__init__(text, choices=choices, coerce=_reader(vocabulary), **options)
        self.choose = choose

    def pre_validate(self, form):
        if self.data is not None and self.data.value not in _values(self):
            raise ValidationError(self.choose or _l("Select one of the answers"))


class CodesField(SelectMultipleField):
    """Several members of a closed list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, text, vocabulary, choose=None, only=None, **options):
        members = list(only or vocabulary)
        choices = _lines(members)
        super().__init__(text, choices=choices, coerce=_reader(vocabulary), **options)
        self.choose = choose

    def process_data(self, value):
        self.data = [code for code in map(self.coerce, value or []) if code is not None]

    def process_formdata(self, valuelist):
        self.data = [code for code in map(self.coerce, valuelist) if code is not None]
        if len(self.data) != len(valuelist):
            raise ValueError(self.choose or _l("Select one of the answers"))

    def pre_validate(self, form):
        if not {code.value for code in self.data or []} <= _values(self):
            raise ValidationError(self.choose or _l("Select one of the answers"))


def _lines(members):
    return [SelectChoice(member.value, label(member)) for member in members]


def _values(field):
    return {line.value for line in field.choices}


def _reader(vocabulary):
    def read(value):
        if value is None or value == "":
            return None
        try:
            return vocabulary(value)
        except ValueError:
            return None

    return read


class TypedField(Field):
    """A text read tolerantly; what was typed stays on the page when it could not be read.

    `mistyped` is the sentence for a text that cannot be read. What stood there before and was left
    as it was is not judged again: an old number must not stop the change of another line.
    """

    widget = TextInput()

    def __init__(self, text, read, mistyped, show=str, **options):
        super().__init__(text, **options)
        self.read, self.mistyped, self.show = read, mistyped, show

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else self.show(self.data)

    def process_formdata(self, valuelist):
        text = (valuelist[0] if valuelist else "").strip()
        before = self.object_data
        self.data = before if before is not None and text == self.show(before) else None
        if text and self.data is None:
            try:
                self.data = self.read(text)
            except typed.Mistyped:
                raise ValueError(self.mistyped) from None


def today():
    """Today in Brussels."""
    return clock.now().astimezone(BRUSSELS).date()


def day_field(text, mistyped=None, **options):
    """A date in any of the ways people write it; never month before day."""
    return TypedField(
        text,
        lambda words: typed.day(words, today()),
        mistyped or _l("Enter a date, for example 27/3/2026"),
        show=lambda day: f"{day.day}/{day.month}/{day.year}",
        **options,
    )


def hour_field(text, mistyped=None, **options):
    return TypedField(
        text,
        typed.hour,
        mistyped or _l("Enter the time, for example 02:45"),
        show=lambda hour: f"{hour:%H:%M}",
        **options,
    )


def phone_field(text, mistyped=None, **options):
    return TypedField(
        text,
        typed.phone,
        mistyped or _l("Enter a phone number, like 0470 12 34 56 or +33 6 …"),
        show=typed.phone_shown,
        **options,
    )


class LongText:
    """At most so many characters, the end of a line counted as one, as the counter on the page."""

    def __init__(self, most):
        self.most = most

    def __call__(self, form, field):
        typed = len((field.data or "").replace("\r\n", "\n"))
        if typed > self.most:
            raise ValidationError(
                _(
                    "%(field)s – use at most %(most)s characters, you typed %(typed)s",
                    field=field.label.text,
                    most=format_decimal(self.most),
                    typed=format_decimal(typed),
                )
            )


def local(moment: datetime) -> datetime:
    return moment.astimezone(BRUSSELS)


__all__ = [
    "BooleanField",
    "CodeField",
    "CodeSelect",
    "CodesField",
    "Form",
    "LongText",
    "StringField",
    "TextAreaField",
    "TypedField",
    "Wanted",
    "day_field",
    "form_key",
    "hour_field",
    "phone_field",
]
