"""The form that logs a contact in half a minute (ux.md F3)."""

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from followup.rules.outcomes import ASKED_WHEN_THEY_COME
from followup.vocabulary import Outcome, Way
from followup.web.forms import (
    CodeField,
    Form,
    LongText,
    StringField,
    TextAreaField,
    Wanted,
    day_field,
    hour_field,
)
from followup.web.texts import lazy_gettext as _l

NOTE_LENGTH = 1000
REASON_LENGTH = 300

WAYS = (
    Way.CALL,
    Way.SMS,
    Way.VISIT,
    Way.SAFE_PERSON,
    Way.EMAIL,
    Way.LETTER,
    Way.CHAT,
    Way.CAME_TO_US,
    Way.PROFESSIONAL,
)
FIRST_WAYS = 4
ON_KEYS = 7
OUTCOMES = tuple(one for one in Outcome if one is not Outcome.MISTAKE)

PROPOSED, LATER_TODAY, TOMORROW, OTHER_HALF, PICK = (
    "proposed",
    "later_today",
    "tomorrow",
    "other_half",
    "pick",
)
OTHER_MOMENT = "other"


def offered(answers):
    """Answers by value, as the radios of a form take them."""
    return [SelectChoice(value, text) for value, text in answers.items()]


class OneOf(RadioField):
    """One of a few answers that belong to this form alone; no answer is none."""

    def __init__(self, text, answers, **options):
        super().__init__(text, choices=offered(answers), **options)

    def process_formdata(self, valuelist):
        self.data = (valuelist[0] if valuelist else "") or None

    def pre_validate(self, form):
        if self.data is not None and self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_l("Select one of the answers"))


class LogForm(Form):
    """What is asked depends on the outcome: contact_entry.py knows what must be there."""

    how = CodeField(
        _l("How"),
        Way,
        only=WAYS,
        choose=_l("Select how you tried"),
        default=Way.CALL,
        validators=[Wanted(_l("Select how you tried"))],
    )
    number = OneOf(_l("Which number"), answers={})
    against_reason = StringField(
        _l("Why contact outside the safe window"),
        [LongText(REASON_LENGTH)],
    )
    outcome = CodeField(
        _l("What happened"),
        Outcome,
        only=OUTCOMES,
        choose=_l("Select what happened"),
        validators=[Wanted(_l("Select what happened"))],
    )
    asked = CodeField(
        _l("What did the person want?"),
        Outcome,
        only=ASKED_WHEN_THEY_COME,
        choose=_l("Select what the person wanted"),
    )
    safe_ok = OneOf(
        _l("Safe-contact details still right?"),
        answers={"yes": _l("Yes"), "change": _l("Change"), "not_asked": _l("Not asked")},
    )
    danger = OneOf(_l("Danger now?"), answers={"no": _l("No"), "yes": _l("Yes")})
    once_more = OneOf(_l("May we call once more?"), answers={"no": _l("No"), "yes": _l("Yes")})
    step = OneOf(
        _l("Next step"),
        answers={
            PROPOSED: _l("As proposed"),
            LATER_TODAY: _l("Later today"),
            TOMORROW: _l("Tomorrow"),
            OTHER_HALF: _l("Other half of the window"),
            PICK: _l("Pick a day and time"),
        },
        default=PROPOSED,
    )
    step_day = day_field(_l("Day"))
    step_hour = hour_field(_l("Time"))
    later_reason = StringField(
        _l("Why later than the rule"),
        [LongText(REASON_LENGTH)],
    )
    note = TextAreaField(_l("Note"), [LongText(NOTE_LENGTH)])
    when = OneOf(
        _l("When"),
        answers={
            "0": _l("Now"),
            "5": _l("5 min ago"),
            "15": _l("15 min ago"),
            "60": _l("60 min ago"),
            OTHER_MOMENT: _l("Another moment"),
        },
        default="0",
    )
    when_day = day_field(_l("Day"))
    when_hour = hour_field(_l("Time"))
    minutes = OneOf(
        _l("Duration in minutes"),
        answers={"2": "2", "5": "5", "15": "15", "30": "30", "45": "45", "60": _l("60 or more")},
    )
    place = HiddenField("", default="page")


class CorrectForm(Form):
    """Say that an entry was a mistake, and whether the right one follows."""

    words = StringField(
        _l("What was wrong"),
        [
            Wanted(_l("Enter what was wrong")),
            LongText(REASON_LENGTH),
        ],
    )
    then = OneOf(
        _l("Afterwards"),
        answers={
            "again": _l("Log the right entry, with the same moment"),
            "nothing": _l("Only strike this entry"),
        },
        default="again",
    )
