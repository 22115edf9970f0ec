"""The forms of the people step and of the safe-contact step: one of each per person."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from followup.blueprints.police.event_form import StepForm
from followup.rules import typed
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Hours, Mail, Phone
from followup.rules.next_step import DAYPARTS
from followup.vocabulary import (
    Answer,
    Consent,
    Daypart,
    Gender,
    Language,
    Permit,
    PersonRole,
    Told,
    Way,
)
from followup.web.access import actor
from followup.web.forms import (
    BooleanField,
    CodeField,
    CodeSelect,
    CodesField,
    LongText,
    StringField,
    TypedField,
    Wanted,
    phone_field,
    today,
)
from followup.web.labels import inside

ASKED_WAYS = (Way.CALL, Way.VOICEMAIL, Way.SMS, Way.EMAIL)
BIRTH = _l("Enter a date of birth or an age")
PAST_BIRTH = _l("Date of birth must be in the past")
PHONE_OR_NONE = _l("Enter a phone number, or select “No safe way known”")
WAY_OR_NONE = _l("Select at least one way, or “No safe way known”")


class BirthField(TypedField):
    """A date of birth or an age; a day to come gets its own sentence."""

    def __init__(self, text, **options):
        super().__init__(text, _read_birth, BIRTH, show=_birth_shown, **options)

    def process_formdata(self, valuelist):
        self.data = None
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            return
        try:
            self.data = _read_birth(text)
        except typed.Mistyped as mistyped:
            late = mistyped.reason is typed.Reason.NOT_YET_BORN
            raise ValueError(PAST_BIRTH if late else BIRTH) from None


def _read_birth(text):
    return typed.birth(text, today())


def _birth_shown(birth):
    day = birth.born_on
    return f"{day.day}/{day.month}/{day.year}" if day else str(birth.age)


class PersonForm(StepForm):
    family_name = StringField(
        _l("Last name"), validators=[Wanted(_l("Enter the last name")), LongText(80)]
    )
    first_name = StringField(
        _l("First name"), validators=[Wanted(_l("Enter the first name")), LongText(80)]
    )
    role = CodeField(_l("Referred as"), PersonRole)
    birth = BirthField(_l("Date of birth, or age"), validators=[Wanted(BIRTH)])
    gender = CodeField(_l("Gender"), Gender)
    language = CodeSelect(_l("Language"), Language, validators=[Wanted(_l("Select a language"))])
    other_language = StringField(_l("Which language?"), validators=[LongText(40)])
    interpreter = BooleanField(_l("Interpreter needed"))
    still_at_address = CodeField(_l("Still at the address of the facts?"), Answer)
    elsewhere = StringField(_l("Where?"), validators=[LongText(200)])

    def __init__(self, texts, key, number):
        self.key, self.number = key, number
        super().__init__(formdata=texts, prefix=f"p{key}-")
        self.still_at_address.choices = [
            SelectChoice(Answer.YES.value, _l("Yes")),
            SelectChoice(Answer.NO.value, _l("No – elsewhere")),
            SelectChoice(Answer.NOT_KNOWN.value, _l("Not known")),
        ]

    @property
    def is_adult(self):
        """A child and a witness are asked less: nobody calls them."""
        return self.role.data not in (PersonRole.CHILD, PersonRole.WITNESS)

    @property
    def name(self):
        full = " ".join(filter(None, [self.first_name.data, self.family_name.data]))
        if full:
            return full
        if self.role.data is None:
            return _("Person %(n)s", n=self.number)
        return _("Person %(n)s (%(role)s)", n=self.number, role=inside(self.role.data))

    def validate(self, extra_validators=None):
        super().validate(extra_validators)
        if self.role.data is None and not self.role.errors:
            self.refuse(_("Select the role of %(name)s", name=self.name), "role")
        unanswered = self.still_at_address.data is None and not self.still_at_address.errors
        if unanswered and self.is_adult:
            self.refuse(
                _("Select whether %(name)s is still at the address", name=self.name),
                "still_at_address",
            )
        self.name_errors(self.name)
        return not self.errors

    @property
    def spoken(self):
        """The code of the language, or the name of another one as typed."""
        other = self.language.data is Language.OTHER and self.other_language.data
        return other or self.language.data.value


class ContactForm(StepForm):
    """How one adult may be reached, as agreed with the officer."""

    consent = CodeField(
        _l("Does she/he agree to be contacted by the support service?"),
        Consent,
        validators=[Wanted(_l("Select the answer"))],
    )
    phone = phone_field(_l("Safest phone number"))
    no_safe_way = BooleanField(_l("No safe way known"))
    ways = CodesField(_l("What may we use?"), Way, only=ASKED_WAYS, default=[Way.CALL])
    email = StringField(_l("E-mail"), validators=[LongText(120)])
    moments = CodesField(_l("Best moment"), Daypart)
    told = CodesField(
        _l("What was she/he told?"), Told, validators=[Wanted(_l("Select what was said"))]
    )

    def __init__(self, texts, person):
        self.person = person
        super().__init__(formdata=_own(texts, f"c{person.key}-"), prefix=f"c{person.key}-")

    def validate(self, extra_validators=None):
        super().validate(extra_validators)
        if not self.no_safe_way.data:
            self._check_ways()
        self.name_errors(self.person.name)
        return not self.errors

    def _check_ways(self):
        if self.phone.data is None and not self.phone.errors:
            self.refuse(PHONE_OR_NONE, "phone")
        if not self.ways.data and not self.ways.errors:
            self.refuse(WAY_OR_NONE, "ways")
        email_asked = Way.EMAIL in (self.ways.data or ()) and self.email.data
        if email_asked and "@" not in self.email.data:
            self.refuse(_l("Enter an e-mail address, like name@example.be"), "email")
        told = self.told.data or []
        if Told.NOTHING in told and len(told) > 1:
            self.refuse(_l("Select what was said"), "told")

    def card(self):
        """What was not ticked was not asked; a call that was unticked is refused."""
        permits = dict.fromkeys(self.ways.data or (), Permit.YES)
        if Way.CALL not in permits:
            permits[Way.CALL] = Permit.NO
        return ContactCard(
            phones=(Phone(self.phone.data),) if self.phone.data else (),
            permits=permits,
            windows=tuple(
                Hours(f"{opens:%H:%M}", f"{closes:%H:%M}")
                for opens, closes in (DAYPARTS[moment] for moment in self.moments.data or ())
            ),
            mails=(Mail(self.email.data),) if self.email.data else (),
            no_safe_way=self.no_safe_way.data,
        )


class DutyForm(StepForm):
    on_duty = phone_field(
        _l("Number for questions this shift"), validators=[Wanted(_l("Enter a phone number"))]
    )

    def __init__(self, texts=None):
        super().__init__(formdata=_own(texts, "on_duty"), on_duty=actor().phone)


def _own(texts, start):
    """The texts of one person; none at all leaves the defaults."""
    if texts is None or not any(name.startswith(start) for name in texts):
        return None
    return texts
