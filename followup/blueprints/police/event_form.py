"""The form of the first step: what happened, how dangerous, which measures."""

from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from followup import clock
from followup.rules import typed
from followup.rules.referral_entry import LONGEST_STORY, FaultKind, MeasureTaken, ban_fault
from followup.rules.working_time import at
from followup.vocabulary import (
    Answer,
    Fact,
    Measure,
    PlaceKind,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Weapon,
)
from followup.web.forms import (
    BooleanField,
    CodeField,
    CodeSelect,
    CodesField,
    Form,
    LongText,
    StringField,
    TextAreaField,
    TypedField,
    Wanted,
    day_field,
    hour_field,
    today,
)

OTHER_DAY = "other"
END_OF_DAY = time(23, 59)
DAY = _l("Select the day of the intervention")
PAST_DAY = _l("The day of the intervention must be today or in the past")
HOUR = _l("Enter the time, for example 02:45")
PLACE = _l("Enter the municipality or postcode")
REPORT = _l("Enter the report number, or tick “No report yet”")
MEASURES = _l("Select the measures, or “None”")
BAN_END = _l("Enter the end date of the ban")
BAN_FAULTS = {
    FaultKind.BAN_WITHOUT_END: BAN_END,
    FaultKind.BAN_ENDS_BEFORE: _l("The end of the ban must be after its start"),
    FaultKind.BAN_TOO_LONG: _l("A residence ban ends at most 14 days after it was notified"),
}


class StepForm(Form):
    """A step is checked from kept texts too; the forgery mark is checked for the whole request."""

    class Meta:
        csrf = False

    def name_errors(self, name):
        """Say whom each error is about: one list tells them all, and people look alike in it."""
        for field in self:
            field.errors = [
                error if name in error else _("%(name)s – %(error)s", name=name, error=error)
                for error in field.errors
            ]


def number_field(text, **options):
    return TypedField(text, _small_number, _l("Enter a number from 0 to 99"), **options)


def _small_number(text):
    if not text.isdecimal() or len(text) > 2:
        raise typed.Mistyped(typed.Reason.EMPTY)
    return int(text)


def _place_shown(place):
    return " ".join(part for part in place if part)


