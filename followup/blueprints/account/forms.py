"""The forms of the own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from followup.vocabulary import Language
from followup.web.forms import BooleanField, CodesField, Form, Wanted, phone_field
from followup.web.languages import LANGUAGES


class ProfileForm(Form):
    language = SelectField(_l("Language"), choices=LANGUAGES)
    phone = phone_field(_l("Your phone number"))
    speaks = CodesField(_l("Languages you speak"), Language)
    zones = SelectMultipleField(
        _l("Zones you cover"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    keyboard = BooleanField(_l("Use single letters as keys"))

    def __init__(self, *arguments, works=False, zones=(), **named):
        """Languages and zones are asked of whoever may be given work."""
        super().__init__(*arguments, **named)
        self.zones.choices = list(zones)
        if not works:
            del self.speaks
        if not zones:
            del self.zones

    def validate_zones(self, field):
        """A zone that is routed elsewhere meanwhile is no longer covered."""
        field.data = [zone for zone in field.data or [] if zone in dict(field.choices)]


class PasswordForm(Form):
    password = PasswordField(
        _l("Password you have now"), validators=[Wanted(_l("Enter the password you have now"))]
    )
    new_password = PasswordField(
        _l("New password"), validators=[Wanted(_l("Enter a new password"))]
    )
