"""One function per table: a row with everything it needs, saved and committed.

`sign_in` in conftest.py gives a person a browser. Names are fictitious.
"""

import hashlib
import itertools
from datetime import date, timedelta

from argon2 import PasswordHasher

from followup import clock
from followup.casework import ties
from followup.db import db
from followup.models import (
    Absence,
    Account,
    AccountRole,
    AlertRow,
    AuditEntry,
    CaseEvent,
    ClosingDay,
    ContactAttempt,
    Deadline,
    DeadlinePolicy,
    FollowUp,
    InterpreterBooking,
    LanguageNeed,
    Lease,
    Municipality,
    OpeningHours,
    Organisation,
    Pause,
    Person,
    PersonHolder,
    ProtectiveMeasure,
    Referral,
    ReferralPerson,
    Routing,
    SafeContact,
    SafetySignal,
    SideHolder,
    SignInSession,
    Situation,
    Whereabouts,
)
from followup.models.wall import unrestricted
from followup.rules import contact_card
from followup.rules.codes import new_code, new_mark
from followup.vocabulary import (
    Alert,
    BookedFor,
    Booking,
    CardSource,
    Consent,
    CountsAs,
    DeadlineKind,
    Fact,
    Measure,
    OrganisationKind,
    Outcome,
    PauseReason,
    PersonRole,
    Risk,
    RiskResult,
    Role,
    Signal,
    SourceRecord,
    Strand,
    Way,
)

PASSWORD = "seven quiet geese at noon"
# Deliberately cheap to check: thousands of tests sign nobody in for real.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

KIND_OF_ROLE = {
    Role.POLICE: OrganisationKind.POLICE_ZONE,
    Role.POLICE_REFERENCE: OrganisationKind.POLICE_ZONE,
    Role.PERPETRATOR_WORKER: OrganisationKind.PERPETRATOR_SERVICE,
    Role.CHILD_WORKER: OrganisationKind.CHILD_SERVICE,
    Role.MUNICIPALITY: OrganisationKind.MUNICIPALITY,
    Role.AUDITOR: OrganisationKind.OTHER,
    Role.ADMINISTRATOR: OrganisationKind.OTHER,
}
WORKER_OF = {
    Strand.VICTIM: Role.VICTIM_WORKER,
    Strand.PERPETRATOR: Role.PERPETRATOR_WORKER,
    Strand.CHILD: Role.CHILD_WORKER,
}
PERSON_ROLE_OF = {
    Strand.VICTIM: PersonRole.VICTIM,
    Strand.PERPETRATOR: PersonRole.ALLEGED_PERPETRATOR,
    Strand.CHILD: PersonRole.CHILD,
}

_number = itertools.count(1)


def organisation(kind=OrganisationKind.VICTIM_SERVICE, **columns):
    number = next(_number)
    columns = {"code": f"ORG-{number}", "name": f"Organisation {number}", "kind": kind} | columns
    return _saved(Organisation(hours=[], closing_days=[], **columns))


an_organisation = organisation


