"""The forms of signing in and of the locked screen."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from followup.web.forms import Form, StringField, Wanted


class SignInForm(Form):
    email = StringField(_l("E-mail"), validators=[Wanted(_l("Enter your e-mail address"))])
    password = PasswordField(_l("Password"), validators=[Wanted(_l("Enter your password"))])


class UnlockForm(Form):
    password = PasswordField(_l("Password"), validators=[Wanted(_l("Enter your password"))])
