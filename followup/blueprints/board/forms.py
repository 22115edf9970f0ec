"""The coordinator's forms: reassign, triage, move, absence."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError

from followup import clock
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import MoveReason, ReassignReason, Risk
from followup.web.forms import (
    BooleanField,
    CodeField,
    CodeSelect,
    Form,
    LongText,
    StringField,
    TextAreaField,
    Wanted,
    day_field,
    hour_field,
    today,
)

LONGEST_ABSENCE_DAYS = 366
WHO = _l("Select who takes over")
WHY = _l("Select a reason")


class People:
    """Fills the fields that name a colleague. `people` are pairs of code and text."""

    def offer(self, field, people, first=None):
        field.choices = [*([("", first)] if first is not None else []), *people]


def despite_field():
    """Asked for only when the chosen worker has declared a conflict."""
    return StringField(
        _l("Why this worker all the same"),
        validators=[LongText(300)],
    )


def with_conflicts(people, conflicts):
    """The choices, with a word beside whoever has declared a conflict."""
    return [
        (code, _("%(name)s – conflict declared", name=text) if code in conflicts else text)
        for code, text in people
    ]


def one_who_can(form, field):
    if field.data not in dict(field.choices):
        raise ValidationError(WHO)
    if field.data in form.cannot:
        raise ValidationError(_("Choose someone else: %(why)s", why=form.cannot[field.data]))


def only_with_a_reason(form, field):
    if form.to.data in form.conflicts and not field.data:
        raise ValidationError(
            _("A conflict is declared. Choose someone else, or write why all the same.")
        )


class BulkForm(Form, People):
    """At the foot of a table of ticked rows: to whom, and why."""

    to = SelectField(_l("Reassign to"), validate_choice=False)
    reason = CodeSelect(_l("Why"), ReassignReason)

    def __init__(self, *arguments, people, **named):
        super().__init__(*arguments, **named)
        self.offer(self.to, people, _l("Reassign to …"))
        self.reason.data = self.reason.data or ReassignReason.BALANCE


class ReassignForm(Form, People):
    """`people` are those who can take at least the role; `cannot` maps a code to why not.

    `conflicts` are the codes of those who may, with a written reason.
    """

    to = RadioField(_l("Who takes over"), validators=[Wanted(WHO)], validate_choice=False)
    reason = CodeField(_l("Why"), ReassignReason, validators=[Wanted(WHY)], choose=WHY)
    words = TextAreaField(
        _l("Message to the colleague"),
        validators=[LongText(200)],
    )
    despite = despite_field()

    def __init__(self, *arguments, people, cannot, conflicts=(), **named):
        super().__init__(*arguments, **named)
        self.offer(self.to, with_conflicts(people, conflicts))
        self.cannot, self.conflicts = cannot, conflicts

    validate_to, validate_despite = one_who_can, only_with_a_reason


class TriageForm(Form, People):
    """One row of Incoming: the risk confirmed or changed, and who takes it."""

    risk = CodeSelect(_l("Risk"), Risk, validators=[Wanted(_l("Select the risk"))])
    words = StringField(
        _l("Why the risk changes"),
        validators=[LongText(300)],
    )
    to = SelectField(_l("Assign to"), validators=[Wanted(WHO)], validate_choice=False)
    despite = despite_field()

    def __init__(self, *arguments, people, before, cannot=None, conflicts=(), **named):
        super().__init__(*arguments, **named)
        self.offer(self.to, with_conflicts(people, conflicts), _l("Select a worker"))
        self.before, self.cannot, self.conflicts = before, cannot or {}, conflicts

    validate_to, validate_despite = one_who_can, only_with_a_reason

    def validate_words(self, field):
        if self.risk.data is not self.before and not field.data:
            raise ValidationError(_("Write why the risk changes"))


class MoveForm(Form):
    """A later, or earlier, moment for several deadlines at once (ux.md F12)."""

    on = day_field(_l("New date"), validators=[Wanted(_l("Enter a date, for example 27/3/2026"))])
    at = hour_field(_l("Time"), validators=[Wanted(_l("Enter the time, for example 02:45"))])
    reason = CodeField(_l("Why"), MoveReason, validators=[Wanted(WHY)], choose=WHY)
    words = TextAreaField(
        _l("In your words"),
        validators=[LongText(300)],
    )

    def validate_at(self, field):
        if self.moment is not None and self.moment <= clock.now():
            raise ValidationError(_("Choose a moment that is still to come"))

    def validate_words(self, field):
        if self.reason.data is MoveReason.OTHER and not field.data:
            raise ValidationError(_("Write why the deadline moves"))

    @property
    def moment(self):
        if self.on.data is None or self.at.data is None:
            return None
        return datetime.combine(self.on.data, self.at.data, BRUSSELS)


class AbsenceForm(Form, People):
    who = SelectField(
        _l("Who is absent"), validators=[Wanted(_l("Select who is absent"))], validate_choice=False
    )
    first = day_field(_l("From"), validators=[Wanted(_l("Enter the first day of the absence"))])
    last = day_field(_l("Until"), validators=[Wanted(_l("Enter the last day of the absence"))])
    back_up = SelectField(_l("Back-up"), validate_choice=False)
    move_due = BooleanField(_l("Also move what is due until then to the back-up"))

    def __init__(self, *arguments, people, **named):
        super().__init__(*arguments, **named)
        self.offer(self.who, people, _l("Select a worker"))
        self.offer(self.back_up, people, _l("Nobody"))

    def validate_who(self, field):
        if field.data not in dict(field.choices):
            raise ValidationError(_("Select who is absent"))

    def validate_last(self, field):
        if field.data is None or self.first.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError(_("The last day is before the first day"))
        if field.data < today():
            raise ValidationError(_("The absence is over already. Enter a later last day"))
        if (field.data - self.first.data).days > LONGEST_ABSENCE_DAYS:
            raise ValidationError(_("Enter at most a year"))

    def validate_back_up(self, field):
        if field.data and field.data == self.who.data:
            raise ValidationError(_("Select somebody else as back-up"))
        if field.data not in dict(field.choices):
            raise ValidationError(WHO)
        if self.move_due.data and not field.data:
            raise ValidationError(WHO)
