"""The form with which an officer adds to a referral that was sent."""

from flask_babel import lazy_gettext as _l

from followup.casework.referrals import LONGEST_ADDITION
from followup.web.forms import Form, LongText, TextAreaField, Wanted


class AdditionForm(Form):
    text = TextAreaField(
        _l("What do you want to add?"),
        validators=[
            Wanted(_l("Enter what you want to add")),
            LongText(LONGEST_ADDITION),
        ],
    )
