"""What the police get back: a status per person, and the promise on the receipt."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import referrals, sent_referrals
from followup.casework.errors import NotFound
from followup.db import db
from followup.models import FollowUp, Organisation
from followup.vocabulary import (
    CountsAs,
    Outcome,
    PersonRole,
    ReferralStatus,
    Role,
    Strand,
)
from tests import factories
from tests.referral_entries import a_child, a_perpetrator, a_victim, an_entry, an_event


@pytest.fixture
def officer(db):
    return factories.account(Role.POLICE)


def send(officer, *persons, **event):
    entry = an_entry(*persons, event=an_event(**event))
    referral = referrals.send(entry, by=officer, received_at=clock.now())
    db.session.commit()
    return referral


def colleague_of(officer, role=Role.POLICE):
    return factories.account(role, db.session.get(Organisation, officer.organisation_id))


def references(account, **page):
    return [row.reference for row in sent_referrals.listed(account, **page)[0]]


def file_of(referral, strand):
    return db.session.query(FollowUp).filter_by(referral_id=referral.id, strand=strand).one()


def test_an_officer_lists_the_own_referrals_newest_first(officer, clock_at, noon, watched):
    older = send(officer)
    clock_at(noon + timedelta(hours=1))
    newer = send(officer, a_victim(first_name="Zoé", family_name="Peeters"))
    send(colleague_of(officer))

    assert references(officer) == [newer.reference, older.reference]


def test_the_reference_officer_lists_the_own_zone_and_no_other(officer):
    mine = send(officer)
    send(factories.account(Role.POLICE))

    assert references(colleague_of(officer, Role.POLICE_REFERENCE)) == [mine.reference]


def test_pages_of_the_list_miss_and_repeat_nothing(officer, monkeypatch):
    monkeypatch.setattr(sent_referrals, "PAGE", 2)
    sent = [factories.referral(officer=officer).reference for _ in range(5)]

    seen, after = [], None
    while True:
        rows, after = sent_referrals.listed(officer, after=after)
        seen += [row.reference for row in rows]
        if after is None:
            break

    assert seen == sent[::-1]


def test_a_colleagues_referral_is_not_found(officer):
    theirs = send(colleague_of(officer))

    with pytest.raises(NotFound):
        sent_referrals.fetch(theirs.reference, officer)


def test_the_reference_officer_may_look_at_a_colleagues_and_not_add_to_it(officer):
    theirs = send(officer)
    reference_officer = colleague_of(officer, Role.POLICE_REFERENCE)

    assert sent_referrals.fetch(theirs.reference, reference_officer) is theirs
    with pytest.raises(NotFound):
        sent_referrals.fetch_to_add(theirs.reference, reference_officer)


def test_people_are_numbered_as_they_were_entered_and_a_witness_has_no_status(officer, watched):
    referral = send(
        officer, a_perpetrator(role=PersonRole.BOTH), a_child(), a_victim(role=PersonRole.WITNESS)
    )

    lines = sent_referrals.statuses([referral.id])[referral.id]

    received = ReferralStatus.RECEIVED
    assert [(line.person, line.strand, line.status) for line in lines] == [
        (1, Strand.VICTIM, received),
        (1, Strand.PERPETRATOR, received),
        (2, Strand.CHILD, received),
        (3, None, None),
    ]


def test_the_last_contact_tells_whether_she_declined(officer):
    referral = send(officer, a_victim())
    file = file_of(referral, Strand.VICTIM)
    file.contact_made_at = clock.now()
    contact = {"counts_as": CountsAs.CONTACT, "by": factories.account()}
    factories.contact_attempt(
        file, Outcome.SPOKE_NOT_NOW, at=clock.now() - timedelta(hours=2), **contact
    )
    assert sent_referrals.statuses([referral.id])[referral.id][0].status is ReferralStatus.DECLINED

    factories.contact_attempt(file, Outcome.SPOKE_SUPPORT, at=clock.now(), **contact)

    line = sent_referrals.statuses([referral.id])[referral.id][0]
    assert line.status is ReferralStatus.CONTACT_MADE
