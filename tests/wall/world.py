"""A small world in which every sealed field holds a word of its own, and everybody who could look.

Two zones, two victim services, a perpetrator and a child service. Names are fictitious.

- alda, bram and coen: a victim, the alleged perpetrator and their child, one intervention.
- dora and emil: each reported the other, so each has a file on both sides.
- fien: came in this morning, nobody has her file yet.
- gerd: followed by the second victim service of the same zone.
- hilde: of the other zone.
- jana and ivan: he was named as the alleged perpetrator and turned out to be the victim.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from followup import clock
from followup.casework import (
    deadlines,
    drafts,
    followups,
    gate,
    number_requests,
    role_changes,
    safety_link,
    situations,
)
from followup.db import db
from followup.models import Addition, DeadlineMove, Situation
from followup.rules.codes import new_code
from followup.vocabulary import (
    Alert,
    MoveReason,
    OrganisationKind,
    Outcome,
    Role,
    RoleChange,
    Signal,
    SignalGround,
    Strand,
    Way,
    WhyAsked,
)
from tests import factories

# What is kept of a person, and the field in which its word stands.
IDENTITY = ("first", "family", "birth")
REACH = ("phone", "mail", "street")
AGREED = ("codeword", "caller", "friend", "enemy", "dialect", "town", "barred", "service")
NOTES = ("note", "against", "later", "moved", "said")
POLICE = ("report", "place", "story", "duty", "added")
WHERE = ("where",)


@dataclass
class Someone:
    """One person of the world with their words; `files` by strand."""

    name: str
    number: int
    row: object = None
    files: dict = field(default_factory=dict)

    @property
    def first(self):
        return f"Q{self.name}"

    @property
    def family(self):
        return f"X{self.name}sen"

    @property
    def birth(self):
        return f"{1921 + self.number}-05-{self.number:02}"

    def word(self, kind, strand=Strand.VICTIM):
        return f"{kind}zz{self.name}{strand[0]}"

    def phone(self, strand):
        return f"+3249{self.number % 10}11{'123'[list(Strand).index(strand)]}22{self.number % 10}"


def forms_of(number):
    """A number as it is kept, as it is read, and as it is typed."""
    national = "0" + number.removeprefix("+32")
    spaced = f"{national[:4]} {national[4:6]} {national[6:8]} {national[8:]}"
    return {number, number[1:], national, spaced, spaced.replace(" ", "\u00a0")}


class World:
    """All rows, the words in them, and the codes by which anything can be asked for."""

    def __init__(self):
        self.words = {}  # what to look for: the forms in which each word may be written
        self.who = SimpleNamespace()
        self.people = {}
        self.deadlines = {}
        self.attempts = {}
        self.references = {}
        self.signals = {}
        self._services()
        self._accounts()
        self._couple()
        self._reciprocal()
        self._others()
        self._reversed()
        self._spread()
        db.session.commit()
        db.session.expunge_all()

    def seen_in(self, text):
        """The words of this world that stand in the text, each by its key."""
        return {
            key
            for key, forms in self.words.items()
            if any(form in text and _stands_alone(form, text) for form in forms)
        }

    def file(self, name, strand=Strand.VICTIM):
        return self.people[name].files[strand]

    @property
    def files(self):
        """(name, strand) of every file."""
        return {
            (name, strand): file
            for name, one in self.people.items()
            for strand, file in one.files.items()
        }

    def _services(self):
        kinds = OrganisationKind
        make = factories.organisation
        self.namur = make(kinds.POLICE_ZONE, name="Zone Namur", code="ZP-NAM")
        self.liege = make(kinds.POLICE_ZONE, name="Zone Liège", code="ZP-LIE")
        self.victims = make(kinds.VICTIM_SERVICE, name="Service V", code="SV")
        self.victims2 = make(kinds.VICTIM_SERVICE, name="Service V2", code="SV2")
        self.perpetrators = make(kinds.PERPETRATOR_SERVICE, name="Service P", code="SP")
        self.victims_far = make(kinds.VICTIM_SERVICE, name="Service V3", code="SV3")
        self.children = make(kinds.CHILD_SERVICE, name="Service C", code="SC")
        factories.municipality(self.namur, "5000", "Namur")
        for strand, service in (
            (Strand.VICTIM, self.victims),
            (Strand.PERPETRATOR, self.perpetrators),
            (Strand.CHILD, self.children),
        ):
            factories.routing(self.namur, strand, service)

    def _accounts(self):
        for name, role, organisation in (
            ("officer", Role.POLICE, self.namur),
            ("colleague", Role.POLICE, self.namur),
            ("reference", Role.POLICE_REFERENCE, self.namur),
            ("far_officer", Role.POLICE, self.liege),
            ("far_reference", Role.POLICE_REFERENCE, self.liege),
            ("victim_worker", Role.VICTIM_WORKER, self.victims),
            ("victim_colleague", Role.VICTIM_WORKER, self.victims),
            ("victim_worker2", Role.VICTIM_WORKER, self.victims2),
            ("far_worker", Role.VICTIM_WORKER, self.victims_far),
            ("perpetrator_worker", Role.PERPETRATOR_WORKER, self.perpetrators),
            ("perpetrator_colleague", Role.PERPETRATOR_WORKER, self.perpetrators),
            ("child_worker", Role.CHILD_WORKER, self.children),
            ("coordinator", Role.COORDINATOR, self.victims),
            ("coordinator2", Role.COORDINATOR, self.victims2),
            ("perpetrator_coordinator", Role.COORDINATOR, self.perpetrators),
            ("child_coordinator", Role.COORDINATOR, self.children),
            ("auditor", Role.AUDITOR, self.victims),
            ("administrator", Role.ADMINISTRATOR, self.victims),
            ("partner", Role.PARTNER, self.victims),
            ("municipality", Role.MUNICIPALITY, self.victims),
        ):
            shown = f"N{name.replace('_', '')}"
            account = factories.account(
                role, organisation, name=shown, email=f"{shown.lower()}@example.test"
            )
            setattr(self.who, name, account)
            self.words[("worker", name)] = {shown}

    def _couple(self):
        who = self.who
        referral = self._referral("alda", self.namur, who.officer)
        self._person("alda", 1, referral)
        self._person("bram", 2, referral)
        self._person("coen", 3, referral)
        self._open("alda", Strand.VICTIM, referral, who.victim_worker)
        self._open("bram", Strand.PERPETRATOR, referral, who.perpetrator_worker)
        self._open("coen", Strand.CHILD, referral, who.child_worker)
        self.referral = referral
        self.file("bram", Strand.PERPETRATOR).released_at = None
        gate.release_by_victim_side(self.file("alda"), by=who.victim_worker)

    def _reciprocal(self):
        who = self.who
        referral = self._referral("dora", self.namur, who.officer)
        self._person("dora", 4, referral)
        self._person("emil", 5, referral)
        self._open("dora", Strand.VICTIM, referral, who.victim_worker)
        self._open("dora", Strand.PERPETRATOR, referral, who.perpetrator_worker)
        self._open("emil", Strand.VICTIM, referral, who.victim_worker2)
        self._open("emil", Strand.PERPETRATOR, referral, who.perpetrator_colleague)

    def _others(self):
        who = self.who
        for name, number, zone, officer, worker in (
            ("fien", 6, self.namur, who.colleague, None),
            ("gerd", 7, self.namur, who.officer, who.victim_worker2),
            ("hilde", 8, self.liege, who.far_officer, who.far_worker),
        ):
            referral = self._referral(name, zone, officer)
            self._person(name, number, referral)
            self._open(name, Strand.VICTIM, referral, worker)

    def _reversed(self):
        """His file on the other side is ended and nobody's; the new one has a colleague."""
        who = self.who
        referral = self._referral("jana", self.namur, who.officer)
        self._person("ivan", 9, referral)
        self._person("jana", 10, referral)
        self._open("jana", Strand.VICTIM, referral, who.victim_worker2)
        self._open("ivan", Strand.PERPETRATOR, referral, who.perpetrator_colleague)
        before = self.file("ivan", Strand.PERPETRATOR)
        role_changes.decide(
            before, RoleChange.REVERSED, by=who.perpetrator_coordinator, words="reversed"
        )
        now = followups.latest_of_person(before.person_id, Strand.VICTIM)
        followups.assign(now, who.victim_colleague, reason=None, by=who.coordinator)
        self.people["ivan"].files[Strand.VICTIM] = now

    def _referral(self, name, zone, officer):
        """The words of the police are one set for each intervention, under its victim's name."""
        words = {kind: f"{kind}zz{name}" for kind in POLICE}
        duty = {"alda": 1, "dora": 2, "fien": 3, "gerd": 4, "hilde": 5, "jana": 6}[name]
        words["duty"] = f"+3281{duty}7{duty}6{duty}5"
        referral = factories.referral(
            factories.situation(zone),
            officer,
            report_number=words["report"],
            place=words["place"],
            story=words["story"],
            on_duty_phone=words["duty"],
            postcode=None,
        )
        self.references[name] = referral.reference
        db.session.add(
            Addition(
                referral_id=referral.id,
                account_id=officer.id,
                at=clock.now(),
                text=words["added"],
            )
        )
        for kind, word in words.items():
            forms = (
                {word}
                if kind != "duty"
                else {word, word[1:], f"081 {word[5:7]} {word[7:9]} {word[9:]}"}
            )
            self.words[(kind, name)] = forms
        return referral

    def _person(self, name, number, referral):
        one = Someone(name, number)
        one.row = factories.person(
            db.session.get(Situation, referral.situation_id),
            first_name=one.first,
            family_name=one.family,
            birth_date=one.birth,
        )
        self.people[name] = one
        self.words[("first", name)] = {one.first}
        self.words[("family", name)] = {one.family}
        self.words[("birth", name)] = {one.birth, one.birth[:4]}

    def _open(self, name, strand, referral, worker):
        one = self.people[name]
        service = self.victims if worker is None else None
        file = factories.follow_up(
            strand,
            worker=worker,
            organisation=service,
            referral=referral,
            person=one.row,
            card=self._card(one, strand),
            received_at=clock.now() - timedelta(days=3),
            released_at=clock.now() - timedelta(days=3),
        )
        one.files[strand] = file
        self._language(one, file, strand)
        by = worker or self.who.coordinator
        factories.whereabouts(file, self._say(one, "where", strand), noted_by_id=by.id)
        attempt = factories.contact_attempt(
            file,
            Outcome.NO_ANSWER,
            Way.CALL,
            by,
            at=clock.now() - timedelta(hours=1),
            number=one.phone(strand),
            note=self._say(one, "note", strand),
            against_card="outside_window",
            against_card_reason=self._say(one, "against", strand),
            later_reason=self._say(one, "later", strand),
        )
        self.attempts[name, strand] = attempt.code
        factories.case_event(
            file,
            "risk_set",
            note=self._say(one, "said", strand),
            by_id=by.id,
            facts={"before": "low", "after": "high"},
        )
        self._clocks(one, file, strand, by)
        situations.index_person(one.row)

    def _link(self, his, hers):
        """Each side has told the other something, and nobody has confirmed it."""
        there = (hers, Strand.VICTIM), (his, Strand.PERPETRATOR)
        victim, perpetrator = (self.file(*one) for one in there)
        by = {one.id: one for one in vars(self.who).values()}
        safety_link.send(perpetrator, Signal.THREAT, by=by[perpetrator.worker_id])
        ground = SignalGround.PERSON_WISHES
        safety_link.send(victim, Signal.VIGILANCE, ground=ground, by=by[victim.worker_id])
        for one, file in zip(there, (victim, perpetrator), strict=True):
            self.signals[one] = safety_link.received(file)[0].code

    def _language(self, one, file, strand):
        """How the person is spoken with, and an interpreter booked for the next contact."""
        say = self._say
        wishes = {
            "dialect": say(one, "dialect", strand),
            "gender": "woman",
            "other_region": True,
            "not_from": say(one, "town", strand),
            "barred": [say(one, "barred", strand)],
        }
        factories.language_need(file, wishes=wishes)
        details = {"service": say(one, "service", strand), "reference": "", "interpreter": ""}
        factories.interpreter_booking(file, details=details)

    def _clocks(self, one, file, strand, by):
        """Clocks that run since Friday, so that the file is late; one of them was moved."""
        deadlines.start_clocks(file, by=by)
        db.session.flush()
        row = deadlines.open_deadlines(file)[0]
        db.session.add(
            DeadlineMove(
                follow_up_id=file.id,
                deadline_id=row.id,
                moved_from=row.due_at - timedelta(hours=5),
                moved_to=row.due_at,
                reason=MoveReason.OTHER,
                note=self._say(one, "moved", strand),
                at=clock.now(),
                by_id=by.id,
            )
        )
        deadlines.refresh(file)
        if file.worker_id:
            factories.alert(Alert.ASSIGNED, account_id=file.worker_id, follow_up_id=file.id)
        factories.alert(
            Alert.ESCALATED,
            organisation_id=file.organisation_id,
            follow_up_id=file.id,
            deadline_id=row.id,
        )
        self.deadlines[one.name, strand] = row.id

    def _card(self, one, strand):
        number = one.phone(strand)
        self.words[("phone", one.name, strand)] = forms_of(number)
        say = self._say
        return {
            "phones": [{"number": number}],
            "permits": {"call": "yes"},
            "caller_id": "other_name",
            "caller_name": say(one, "caller", strand),
            "other_answers": "other_name",
            "other_name": say(one, "caller", strand),
            "code_word": say(one, "codeword", strand),
            "safe_people": [{"name": say(one, "friend", strand), "link": "aunt"}],
            "unsafe_people": [{"name": say(one, "enemy", strand), "link": "uncle"}],
            "mails": [{"address": say(one, "mail", strand) + "@example.test"}],
            "places": [{"address": say(one, "street", strand)}],
        }

    def _say(self, one, kind, strand):
        word = one.word(kind, strand)
        self.words[(kind, one.name, strand)] = {word, f"{word}@example.test"}
        return word

    def _spread(self):
        """What is written beside the files: a draft, an absence, an alert of the police."""
        who = self.who
        self._link("bram", "alda")
        self._link("dora", "emil")
        drafts.keep(who.victim_worker, f"/c/{self.file('alda').code}/close", {"words": ["draftzz"]})
        self.words[("draft", "victim_worker")] = {"draftzz"}
        self.draft = new_code()
        content = {"event": {"story": ["draftzzpolice"]}}
        drafts.keep(who.officer, f"{drafts.NEW_REFERRAL}{self.draft}", content)
        self.words[("draft", "officer")] = {"draftzzpolice"}
        self.absence = factories.absence(who.victim_colleague)
        self.tie = factories.tie(who.victim_worker, "tiezzname", "Tiezzstreet 4", "tiezznote")
        self.words[("tie", "victim_worker")] = {"tiezzname", "Tiezzstreet", "tiezznote"}
        question = number_requests.ask(
            self.file("alda"), WhyAsked.NUMBER_DEAD, by=who.victim_worker
        )
        self.questions = {"alda": question.code}


def _stands_alone(form, text):
    """A year inside a random mark (-1922-) is none."""
    return re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text) is not None
