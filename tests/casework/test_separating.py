"""A merge is taken back: both files are as they were, and nothing written since is lost."""

from datetime import timedelta
from functools import partial

import pytest

from followup import clock
from followup.casework import (
    assignment,
    attempts,
    comparing,
    deadlines,
    followups,
    interpreters,
    language,
    likely,
    merging,
    safe_contact,
    separating,
)
from followup.casework.errors import ChangedMeanwhile
from followup.casework.file import head
from followup.models import (
    AlertRow,
    AuditEntry,
    CaseEvent,
    FileMerge,
    LikelyPair,
    Person,
    SearchToken,
    SideHolder,
    Situation,
)
from followup.rules.contact_card import Phone
from followup.rules.language import Wishes
from followup.vocabulary import (
    Alert,
    Booking,
    CardSource,
    CloseReason,
    Outcome,
    Risk,
    Role,
    State,
    Strand,
    Verdict,
)
from tests import factories, files
from tests.one_person import file_in

COLUMNS = (
    *merging.OF_KEPT, *merging.OF_FOLDED, "worker_id", "due_at", "due_kind", "contact_due_at",
)  # fmt: skip


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def file_of(service):
    return partial(file_in, service)


@pytest.fixture
def two(db, file_of, coordinator):
    """Two files of one person, the older kept, with other risks, starts and cards."""
    kept = file_of(risk=Risk.LOW, opened_at=clock.now() - timedelta(days=3))
    folded = file_of("El Benali", risk=Risk.HIGH, received_at=clock.now() - timedelta(hours=5))
    safe_contact.add_phone(folded, Phone("+32470999888"), source=CardSource.PERSON, by=coordinator)
    files.logged(folded, Outcome.NO_ANSWER, note="before the merge")
    return kept, folded


def standing(file):
    columns = {name: getattr(file, name) for name in COLUMNS}
    rows = {(row.kind, row.due_at, row.rule) for row in deadlines.open_deadlines(file)}
    return columns, rows, safe_contact.current_card(file)


def tokens(db, file):
    query = db.session.query(SearchToken).filter_by(person_id=file.person_id)
    return {row.token for row in query}


def test_both_files_are_as_they_were(db, two, coordinator):
    kept, folded = two
    before = [(standing(file), tokens(db, file)) for file in two]
    merging.merge(kept, folded, by=coordinator)
    db.session.commit()

    separating.separate(kept, folded, by=coordinator)
    db.session.commit()

    for file, (stood, found_by) in zip(two, before, strict=True):
        columns, rows, card = standing(file)
        assert columns == stood[0]
        assert rows == stood[1]
        assert card == stood[2]
        assert tokens(db, file) - safe_contact.tokens_of(card) == found_by - safe_contact.tokens_of(
            card
        )
    assert db.session.query(FileMerge).one().undone_by_id == coordinator.id


def test_what_was_logged_since_stays_with_the_kept_file(db, two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)
    files.logged(kept, Outcome.SPOKE_SUPPORT, note="after the merge")

    separating.separate(kept, folded, by=coordinator)

    assert [one.note for one in attempts.all_of(kept)] == ["after the merge"]
    assert [one.note for one in attempts.all_of(folded)] == ["before the merge"]
    assert kept.contact_made_at is not None
    assert folded.contact_made_at is None
    assert folded.contact_due_at is not None


def test_a_card_changed_since_stays(two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)
    safe_contact.add_phone(kept, Phone("+32470555444"), source=CardSource.PERSON, by=coordinator)

    separating.separate(kept, folded, by=coordinator)

    assert safe_contact.current_card(kept).phone.number == "+32470555444"


def test_the_pair_is_not_suggested_again(db, two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)

    separating.separate(kept, folded, by=coordinator)
    while comparing.compare_waiting(clock.now()):
        pass

    assert likely.pairs(coordinator) == ([], None)
    assert db.session.query(LikelyPair).one().verdict is Verdict.DIFFERENT


def test_separated_files_can_be_merged_anew_on_purpose(two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)
    separating.separate(kept, folded, by=coordinator)

    assert merging.merge(kept, folded, by=coordinator) is kept


def test_both_histories_the_trail_and_the_workers_hear_of_it(db, two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)

    separating.separate(kept, folded, by=coordinator)

    told = db.session.query(CaseEvent).filter_by(what="separated").all()
    assert {(one.follow_up_id, one.facts["other"]) for one in told} == {
        (kept.id, folded.code),
        (folded.id, kept.code),
    }
    trail = db.session.query(AuditEntry).filter_by(action="separated")
    assert {entry.object_id for entry in trail} == {kept.id, folded.id}
    alerts = db.session.query(AlertRow).filter_by(kind=Alert.SEPARATED)
    assert {alert.account_id for alert in alerts} == {kept.worker_id, folded.worker_id}


