"""Opening, assigning, timing and releasing follow-ups."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import deadlines, followups, safe_contact
from followup.casework.errors import FollowUpClosed, OtherSide, WrongStrand
from followup.models import AlertRow, SideHolder
from followup.rules.contact_card import ContactCard
from followup.vocabulary import (
    Alert,
    CardSource,
    DeadlineEnd,
    DeadlineKind,
    Measure,
    OrganisationKind,
    ReassignReason,
    Risk,
    RiskResult,
    Role,
    Strand,
)
from tests import factories


def open_file(strand=Strand.VICTIM, *, released=True, organisation=None, **columns):
    referral = factories.referral(**columns)
    person = factories.person(factories.db.session.get(factories.Situation, referral.situation_id))
    organisation = organisation or factories.organisation()
    officer = factories.account(Role.POLICE)
    follow_up = followups.open_file(
        referral, person, strand, organisation_id=organisation.id, released=released, by=officer
    )
    safe_contact.write_first(
        follow_up,
        ContactCard(),
        source=CardSource.POLICE,
        agreed_at=referral.received_at,
        by=officer,
    )
    return follow_up


def kinds(follow_up):
    return {row.kind: row for row in deadlines.open_deadlines(follow_up)}


def test_a_new_victim_file_runs_both_clocks_and_asks_for_triage(db):
    follow_up = open_file()

    assert set(kinds(follow_up)) == {
        DeadlineKind.FIRST_ATTEMPT,
        DeadlineKind.CONTACT_MADE,
        DeadlineKind.DECIDE_UNREACHED,
        DeadlineKind.TRIAGE,
    }
    assert follow_up.due_kind is DeadlineKind.FIRST_ATTEMPT
    assert follow_up.due_at == kinds(follow_up)[DeadlineKind.FIRST_ATTEMPT].due_at
    assert follow_up.unassigned_alarm_at == clock.now() + timedelta(hours=2)


def test_no_clock_of_an_alleged_perpetrator_runs_before_the_gate_opens(db):
    follow_up = open_file(Strand.PERPETRATOR, released=False)

    assert set(kinds(follow_up)) == {DeadlineKind.TRIAGE}
    assert followups.gate_is_shut(follow_up)


def test_a_person_put_out_of_the_home_is_tried_within_one_working_day(db, noon):
    follow_up = open_file(Strand.PERPETRATOR, measures=[Measure.RESIDENCE_BAN])

    first = kinds(follow_up)[DeadlineKind.FIRST_ATTEMPT]
    assert first.due_at == noon.replace(day=24, hour=17)


def test_assigning_meets_the_triage_tells_the_worker_and_resets_no_clock(db):
    follow_up = open_file()
    worker = worker_for(follow_up)
    coordinator = factories.account(Role.COORDINATOR)
    before = kinds(follow_up)[DeadlineKind.CONTACT_MADE].due_at

    followups.assign(follow_up, worker, reason=None, by=coordinator)

    assert follow_up.worker_id == worker.id
    assert follow_up.unassigned_since is None
    assert kinds(follow_up)[DeadlineKind.CONTACT_MADE].due_at == before
    triage = [row for row in deadlines.every_deadline(follow_up) if row.kind is DeadlineKind.TRIAGE]
    assert [row.end for row in triage] == [DeadlineEnd.MET]
    told = db.session.scalars(select(AlertRow).where(AlertRow.account_id == worker.id)).all()
    assert [row.kind for row in told] == [Alert.ASSIGNED]


def test_a_worker_never_gets_the_other_side_of_a_situation(db):
    victim = open_file()
    worker = worker_for(victim, roles=[Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER])
    followups.assign(victim, worker, reason=None, by=worker)
    other = factories.follow_up(
        Strand.PERPETRATOR,
        situation=db.session.get(factories.Situation, victim.situation_id),
        organisation=worker.organisation,
    )

    with pytest.raises(OtherSide):
        followups.assign(other, worker, reason=None, by=worker)


def test_giving_a_file_away_does_not_open_the_other_side(db):
    victim = open_file()
    worker = worker_for(victim, roles=[Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER])
    colleague = factories.account(Role.VICTIM_WORKER, worker.organisation)
    followups.assign(victim, worker, reason=None, by=worker)
    followups.assign(victim, colleague, reason=ReassignReason.BALANCE, by=worker)
    other = factories.follow_up(
        Strand.PERPETRATOR,
        situation=db.session.get(factories.Situation, victim.situation_id),
        organisation=worker.organisation,
    )

    with pytest.raises(OtherSide):
        followups.assign(other, worker, reason=None, by=worker)


def test_the_database_itself_refuses_both_sides_to_one_worker(db):
    victim = open_file()
    worker = worker_for(victim)
    followups.assign(victim, worker, reason=None, by=worker)
    other = factories.follow_up(
        Strand.PERPETRATOR, situation=db.session.get(factories.Situation, victim.situation_id)
    )
    other.worker_id = worker.id

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("role", [Role.PERPETRATOR_WORKER, Role.CHILD_WORKER, Role.COORDINATOR])
def test_a_victim_file_goes_only_to_a_worker_for_victims(db, role):
    follow_up = open_file()
    worker = worker_for(follow_up, roles=[role])

    with pytest.raises(WrongStrand):
        followups.assign(follow_up, worker, reason=None, by=worker)
    assert db.session.scalars(select(SideHolder)).all() == []


def test_a_file_goes_only_to_workers_of_its_own_organisation(db):
    follow_up = open_file()
    stranger = factories.account(Role.VICTIM_WORKER)

    with pytest.raises(WrongStrand):
        followups.assign(follow_up, stranger, reason=None, by=stranger)


def test_a_closed_file_is_not_assigned(db, noon):
    follow_up = open_file()
    follow_up.closed_at = noon

    with pytest.raises(FollowUpClosed):
        followups.assign(follow_up, worker_for(follow_up), reason=None, by=worker_for(follow_up))


def test_a_new_intervention_raises_the_rule_and_starts_the_clocks_anew(db, noon, clock_at):
    follow_up = open_file(risk_result=RiskResult.MEDIUM)
    worker = worker_for(follow_up)
    followups.assign(follow_up, worker, reason=None, by=worker)
    clock_at(noon + timedelta(days=20))
    situation = db.session.get(factories.Situation, follow_up.situation_id)
    again = factories.referral(situation, risk_result=RiskResult.STANDARD)

    followups.restart(follow_up, again, by=factories.account(Role.POLICE))

    assert (follow_up.risk, follow_up.timed_as) == (Risk.MEDIUM, Risk.HIGH)
    assert kinds(follow_up)[DeadlineKind.CONTACT_MADE].starts_at == again.received_at
    told = db.session.scalars(select(AlertRow).where(AlertRow.kind == Alert.REPEAT)).all()
    assert [row.account_id for row in told] == [worker.id]


def test_raising_the_risk_reckons_the_clocks_anew_and_keeps_the_history(db):
    follow_up = open_file(risk_result=RiskResult.STANDARD)
    coordinator = factories.account(Role.COORDINATOR)
    before = kinds(follow_up)[DeadlineKind.CONTACT_MADE].due_at

    followups.set_risk(follow_up, Risk.CRITICAL, by=coordinator, words="A weapon was found.")

    assert kinds(follow_up)[DeadlineKind.CONTACT_MADE].due_at < before
    replaced = [
        row for row in deadlines.every_deadline(follow_up) if row.end is DeadlineEnd.REPLACED
    ]
    assert {row.kind for row in replaced} == {
        DeadlineKind.FIRST_ATTEMPT,
        DeadlineKind.CONTACT_MADE,
    }


def worker_for(follow_up, roles=(Role.VICTIM_WORKER,)):
    organisation = factories.db.session.get(factories.Organisation, follow_up.organisation_id)
    assert organisation.kind is OrganisationKind.VICTIM_SERVICE
    return factories.account(organisation=organisation, roles=list(roles))
