"""All forms of one referral together, from its kept texts: what is wrong, and what it says."""

from itertools import chain

from flask_babel import lazy_gettext as _l

from followup.blueprints.police import begun as drafts
from followup.blueprints.police.event_form import EventForm
from followup.blueprints.police.people_forms import ContactForm, DutyForm, PersonForm
from followup.casework import organisations
from followup.rules.referral_entry import (
    MOST_PEOPLE,
    STRANDS,
    Event,
    PersonEntry,
    ReferralEntry,
)
from followup.vocabulary import Answer, Consent, Gender, PreviousFacts
from followup.web.access import actor

NOBODY = _l("Add at least one victim, alleged perpetrator or child")
TOO_MANY = _l("One referral holds at most 20 people. Send a second one for the others")


class Together:
    """Several forms as one for the error summary and the title."""

    def __init__(self, forms):
        self.forms = list(forms)
        self.form_errors = []

    def __iter__(self):
        return chain.from_iterable(self.forms)

    @property
    def errors(self):
        found = {field.name: field.errors for field in self if field.errors}
        return found | ({None: self.form_errors} if self.form_errors else {})

    def validate(self):
        wrong = [form for form in self.forms if not form.validate()]
        return not wrong


class PeopleStep(Together):
    def __init__(self, texts):
        texts = texts if texts is not None else drafts.first_people()
        super().__init__(
            PersonForm(texts, key, number) for number, key in enumerate(drafts.keys(texts), start=1)
        )
        self.people = self.forms

    @property
    def adults(self):
        return [person for person in self.people if person.is_adult]

    def validate(self):
        right = super().validate()
        roles = [person.role.data for person in self.people if person.role.data]
        if len(roles) == len(self.people) and not any(STRANDS[role] for role in roles):
            self.form_errors = [NOBODY]
        if len(self.people) > MOST_PEOPLE:
            self.form_errors = [TOO_MANY]
        return right and not self.form_errors


class ContactStep(Together):
    def __init__(self, texts, people):
        self.contacts = [ContactForm(texts, person) for person in people.adults]
        self.duty = DutyForm(texts)
        super().__init__([*self.contacts, self.duty])


class Answers:
    """The whole referral as it stands in its draft."""

    def __init__(self, begun):
        self.event = EventForm(begun.texts("event"))
        self.people = PeopleStep(begun.texts("people"))
        self.contact = ContactStep(begun.texts("contact"), self.people)
        self.begun = begun

    def wrong_step(self):
        """The first step that still needs an answer, or None."""
        steps = zip(drafts.STEPS, (self.event, self.people, self.contact), strict=True)
        for name, form in steps:
            if self.begun.texts(name) is None or not form.validate():
                return name
        return None

    def entry(self):
        """The referral; only when no step is wrong."""
        cards = {contact.person.key: contact for contact in self.contact.contacts}
        return ReferralEntry(
            event=_event(self.event, self.contact.duty),
            measures=self.event.measures_taken(),
            persons=tuple(_person(person, cards.get(person.key)) for person in self.people.people),
        )


def _event(form, duty):
    place = named_place(form.place.data)
    with_children = form.children_there.data is Answer.YES
    earlier = form.previous_facts.data is PreviousFacts.EARLIER
    chosen = {
        name: form[name].data
        for name in (
            *("place_kind", "source_record", "relation", "living_together", "previous_facts"),
            *("weapon", "strangulation"),
        )
        if form[name].data is not None
    }
    return Event(
        intervened_at=form.intervened_at,
        place=place.name or place.postcode,
        postcode=place.postcode,
        facts=tuple(form.facts.data),
        risk_result=form.risk_result.data,
        on_duty_phone=duty.on_duty.data,
        report_number=form.report,
        children_there=form.children_there.data,
        children_count=form.children_count.data if with_children else None,
        previous_count=form.previous_count.data if earlier else None,
        story=form.story.data or "",
        **chosen,
    )


def named_place(place):
    """Complete a postcode or a name from the municipalities of the zone."""
    return organisations.completed(place, organisations.places_of(actor().organisation))


def _person(form, contact):
    known = (
        {}
        if contact is None
        else {
            "consent": contact.consent.data,
            "told": tuple(contact.told.data),
            "card": contact.card(),
        }
    )
    elsewhere = form.still_at_address.data is Answer.NO and form.is_adult
    return PersonEntry(
        family_name=form.family_name.data,
        first_name=form.first_name.data,
        role=form.role.data,
        born_on=form.birth.data.born_on,
        age=form.birth.data.age,
        gender=form.gender.data or Gender.NOT_KNOWN,
        language=form.spoken,
        interpreter=form.interpreter.data,
        still_at_address=form.still_at_address.data or Answer.NOT_KNOWN,
        elsewhere=form.elsewhere.data if elsewhere else "",
        **({"consent": Consent.NOT_ASKED} | known),
    )