def test_whoever_left_meanwhile_is_missed_aloud(two, coordinator):
    kept, folded = two
    assignment.account(folded.worker_id).active = False
    merging.merge(kept, folded, by=coordinator)

    separating.separate(kept, folded, by=coordinator)

    assert folded.worker_id is None
    assert folded.unassigned_since == clock.now()


def test_a_file_that_had_ended_before_has_ended_again(db, file_of, coordinator):
    kept = file_of(opened_at=clock.now() - timedelta(days=3))
    ended = clock.now() - timedelta(days=30)
    folded = file_of(state=State.CLOSED, closed_at=ended, close_reason=CloseReason.NEEDS_MET)
    merging.merge(kept, folded, by=coordinator)

    separating.separate(kept, folded, by=coordinator)

    assert (folded.closed_at, folded.close_reason) == (ended, CloseReason.NEEDS_MET)


def test_an_intervention_with_the_folded_person_since_begins_that_file_anew(
    db, two, coordinator, clock_at, noon
):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)
    clock_at(noon + timedelta(hours=1))
    situation = db.session.get(Situation, folded.situation_id)
    referral = factories.referral(situation, is_repeat=True)
    factories.referral_person(referral, db.session.get(Person, folded.person_id))
    followups.restart(
        followups.latest_of_person(folded.person_id, Strand.VICTIM), referral, by=coordinator
    )
    assert kept.referral_id == referral.id

    separating.separate(kept, folded, by=coordinator)

    assert folded.referral_id == referral.id
    assert folded.received_at == referral.received_at
    assert folded.contact_due_at is not None


def test_what_is_not_merged_is_not_separated(two, coordinator):
    kept, folded = two

    with pytest.raises(ChangedMeanwhile):
        separating.separate(kept, folded, by=coordinator)
    merging.merge(kept, folded, by=coordinator)
    with pytest.raises(ChangedMeanwhile):
        separating.separate(folded, kept, by=coordinator)


def test_whoever_held_a_side_keeps_it(db, two, coordinator):
    kept, folded = two
    merging.merge(kept, folded, by=coordinator)
    held = db.session.query(SideHolder).count()

    separating.separate(kept, folded, by=coordinator)

    assert db.session.query(SideHolder).count() == held == 4


def test_the_merged_files_are_named_from_both_ends(two, coordinator):
    kept, folded = two
    assert separating.merged_with(kept, by=coordinator) == []
    merging.merge(kept, folded, by=coordinator)

    assert [row.code for row in separating.merged_with(kept, by=coordinator)] == [folded.code]
    assert [row.code for row in separating.merged_with(folded, by=coordinator)] == [kept.code]
    assert separating.merged_with(kept, by=factories.account(Role.COORDINATOR)) == []


def test_who_must_never_translate_in_one_file_must_not_in_the_other_until_told_apart(
    two, coordinator
):
    kept, folded = two
    mine, theirs = Wishes(dialect="Rif", barred=("A Known",)), Wishes(barred=("B Known",))
    for follow_up, wishes in ((kept, mine), (folded, theirs)):
        spoken = {"language": "ar", "interpreter": True, "wishes": wishes, "based_on": 0}
        language.change(follow_up, by=coordinator, **spoken)

    merging.merge(kept, folded, by=coordinator)
    together = head(kept, by=coordinator).wishes
    separating.separate(kept, folded, by=coordinator)

    assert together == Wishes(dialect="Rif", barred=("A Known", "B Known"))
    assert head(kept, by=coordinator).wishes == mine
    assert head(folded, by=coordinator).wishes == theirs


def test_what_nobody_had_asked_is_not_asked_again_after_two_files_were_told_apart(two, coordinator):
    kept, folded = two
    wishes = Wishes(not_from="Verviers")
    spoken = {"language": "ar", "interpreter": True, "wishes": wishes, "based_on": 0}
    language.change(folded, by=coordinator, **spoken)

    merging.merge(kept, folded, by=coordinator)
    together = head(kept, by=coordinator)
    separating.separate(kept, folded, by=coordinator)

    assert (together.wishes, together.interpreter) == (wishes, True)
    assert head(kept, by=coordinator).wishes == Wishes()


def test_who_waits_for_an_interpreter_in_one_file_waits_in_the_one_that_stays(two, coordinator):
    kept, folded = two
    interpreters.want(folded, by=coordinator)

    merging.merge(kept, folded, by=coordinator)

    assert kept.booking is Booking.WANTED
