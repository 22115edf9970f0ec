"""A file of referrals comes in once and whole, under references of our own."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from followup import clock
from followup.casework import imports, organisations
from followup.casework.audit import Act
from followup.casework.errors import AlreadyThere
from followup.db import db
from followup.models import AuditEntry, Deadline, FollowUp, ImportedReference, Referral
from followup.rules.import_rows import Incoming
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories
from tests.referral_entries import a_perpetrator, a_victim, an_entry, an_event

DIGEST = "f" * 64


@pytest.fixture
def zone(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.routing(zone, Strand.VICTIM, factories.organisation())
    return zone


@pytest.fixture
def officer(zone):
    return factories.account(Role.POLICE, zone)


def incoming(reference="ZP-1", *persons, line=2, received_at=None, **changes):
    event = an_event(**changes)
    return Incoming(reference, line, an_entry(*persons, event=event), received_at or clock.now())


def taken_in(officer, *several, digest=DIGEST):
    """The import of these referrals, and the referrals it made."""
    row = imports.begin(digest, len(several), by=officer)
    places = organisations.places_of(officer.organisation)
    made = [imports.take(one, row, places=places, by=officer) for one in several]
    db.session.flush()
    return row, made


def test_a_referral_of_a_file_gets_a_reference_of_our_own(officer):
    row, (referral,) = taken_in(officer, incoming("ZP-1"))

    assert referral.import_id == row.id
    assert referral.reference != "ZP-1"
    assert referral.officer_id == officer.id


def test_an_import_leaves_its_trace(officer):
    row, _ = taken_in(officer, incoming())

    entry = db.session.scalars(select(AuditEntry).filter_by(action=Act.IMPORTED)).one()
    assert (entry.object_id, entry.account_id) == (row.id, officer.id)


def test_the_clocks_of_old_referrals_run_from_the_day_they_were_received(officer):
    long_ago = clock.now() - timedelta(days=90)
    event = {"intervened_at": long_ago - timedelta(hours=3)}

    taken_in(officer, incoming(received_at=long_ago, **event))

    dues = db.session.scalars(select(Deadline.due_at).where(Deadline.ended_at.is_(None))).all()
    assert dues
    assert all(due < clock.now() - timedelta(days=60) for due in dues)


def test_the_same_file_stands_only_once(officer):
    taken_in(officer, incoming())

    with pytest.raises(AlreadyThere):
        imports.begin(DIGEST, 1, by=officer)


def test_a_reference_that_came_in_before_is_known_in_its_zone_only(officer):
    taken_in(officer, incoming("ZP-1"))
    again = [incoming("ZP-2", line=2), incoming(" zp-1", line=5)]

    assert imports.known_lines(officer.organisation, again) == [5]
    elsewhere = factories.organisation(OrganisationKind.POLICE_ZONE)
    assert imports.known_lines(elsewhere, again) == []


def test_the_reference_of_the_police_is_not_kept_in_clear(officer):
    taken_in(officer, incoming("ZP-1"))

    assert b"ZP" not in db.session.scalars(select(ImportedReference.token)).one()


def test_a_place_is_completed_from_the_list_of_the_zone(zone, officer):
    factories.municipality(zone, "5100", "Jambes")

    _, (by_name, by_code) = taken_in(
        officer,
        incoming("ZP-1", place="jambes", postcode=None),
        incoming("ZP-2", place="5100", postcode="5100"),
    )

    assert (by_name.postcode, by_code.place) == ("5100", "Jambes")


def test_places_outside_the_zone_are_told_by_line(zone):
    factories.municipality(zone, "5000", "Namur")
    several = [incoming(line=2), incoming("ZP-2", line=4, place="Gent", postcode="9000")]

    assert imports.elsewhere_lines(zone, several) == [4]


def test_a_zone_without_a_list_knows_no_other_places(zone):
    assert imports.elsewhere_lines(zone, [incoming(place="Gent", postcode="9000")]) == []


def test_what_came_of_a_file_is_counted(officer):
    number = "NA.43.L3.000001/2026"
    taken_in(officer, incoming("OLD", report_number=number), digest="e" * 64)
    other = a_victim(family_name="Maes", first_name="Ilse"), a_perpetrator(first_name="Jan")

    row, made = taken_in(
        officer,
        incoming("ZP-1", report_number=number),
        incoming("ZP-2", *other),
    )

    outcome = imports.outcome(row)
    assert (outcome.referrals, outcome.people, outcome.repeats) == (2, 4, 1)
    assert outcome.follow_ups == {Strand.VICTIM: 2, Strand.PERPETRATOR: 2}
    assert outcome.unroutable == {Strand.PERPETRATOR: 2}
    assert outcome.same_number == {made[0].id}
    assert outcome.joined == 1


def test_a_file_comes_in_the_name_of_the_reference_officer(zone, officer):
    reference = factories.account(Role.POLICE_REFERENCE, zone)

    assert imports.sender_of(zone).id == reference.id


def test_without_a_reference_officer_the_first_account_of_the_zone_sends(zone, officer):
    factories.account(Role.POLICE, zone)
    factories.account(Role.ADMINISTRATOR, zone)

    assert imports.sender_of(zone).id == officer.id


def test_a_zone_without_officers_has_no_sender(zone):
    factories.account(Role.POLICE_REFERENCE, zone, active=False)

    assert imports.sender_of(zone) is None


def test_nothing_of_a_dry_run_stays(officer):
    taken_in(officer, incoming())
    db.session.rollback()

    left = [db.session.scalar(select(func.count()).select_from(t)) for t in (Referral, FollowUp)]
    assert left == [0, 0]
    assert imports.standing(DIGEST) is None
