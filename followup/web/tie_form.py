"""The form by which somebody says to whom or to which place a worker is tied."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from followup.rules.ties import place_keys
from followup.web.forms import Form, LongText, StringField, TextAreaField, ValidationError


class TieForm(Form):
    person = StringField(_l("Name of the person"), validators=[LongText(120)])
    place = StringField(
        _l("Street, number, postcode and place"),
        validators=[LongText(200)],
    )
    note = TextAreaField(_l("In your words"), validators=[LongText(300)])

    def validate_person(self, field):
        if not field.data and not self.place.data:
            raise ValidationError(_("Enter a name or an address"))

    def validate_place(self, field):
        if field.data and not place_keys(field.data):
            raise ValidationError(_("Enter the street with its number"))

    def written(self):
        return {name: self[name].data or "" for name in ("person", "place", "note")}
