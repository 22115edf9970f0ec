"""An import goes whole, and only as long as nobody has worked on it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from followup import clock
from followup.casework import (
    followups,
    gate,
    import_undo,
    imports,
    outreach,
    referrals,
    safe_contact,
)
from followup.casework.audit import Act
from followup.casework.entry import Entry
from followup.casework.errors import NotFound
from followup.casework.import_undo import Reason, WorkedOn
from followup.db import Base, db
from followup.models import AuditEntry, FollowUp, Referral
from followup.rules.import_rows import Incoming
from followup.vocabulary import (
    CardSource,
    Consent,
    OrganisationKind,
    Outcome,
    Risk,
    Role,
    Strand,
    Way,
)
from tests import factories
from tests.referral_entries import a_child, a_perpetrator, a_victim, an_entry

DIGEST = "f" * 64
KEPT = {"referral_import", "audit_entry", "organisation", "routing", "account", "account_role"}


@pytest.fixture
def officer(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    for strand in Strand:
        factories.routing(zone, strand, factories.organisation())
    return factories.account(Role.POLICE, zone)


@pytest.fixture
def taken(officer):
    """An import of one couple referred twice, who declined, with a child."""
    return take(officer)


def take(officer, digest=DIGEST):
    people = (a_victim(consent=Consent.NO), a_perpetrator(), a_child())
    row = imports.begin(digest, 2, by=officer)
    for number in (1, 2):
        one = Incoming(f"ZP-{number}", number, an_entry(*people), clock.now())
        imports.take(one, row, places={}, by=officer)
    db.session.commit()
    return row


def file_of(strand=Strand.VICTIM):
    return db.session.scalars(select(FollowUp).filter_by(strand=strand)).one()


def reasons(row):
    with pytest.raises(WorkedOn) as refused:
        import_undo.undo(row, by=None)
    return {(one.code, one.reason) for one in refused.value.in_the_way}


def filled_tables():
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if db.session.scalar(select(func.count()).select_from(table))
    }


def test_an_import_nobody_worked_on_goes_without_rest(taken):
    before = filled_tables()

    import_undo.undo(taken, by=None)
    db.session.commit()

    assert {"follow_up", "person", "search_token", "alert", "deadline"} <= before
    assert filled_tables() <= KEPT


def test_taking_an_import_back_leaves_its_trace(taken):
    import_undo.undo(taken, by=None)

    assert taken.undone_at == clock.now()
    entry = db.session.scalars(select(AuditEntry).filter_by(action=Act.UNDID_IMPORT)).one()
    assert entry.object_id == taken.id


def test_what_the_police_entered_themselves_stays(officer, taken):
    other = a_victim(family_name="Maes"), a_perpetrator(family_name="Claes")
    kept = referrals.send(an_entry(*other), by=officer, received_at=clock.now())

    import_undo.undo(taken, by=None)

    assert db.session.scalars(select(Referral.id)).all() == [kept.id]
    assert len(db.session.scalars(select(FollowUp)).all()) == 2


def test_a_file_may_come_in_again_after_it_was_taken_back(officer, taken):
    import_undo.undo(taken, by=None)

    again = take(officer)

    assert imports.standing(DIGEST).id == again.id
    with pytest.raises(NotFound):
        import_undo.fetch(taken.id)


def test_an_import_that_never_was_is_not_found(db):
    with pytest.raises(NotFound):
        import_undo.fetch(1)


def test_a_follow_up_that_a_worker_has_stays(officer, taken):
    file = file_of()
    worker = factories.account(
        Role.VICTIM_WORKER, db.session.get(type(officer.organisation), file.organisation_id)
    )
    followups.assign(file, worker, reason=None, by=worker)

    assert reasons(taken) == {(file.code, Reason.ASSIGNED)}


def test_a_logged_contact_stays(taken):
    file = file_of(Strand.PERPETRATOR)
    gate.release(file, by=factories.account(Role.COORDINATOR), words="")
    db.session.commit()
    caller = factories.account(Role.PERPETRATOR_WORKER)
    entry = Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER, at=clock.now() - timedelta(minutes=5))
    outreach.log_contact(file, entry, by=caller)

    assert reasons(taken) == {(file.code, Reason.CONTACT_LOGGED)}


def test_a_risk_that_was_set_stays(taken):
    file = file_of()
    followups.set_risk(
        file, Risk.CRITICAL, by=factories.account(Role.COORDINATOR), words="seen at triage"
    )

    assert reasons(taken) == {(file.code, Reason.WORKED_ON)}


def test_a_card_that_somebody_changed_stays(taken):
    file = file_of(Strand.PERPETRATOR)
    safe_contact.change(
        file,
        safe_contact.current_card(file),
        based_on=file.card_version,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=factories.account(),
    )

    assert reasons(taken) == {(file.code, Reason.CARD_CHANGED)}


def test_information_that_the_police_added_stays(officer, taken):
    first = db.session.scalars(select(Referral).order_by(Referral.id)).first()
    referrals.add_information(first, "He came back.", by=officer)

    assert (first.reference, Reason.INFORMATION_ADDED) in reasons(taken)


def test_people_who_were_referred_again_stay(officer, taken):
    referrals.send(an_entry(), by=officer, received_at=clock.now())

    assert {reason for _, reason in reasons(taken)} == {Reason.OTHER_REFERRAL}


def test_people_who_were_referred_before_stay(officer):
    referrals.send(an_entry(), by=officer, received_at=clock.now())

    assert {reason for _, reason in reasons(take(officer))} == {Reason.OTHER_REFERRAL}


def test_nothing_goes_when_something_stays(taken):
    followups.set_risk(
        file_of(), Risk.CRITICAL, by=factories.account(Role.COORDINATOR), words="triage"
    )
    reasons(taken)

    assert taken.undone_at is None
    assert len(db.session.scalars(select(Referral)).all()) == 2