class EventForm(StepForm):
    event_day = RadioField(
        _l("Day of the intervention"), validate_choice=False, validators=[Wanted(DAY)]
    )
    other_day = day_field(_l("Date"))
    event_time = hour_field(_l("Time"), mistyped=HOUR, validators=[Wanted(HOUR)])
    place = TypedField(
        _l("Municipality or postcode"),
        typed.postcode_or_place,
        PLACE,
        show=_place_shown,
        validators=[Wanted(PLACE)],
    )
    place_kind = CodeSelect(_l("Kind of place"), PlaceKind, default=PlaceKind.HOME)
    source_record = CodeSelect(_l("Police record"), SourceRecord, default=SourceRecord.REPORT)
    report_number = StringField(_l("Report number (PV)"), validators=[LongText(30)])
    no_report_yet = BooleanField(_l("No report yet"))
    facts = CodesField(
        _l("What happened"),
        Fact,
        validators=[Wanted(_l("Select at least one thing that happened"))],
    )
    relation = CodeSelect(
        _l("The alleged perpetrator is the victim’s …"), Relation, default=Relation.UNKNOWN
    )
    living_together = CodeField(_l("Do they live together?"), Answer, default=Answer.NOT_KNOWN)
    children_there = CodeField(
        _l("Were children there?"),
        Answer,
        validators=[Wanted(_l("Select whether children were there"))],
    )
    children_count = number_field(_l("How many children?"))
    risk_result = CodeField(
        _l("Result of the risk tool"),
        RiskResult,
        validators=[Wanted(_l("Select the result, or “Not done”"))],
    )
    weapon = CodeSelect(_l("Weapons"), Weapon, default=Weapon.NOT_KNOWN)
    strangulation = CodeField(_l("Strangulation"), Answer, default=Answer.NOT_KNOWN)
    previous_facts = CodeSelect(_l("Earlier facts"), PreviousFacts, default=PreviousFacts.NOT_KNOWN)
    previous_count = number_field(_l("How many in the last 12 months?"))
    measures = CodesField(_l("Measures taken"), Measure, validators=[Wanted(MEASURES)])
    ban_until = day_field(_l("Residence ban until"), mistyped=BAN_END)
    ban_day = day_field(_l("Residence ban notified on"))
    ban_hour = hour_field(
        _l("Residence ban notified at"),
        mistyped=_l("Enter the time the ban was notified, for example 03:15"),
    )
    contact_ban_until = day_field(_l("Contact ban until"), mistyped=BAN_END)
    place_ban_until = day_field(_l("Place ban until"), mistyped=BAN_END)
    story = TextAreaField(
        _l("In your words"),
        validators=[LongText(LONGEST_STORY)],
    )

    def __init__(self, texts=None):
        super().__init__(formdata=_with_day_of_now(texts), event_day=today().isoformat())
        words = [_l("Today"), _l("Yesterday"), _l("Other")]
        self.event_day.choices = [
            SelectChoice(value, text) for value, text in zip(_days(), words, strict=True)
        ]

    def validate(self, extra_validators=None):
        super().validate(extra_validators)
        if self.place.data and len(self.place._value()) > 80:
            self.refuse(PLACE, "place")
        self._check_moment()
        self._check_report()
        self._check_measures()
        return not self.errors

    @property
    def day(self):
        if self.event_day.data == OTHER_DAY:
            return self.other_day.data
        return date.fromisoformat(self.event_day.data) if self.event_day.data in _days() else None

    @property
    def intervened_at(self):
        """The moment in UTC, or None while it cannot be told."""
        if self.day is None or self.event_time.data is None:
            return None
        try:
            return typed.moment(self.day, self.event_time.data)
        except typed.Mistyped:
            return None

    @property
    def report(self):
        """Only a report has the number of one; another record keeps its local number as typed."""
        text = self.report_number.data
        if not text or self.no_report_yet.data:
            return None
        try:
            return typed.report_number(text)
        except typed.Mistyped:
            return text

    def measures_taken(self):
        return tuple(self._measure(kind) for kind in self.measures.data or ())

    def _measure(self, kind):
        if kind is Measure.RESIDENCE_BAN:
            return MeasureTaken(kind, self._ban_notified_at(), self._ban_ends_at())
        ends = {
            Measure.CONTACT_BAN: self.contact_ban_until,
            Measure.PLACE_BAN: self.place_ban_until,
        }.get(kind)
        return MeasureTaken(kind, None, ends.data and at(ends.data, END_OF_DAY) if ends else None)

    def _ban_notified_at(self):
        """Unless it is told, the ban was notified at the intervention."""
        day, hour = self.ban_day.data or self.day, self.ban_hour.data or self.event_time.data
        return at(day, hour) if day and hour else None

    def _ban_ends_at(self):
        notified = self._ban_notified_at()
        hour = self.ban_hour.data or self.event_time.data or END_OF_DAY
        return self.ban_until.data and notified and at(self.ban_until.data, hour)

    def _check_moment(self):
        if self.event_day.data == OTHER_DAY and self.day is None:
            if not self.other_day.errors:
                self.refuse(DAY, "other_day")
        elif self.day is not None and self.day > today():
            self.refuse(PAST_DAY, "other_day")
        elif self.day is not None and self.event_time.data is not None:
            if self.intervened_at is None:
                self.refuse(HOUR, "event_time")
            elif self.intervened_at > clock.now():
                self.refuse(_l("The moment must be in the past"), "event_time")

    def _check_report(self):
        record = self.source_record.data or SourceRecord.REPORT
        optional = not record.has_report_number or self.no_report_yet.data
        if optional or self.report_number.errors:
            return
        try:
            typed.report_number(self.report_number.data or "")
        except typed.Mistyped:
            self.refuse(REPORT, "report_number")

    def _check_measures(self):
        chosen = self.measures.data or []
        if Measure.NONE in chosen and len(chosen) > 1:
            self.refuse(MEASURES, "measures")
        ends = {
            Measure.RESIDENCE_BAN: "ban_until",
            Measure.CONTACT_BAN: "contact_ban_until",
            Measure.PLACE_BAN: "place_ban_until",
        }
        for taken in self.measures_taken():
            fault = ban_fault(taken)
            unread = taken.kind is Measure.RESIDENCE_BAN and self._ban_notified_at() is None
            if fault is not None and not unread and not self[ends[taken.kind]].errors:
                self.refuse(BAN_FAULTS[fault], ends[taken.kind])


def _days():
    now = today()
    return [now.isoformat(), (now - timedelta(days=1)).isoformat(), OTHER_DAY]


def _with_day_of_now(texts):
    """A day chosen before midnight stays that day: "today" is kept as its date."""
    day = texts.get("event_day") if texts else None
    if not day or day in _days():
        return texts
    texts = texts.copy()
    texts.setlist("event_day", [OTHER_DAY])
    if not texts.get("other_day"):
        try:
            chosen = datetime.fromisoformat(day)
            texts.setlist("other_day", [f"{chosen.day}/{chosen.month}/{chosen.year}"])
        except ValueError:
            texts.setlist("event_day", [])
    return texts
