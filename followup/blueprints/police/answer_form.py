"""The form with which the police answer a service: another number with its conditions, or none."""

from flask_babel import lazy_gettext as _l

from followup.casework.police_answers import Given
from followup.rules.contact_card import Hours
from followup.rules.next_step import DAYPARTS
from followup.vocabulary import Daypart, PhoneOwner, PoliceAnswer, Way
from followup.web.forms import CodeField, CodesField, Form, Wanted, phone_field

WAYS = (Way.CALL, Way.VOICEMAIL, Way.SMS)


class AnswerForm(Form):
    answer = CodeField(_l("Your answer"), PoliceAnswer, validators=[Wanted(_l("Select an answer"))])
    phone = phone_field(_l("Another phone number"))
    owner = CodeField(_l("Whose phone is it?"), PhoneOwner)
    ways = CodesField(_l("What may we use?"), Way, only=WAYS, default=[Way.CALL])
    moments = CodesField(_l("Best moment"), Daypart)

    def validate(self, extra_validators=None):
        """Without a number nothing more is asked."""
        fine = super().validate(extra_validators)
        if self.answer.data is not PoliceAnswer.ANOTHER_NUMBER:
            return fine
        if self.phone.data is None and not self.phone.errors:
            self.refuse(_l("Enter a phone number"), "phone")
        if self.owner.data is None and not self.owner.errors:
            self.refuse(_l("Select whose phone it is"), "owner")
        if not self.ways.data and not self.ways.errors:
            self.refuse(_l("Select at least one way"), "ways")
        return not self.errors

    def given(self):
        """The number with its conditions; None when no other is known."""
        if self.answer.data is not PoliceAnswer.ANOTHER_NUMBER:
            return None
        return Given(
            self.phone.data,
            owner=self.owner.data,
            ways=frozenset(self.ways.data),
            moments=tuple(
                Hours(f"{opens:%H:%M}", f"{closes:%H:%M}")
                for opens, closes in (DAYPARTS[moment] for moment in self.moments.data or ())
            ),
        )
