"""The forms of the own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField

from followup.web.forms import BooleanField, Form, Wanted, phone_field
from followup.web.languages import LANGUAGES


class ProfileForm(Form):
    language = SelectField(_l("Language"), choices=LANGUAGES)
    phone = phone_field(_l("Your phone number"))
    keyboard = BooleanField(_l("Use single letters as keys"))


class PasswordForm(Form):
    password = PasswordField(
        _l("Password you have now"), validators=[Wanted(_l("Enter the password you have now"))]
    )
    new_password = PasswordField(
        _l("New password"), validators=[Wanted(_l("Enter a new password"))]
    )
