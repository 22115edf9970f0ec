"""A referral becomes one situation with one follow-up per person, each routed and timed."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import accounts, followups, referrals, routing, safe_contact
from followup.casework.errors import NotFound, Refused
from followup.db import db
from followup.models import (
    Addition,
    AlertRow,
    AuditEntry,
    CaseEvent,
    Deadline,
    FollowUp,
    Organisation,
    Person,
    ProtectiveMeasure,
    Referral,
    ReferralPerson,
    SearchToken,
    Situation,
    Whereabouts,
)
from followup.models.wall import unrestricted
from followup.rules.referral_entry import MeasureTaken
from followup.vocabulary import (
    Alert,
    Answer,
    Consent,
    DeadlineKind,
    Measure,
    OrganisationKind,
    Permit,
    PersonRole,
    Risk,
    RiskResult,
    Role,
    State,
    Strand,
    Way,
)
from tests import factories
from tests.referral_entries import (
    a_card,
    a_child,
    a_perpetrator,
    a_victim,
    an_entry,
    an_event,
)


@pytest.fixture
def officer(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    kinds = {
        Strand.VICTIM: OrganisationKind.VICTIM_SERVICE,
        Strand.PERPETRATOR: OrganisationKind.PERPETRATOR_SERVICE,
        Strand.CHILD: OrganisationKind.VICTIM_SERVICE,
    }
    for strand, kind in kinds.items():
        factories.routing(zone, strand, factories.organisation(kind))
    return factories.account(Role.POLICE, zone)


def sent(officer, *persons, reference=None, **changes):
    return referrals.send(
        an_entry(*persons, **changes), by=officer, received_at=clock.now(), reference=reference
    )


def files(strand=None):
    query = select(FollowUp).order_by(FollowUp.id)
    with unrestricted("the test looks at what was written"):
        return db.session.scalars(query if strand is None else query.filter_by(strand=strand)).all()


def open_kinds(follow_up):
    query = select(Deadline.kind).where(
        Deadline.follow_up_id == follow_up.id, Deadline.ended_at.is_(None)
    )
    return set(db.session.scalars(query))


def test_each_person_gets_one_follow_up_routed_to_the_service_of_that_strand(officer, watched):
    sent(officer, a_victim(), a_perpetrator(), a_child())

    assert [one.strand for one in files()] == [Strand.VICTIM, Strand.PERPETRATOR, Strand.CHILD]


def test_a_person_reported_on_both_sides_gets_a_file_on_each(officer):
    sent(officer, a_victim(role=PersonRole.BOTH), a_perpetrator(role=PersonRole.BOTH))

    assert [one.strand for one in files()] == [
        Strand.VICTIM,
        Strand.PERPETRATOR,
        Strand.VICTIM,
        Strand.PERPETRATOR,
    ]
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_a_witness_is_written_down_and_followed_by_nobody(officer):
    sent(officer, a_victim(), a_perpetrator(role=PersonRole.WITNESS))

    assert [one.strand for one in files()] == [Strand.VICTIM]
    assert len(db.session.scalars(select(ReferralPerson)).all()) == 2


def test_the_service_of_each_strand_receives_its_people(officer):
    sent(officer, a_victim(), a_perpetrator(), a_child())

    by_strand = {one.strand: one for one in files()}
    for strand, one in by_strand.items():
        assert one.organisation_id == routing.receiver_of(officer.organisation_id, strand).id
    assert by_strand[Strand.VICTIM].organisation_id != by_strand[Strand.PERPETRATOR].organisation_id


def test_the_clocks_run_from_the_moment_of_receipt_and_nobody_has_the_file_yet(officer):
    sent(officer)

    victim = files(Strand.VICTIM)[0]
    assert victim.received_at == victim.unassigned_since == clock.now()
    assert victim.worker_id is None
    assert victim.unassigned_alarm_at is not None
    assert open_kinds(victim) == {
        DeadlineKind.FIRST_ATTEMPT,
        DeadlineKind.CONTACT_MADE,
        DeadlineKind.TRIAGE,
    }


def test_the_alleged_perpetrator_waits_until_the_victims_side_has_been_informed(officer):
    sent(officer)

    assert files(Strand.PERPETRATOR)[0].released_at is None


def test_without_a_victim_nothing_stands_before_the_first_attempt(officer):
    sent(officer, a_perpetrator(), a_child())

    assert files(Strand.PERPETRATOR)[0].released_at == clock.now()


def test_nobody_receiving_a_strand_is_an_alarm_to_the_administrators(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    officer = factories.account(Role.POLICE, zone)

    sent(officer, a_victim())

    victim = files()[0]
    alarm = db.session.scalars(select(AlertRow)).one()
    assert victim.organisation_id is None
    assert (alarm.kind, alarm.follow_up_id) == (Alert.UNROUTABLE, victim.id)
    assert (alarm.account_id, alarm.organisation_id) == (None, None)


def test_what_was_entered_is_kept_on_the_referral(officer):
    event = an_event(
        report_number="NA.43.L3.000123/2026",
        children_there=Answer.YES,
        children_count=2,
        story="The neighbour called.",
        risk_result=RiskResult.NOT_DONE,
    )

    referral = sent(officer, event=event, measures=(MeasureTaken(Measure.ARREST),))

    assert referral.zone_id == officer.organisation_id
    assert referral.report_number == "NA.43.L3.000123/2026"
    assert (referral.children_count, referral.story) == (2, "The neighbour called.")
    assert referral.measures == [Measure.ARREST]
    assert files()[0].risk is Risk.UNKNOWN


def test_only_measures_with_a_clock_get_a_row_of_their_own(officer):
    until = clock.now() + timedelta(days=14)
    ban = MeasureTaken(Measure.RESIDENCE_BAN, clock.now(), until)

    sent(officer, measures=(ban, MeasureTaken(Measure.ARREST)))

    row = db.session.scalars(select(ProtectiveMeasure)).one()
    assert (row.kind, row.ends_at) == (Measure.RESIDENCE_BAN, until)
    assert files(Strand.PERPETRATOR)[0].removed_by_ban


def test_the_first_card_is_what_the_police_agreed_with_the_person(officer):
    sent(officer)

    victim = files(Strand.VICTIM)[0]
    card = safe_contact.current_card(victim)
    assert safe_contact.current(victim).version == 1
    assert card.phone.number == "+32470123456"
    assert card.permit(Way.CALL) is Permit.YES
    assert card.permit(Way.VOICEMAIL) is Permit.NOT_ASKED


def test_the_card_of_a_child_holds_no_direct_way(officer):
    sent(officer, a_victim(), a_child())

    card = safe_contact.current_card(files(Strand.CHILD)[0])
    assert card.phones == ()
    assert card.permit(Way.CALL) is Permit.NO


def test_who_said_no_is_called_by_nobody_until_the_coordinator_decides(officer):
    sent(officer, a_victim(consent=Consent.NO))

    victim = files()[0]
    told = db.session.scalars(select(AlertRow)).one()
    assert victim.state is State.STOPPED
    assert set(safe_contact.current_card(victim).forbidden()) >= {Way.CALL, Way.SMS, Way.VISIT}
    assert open_kinds(victim) == {DeadlineKind.COORDINATOR_DECISION, DeadlineKind.TRIAGE}
    assert (told.kind, told.organisation_id) == (Alert.STOPPED, victim.organisation_id)


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.COULD_NOT_ASK])
def test_who_could_not_be_asked_is_called(officer, consent):
    sent(officer, a_victim(consent=consent))

    assert files()[0].state is State.OPEN


def test_without_a_safe_way_the_referral_is_incomplete_and_its_clocks_run(officer):
    sent(officer, a_victim(card=a_card(no_safe_way=True)))

    victim = files()[0]
    assert victim.state is State.INCOMPLETE
    assert DeadlineKind.CONTACT_MADE in open_kinds(victim)


def test_where_a_person_stays_is_written_in_that_persons_own_file_alone(officer):
    elsewhere = a_victim(still_at_address=Answer.NO, elsewhere="Rue Basse 3, Huy")

    sent(officer, elsewhere, a_perpetrator())

    kept = db.session.scalars(select(Whereabouts)).one()
    assert kept.follow_up_id == files(Strand.VICTIM)[0].id
    for row in db.session.scalars(select(ReferralPerson)):
        assert "Rue Basse" not in str(row.contact)


def test_whereabouts_of_somebody_reported_on_both_sides_go_to_the_protected_file(officer):
    sent(
        officer,
        a_perpetrator(role=PersonRole.BOTH, still_at_address=Answer.NO, elsewhere="Huy"),
        a_victim(),
    )

    kept = db.session.scalars(select(Whereabouts)).one()
    assert db.session.get(FollowUp, kept.follow_up_id).strand is Strand.VICTIM


def test_an_age_becomes_about_a_year_of_birth(officer):
    sent(officer, a_victim(born_on=None, age=34))

    person = db.session.scalars(select(Person)).one()
    assert (person.birth_date, person.birth_year_about) == (None, "1992")


def test_sending_leaves_a_trace_without_content(officer):
    referral = sent(officer)

    trace = db.session.scalars(select(AuditEntry).filter_by(action="sent_referral")).one()
    assert (trace.object_id, trace.account_id) == (referral.id, officer.id)


def test_sent_again_under_its_reference_it_is_the_same_referral(officer):
    first = sent(officer, reference="7QK2-M9FD")

    again = sent(officer, a_victim(first_name="Other"), reference="7QK2-M9FD")

    assert again is first
    assert len(files()) == 2


def test_a_reference_of_somebody_else_is_neither_taken_over_nor_betrayed(officer):
    other = factories.account(Role.POLICE)
    first = sent(other, reference="7QK2-M9FD")

    mine = sent(officer, reference="7QK2-M9FD")

    assert mine.officer_id == officer.id
    assert mine.reference != first.reference


def test_a_referral_with_a_fault_is_refused(officer):
    with pytest.raises(Refused):
        sent(officer, event=an_event(facts=()))

    assert db.session.scalars(select(Referral)).all() == []


class TestRepeat:
    """A second referral of the same couple within 365 days."""

    @pytest.fixture
    def known(self, officer):
        sent(officer, a_victim(), a_perpetrator())
        victim = files(Strand.VICTIM)[0]
        worker = factories.account(
            Role.VICTIM_WORKER, db.session.get(Organisation, victim.organisation_id)
        )
        followups.assign(victim, worker, reason=None, by=worker)
        db.session.commit()
        return victim

    def test_it_joins_the_situation_and_opens_no_second_file(self, officer, known, clock_at, noon):
        clock_at(noon + timedelta(days=30))

        referral = sent(officer)

        assert referral.is_repeat
        assert referral.situation_id == known.situation_id
        assert len(files()) == 2
        assert len(db.session.scalars(select(Person)).all()) == 2
        assert len(db.session.scalars(select(Situation)).all()) == 1

    def test_it_restarts_the_clock_one_level_higher_and_tells_the_worker(
        self, officer, known, clock_at, noon
    ):
        clock_at(noon + timedelta(days=30))

        sent(officer)

        told = db.session.scalars(select(AlertRow).filter_by(kind=Alert.REPEAT)).one()
        assert known.is_repeat
        assert (known.risk, known.timed_as) == (Risk.MEDIUM, Risk.HIGH)
        assert known.received_at == clock.now()
        assert told.account_id == known.worker_id

    def test_somebody_new_in_it_gets_an_own_file_in_the_same_situation(
        self, officer, known, clock_at, noon
    ):
        clock_at(noon + timedelta(days=30))

        sent(officer, a_victim(), a_perpetrator(), a_child())

        assert files(Strand.CHILD)[0].situation_id == known.situation_id

    def test_roles_turned_round_open_the_missing_files_of_the_same_two_people(
        self, officer, known, clock_at, noon
    ):
        clock_at(noon + timedelta(days=30))

        sent(
            officer,
            a_victim(role=PersonRole.ALLEGED_PERPETRATOR),
            a_perpetrator(role=PersonRole.VICTIM),
        )

        assert len(files()) == 4
        assert len(db.session.scalars(select(Person)).all()) == 2

    def test_what_the_police_gave_before_is_replaced_by_what_they_give_now(
        self, officer, known, clock_at, noon
    ):
        clock_at(noon + timedelta(days=30))

        sent(officer, a_victim(card=a_card("+32470999999")), a_perpetrator())

        assert safe_contact.current_card(known).phone.number == "+32470999999"
        assert known.card_version == 2

    def test_what_the_worker_agreed_with_her_holds(self, officer, known, clock_at, noon):
        safe_contact.confirm(known, by=officer)
        clock_at(noon + timedelta(days=30))

        sent(officer, a_victim(card=a_card("+32470999999")), a_perpetrator())

        assert safe_contact.current_card(known).phone.number == "+32470123456"

    def test_a_stopped_contact_stays_stopped(self, officer, known, clock_at, noon):
        safe_contact.lock_every_way(known, by=officer)
        clock_at(noon + timedelta(days=30))

        sent(officer)

        assert known.state is State.STOPPED
        assert DeadlineKind.FIRST_ATTEMPT not in open_kinds(known)


class TestInformationAddedLater:
    def test_the_text_stands_beside_the_first_one(self, officer):
        referral = sent(officer)

        referrals.add_information(referral, "She is at work until five.", by=officer)

        added = db.session.scalars(select(Addition)).one()
        assert (added.text, added.account_id) == ("She is at work until five.", officer.id)

    def test_each_file_notes_that_something_was_added_without_the_text(self, officer):
        referral = sent(officer)

        referrals.add_information(referral, "She is at work until five.", by=officer)

        notes = db.session.scalars(select(CaseEvent).filter_by(what="information_added")).all()
        assert {note.follow_up_id for note in notes} == {one.id for one in files()}
        assert {note.note for note in notes} == {None}

    def test_the_worker_is_told_and_without_a_worker_the_coordinators(self, officer):
        referral = sent(officer)
        victim, perpetrator = files()
        worker = factories.account(
            Role.VICTIM_WORKER, db.session.get(Organisation, victim.organisation_id)
        )
        followups.assign(victim, worker, reason=None, by=worker)

        referrals.add_information(referral, "New number.", by=officer)

        told = db.session.scalars(select(AlertRow).filter_by(kind=Alert.INFORMATION_ADDED)).all()
        assert {(row.follow_up_id, row.account_id, row.organisation_id) for row in told} == {
            (victim.id, worker.id, None),
            (perpetrator.id, None, perpetrator.organisation_id),
        }

    def test_it_leaves_a_trace(self, officer):
        referral = sent(officer)

        referrals.add_information(referral, "New number.", by=officer)

        trace = db.session.scalars(select(AuditEntry).filter_by(action="added_information")).one()
        assert trace.object_id == referral.id

    def test_instead_of_a_second_referral_it_may_go_to_a_colleagues_first(self, officer):
        zone = db.session.get(Organisation, officer.organisation_id)
        colleague = factories.account(Role.POLICE, zone)
        first = sent(colleague)

        referrals.add_instead(an_entry(), first.reference, "He came back at four.", by=officer)

        assert db.session.scalars(select(Addition)).one().referral_id == first.id

    def test_but_never_to_one_that_the_check_does_not_find(self, officer):
        zone = db.session.get(Organisation, officer.organisation_id)
        first = sent(factories.account(Role.POLICE, zone))
        others = an_entry(a_victim(first_name="Zoé", family_name="Peeters"))

        with pytest.raises(NotFound):
            referrals.add_instead(others, first.reference, "Guessed.", by=officer)


def test_people_are_found_by_short_name_tokens_and_long_ones_for_numbers(officer):
    sent(officer, a_victim())

    lengths = {len(token) for token in db.session.scalars(select(SearchToken.token))}
    assert lengths == {3, 8}


def test_two_tabs_that_send_at_the_same_moment_are_one_referral(app, officer):
    ready, answers, code = threading.Barrier(2), [], officer.code
    db.session.commit()

    def send_from_a_tab():
        with app.app_context():
            ready.wait(timeout=20)
            by = accounts.fetch(code)
            answers.append(sent(by, reference="7QK2-M9FD").reference)
            db.session.commit()

    tabs = [threading.Thread(target=send_from_a_tab) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert answers == ["7QK2-M9FD"] * 2
    assert len(files()) == 2
    assert len(db.session.scalars(select(Situation)).all()) == 1
