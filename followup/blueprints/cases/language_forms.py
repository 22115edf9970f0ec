"""The forms on language and interpreter."""

from wtforms import BooleanField, StringField, TextAreaField

from followup.rules.language import Wishes
from followup.vocabulary import BookedFor, InterpreterGender, Language
from followup.web.forms import (
    CodeField,
    CodeSelect,
    Form,
    LongText,
    Wanted,
    day_field,
    hour_field,
)
from followup.web.texts import lazy_gettext as _l

BARRED, LONGEST_NAME = 20, 80


class LanguageForm(Form):
    """What is known of the language, and the wishes on who translates."""

    language = CodeSelect(_l("Language"), Language, validators=[Wanted(_l("Select a language"))])
    other_language = StringField(_l("Which language?"), [LongText(40)])
    dialect = StringField(_l("Dialect"), [LongText(80)])
    interpreter = BooleanField(_l("Interpreter needed"))
    gender = CodeField(
        _l("Who should translate?"), InterpreterGender, default=InterpreterGender.NOT_ASKED
    )
    other_region = BooleanField(_l("Nobody from the same region"))
    not_from = StringField(_l("Nobody from this community or town"), [LongText(80)])
    barred = TextAreaField(_l("Must never translate"))

    def validate_barred(self, field):
        """One name a line; each short enough to be a name."""
        names = names_of(field.data)
        if len(names) > BARRED or any(len(name) > LONGEST_NAME for name in names):
            self.refuse(_l("Write one name a line, at most 20 names"), "barred")

    @property
    def spoken(self):
        """The code of the language, or the name of another one as typed."""
        other = self.language.data is Language.OTHER and self.other_language.data
        return other or self.language.data.value

    @property
    def wishes(self):
        return Wishes(
            dialect=self.dialect.data or "",
            gender=self.gender.data or InterpreterGender.NOT_ASKED,
            other_region=self.other_region.data,
            not_from=self.not_from.data or "",
            barred=names_of(self.barred.data),
        )


class BookingForm(Form):
    """Who translates, when, and how."""

    service = StringField(
        _l("Interpreting service"),
        [Wanted(_l("Enter the service")), LongText(80)],
    )
    reference = StringField(_l("Reference of the booking"), [LongText(80)])
    name = StringField(_l("Name of the interpreter"), [LongText(80)])
    how = CodeField(
        _l("How"),
        BookedFor,
        default=BookedFor.PHONE,
        validators=[Wanted(_l("Select by phone or present"))],
    )
    day = day_field(_l("Day"), validators=[Wanted(_l("Enter a date after now"))])
    hour = hour_field(_l("Time"), validators=[Wanted(_l("Enter the time, for example 02:45"))])
    why = StringField(
        _l("Why this interpreter all the same"),
        [LongText(300)],
    )


def names_of(text):
    """One name a line."""
    return tuple(filter(None, (line.strip() for line in (text or "").splitlines())))


def held(head):
    """What the language form holds now."""
    known = head.language in list(Language)
    wishes = head.wishes
    return {
        "language": Language(head.language) if known else Language.OTHER,
        "other_language": "" if known else head.language,
        "interpreter": head.interpreter,
        "dialect": wishes.dialect,
        "gender": wishes.gender,
        "other_region": wishes.other_region,
        "not_from": wishes.not_from,
        "barred": "\n".join(wishes.barred),
    }