def opening_hours(organisation, weekday, opens_at, closes_at):
    return _saved(
        OpeningHours(
            organisation_id=organisation.id,
            weekday=weekday,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    )


def closing_day(organisation, day, name="Closed"):
    return _saved(ClosingDay(organisation_id=organisation.id, day=day, name=name))


def municipality(zone, postcode="4000", name="Liège"):
    return _saved(Municipality(zone_id=zone.id, postcode=postcode, name=name))


def routing(zone, strand, organisation):
    return _saved(Routing(zone_id=zone.id, strand=strand, organisation_id=organisation.id))


def account(role=Role.VICTIM_WORKER, organisation=None, *, roles=None, **columns):
    """A person who works with the product, in an organisation of the kind in which the role works.

    `roles` gives several at once.
    """
    roles = [role] if roles is None else roles
    if organisation is None:
        kinds = [KIND_OF_ROLE[role] for role in roles if role in KIND_OF_ROLE]
        organisation = an_organisation(kinds[0] if kinds else OrganisationKind.VICTIM_SERVICE)
    number = next(_number)
    columns = {
        "code": new_code(),
        "name": f"Worker {number}",
        "email": f"worker{number}@example.test",
        "password_hash": PASSWORD_HASH,
        "password_set_at": clock.now(),
        "created_at": clock.now(),
        "language": "en",
        "speaks": ["fr", "nl"],
    } | columns
    rows = [AccountRole(role=role) for role in roles]
    return _saved(Account(organisation=organisation, role_rows=rows, **columns))


def sign_in_session(account, secret, **columns):
    columns = {"started_at": clock.now(), "seen_at": clock.now()} | columns
    digest = hashlib.sha256(secret.encode()).digest()
    return _saved(SignInSession(account_id=account.id, digest=digest, **columns))


def absence(account, from_day=date(2026, 11, 23), until_day=date(2026, 11, 27), **columns):
    columns = {"code": new_code(), "created_at": clock.now()} | columns
    return _saved(Absence(account_id=account.id, from_day=from_day, until_day=until_day, **columns))


def tie(account, person="", place="", note="", by=None):
    declared = ties.declare(account, by=by or account, person=person, place=place, note=note)
    db.session.commit()
    return declared


def situation(zone=None):
    zone = zone or organisation(OrganisationKind.POLICE_ZONE)
    return _saved(Situation(zone_id=zone.id, opened_at=clock.now()))


a_situation = situation


def person(situation=None, **columns):
    situation = situation or a_situation()
    columns = {
        "family_name": "Lambert",
        "first_name": "Aline",
        "birth_date": "1991-04-12",
    } | columns
    return _saved(Person(situation_id=situation.id, **columns))


a_person = person


def side_holder(situation, account, side):
    """The same row again changes nothing: a worker keeps their side."""
    kept = db.session.get(SideHolder, (situation.id, account.id))
    return kept or _saved(SideHolder(situation_id=situation.id, account_id=account.id, side=side))


def person_holder(person, account):
    with unrestricted("the factory looks"):
        kept = db.session.get(PersonHolder, (person.id, account.id))
    return kept or _saved(PersonHolder(person_id=person.id, account_id=account.id))


def referral(situation=None, officer=None, **columns):
    """An intervention of this morning, entered by an officer of the situation's zone."""
    if officer is None:
        zone = situation and db.session.get(Organisation, situation.zone_id)
        officer = account(Role.POLICE, zone or organisation(OrganisationKind.POLICE_ZONE))
    if situation is None:
        situation = a_situation(db.session.get(Organisation, officer.organisation_id))
    now = clock.now()
    columns = {
        "reference": new_code(),
        "zone_id": officer.organisation_id,
        "intervened_at": now - timedelta(hours=4),
        "entered_at": now,
        "received_at": now,
        "source_record": SourceRecord.NONE,
        "place": "Rue de la Loi 16",
        "facts": [Fact.PHYSICAL],
        "risk_result": RiskResult.HIGH,
        "measures": [Measure.NONE],
        "on_duty_phone": "+3242221100",
    } | columns
    return _saved(Referral(situation_id=situation.id, officer_id=officer.id, **columns))


a_referral = referral


def referral_person(referral, person, role=PersonRole.VICTIM, **columns):
    columns = {
        "consent": Consent.YES,
        "contact": {"phones": [{"number": "+32470123456"}]},
    } | columns
    return _saved(
        ReferralPerson(referral_id=referral.id, person_id=person.id, role=role, **columns)
    )


def protective_measure(referral, kind=Measure.RESIDENCE_BAN, **columns):
    columns = {
        "notified_at": clock.now(),
        "ends_at": clock.now() + timedelta(days=14),
    } | columns
    return _saved(
        ProtectiveMeasure(
            referral_id=referral.id, situation_id=referral.situation_id, kind=kind, **columns
        )
    )


def follow_up(
    strand=Strand.VICTIM,
    risk=Risk.HIGH,
    worker=None,
    organisation=None,
    situation=None,
    referral=None,
    person=None,
    card=None,
    **columns,
):
    """A file with its situation, referral, person, side holder and first safe-contact card.

    Without `worker` nobody has it yet; the organisation is then its own, or the given one.
    """
    situation = situation or (referral and db.session.get(Situation, referral.situation_id))
    referral = referral or a_referral(situation)
    situation = situation or db.session.get(Situation, referral.situation_id)
    person = person or a_person(situation)
    referral_person(referral, person, PERSON_ROLE_OF[strand])
    if worker is not None:
        side_holder(situation, worker, strand.side)
        person_holder(person, worker)
    organisation_id = (
        organisation.id
        if organisation is not None
        else worker.organisation_id
        if worker is not None
        else an_organisation().id
    )
    row = _saved(
        FollowUp(
            **{
                "code": new_code(),
                "situation_id": situation.id,
                "person_id": person.id,
                "referral_id": referral.id,
                "strand": strand,
                "side": strand.side,
                "organisation_id": organisation_id,
                "worker_id": worker and worker.id,
                "unassigned_since": None if worker else clock.now(),
                "risk": risk,
                "timed_as": Risk.HIGH if risk is Risk.UNKNOWN else risk,
                "intervened_at": referral.intervened_at,
                "received_at": referral.received_at,
                "opened_at": referral.received_at,
            }
            | columns
        )
    )
    safe_contact(row, card)
    return row


def safe_contact(follow_up, card=None, version=1, changed_by=None, **columns):
    """A version of the card; like the police's, a way allowed by name makes its number safe."""
    if changed_by is None:
        changed_by = db.session.get(
            Account, db.session.get(Referral, follow_up.referral_id).officer_id
        )
    columns = {
        "source": CardSource.POLICE,
        "agreed_at": follow_up.received_at,
        "changed_at": follow_up.received_at,
        "changed_by_id": changed_by.id,
    } | columns
    told = contact_card.from_json(card or {}).as_told().to_json()
    return _saved(SafeContact(follow_up_id=follow_up.id, version=version, card=told, **columns))


def language_need(follow_up, **columns):
    """What is known of the language now; the follow-up points at it."""
    follow_up.language_version += 1
    columns = {
        "follow_up_id": follow_up.id,
        "version": follow_up.language_version,
        "language": "ary",
        "interpreter": True,
        "changed_at": clock.now(),
        "changed_by_id": follow_up.worker_id or account(Role.ADMINISTRATOR).id,
    } | columns
    return _saved(LanguageNeed(**columns))


def interpreter_booking(follow_up, **columns):
    """An interpreter by phone, tomorrow at this hour; the follow-up says so, too."""
    at = clock.now() + timedelta(days=1)
    follow_up.booking, follow_up.booking_at = Booking.BOOKED, at
    columns = {
        "follow_up_id": follow_up.id,
        "state": Booking.BOOKED,
        "wanted_at": clock.now(),
        "wanted_by_id": follow_up.worker_id or account(Role.ADMINISTRATOR).id,
        "at": at,
        "how": BookedFor.PHONE,
    } | columns
    return _saved(InterpreterBooking(**columns))


def whereabouts(follow_up, address="Quai des Ardennes 12, 4020 Liège", **columns):
    columns = {"noted_at": clock.now()} | columns
    if "noted_by_id" not in columns:
        columns["noted_by_id"] = follow_up.worker_id or account().id
    return _saved(Whereabouts(follow_up_id=follow_up.id, address=address, **columns))


def contact_attempt(follow_up, outcome=Outcome.NO_ANSWER, way=Way.CALL, by=None, **columns):
    """A logged try as a bare row; to log one as a worker does, call casework."""
    columns = {
        "code": new_code(),
        "at": clock.now(),
        "logged_at": clock.now(),
        "counts_as": CountsAs.ATTEMPT,
        "by_id": by.id if by else follow_up.worker_id or account().id,
    } | columns
    return _saved(ContactAttempt(follow_up_id=follow_up.id, outcome=outcome, way=way, **columns))


def deadline(follow_up, kind=DeadlineKind.FIRST_ATTEMPT, due_at=None, **columns):
    columns = {
        "organisation_id": follow_up.organisation_id,
        "rule": "test",
        "starts_at": follow_up.received_at,
        "due_at": due_at or clock.now() + timedelta(hours=24),
        "explained": {},
        "opened_at": follow_up.received_at,
    } | columns
    return _saved(Deadline(follow_up_id=follow_up.id, kind=kind, **columns))


def deadline_policy(organisation, rules, version=1, **columns):
    columns = {"made_at": clock.now()} | columns
    return _saved(
        DeadlinePolicy(organisation_id=organisation.id, version=version, rules=rules, **columns)
    )


def pause(follow_up, reason=None, **columns):
    columns = {
        "reason": reason or next(iter(PauseReason)),
        "paused_at": clock.now(),
        "paused_by_id": follow_up.worker_id or account().id,
        "review_at": clock.now() + timedelta(days=7),
    } | columns
    return _saved(Pause(follow_up_id=follow_up.id, **columns))


def case_event(follow_up, what="assigned", **columns):
    columns = {"at": clock.now()} | columns
    return _saved(CaseEvent(follow_up_id=follow_up.id, what=what, **columns))


def safety_signal(sender, receiver, signal=Signal.HOLD, **columns):
    columns = {"code": new_mark(), "sending": new_mark(), "sent_at": clock.now()} | columns
    return _saved(
        SafetySignal(
            from_id=sender.id, to_id=receiver.id, signal=signal, urgent=signal.urgent, **columns
        )
    )


def alert(kind=None, **columns):
    columns = {
        "code": new_code(),
        "key": f"test-{next(_number)}",
        "kind": kind or next(iter(Alert)),
        "raised_at": clock.now(),
    } | columns
    return _saved(AlertRow(**columns))


def audit_entry(account=None, action="opened", **columns):
    columns = {
        "at": clock.now(),
        "account_id": account and account.id,
        "organisation_id": account and account.organisation_id,
        "object_kind": "follow_up",
    } | columns
    return _saved(AuditEntry(action=action, **columns))


def lease(name="scheduler", **columns):
    now = clock.now()
    columns = {
        "holder": "test",
        "held_until": now + timedelta(minutes=1),
        "beat_at": now,
    } | columns
    return _saved(Lease(name=name, **columns))


def _saved(row):
    db.session.add(row)
    db.session.commit()
    return row
