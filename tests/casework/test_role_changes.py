"""A role that turns out otherwise: a worker asks, the coordinator decides, the wall stands."""

import pytest
from sqlalchemy import select

from followup.casework import file, followups, role_changes, safe_contact, visibility
from followup.casework.errors import FollowUpClosed, NotFound, OtherSide, Refused
from followup.models import AlertRow, FollowUp
from followup.rules.access import Permission
from followup.vocabulary import (
    Alert,
    CloseReason,
    OrganisationKind,
    PersonRole,
    Role,
    RoleChange,
    State,
    Strand,
)
from tests import factories

TOLD = {"phones": [{"number": "+32470000001"}], "permits": {"call": "yes"}}


@pytest.fixture
def referral(db):
    referral = factories.referral()
    for strand, kind in (
        (Strand.VICTIM, OrganisationKind.VICTIM_SERVICE),
        (Strand.PERPETRATOR, OrganisationKind.PERPETRATOR_SERVICE),
    ):
        zone = db.session.get(factories.Organisation, referral.zone_id)
        factories.routing(zone, strand, factories.organisation(kind))
    return referral


@pytest.fixture
def victim(referral):
    return factories.follow_up(referral=referral, worker=factories.account(Role.VICTIM_WORKER))


@pytest.fixture
def perpetrator(db, referral, victim, noon):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=referral,
        worker=factories.account(Role.PERPETRATOR_WORKER),
        card={"phones": [{"number": "+32470999999"}]},
        released_at=noon,
    )


