"""Referrals as the form or a file would hand them over, for tests. Names are fictitious."""

from datetime import date, timedelta

from followup import clock
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Phone
from followup.rules.referral_entry import Event, MeasureTaken, PersonEntry, ReferralEntry
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Measure,
    Permit,
    PersonRole,
    RiskResult,
    Told,
    Way,
)


def an_event(**changes):
    columns = {
        "intervened_at": clock.now() - timedelta(hours=2),
        "place": "Namur",
        "postcode": "5000",
        "facts": (Fact.PHYSICAL,),
        "risk_result": RiskResult.MEDIUM,
        "on_duty_phone": "+3281221100",
    }
    return Event(**columns | changes)


def a_card(*numbers, **changes):
    return ContactCard(
        phones=tuple(Phone(number) for number in numbers),
        permits={Way.CALL: Permit.YES},
        **changes,
    )


def a_victim(**changes):
    columns = {
        "family_name": "Bakkali",
        "first_name": "Amina",
        "role": PersonRole.VICTIM,
        "born_on": date(1991, 7, 13),
        "still_at_address": Answer.YES,
        "consent": Consent.YES,
        "told": (Told.WILL_CALL,),
        "card": a_card("+32470123456"),
    }
    return PersonEntry(**columns | changes)


def a_perpetrator(**changes):
    columns = {
        "family_name": "Delvaux",
        "first_name": "Marc",
        "role": PersonRole.ALLEGED_PERPETRATOR,
        "born_on": date(1988, 2, 3),
        "card": a_card("+32470654321"),
    }
    return a_victim(**columns | changes)


def a_child(**changes):
    columns = {
        "family_name": "Delvaux",
        "first_name": "Léa",
        "role": PersonRole.CHILD,
        "born_on": None,
        "age": 9,
    }
    return PersonEntry(**columns | changes)


NO_MEASURE = (MeasureTaken(Measure.NONE),)


def an_entry(*persons, event=None, measures=NO_MEASURE):
    """A victim and an alleged perpetrator, unless others are given."""
    return ReferralEntry(
        event=event or an_event(),
        measures=tuple(measures),
        persons=persons or (a_victim(), a_perpetrator()),
    )
