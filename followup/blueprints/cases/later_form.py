"""When a follow-up is to come back: one of the safe moments, or a day and an hour."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from followup.rules import typed
from followup.web.dates import span
from followup.web.forms import Form, day_field, hour_field

PICK = "pick"
WHEN = {
    "today": _l("Later today: %(span)s"),
    "window": _l("Next safe window: %(span)s"),
    "tomorrow": _l("Tomorrow: %(span)s"),
}


class LaterForm(Form):
    when = RadioField(_l("When"), validate_choice=False)
    day = day_field(_l("Day"))
    hour = hour_field(_l("Time"))

    def __init__(self, *arguments, steps, **named):
        super().__init__(*arguments, **named)
        self.when.choices = [
            (name, str(WHEN[name]) % {"span": span(step.starts_at, step.ends_at)})
            for name, step in steps.items()
        ]
        self.when.choices.append((PICK, _("Pick a day and time")))


def chosen_moment(form, steps):
    """The moment that was chosen, or None with the reason at the field."""
    name = form.when.data
    if name in steps:
        return steps[name].starts_at
    if name != PICK and not form.day.data:
        form.refuse(_("Choose when"), "when")
        return None
    if form.day.data is None or form.hour.data is None:
        form.refuse(_("Enter a day and a time"), "day")
        return None
    try:
        return typed.moment(form.day.data, form.hour.data)
    except typed.Mistyped:
        form.refuse(_("This hour does not exist on that day: the clock goes forward"), "hour")
        return None