def coordinator_of(follow_up):
    service = factories.db.session.get(factories.Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


def decide(follow_up, change):
    role_changes.decide(follow_up, change, by=coordinator_of(follow_up), words="He called first.")


def new_file(follow_up, strand):
    return factories.db.session.scalar(
        select(FollowUp).where(FollowUp.person_id == follow_up.person_id, FollowUp.strand == strand)
    )


def asked(db):
    return db.session.scalars(
        select(AlertRow).where(AlertRow.kind == Alert.ROLE_ASKED, AlertRow.seen_at.is_(None))
    ).all()


def test_a_worker_asks_the_own_coordinator_and_nobody_else(db, perpetrator):
    worker = factories.account(Role.PERPETRATOR_WORKER)

    role_changes.ask(perpetrator, by=worker, words="He has injuries.")

    alert = asked(db)[0]
    assert (alert.organisation_id, alert.follow_up_id) == (
        perpetrator.organisation_id,
        perpetrator.id,
    )
    assert alert.repeat_minutes


def test_reversed_he_gets_a_victims_file_elsewhere_and_his_worker_loses_the_old_one(
    db, perpetrator
):
    worker = db.session.get(factories.Account, perpetrator.worker_id)

    decide(perpetrator, RoleChange.REVERSED)

    opened = new_file(perpetrator, Strand.VICTIM)
    assert (opened.worker_id, opened.state is State.CLOSED) == (None, False)
    assert opened.organisation_id != perpetrator.organisation_id
    assert perpetrator.close_reason is CloseReason.ROLE_REVERSED
    assert perpetrator.worker_id is None
    assert worker.id != perpetrator.worker_id


def test_the_former_worker_can_open_neither_file_any_more(db, perpetrator):
    worker_id = perpetrator.worker_id
    decide(perpetrator, RoleChange.REVERSED)
    opened = new_file(perpetrator, Strand.VICTIM)
    reader = factories.account(Role.PERPETRATOR_WORKER)
    reader_sees = [one.worker_id == worker_id for one in (perpetrator, opened)]

    assert reader_sees == [False, False]
    for one in (perpetrator, opened):
        with pytest.raises(NotFound):
            visibility.fetch(one.code, reader, Permission.READ_FOLLOWUP)


def test_the_history_stays_and_the_coordinator_reads_it(db, perpetrator):
    coordinator = coordinator_of(perpetrator)

    role_changes.decide(perpetrator, RoleChange.REVERSED, by=coordinator, words="Seen.")

    found = visibility.fetch(perpetrator.code, coordinator, Permission.READ_FOLLOWUP)
    whats = [row.what for row in file.events(found)]
    assert "role_decided" in whats
    assert "closed" in whats


def test_only_what_the_police_gave_is_on_the_new_card(db, referral, perpetrator):
    person = db.session.get(factories.Person, perpetrator.person_id)
    factories.referral_person(referral, person, PersonRole.ALLEGED_PERPETRATOR, contact=TOLD)

    decide(perpetrator, RoleChange.BOTH)

    card = safe_contact.current_card(new_file(perpetrator, Strand.VICTIM))
    assert [one.number for one in card.phones] == ["+32470000001"]


def test_no_name_of_the_deciding_side_stands_in_the_new_file(perpetrator):
    decide(perpetrator, RoleChange.BOTH)

    opened = new_file(perpetrator, Strand.VICTIM)
    assert {row.by for row in file.events(opened)} == {None}
    assert {row.note for row in file.events(opened)} == {None}


def test_both_leaves_the_old_file_with_its_worker(perpetrator):
    worker_id = perpetrator.worker_id

    decide(perpetrator, RoleChange.BOTH)

    assert (perpetrator.worker_id, perpetrator.closed_at) == (worker_id, None)


def test_the_services_of_the_other_people_are_asked_and_learn_no_more(db, victim, perpetrator):
    decide(perpetrator, RoleChange.REVERSED)

    alert = asked(db)[0]
    assert (alert.follow_up_id, alert.organisation_id) == (victim.id, victim.organisation_id)
    assert file.events(victim) == [] or "role_decided" not in {
        row.what for row in file.events(victim)
    }


def test_a_victim_who_turns_out_to_be_the_perpetrator_waits_at_the_gate(victim):
    decide(victim, RoleChange.REVERSED)

    opened = new_file(victim, Strand.PERPETRATOR)
    assert followups.gate_is_shut(opened)
    assert victim.closed_at is not None


def test_left_as_it_is_nothing_opens_and_the_question_is_answered(db, perpetrator):
    role_changes.ask(perpetrator, by=factories.account(Role.PERPETRATOR_WORKER), words="Injuries.")

    decide(perpetrator, RoleChange.KEEP)

    assert new_file(perpetrator, Strand.VICTIM) is None
    assert asked(db) == []


def test_decided_twice_there_is_one_file_of_each_role(db, perpetrator):
    decide(perpetrator, RoleChange.BOTH)
    decide(perpetrator, RoleChange.BOTH)

    files = db.session.scalars(
        select(FollowUp).where(FollowUp.person_id == perpetrator.person_id)
    ).all()
    assert len(files) == 2


def test_a_file_that_was_reversed_before_opens_again(perpetrator):
    decide(perpetrator, RoleChange.REVERSED)
    opened = new_file(perpetrator, Strand.VICTIM)

    decide(opened, RoleChange.REVERSED)

    assert perpetrator.closed_at is None
    assert perpetrator.unassigned_since is not None
    assert opened.close_reason is CloseReason.ROLE_REVERSED


def test_his_worker_never_gets_her_after_the_roles_turned(db, victim, perpetrator):
    """Who read his file as the perpetrator's would know where the victim now is."""
    his_worker = db.session.get(factories.Account, perpetrator.worker_id)
    decide(perpetrator, RoleChange.REVERSED)
    decide(victim, RoleChange.REVERSED)
    hers = new_file(victim, Strand.PERPETRATOR)
    hers.organisation_id = his_worker.organisation_id
    worker = factories.account(
        Role.PERPETRATOR_WORKER,
        db.session.get(factories.Organisation, his_worker.organisation_id),
    )
    person = db.session.get(factories.Person, perpetrator.person_id)
    factories.person_holder(person, worker)

    with pytest.raises(OtherSide):
        followups.assign(hers, worker, reason=None, by=coordinator_of(hers))


def test_a_child_has_no_other_role_and_an_ended_file_is_left(referral, perpetrator, noon):
    child = factories.follow_up(Strand.CHILD, referral=referral)
    perpetrator.closed_at = noon

    with pytest.raises(Refused):
        decide(child, RoleChange.BOTH)
    with pytest.raises(FollowUpClosed):
        decide(perpetrator, RoleChange.BOTH)
