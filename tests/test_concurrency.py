"""Several people act on the same thing at the same instant: nothing is lost and nothing doubled."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from followup import clock
from followup.casework import (
    assignment,
    attempts,
    claims,
    deadlines,
    endings,
    followups,
    merging,
    outreach,
    referrals,
    reversal,
    safe_contact,
    visibility,
)
from followup.casework.assignment import account
from followup.casework.entry import Entry
from followup.casework.errors import Refused
from followup.db import db as database
from followup.models import (
    Account,
    CallClaim,
    CaseEvent,
    ContactAttempt,
    FileMerge,
    FollowUp,
    Person,
    Referral,
    SafeContact,
    SideHolder,
    Situation,
)
from followup.rules.access import Permission
from followup.rules.codes import new_code
from followup.vocabulary import (
    CardSource,
    CloseReason,
    DeadlineKind,
    OrganisationKind,
    Outcome,
    Role,
    State,
    Strand,
    Way,
)
from tests import factories, files
from tests.one_person import file_in
from tests.referral_entries import a_perpetrator, a_victim, an_entry


@pytest.fixture
def at_once(app, db, noon):
    """`at_once(act, act...)`: each in a thread and a transaction of its own; what each answered."""

    def at_once(*acts):
        db.session.commit()
        db.session.expire_all()
        start, answers = threading.Barrier(len(acts)), [None] * len(acts)

        def run(place, act):
            with app.app_context(), clock.stopped_at(noon):
                start.wait()
                try:
                    answers[place] = act()
                    database.session.commit()
                except Refused as refused:
                    database.session.rollback()
                    answers[place] = refused

        threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads)
        return answers

    return at_once


def fetched(code, by_id, permission=Permission.LOG_CONTACT):
    by = account(by_id)
    return visibility.fetch(code, by, permission, to_change=True), by


def refused(answers):
    return [type(one).__name__ for one in answers if isinstance(one, Refused)]


def rows(table, **columns):
    return database.session.scalars(select(table).filter_by(**columns)).all()


def test_one_file_given_to_two_workers_ends_with_the_later_and_one_history(at_once):
    service = factories.organisation()
    coordinators = [factories.account(Role.COORDINATOR, service).id for _ in range(2)]
    workers = [factories.account(organisation=service).id for _ in range(2)]
    file = factories.follow_up(organisation=service)
    code = file.code

    def give(by_id, worker_id):
        one, by = fetched(code, by_id, Permission.REASSIGN)
        followups.assign(one, account(worker_id), reason=None, by=by)

    answers = at_once(
        *(lambda p=pair: give(*p) for pair in zip(coordinators, workers, strict=True))
    )

    assert refused(answers) == []
    assert database.session.get(FollowUp, file.id, populate_existing=True).worker_id in workers
    assert len(rows(SideHolder, situation_id=file.situation_id)) == 2


def test_both_sides_of_a_situation_given_to_one_person_exactly_one_wins(at_once):
    service = factories.organisation()
    both = [Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER]
    worker = factories.account(organisation=service, roles=both)
    coordinator = factories.account(Role.COORDINATOR, service)
    referral = factories.referral()
    sides = [
        factories.follow_up(strand, referral=referral, organisation=service).code
        for strand in (Strand.VICTIM, Strand.PERPETRATOR)
    ]
    worker_id, by_id = worker.id, coordinator.id

    def give(code):
        one, by = fetched(code, by_id, Permission.REASSIGN)
        followups.assign(one, account(worker_id), reason=None, by=by)

    answers = at_once(*(lambda code=code: give(code) for code in sides))

    assert refused(answers) == ["OtherSide"]
    assert len(rows(FollowUp, worker_id=worker_id)) == 1


def test_two_people_change_the_card_and_the_second_is_told(at_once):
    file = files.running()
    code, worker_id, seen = file.code, file.worker_id, file.card_version

    def change(word):
        one, by = fetched(code, worker_id, Permission.EDIT_SAFE_CONTACT)
        card = safe_contact.card_of(safe_contact.version(one, seen))
        changed = type(card)(**{**card.__dict__, "code_word": word})
        named = {"source": CardSource.PERSON, "agreed_at": clock.now(), "by": by}
        safe_contact.change(one, changed, based_on=seen, **named)

    answers = at_once(lambda: change("tulip"), lambda: change("rose"))

    assert refused(answers) == ["ChangedMeanwhile"]
    assert sorted(row.version for row in rows(SafeContact, follow_up_id=file.id)) == [1, 2]


def test_two_contacts_logged_at_once_are_both_kept_and_the_clocks_are_right(at_once):
    file = files.running()
    code, worker_id = file.code, file.worker_id

    def log(outcome):
        one, by = fetched(code, worker_id)
        outreach.log_contact(one, Entry(way=Way.CALL, outcome=outcome), by=by)

    answers = at_once(lambda: log(Outcome.NO_ANSWER), lambda: log(Outcome.SPOKE_SUPPORT))

    file = database.session.get(FollowUp, file.id, populate_existing=True)
    kinds = {row.kind for row in deadlines.open_deadlines(file)}
    assert refused(answers) == []
    assert len(attempts.all_of(file)) == 2
    assert file.first_attempt_at is not None
    assert file.contact_made_at is not None
    assert not kinds & {DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE}


def test_many_contacts_logged_at_once_each_count(at_once):
    file = files.running()
    code, worker_id = file.code, file.worker_id

    def log():
        one, by = fetched(code, worker_id)
        outreach.log_contact(one, Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER), by=by)

    answers = at_once(*[log] * 4)

    file = database.session.get(FollowUp, file.id, populate_existing=True)
    assert refused(answers) == []
    assert len(attempts.all_of(file)) == file.attempts == 4
    assert len([row for row in deadlines.open_deadlines(file) if row.kind.is_step]) <= 1


def test_an_entry_taken_back_while_another_is_logged_gives_back_nothing_of_the_other(at_once):
    file = files.running()
    first = files.logged(file, Outcome.NO_ANSWER).code
    code, worker_id = file.code, file.worker_id

    def take_back():
        one, by = fetched(code, worker_id)
        reversal.undo(one, attempts.find(one, first), by=by)

    def log():
        one, by = fetched(code, worker_id)
        outreach.log_contact(one, Entry(way=Way.CALL, outcome=Outcome.SPOKE_SUPPORT), by=by)

    answers = at_once(take_back, log)

    file = database.session.get(FollowUp, file.id, populate_existing=True)
    stands = [one for one in rows(ContactAttempt, follow_up_id=file.id) if not one.undone_at]
    assert refused(answers) in ([], ["TooLate"])
    assert file.attempts == len(stands)
    assert file.contact_made_at is not None


def test_a_file_closed_while_a_contact_is_logged_is_closed_with_nothing_due(at_once):
    file = files.running()
    coordinator = factories.account(Role.COORDINATOR, file_organisation(file))
    code, worker_id, by_id = file.code, file.worker_id, coordinator.id

    def close():
        one, by = fetched(code, by_id, Permission.CLOSE)
        endings.close(one, reason=CloseReason.NEEDS_MET, by=by)

    def log():
        one, by = fetched(code, worker_id)
        outreach.log_contact(one, Entry(way=Way.CALL, outcome=Outcome.NO_ANSWER), by=by)

    answers = at_once(close, log)

    file = database.session.get(FollowUp, file.id, populate_existing=True)
    assert refused(answers) in ([], ["FollowUpClosed"])
    assert file.state is State.CLOSED
    assert deadlines.open_deadlines(file) == []
    assert file.due_at is None


def file_organisation(file):
    return database.session.get(Account, file.worker_id).organisation


class TestReferrals:
    @pytest.fixture
    def officers(self, db):
        zone = factories.organisation(OrganisationKind.POLICE_ZONE)
        for strand in Strand:
            factories.routing(zone, strand, factories.organisation())
        return [factories.account(Role.POLICE, zone).id for _ in range(2)]

    def test_one_draft_sent_from_two_tabs_is_one_referral(self, at_once, officers):
        reference = new_code()

        def send():
            entry = an_entry(a_victim(), a_perpetrator())
            by = account(officers[0])
            return referrals.send(entry, by=by, received_at=clock.now(), reference=reference).id

        answers = at_once(send, send)

        assert answers[0] == answers[1]
        assert len(rows(Referral)) == 1
        assert len(rows(FollowUp)) == 2

    def test_two_officers_at_one_door_open_one_situation(self, at_once, officers):
        def send(by_id):
            entry = an_entry(a_victim(), a_perpetrator())
            referrals.send(entry, by=account(by_id), received_at=clock.now())

        at_once(*(lambda one=one: send(one) for one in officers))

        assert len(rows(Referral)) == 2
        assert database.session.scalar(select(func.count()).select_from(Situation)) == 1
        assert len(rows(Person)) == 2
        assert len(rows(FollowUp)) == 2
        assert all(file.is_repeat for file in rows(FollowUp))


def test_two_coordinators_take_a_proposal_for_the_same_file_and_one_is_told(at_once):
    service = factories.organisation()
    coordinators = [factories.account(Role.COORDINATOR, service).id for _ in range(2)]
    workers = [factories.account(organisation=service).id for _ in range(2)]
    file = factories.follow_up(organisation=service)
    code = file.code

    def take(by_id, worker_id):
        one, by = fetched(code, by_id, Permission.REASSIGN)
        _given, left = assignment.take({one: account(worker_id)}, by=by)
        return [one.why for one in left]

    answers = at_once(
        *(lambda p=pair: take(*p) for pair in zip(coordinators, workers, strict=True))
    )

    assert sorted(answers) == [[], ["already_assigned"]]
    assert len(rows(CaseEvent, follow_up_id=file.id, what="assigned")) == 1
    assert len(rows(SideHolder, situation_id=file.situation_id)) == 1


def test_two_workers_press_call_at_once_and_the_second_sees_who_calls(at_once):
    service = factories.organisation()
    workers = [factories.account(organisation=service).id for _ in range(2)]
    file = factories.follow_up(organisation=service)
    file_id = file.id

    def press(by_id):
        claims.claim(database.session.get_one(FollowUp, file_id), "+32470000017", by=account(by_id))

    answers = at_once(*(lambda who=who: press(who) for who in workers))

    assert refused(answers) == ["SomebodyCalls"]
    assert len(rows(CallClaim, follow_up_id=file_id)) == 1


def test_two_workers_take_over_a_claim_that_is_over_and_one_gets_it(at_once, noon):
    service = factories.organisation()
    workers = [factories.account(organisation=service).id for _ in range(3)]
    file = factories.follow_up(organisation=service)
    file_id = file.id
    with clock.stopped_at(noon - claims.LASTS):
        claims.claim(file, None, by=account(workers[2]))

    def press(by_id):
        claims.claim(database.session.get_one(FollowUp, file_id), None, by=account(by_id))

    answers = at_once(*(lambda who=who: press(who) for who in workers[:2]))

    assert refused(answers) == ["SomebodyCalls"]


def test_two_coordinators_merge_the_same_two_files_at_once(db, at_once):
    """One way or the other round: one merge stands, the other is told."""
    service = factories.organisation()
    one = file_in(service, opened_at=clock.now() - timedelta(days=2))
    other = file_in(service)
    codes = (one.code, other.code)
    people = [factories.account(Role.COORDINATOR, service).id for _ in range(2)]

    def merging_as(who, first, second):
        def act():
            by = account(who)
            two = merging.two_files(first, second, by=by, to_change=True)
            return merging.merge(*two, by=by).code

        return act

    answers = at_once(merging_as(people[0], *codes), merging_as(people[1], *reversed(codes)))

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(FileMerge)) == 1


def test_a_merge_and_an_assignment_at_once_put_nobody_on_both_sides(db, at_once):
    service = factories.organisation()
    roles = [Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER]
    both = factories.account(organisation=service, roles=roles).id
    kept = file_in(service, opened_at=clock.now() - timedelta(days=2))
    folded = file_in(service, worker=account(both))
    his = file_in(service, "Wouters", Strand.PERPETRATOR, beside=kept)
    codes, his_code = (kept.code, folded.code), his.code
    by_id = factories.account(Role.COORDINATOR, service).id

    def merge():
        by = account(by_id)
        return merging.merge(*merging.two_files(*codes, by=by, to_change=True), by=by).code

    def assign():
        by = account(by_id)
        file = visibility.fetch(his_code, by, Permission.REASSIGN, to_change=True)
        followups.assign(file, account(both), reason=None, by=by)

    answers = at_once(merge, assign)

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    sides = db.session.execute(
        select(SideHolder.side).where(SideHolder.account_id == both).distinct()
    ).all()
    merged = db.session.scalar(select(func.count()).select_from(FileMerge))
    assert len(sides) == 1 or merged == 0


def test_one_worker_given_two_people_who_stand_against_each_other_keeps_one(at_once):
    service = factories.organisation()
    other = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)
    referral = factories.referral()
    coordinators = [factories.account(Role.COORDINATOR, service).id for _ in range(2)]
    worker_id = factories.account(organisation=service).id
    files = [factories.follow_up(referral=referral, organisation=service) for _ in range(2)]
    for file in files:
        person = database.session.get(Person, file.person_id)
        factories.follow_up(
            Strand.PERPETRATOR, referral=referral, person=person, organisation=other
        )
    codes = [file.code for file in files]

    def give(by_id, code):
        one, by = fetched(code, by_id, Permission.REASSIGN)
        followups.assign(one, account(worker_id), reason=None, by=by)

    answers = at_once(*(lambda p=pair: give(*p) for pair in zip(coordinators, codes, strict=True)))

    assert refused(answers) == ["OtherSide"]
    assert len(rows(FollowUp, worker_id=worker_id)) == 1
