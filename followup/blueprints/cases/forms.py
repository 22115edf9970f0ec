"""The small forms of a file: move, pause, end, open again, decide, risk, release."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField

from followup.vocabulary import (
    CloseReason,
    MoveReason,
    PauseReason,
    Risk,
    Side,
    TriggerEvent,
    Way,
)
from followup.web.forms import (
    CodeField,
    Form,
    LongText,
    Wanted,
    day_field,
    hour_field,
)

WORDS = 1000
REASON = Wanted(_l("Enter the reason"))
# Risk not known is what stands before triage; nobody sets it on purpose.
RISKS = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL)


def _words(text, *wanted):
    return TextAreaField(text, validators=[*wanted, LongText(WORDS)])


# Merging ends a file by itself, with its own page.
ENDINGS = [reason for reason in CloseReason if reason is not CloseReason.DUPLICATE]


class OtherCaseForm(Form):
    other = StringField(
        _l("Code of the other case"),
        validators=[Wanted(_l("Enter the code of another case of your organisation"))],
    )


class MoveForm(Form):
    """F12."""

    day = day_field(_l("New date"), validators=[Wanted(_l("Enter a date after now"))])
    hour = hour_field(_l("New time"), validators=[Wanted(_l("Enter the time, for example 02:45"))])
    reason = CodeField(
        _l("Why"), MoveReason, validators=[Wanted(_l("Select why the deadline moves"))]
    )
    words = _words(_l("Note"))


DECISIONS = {
    "go_on": _l("Let contact go on"),
    "ask_police": _l("Ask the police for another safe way"),
    "revisit": _l("Ask the police to go there"),
    "close": _l("End follow-up"),
}


class DoneForm(Form):
    words = _words(_l("Note"))


class PauseForm(Form):
    """No open-ended pause: the review date is wanted."""

    reason = CodeField(
        _l("Why"), PauseReason, validators=[Wanted(_l("Select why the clocks stop"))]
    )
    day = day_field(_l("Look again on"), validators=[Wanted(_l("Enter a date after today"))])


class CloseForm(Form):
    """F10."""

    reason = CodeField(
        _l("Why does follow-up end?"),
        CloseReason,
        only=ENDINGS,
        validators=[Wanted(_l("Select why follow-up ends"))],
    )
    words = _words(_l("Note"))
    once_more = BooleanField(_l("May we call once more?"))
    once_more_on = day_field(_l("Call once more on"))


class ReopenForm(Form):
    words = _words(_l("Why is it opened again?"), REASON)


class DecideForm(Form):
    """What the coordinator decides after a stop, a not-reached or an asked ending.

    `ways` are those the card allows, `answers` what can be decided in this case.
    """

    decision = RadioField(_l("Decision"), coerce=str, validate_choice=False, default=None)
    way = CodeField(_l("How is it tried?"), Way)
    reason = CodeField(_l("Why does follow-up end?"), CloseReason, only=ENDINGS)
    words = _words(_l("Reason"), REASON)

    def offer(self, answers, ways):
        self.decision.choices = [SelectChoice(one, DECISIONS[one]) for one in answers]
        self.way.choices = [one for one in self.way.choices if one.value in set(ways)]
        return self

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        if self.decision.data not in {choice.value for choice in self.decision.choices}:
            self.refuse(_l("Select what you decide"), "decision")
            return False
        if self.decision.data == "close" and self.reason.data is None:
            self.refuse(_l("Select why follow-up ends"), "reason")
            return False
        return fine


class RiskForm(Form):
    risk = CodeField(_l("Risk"), Risk, only=RISKS, validators=[Wanted(_l("Select the risk"))])
    words = _words(_l("Reason"), REASON)


def event_form(side):
    """What can have happened, by side: what tells of the other person is not for that side."""
    events = [one for one in TriggerEvent if side is Side.PROTECTED or not one.of_other_person]
    choose = Wanted(_l("Select what happened"))
    return type(
        "EventForm",
        (Form,),
        {
            "event": CodeField(_l("What happened"), TriggerEvent, only=events, validators=[choose]),
            "words": _words(_l("Note")),
        },
    )


class ReleaseForm(Form):
    words = _words(_l("Reason"), REASON)


class NoObjectionForm(Form):
    """The victim's worker says all three; one alone opens nothing."""

    informed = BooleanField(_l("The victim is informed"))
    no_objection = BooleanField(_l("The victim has no objection"))
    plan_looked_at = BooleanField(_l("The safety plan has been looked at"))

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        missing = [
            field
            for field in (self.informed, self.no_objection, self.plan_looked_at)
            if not field.data
        ]
        for field in missing:
            self.refuse(_l("Tick this when it is done"), field.name)
        return fine and not missing


class CallAnywayForm(Form):
    words = _words(_l("Why now?"), REASON)


class WhereaboutsForm(Form):
    address = StringField(
        _l("Where is she or he now?"),
        validators=[
            Wanted(_l("Enter where the person is")),
            LongText(300),
        ],
    )
