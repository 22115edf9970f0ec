"""The forms for accounts and organisations."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from followup.casework.accounts import ROLES_GIVEN
from followup.rules import typed
from followup.vocabulary import Language, OrganisationKind, Role, Strand
from followup.web.forms import (
    BooleanField,
    CodeSelect,
    CodesField,
    Form,
    LongText,
    StringField,
    TypedField,
    Wanted,
    day_field,
    phone_field,
)
from followup.web.languages import LANGUAGES

MOST_FOLLOW_UPS = 80


def whole_number(lowest, highest):
    """Return the reader of a whole number in this range, for a TypedField."""

    def read(text):
        if not (text.isascii() and text.isdigit()) or not lowest <= int(text[:6]) <= highest:
            raise typed.Mistyped(typed.Reason.EMPTY)
        return int(text)

    return read


def email(text):
    """Read an e-mail address as written, without asking the network about it."""
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise typed.Mistyped(typed.Reason.EMPTY) from None


def organisation_code(text):
    """Read a short code in capitals; it stands in addresses of pages."""
    code = text.upper().replace(" ", "-")
    plain = code.replace("-", "")
    if not (2 <= len(code) <= 20 and plain.isascii() and plain.isalnum()) or code == "NEW":
        raise typed.Mistyped(typed.Reason.EMPTY)
    return code


class OneOf(SelectField):
    """One row of a list, by its code; the empty first line is nobody."""

    def __init__(self, text, **options):
        super().__init__(text, validate_choice=False, **options)

    def offer(self, rows, empty=""):
        """Offer these (code, name) rows."""
        self.choices = [SelectChoice("", empty), *(SelectChoice(*row) for row in rows)]

    def process_formdata(self, valuelist):
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form):
        if self.data is not None and self.data not in {choice.value for choice in self.choices}:
            self.data = None


class AccountForm(Form):
    name = StringField(
        _l("Name"),
        validators=[
            Wanted(_l("Enter the name")),
            LongText(120),
        ],
    )
    email = TypedField(
        _l("E-mail"),
        email,
        _l("Enter an e-mail address, like name@service.be"),
        validators=[
            Wanted(_l("Enter an e-mail address, like name@service.be")),
            LongText(254),
        ],
    )
    organisation = OneOf(_l("Organisation"), validators=[Wanted(_l("Choose the organisation"))])
    roles = CodesField(
        _l("Roles"), Role, only=ROLES_GIVEN, validators=[Wanted(_l("Choose at least one role"))]
    )
    language = SelectField(_l("Language of the screens"), choices=LANGUAGES)
    speaks = CodesField(_l("Languages spoken"), Language)
    agreed_maximum = TypedField(
        _l("Agreed maximum of follow-ups"),
        whole_number(0, MOST_FOLLOW_UPS),
        _l("Enter a number from 0 to 80"),
        validators=[Wanted(_l("Enter a number from 0 to 80"))],
    )
    ends_on = day_field(_l("Ends on"))

    def __init__(self, *arguments, organisations=(), **named):
        super().__init__(*arguments, **named)
        self.organisation.offer(organisations, _l("Choose"))


class OrganisationForm(Form):
    code = TypedField(
        _l("Code"),
        organisation_code,
        _l("Use 2 to 20 letters, digits and hyphens"),
        validators=[Wanted(_l("Enter a short code, like PZ-NAMUR"))],
    )
    name = StringField(
        _l("Name"),
        validators=[
            Wanted(_l("Enter the name")),
            LongText(120),
        ],
    )
    neutral_name = StringField(
        _l("Neutral name on the phone"),
        filters=[lambda text: text or None],
        validators=[LongText(80)],
    )
    kind = CodeSelect(
        _l("Kind"), OrganisationKind, empty=_l("Choose"), validators=[Wanted(_l("Choose the kind"))]
    )
    language = CodeSelect(
        _l("Language"),
        Language,
        only=(Language.FRENCH, Language.DUTCH, Language.GERMAN, Language.ENGLISH),
        validators=[Wanted(_l("Choose the language"))],
    )
    phone = phone_field(_l("Phone"))
    weekend_duty = BooleanField(_l("Has a week-end duty"))
    active = BooleanField(_l("Active"))


class RoutesForm(Form):
    victim = OneOf(_l("Victim"))
    perpetrator = OneOf(_l("Alleged perpetrator"))
    child = OneOf(_l("Child"))

    def __init__(self, *arguments, receivers=(), **named):
        super().__init__(*arguments, **named)
        for strand in Strand:
            self[strand].offer(receivers, _l("Nobody"))
