"""Two files of one person become one: what holds, what is refused, and that nothing is lost."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import (
    assignment,
    attempts,
    comparing,
    deadlines,
    endings,
    followups,
    gate,
    joined,
    likely,
    linked,
    merging,
    received,
    safe_contact,
    search,
    trigger_events,
)
from followup.casework.errors import (
    AlreadyMerged,
    BothSides,
    GatesShut,
    NotAlike,
    NotFound,
    OtherSide,
)
from followup.models import (
    AlertRow,
    AuditEntry,
    CaseEvent,
    FileMerge,
    FollowUp,
    LikelyPair,
    Person,
    SafeContact,
)
from followup.vocabulary import (
    Alert,
    CardSource,
    CloseReason,
    DeadlineKind,
    Outcome,
    ReassignReason,
    Risk,
    Role,
    State,
    Strand,
    TriggerEvent,
    Verdict,
    Way,
)
from tests import factories, files
from tests.one_person import file_in


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def file_of(service):
    return partial(file_in, service)


def worker_of(file):
    return assignment.account(file.worker_id)


def dues(file):
    return {row.kind: row.due_at for row in deadlines.open_deadlines(file)}


def test_the_folded_file_ends_and_stays_readable_for_whoever_has_the_kept_one(file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of("El Benali")

    assert merging.merge(folded, kept, by=coordinator) is kept

    assert (kept.state, kept.closed_at) == (State.OPEN, None)
    assert (folded.state, folded.close_reason) == (State.CLOSED, CloseReason.DUPLICATE)
    assert folded.merged_into_id == kept.id
    assert folded.worker_id == kept.worker_id
    assert dues(folded) == {}


def test_the_earliest_duties_and_the_higher_risk_hold(file_of, coordinator):
    kept = file_of(risk=Risk.LOW, opened_at=clock.now() - timedelta(days=3))
    folded = file_of(risk=Risk.CRITICAL, received_at=clock.now() - timedelta(minutes=90))
    before = dues(kept), dues(folded)

    merging.merge(kept, folded, by=coordinator)

    after = dues(kept)
    assert kept.risk is Risk.CRITICAL
    assert set(after) == set(before[0]) | set(before[1])
    for each in before:
        assert all(after[kind] <= due for kind, due in each.items())
    assert kept.due_at == min(after.values())
    assert deadlines.recompute(kept, by=coordinator) == 0


def test_a_clock_that_still_runs_in_one_file_runs_in_the_merged_one(file_of, coordinator):
    kept = file_of(opened_at=clock.now() - timedelta(days=3))
    files.logged(kept, Outcome.SPOKE_SUPPORT)
    folded = file_of()

    merging.merge(kept, folded, by=coordinator)

    assert DeadlineKind.CONTACT_MADE in dues(kept)
    assert kept.contact_made_at is None


def test_the_card_agreed_with_the_person_holds_and_a_lock_stays(file_of, coordinator):
    kept = file_of(opened_at=clock.now() - timedelta(days=3))
    folded = file_of()
    safe_contact.change(
        folded,
        safe_contact.current_card(folded).with_phone(files.NUMBER, others_answered=1),
        based_on=1,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=coordinator,
    )

    merging.merge(kept, folded, by=coordinator)

    assert kept.card_version == 2
    assert safe_contact.current(kept).source is CardSource.PERSON
    assert len(safe_contact.versions(folded)) == 2


def test_an_agreement_that_an_event_ended_is_not_revived_by_a_merge(file_of, coordinator):
    kept = file_of(opened_at=clock.now() - timedelta(days=3))
    folded = file_of()
    safe_contact.confirm(folded, by=coordinator)
    trigger_events.happened(kept, TriggerEvent.RELEASED, by=coordinator)

    merging.merge(kept, folded, by=coordinator)

    card = safe_contact.current_card(kept)
    assert (card.holds, card.broken_by) == (False, TriggerEvent.RELEASED)


def test_everything_written_in_both_is_still_there(db, file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    files.logged(folded, Outcome.NO_ANSWER, note="heard a dog")
    cards = db.session.query(SafeContact).count()

    merging.merge(kept, folded, by=coordinator)

    assert [one.note for one in attempts.all_of(folded)] == ["heard a dog"]
    assert db.session.query(SafeContact).count() >= cards
    assert len(received.referrals(kept)) == 2


def test_the_person_is_found_by_either_writing(db, file_of, coordinator):
    kept = file_of("Vandenbroeck", opened_at=clock.now() - timedelta(days=3))
    folded = file_of("Wouters")

    merging.merge(kept, folded, by=coordinator)
    db.session.commit()

    worker = worker_of(kept)
    assert folded.code in {one.code for one in search.find("Wouters", by=worker)}


def test_both_histories_the_trail_the_pair_and_the_workers_hear_of_it(db, file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of("El Benali")
    had = folded.worker_id
    while comparing.compare_waiting(clock.now()):
        pass

    merging.merge(kept, folded, by=coordinator)

    told = {
        (event.follow_up_id, event.what, event.facts["other"])
        for event in db.session.query(CaseEvent).filter(CaseEvent.what.in_(["merged", "folded"]))
    }
    assert told == {(kept.id, "merged", folded.code), (folded.id, "folded", kept.code)}
    trail = db.session.query(AuditEntry).filter_by(action="merged")
    assert {entry.object_id for entry in trail} == {kept.id, folded.id}
    assert db.session.query(LikelyPair).one().verdict is Verdict.MERGED
    alerts = db.session.query(AlertRow).filter_by(kind=Alert.MERGED)
    assert {alert.account_id for alert in alerts} == {kept.worker_id, had}
    assert likely.pairs(coordinator) == ([], None)


def test_a_new_intervention_on_the_folded_person_restarts_the_kept_file(file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    merging.merge(kept, folded, by=coordinator)

    assert followups.latest_of_person(folded.person_id, Strand.VICTIM) is kept
    assert followups.latest_of_person(kept.person_id, Strand.VICTIM) is kept


def test_a_folded_file_is_not_opened_again_by_itself(file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    merging.merge(kept, folded, by=coordinator)

    with pytest.raises(AlreadyMerged):
        endings.reopen(folded, by=coordinator, words="")


def test_the_victims_word_opens_the_gates_of_both_situations(file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    perpetrators = factories.organisation()
    waiting = [
        file_of(
            "Wouters",
            Strand.PERPETRATOR,
            beside=one,
            worker=factories.account(Role.PERPETRATOR_WORKER, perpetrators),
            released_at=None,
        )
        for one in (kept, folded)
    ]
    merging.merge(kept, folded, by=coordinator)

    gate.release_by_victim_side(kept, by=worker_of(kept))

    assert all(one.released_at is not None for one in waiting)
    assert len(linked.people(kept, by=coordinator).restricted) == 2
    for one in waiting:
        others = linked.people(one, by=worker_of(one))
        assert others.open == ()
        assert len(others.restricted) <= 1


def test_nobody_comes_to_work_on_both_sides(file_of, coordinator, service):
    both = factories.account(
        organisation=service, roles=[Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER]
    )
    kept = file_of(opened_at=clock.now() - timedelta(days=3))
    folded = file_of(worker=both)
    file_of("Wouters", Strand.PERPETRATOR, beside=kept, worker=both)

    with pytest.raises(BothSides):
        merging.merge(kept, folded, by=coordinator)


def test_after_a_merge_nobody_takes_the_other_side_in_either_situation(
    file_of, coordinator, service
):
    roles = [Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER]
    both = factories.account(organisation=service, roles=roles)
    other = factories.account(organisation=service, roles=roles)
    kept = file_of(opened_at=clock.now() - timedelta(days=3), worker=both)
    folded = file_of()
    his = file_of("Wouters", Strand.PERPETRATOR, beside=folded)
    merging.merge(kept, folded, by=coordinator)

    with pytest.raises(OtherSide):
        followups.assign(his, both, reason=ReassignReason.BALANCE, by=coordinator)
    followups.assign(his, other, reason=ReassignReason.BALANCE, by=coordinator)
    with pytest.raises(OtherSide):
        followups.assign(kept, other, reason=ReassignReason.BALANCE, by=coordinator)


def test_whoever_gets_the_kept_file_reads_the_folded_one(file_of, coordinator, service):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    merging.merge(kept, folded, by=coordinator)
    new = factories.account(Role.VICTIM_WORKER, service)

    followups.assign(kept, new, reason=ReassignReason.BALANCE, by=coordinator)

    assert (kept.worker_id, folded.worker_id) == (new.id, new.id)
    assert joined.folded_into(kept) == [folded]


def test_alleged_perpetrators_are_merged_only_when_both_gates_are_open(file_of, coordinator):
    kept = file_of(strand=Strand.PERPETRATOR, opened_at=clock.now() - timedelta(days=3))
    waiting = file_of(strand=Strand.PERPETRATOR, released_at=None)

    with pytest.raises(GatesShut):
        merging.merge(kept, waiting, by=coordinator)


def test_files_of_two_tracks_or_twice_the_same_are_no_pair(file_of, coordinator):
    victim, perpetrator = file_of(), file_of(strand=Strand.PERPETRATOR)

    for other in (perpetrator, victim):
        with pytest.raises(NotAlike):
            merging.merge(victim, other, by=coordinator)


def test_a_folded_file_is_folded_once(file_of, coordinator):
    kept, folded, third = file_of(opened_at=clock.now() - timedelta(days=3)), file_of(), file_of()
    merging.merge(kept, folded, by=coordinator)

    with pytest.raises(AlreadyMerged):
        merging.merge(folded, third, by=coordinator)
    assert merging.merge(third, kept, by=coordinator) is kept


def test_a_file_of_another_organisation_is_as_good_as_missing(file_of, coordinator):
    mine = file_of()
    strange = files.running()

    for code in (strange.code, "missing"):
        with pytest.raises(NotFound):
            merging.two_files(mine.code, code, by=coordinator)
        with pytest.raises(NotFound):
            merging.two_files(code, mine.code, by=coordinator)


def test_a_stopped_file_stays_and_stays_stopped(file_of, coordinator):
    going = file_of(opened_at=clock.now() - timedelta(days=3))
    stopped = file_of()
    files.logged(stopped, Outcome.STOP_UNSAFE, way=Way.CALL)

    assert merging.merge(going, stopped, by=coordinator) is stopped

    assert stopped.state is State.STOPPED
    assert safe_contact.current_card(stopped).locked
    assert not set(dues(stopped)) & set(deadlines.CLOCKS)


def test_the_record_holds_no_word_of_the_file(db, file_of, coordinator):
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()

    merging.merge(kept, folded, by=coordinator)

    row = db.session.scalars(select(FileMerge)).one()
    assert "Benali" not in str(row.moved)
    assert files.NUMBER not in str(row.moved)
    assert db.session.query(Person).count() == 2
    assert db.session.query(FollowUp).count() == 2
