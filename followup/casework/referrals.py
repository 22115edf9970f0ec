"""Take a referral in: one situation, one follow-up per person, each routed; add to it later."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import alerts, duplicates, events, first_files, revisits, situations, waking
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NotFound, Refused
from followup.casework.events import What
from followup.casework.situations import Earlier
from followup.db import db
from followup.models import (
    Account,
    Addition,
    FollowUp,
    Person,
    ProtectiveMeasure,
    Referral,
    ReferralPerson,
    Situation,
)
from followup.models.wall import unrestricted
from followup.rules.codes import new_code
from followup.rules.referral_entry import Event, PersonEntry, ReferralEntry, faults
from followup.rules.working_time import local
from followup.vocabulary import Alert, News

SENDING = "files are opened for the people referred; the officer sees none of them"
TELLING = "who works on the people of this referral is told that information was added"
LONGEST_ADDITION = 500


def send(
    entry: ReferralEntry,
    *,
    by: Account,
    received_at: datetime,
    reference: str | None = None,
    import_id: int | None = None,
) -> Referral:
    """Take the referral in and open or restart a follow-up for each person.

    Idempotent under `reference`, the code of its draft: sent again by the same officer, the first
    referral is answered. Raises Refused for an entry with faults.
    """
    if faults(entry, received_at):
        raise Refused
    with unrestricted(SENDING):
        situations.take_turn()
        first = _with_reference(reference)
        if first is not None and first.officer_id == by.id:
            return first
        earlier = situations.find_earlier(entry, at=received_at)
        try:
            with db.session.begin_nested():
                situation = earlier.situation if earlier else _open_situation(by, received_at)
                referral = _write(entry, situation, by, received_at)
                referral.is_repeat = earlier is not None
                referral.import_id = import_id
                referral.reference = new_code() if reference is None or first else reference
                db.session.add(referral)
        except IntegrityError:
            return _sent_meanwhile(reference, by)
        _write_measures(entry, referral)
        people = list(_write_people(entry, referral, earlier))
        if entry.has_victim:
            revisits.plan(referral)
        first_files.open_all(referral, people, has_victim=entry.has_victim, by=by)
        record(Act.SENT_REFERRAL, Of.REFERRAL, referral.id, by=by)
        db.session.flush()
    return referral


def add_information(referral: Referral, text: str, *, by: Account) -> Addition:
    """Keep what the officer adds beside the first text, and tell who has the people's files."""
    addition = Addition(referral_id=referral.id, account_id=by.id, at=clock.now(), text=text)
    db.session.add(addition)
    db.session.flush()
    with unrestricted(TELLING):
        for follow_up in files_of_referral(referral):
            events.note(follow_up, What.INFORMATION_ADDED, by=by)
            waking.wake(follow_up, News.INFORMATION)
            alerts.raise_alert(
                Alert.INFORMATION_ADDED,
                f"added:{addition.id}:{follow_up.id}",
                account_id=follow_up.worker_id,
                organisation_id=None if follow_up.worker_id else follow_up.organisation_id,
                follow_up_id=follow_up.id,
            )
    record(Act.ADDED_INFORMATION, Of.REFERRAL, referral.id, by=by)
    db.session.flush()
    return addition


def add_instead(entry: ReferralEntry, reference: str, text: str, *, by: Account) -> Referral:
    """Add to the referral that the check found, instead of sending this one as new.

    It may be a colleague's of the same zone: what the check finds may be added to, not read.
    Raises NotFound when the check does not find that one.
    """
    alike = duplicates.sent_before(entry, by=by, at=clock.now())
    if alike is None or alike.reference != reference:
        raise NotFound
    with unrestricted(TELLING):
        referral = db.session.get_one(Referral, alike.id)
        add_information(referral, text, by=by)
    return referral


def files_of_referral(referral: Referral) -> list[FollowUp]:
    """The open files of its people; for the system's own work."""
    return list(
        db.session.scalars(
            select(FollowUp)
            .join(ReferralPerson, ReferralPerson.person_id == FollowUp.person_id)
            .where(ReferralPerson.referral_id == referral.id, FollowUp.closed_at.is_(None))
            .order_by(FollowUp.id)
        )
    )


def _with_reference(reference: str | None) -> Referral | None:
    return db.session.scalar(select(Referral).where(Referral.reference == reference))


def _sent_meanwhile(reference: str | None, by: Account) -> Referral:
    """The other tab was first: the unique key decided. Raises Refused for anybody else's."""
    first = _with_reference(reference)
    if first is None or first.officer_id != by.id:
        raise Refused
    return first


def _open_situation(by: Account, at: datetime) -> Situation:
    situation = Situation(zone_id=by.organisation_id, opened_at=at)
    db.session.add(situation)
    db.session.flush()
    return situation


def _write(entry: ReferralEntry, situation: Situation, by: Account, at: datetime) -> Referral:
    event: Event = entry.event
    return Referral(
        situation_id=situation.id,
        zone_id=by.organisation_id,
        officer_id=by.id,
        intervened_at=event.intervened_at,
        entered_at=clock.now(),
        received_at=at,
        source_record=event.source_record,
        report_number=event.report_number,
        report_token=duplicates.report_token(event.report_number),
        postcode=event.postcode,
        place=event.place,
        place_kind=event.place_kind,
        facts=list(event.facts),
        relation=event.relation,
        living_together=event.living_together,
        children_there=event.children_there,
        children_count=event.children_count,
        previous_facts=event.previous_facts,
        previous_count=event.previous_count,
        risk_result=event.risk_result,
        weapon=event.weapon,
        strangulation=event.strangulation,
        measures=[taken.kind for taken in entry.measures],
        story=event.story or None,
        on_duty_phone=event.on_duty_phone,
    )


def _write_measures(entry: ReferralEntry, referral: Referral) -> None:
    db.session.add_all(
        ProtectiveMeasure(
            situation_id=referral.situation_id,
            referral_id=referral.id,
            kind=taken.kind,
            notified_at=taken.notified_at,
            ends_at=taken.ends_at,
        )
        for taken in entry.measures
        if taken.kind.has_end
    )


def _write_people(
    entry: ReferralEntry, referral: Referral, earlier: Earlier | None
) -> Iterator[tuple[PersonEntry, Person]]:
    """Each person once per situation: known people keep their row, the gaps in it are filled."""
    known = earlier.people if earlier else {}
    for place, entered in enumerate(entry.persons):
        person = known.get(place) or _new_person(entered, referral)
        if person.birth_date is None and entered.born_on is not None:
            person.birth_date, person.birth_year_about = entered.born_on.isoformat(), None
        person.interpreter = bool(person.interpreter or entered.interpreter)
        db.session.flush()
        situations.index_person(person)
        db.session.add(
            ReferralPerson(
                referral_id=referral.id,
                person_id=person.id,
                role=entered.role,
                still_at_address=entered.still_at_address,
                consent=entered.consent,
                told=list(entered.told),
                contact=entered.card.to_json() if entered.is_asked else None,
            )
        )
        db.session.flush()
        yield entered, person


def _new_person(entered: PersonEntry, referral: Referral) -> Person:
    age, year = entered.age, local(referral.received_at).year
    person = Person(
        situation_id=referral.situation_id,
        family_name=entered.family_name,
        first_name=entered.first_name,
        birth_date=entered.born_on and entered.born_on.isoformat(),
        birth_year_about=str(year - age) if entered.born_on is None and age is not None else None,
        gender=entered.gender,
        language=entered.language,
        interpreter=entered.interpreter,
    )
    db.session.add(person)
    return person
