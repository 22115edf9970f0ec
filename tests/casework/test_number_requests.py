from datetime import time, timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import endings, number_requests, reversal, safe_contact
from followup.casework.errors import NotFound
from followup.models import Account, AlertRow, NumberRequest, Organisation, Referral
from followup.rules.contact_card import ContactCard, Phone
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import (
    Alert,
    CardSource,
    CloseReason,
    Outcome,
    Risk,
    Role,
    State,
    Way,
    WhyAsked,
)
from tests import factories, files


@pytest.fixture
def follow_up(db):
    return files.running(risk=Risk.MEDIUM)


@pytest.fixture
def referral(db, follow_up):
    return db.session.get(Referral, follow_up.referral_id)


@pytest.fixture
def officer(db, referral):
    return db.session.get(Account, referral.officer_id)


def asked(db):
    return db.session.scalars(select(NumberRequest)).one()


def unseen(db, kind):
    query = select(AlertRow).where(AlertRow.kind == kind, AlertRow.seen_at.is_(None))
    return list(db.session.scalars(query))


def test_a_number_that_does_not_work_is_asked_of_the_officer_who_entered_it(db, follow_up, officer):
    files.logged(follow_up, Outcome.NUMBER_DEAD)

    request = asked(db)
    assert (request.officer_id, request.why) == (officer.id, WhyAsked.NUMBER_DEAD)
    assert [alert.account_id for alert in unseen(db, Alert.BETTER_NUMBER)] == [officer.id]


def test_the_second_stranger_on_a_number_locks_it_and_asks_for_another_safe_way(
    db, follow_up, clock_at
):
    files.logged(follow_up, Outcome.OTHER_ANSWERED)
    clock_at(clock.now() + timedelta(days=1))

    files.logged(follow_up, Outcome.OTHER_ANSWERED)

    assert safe_contact.current_card(follow_up).phones[0].locked
    assert follow_up.state is State.INCOMPLETE
    assert asked(db).why is WhyAsked.OTHER_ANSWERED


def test_the_answer_is_due_two_working_days_later_in_the_zones_own_hours(db, follow_up, officer):
    zone = db.session.get(Organisation, officer.organisation_id)
    for weekday in range(5):
        factories.opening_hours(zone, weekday, time(6), time(14))
    factories.closing_day(zone, clock.now().date() + timedelta(days=1))
    zone.version += 1
    db.session.commit()

    files.logged(follow_up, Outcome.NUMBER_DEAD)

    assert f"{asked(db).due_at.astimezone(BRUSSELS):%a %d %H:%M}" == "Thu 26 14:00"


def test_a_question_that_waits_is_not_asked_twice(db, follow_up):
    files.logged(follow_up, Outcome.NUMBER_DEAD)

    files.logged(follow_up, Outcome.NUMBER_DEAD, at=clock.now())

    assert asked(db).answered_at is None


@pytest.mark.parametrize("gone", ["left", "absent"])
def test_an_officer_who_is_not_there_is_replaced_by_the_zone(gone, db, follow_up, officer):
    if gone == "left":
        officer.active = False
    else:
        factories.absence(officer)

    files.logged(follow_up, Outcome.NUMBER_DEAD)

    alert = unseen(db, Alert.BETTER_NUMBER)[0]
    assert asked(db).officer_id is None
    assert (alert.account_id, alert.organisation_id) == (None, officer.organisation_id)


def test_an_officer_who_leaves_later_hands_the_question_to_the_zone_once(db, follow_up, officer):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    officer.active = False
    db.session.commit()

    assert number_requests.tell_late(clock.now()) == 1
    assert number_requests.tell_late(clock.now()) == 0

    assert officer.organisation_id in {
        alert.organisation_id for alert in unseen(db, Alert.BETTER_NUMBER)
    }


def test_a_late_answer_is_told_once_to_the_zone_and_to_the_coordinator(
    db, follow_up, officer, clock_at
):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    assert number_requests.tell_late(clock.now()) == 0

    clock_at(asked(db).due_at)
    assert number_requests.tell_late(clock.now()) == 1
    assert number_requests.tell_late(clock.now()) == 0

    told = {alert.organisation_id for alert in unseen(db, Alert.ANSWER_LATE)}
    assert told == {officer.organisation_id, follow_up.organisation_id}


def test_undoing_the_entry_takes_the_question_back(db, follow_up):
    entry = files.logged(follow_up, Outcome.NUMBER_DEAD)

    reversal.undo(follow_up, entry, by=db.session.get(Account, follow_up.worker_id))

    assert number_requests.open_of(follow_up) is None
    assert unseen(db, Alert.BETTER_NUMBER) == []


def test_another_way_found_by_the_worker_makes_the_question_needless(db, follow_up):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    worker = db.session.get(Account, follow_up.worker_id)

    safe_contact.change(
        follow_up,
        ContactCard(phones=(Phone("+32470999999"),)),
        based_on=follow_up.card_version,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=worker,
    )

    assert number_requests.open_of(follow_up) is None


def test_a_person_who_calls_us_makes_the_question_needless(db, follow_up):
    files.logged(follow_up, Outcome.NUMBER_DEAD)

    files.logged(follow_up, Outcome.CAME_TO_US, Way.CAME_TO_US, asked=Outcome.SPOKE_SUPPORT)

    assert number_requests.open_of(follow_up) is None


def test_an_ended_follow_up_asks_nothing_any_more(db, follow_up):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    service = db.session.get(Organisation, follow_up.organisation_id)
    coordinator = factories.account(Role.COORDINATOR, service)

    endings.close(follow_up, reason=CloseReason.MOVED, by=coordinator)

    assert number_requests.open_of(follow_up) is None


def test_the_police_read_which_person_is_meant_and_nothing_of_the_file(db, follow_up, referral):
    files.logged(follow_up, Outcome.NUMBER_DEAD, note="She said her sister moved")

    question = number_requests.asked_of(referral)[0]

    assert (question.person, question.strand, question.waits) == (1, follow_up.strand, True)
    assert number_requests.waiting_in([referral.id]) == {referral.id}


def test_a_question_is_opened_by_its_officer_and_the_zones_reference_only(
    db, follow_up, referral, officer
):
    files.logged(follow_up, Outcome.NUMBER_DEAD)
    code, zone = asked(db).code, db.session.get(Organisation, officer.organisation_id)

    assert number_requests.fetch(referral.reference, code, officer).code == code
    reference = factories.account(Role.POLICE_REFERENCE, zone)
    assert number_requests.fetch(referral.reference, code, reference).code == code
    for other in (factories.account(Role.POLICE, zone), factories.account(Role.POLICE_REFERENCE)):
        with pytest.raises(NotFound):
            number_requests.fetch(referral.reference, code, other)
