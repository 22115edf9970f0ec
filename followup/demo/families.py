"""Draw fictitious referrals that follow the published figures (practice.md, summary D)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from followup.rules.contact_card import Contact, ContactCard
from followup.rules.contact_points import Hours, Phone
from followup.rules.referral_entry import Event, MeasureTaken, PersonEntry, ReferralEntry
from followup.rules.working_time import local
from followup.vocabulary import (
    Answer,
    Consent,
    Fact,
    Gender,
    Measure,
    Outcome,
    Permit,
    PersonRole,
    PreviousFacts,
    Relation,
    RiskResult,
    SourceRecord,
    Told,
    Way,
    Weapon,
)

FAMILY_NAMES = """Adam Aerts Amrani Baert Bakkali Bauwens Benali Claes Collard Daems Delvaux Demir
Denis Diallo Dubois Dumont Evrard Fontaine Gérard Gilles Goossens Hendrickx Henry Jacobs Janssens
Kaya Lambert Laurent Lejeune Leroy Maes Marchal Martin Mertens Michiels Moreau Nowak Peeters Petit
Pirard Renard Roels Rossi Simon Smets Stevens Thiry Vandenberghe Verhoeven Wauters Willems
Yıldız""".split()
WOMEN = """Amina Anaïs Camille Chantal Claire Élise Fatima Hélène Ilse Ingrid Julie Katrien Laura
Leïla Lotte Manon Marie Nadia Noor Sarah Sofia Valérie Yasmina""".split()
MEN = """Ahmed Bart Benoît Cédric David Geert Ivan Jan Jonas Karim Koen Luc Marc Mehdi Michel
Mustafa Olivier Paul Pieter Thomas Tom Vincent Youssef""".split()
CHILDREN = "Adam Emma Inès Jules Lina Louis Léa Mila Nina Noah Sami Zoé".split()
PLACES = [("5000", "Namur"), ("5100", "Jambes"), ("5004", "Bouge"), ("5020", "Malonne")]
STREETS = ["rue des Tilleuls", "avenue du Moulin", "rue de la Fontaine", "chemin des Prés"]
STORIES = [
    "Appelés par un voisin. Porte cassée. Elle dit que cela dure depuis des mois.",
    "Entendus séparément. Il avait quitté les lieux à pied avant notre arrivée.",
    "Les enfants étaient réveillés et ont tout vu. Pas de soins nécessaires.",
    "Traces sur les deux bras, vue par un médecin la même nuit.",
    "Il a pris son GSM et gardé les clés. Elle rapporte qu'il la suit au travail.",
]

# Shares from practice.md, summary D.
FEMALE_VICTIMS, MALE_SUSPECTS, REPEATS = 0.80, 0.91, 0.35
RISKS = {
    RiskResult.CRITICAL: 0.03,
    RiskResult.HIGH: 0.14,
    RiskResult.MEDIUM: 0.36,
    RiskResult.STANDARD: 0.38,
    RiskResult.NOT_DONE: 0.09,
}
CHILDREN_PER_CASE = {0: 0.34, 1: 0.27, 2: 0.25, 3: 0.14}
FACTS = [Fact.PHYSICAL, Fact.THREATS, Fact.PSYCHOLOGICAL, Fact.CONTROL, Fact.DAMAGE, Fact.STALKING]
WINDOWS = [
    (),
    (Hours("10:00", "12:00", (0, 1, 2, 3, 4)),),
    (Hours("08:00", "12:00"),),
    (Hours("14:00", "17:00", (0, 1, 3, 4)), Hours("09:00", "11:00", (2,))),
    (Hours("12:00", "14:00"), Hours("17:00", "19:00")),
]

# Shares of a try; 12 % "other person answered", 17 % declined, 23 % never reached over a file.
OUTCOMES = {
    Outcome.NO_ANSWER: 46,
    Outcome.SPOKE_SUPPORT: 22,
    Outcome.SPOKE_THINK: 6,
    Outcome.SPOKE_NOT_NOW: 7,
    Outcome.NOT_GOOD_MOMENT: 4,
    Outcome.OTHER_ANSWERED: 5,
    Outcome.BUSY: 4,
    Outcome.NUMBER_DEAD: 2,
    Outcome.NO_SHARED_LANGUAGE: 1,
    Outcome.STOP_UNSAFE: 1,
}
NOTES = {
    Outcome.SPOKE_SUPPORT: "Souhaite parler du logement et des enfants.",
    Outcome.SPOKE_THINK: "Demande d'être rappelée la semaine prochaine.",
    Outcome.NOT_GOOD_MOMENT: "A dit « pas maintenant » ; le matin convient mieux.",
    Outcome.OTHER_ANSWERED: "Un homme a répondu. Appel terminé comme une erreur de numéro.",
}


class Families:
    """A reproducible stream of families; the same seed draws the same ones."""

    def __init__(self, random: Random):
        self.random = random
        self._numbers = 0

    def referral(self, at: datetime) -> ReferralEntry:
        """One intervention a few hours before `at`."""
        draw = self.random
        risk = self._pick(RISKS)
        victim = self._adult(PersonRole.VICTIM, draw.random() < FEMALE_VICTIMS, at)
        suspect = self._adult(PersonRole.ALLEGED_PERPETRATOR, draw.random() >= MALE_SUSPECTS, at)
        if draw.random() < 0.04:
            suspect = replace(suspect, role=PersonRole.BOTH)
        children = self._pick(CHILDREN_PER_CASE)
        young = [self._child(victim, at) for _ in range(children)]
        intervened_at = at - timedelta(minutes=draw.randint(40, 900))
        return ReferralEntry(
            event=self._event(risk, intervened_at, children),
            measures=self._measures(risk, intervened_at),
            persons=(victim, suspect, *young),
        )

    def again(self, entry: ReferralEntry, at: datetime) -> ReferralEntry:
        """A new intervention with the same people."""
        intervened_at = at - timedelta(minutes=self.random.randint(40, 400))
        event = self._event(self._pick(RISKS), intervened_at, len(entry.persons) - 2)
        event = replace(event, previous_facts=PreviousFacts.EARLIER, previous_count=1)
        return replace(
            entry, event=event, measures=self._measures(event.risk_result, intervened_at)
        )

    def _event(self, risk: RiskResult, at: datetime, children: int) -> Event:
        draw = self.random
        postcode, place = draw.choice(PLACES)
        grave = risk in (RiskResult.HIGH, RiskResult.CRITICAL)
        return Event(
            intervened_at=at,
            place=place,
            postcode=postcode,
            facts=tuple(draw.sample(FACTS, draw.randint(1, 3))),
            risk_result=risk,
            on_duty_phone="+3281000101",
            source_record=SourceRecord.REPORT,
            report_number=f"NA.43.L3.{draw.randint(1, 999999):06d}/{local(at).year}",
            relation=draw.choice([Relation.SPOUSE, Relation.PARTNER, Relation.EX_PARTNER]),
            living_together=draw.choice([Answer.YES, Answer.YES, Answer.NO]),
            children_there=Answer.YES if children else Answer.NO,
            children_count=children or None,
            previous_facts=draw.choice([PreviousFacts.FIRST, PreviousFacts.NOT_KNOWN]),
            weapon=Weapon.THREATENED if grave and draw.random() < 0.3 else Weapon.NONE,
            strangulation=Answer.YES if grave and draw.random() < 0.3 else Answer.NO,
            story=draw.choice(STORIES),
        )

    def _measures(self, risk: RiskResult, at: datetime) -> tuple[MeasureTaken, ...]:
        grave = risk in (RiskResult.HIGH, RiskResult.CRITICAL)
        if grave and self.random.random() < 0.5:
            ends_at = at + timedelta(days=13)
            return (MeasureTaken(Measure.RESIDENCE_BAN, at, ends_at),)
        return (MeasureTaken(Measure.NONE),)

    def _adult(self, role: PersonRole, female: bool, at: datetime) -> PersonEntry:
        draw = self.random
        language = draw.choices(["fr", "nl", "ary", "tr", "en"], [78, 8, 7, 4, 3])[0]
        return PersonEntry(
            family_name=draw.choice(FAMILY_NAMES),
            first_name=draw.choice(WOMEN if female else MEN),
            role=role,
            born_on=self._born(at, 19, 68),
            gender=Gender.WOMAN if female else Gender.MAN,
            language=language,
            interpreter=language in ("ary", "tr") and draw.random() < 0.6,
            still_at_address=draw.choice([Answer.YES, Answer.YES, Answer.NOT_KNOWN]),
            consent=draw.choices(
                [Consent.YES, Consent.NOT_ASKED, Consent.COULD_NOT_ASK], [80, 12, 8]
            )[0],
            told=(Told.WILL_CALL,),
            card=self._card(),
        )

    def _child(self, parent: PersonEntry, at: datetime) -> PersonEntry:
        return PersonEntry(
            family_name=parent.family_name,
            first_name=self.random.choice(CHILDREN),
            role=PersonRole.CHILD,
            born_on=self._born(at, 1, 16),
            language=parent.language,
        )

    def _card(self) -> ContactCard:
        draw = self.random
        if draw.random() < 0.04:
            return ContactCard(no_safe_way=True)
        number = self.new_number()
        yes_or_not = [Permit.NO, Permit.NOT_ASKED, Permit.YES]
        return ContactCard(
            phones=(Phone(number),),
            permits={
                Way.CALL: Permit.YES,
                Way.SMS: draw.choice(yes_or_not),
                Way.VOICEMAIL: draw.choices(yes_or_not, [5, 4, 1])[0],
                Way.LETTER: draw.choice(yes_or_not),
            },
            windows=draw.choice(WINDOWS),
            safe_people=(Contact("Salma", "sœur"),) if draw.random() < 0.15 else (),
            code_word="tulipe" if draw.random() < 0.1 else "",
        )

    def new_number(self) -> str:
        """Belgian mobile numbers begin with 046 to 049: 0400 rings nowhere."""
        self._numbers += 1
        return f"+32400{self._numbers % 1_000_000:06d}"

    def _born(self, at: datetime, youngest: int, oldest: int) -> date:
        days = self.random.randint(youngest * 366, oldest * 365)
        return local(at).date() - timedelta(days=days)

    def _pick(self, shares: dict) -> object:
        return self.random.choices(list(shares), list(shares.values()))[0]
