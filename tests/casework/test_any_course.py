"""Whatever happens to a file, and in whatever order: its clocks, its next step, its way back."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from followup import clock
from followup.casework import (
    attempts,
    deadlines,
    decisions,
    endings,
    escalation,
    followups,
    number_requests,
    pauses,
    police_answers,
    reversal,
    safe_contact,
)
from followup.casework.errors import Refused
from followup.casework.police_answers import Given
from followup.db import db as database
from followup.models import Account, Organisation, Situation
from followup.rules.reaching import way_for
from followup.vocabulary import (
    CloseReason,
    CountsAs,
    DeadlineKind,
    Outcome,
    PauseReason,
    Risk,
    Role,
    State,
    Strand,
    Way,
)
from tests import factories, files

EVERY_WAY = {way.value: "yes" for way in Way if way.needs_permit}
OUTCOMES = [one for one in Outcome if one is not Outcome.MISTAKE]
TRIES = {DeadlineKind.NEXT_ATTEMPT, DeadlineKind.CALL_BACK, DeadlineKind.CALL_ONCE_MORE}
REVIEWS = {DeadlineKind.REVIEW_1_MONTH, DeadlineKind.REVIEW_3_MONTHS}
NAMED_LISTS = {State.NOT_REACHED, State.STOPPED, State.INCOMPLETE, State.CLOSED}

# The ones that lead out of the ordinary come more often than chance would have them.
TELLING = (Outcome.NO_ANSWER, Outcome.NUMBER_DEAD, Outcome.STOP_UNSAFE, Outcome.SPOKE_NOT_NOW)
outcomes = st.one_of(st.sampled_from(OUTCOMES), st.sampled_from(TELLING))
log = st.tuples(st.just("log"), outcomes, st.booleans())
log_and_undo = st.tuples(st.just("log_and_undo"), st.sampled_from(OUTCOMES), st.booleans())
wait = st.tuples(st.just("wait"), st.sampled_from([1, 4, 20, 26, 49, 200, 800]))
OTHERS = (
    *("strike", "pause", "resume", "restart", "close", "reopen", "go_on", "ask_police"),
    *("ask_revisit", "answer", "none_known", "scheduler", "raise_risk"),
)
others = st.tuples(st.sampled_from(OTHERS))
course = st.lists(
    st.one_of(log, log, wait, others, others, others, log_and_undo), min_size=6, max_size=16
)
WHENEVER = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Course:
    """One file and what is done to it; what is refused changes nothing."""

    def __init__(self, strand, risk):
        self.file = files.running(strand, risk, card=files.card(permits=EVERY_WAY))
        self.worker = database.session.get(Account, self.file.worker_id)
        service = database.session.get(Organisation, self.file.organisation_id)
        self.coordinator = factories.account(Role.COORDINATOR, service)
        self.clock = ExitStack()

    def do(self, what, *details):
        if what == "restart":
            details = (self._new_intervention(),)
        try:
            with database.session.begin_nested():
                getattr(self, what)(*details)
        except Refused:
            database.session.refresh(self.file)
        database.session.flush()

    def wait(self, hours):
        self.clock.enter_context(clock.stopped_at(clock.now() + timedelta(hours=hours)))

    def log(self, outcome, once_more):
        said = {"asked": Outcome.SPOKE_THINK} if outcome is Outcome.CAME_TO_US else {}
        return files.tried(
            self.file,
            outcome,
            way_for(Way.CALL, outcome),
            call_once_more=once_more,
            against_card_reason="It was agreed otherwise.",
            **said,
        )

    def log_and_undo(self, outcome, once_more):
        before = standing(self.file)
        entry = self.log(outcome, once_more)
        reversal.undo(self.file, entry, by=self.worker)
        assert standing(self.file) == before

    def strike(self):
        entries = [one for one in attempts.all_of(self.file) if one.outcome is not Outcome.MISTAKE]
        if entries:
            reversal.strike(self.file, entries[0], by=self.worker, words="Wrong file")

    def pause(self):
        review = clock.now() + timedelta(days=7)
        endings.pause(self.file, reason=PauseReason.ABROAD, review_at=review, by=self.worker)

    def resume(self):
        endings.resume(self.file, by=self.worker)

    def _new_intervention(self):
        self.wait(1 / 60)
        situation = database.session.get(Situation, self.file.situation_id)
        return factories.referral(situation, received_at=clock.now())

    def restart(self, referral):
        officer = database.session.get(Account, referral.officer_id)
        followups.restart(self.file, referral, by=officer)

    def close(self):
        endings.close(self.file, reason=CloseReason.NOT_REACHED, by=self.coordinator)

    def reopen(self):
        endings.reopen(self.file, by=self.coordinator, words="Back again")

    def go_on(self):
        decisions.go_on(self.file, by=self.coordinator, words="One more.")

    def ask_police(self):
        decisions.ask_police(self.file, by=self.coordinator, words="Ask.")

    def ask_revisit(self):
        decisions.ask_revisit(self.file, by=self.coordinator, words="Look.")

    def answer(self):
        self._answer(Given("+32470555555"))

    def none_known(self):
        self._answer(None)

    def _answer(self, given):
        request = number_requests.open_of(self.file)
        if request is not None:
            officer = database.session.get(Account, request.asked_by_id)
            police_answers.answer(request, given, by=officer)

    def scheduler(self):
        escalation.escalate(clock.now())
        number_requests.tell_late(clock.now())

    def raise_risk(self):
        followups.set_risk(self.file, Risk.CRITICAL, by=self.coordinator, words="Weapon.")


def standing(file):
    """Everything an entry can change."""
    return (
        {row.kind: row.due_at for row in deadlines.open_deadlines(file)},
        {name: getattr(file, name) for name in reversal.COLUMNS},
        (file.due_at, file.due_kind, file.contact_due_at, file.step_from),
        safe_contact.current_card(file),
    )


def kinds(file):
    return {row.kind for row in deadlines.open_deadlines(file)}


def clocks_of(file):
    return {
        row.kind: row.due_at
        for row in deadlines.open_deadlines(file)
        if row.kind in deadlines.CLOCKS
    }


def stands_still(file):
    return file.closed_at is not None or file.state is State.STOPPED or pauses.running_pause(file)


def assert_no_clock_is_lost_or_doubled(file):
    running = [row.kind for row in deadlines.open_deadlines(file)]
    assert len(running) == len(set(running))
    expected = set()
    if not stands_still(file) and not followups.gate_is_shut(file):
        if file.first_attempt_at is None:
            expected.add(DeadlineKind.FIRST_ATTEMPT)
        if file.contact_made_at is None:
            expected.add(DeadlineKind.CONTACT_MADE)
    assert set(running) & set(deadlines.CLOCKS) == expected


def assert_exactly_one_next_step_or_a_named_list(file):
    open_kinds = kinds(file)
    assert len(open_kinds & TRIES) <= 1
    named = file.state in NAMED_LISTS or stands_still(file) or decisions.is_asked(file)
    step = any(kind.is_step and not kind.for_coordinator for kind in open_kinds)
    first = DeadlineKind.FIRST_ATTEMPT in open_kinds
    assert named or step or first or open_kinds & REVIEWS, (file.state, open_kinds)
    own = [row for row in deadlines.open_deadlines(file) if not row.kind.for_coordinator]
    assert file.due_at == (own[0].due_at if own else None)


def assert_the_tries_add_up(file):
    counted = [one for one in attempts.valid_of(file) if one.counts_as is not CountsAs.NOTHING]
    assert file.attempts == len(counted)
    assert (file.first_attempt_at is None) == (not counted)


def assert_no_clock_went_back(before, after, file, round_before):
    """Within one round and one risk; a higher risk may ask for more."""
    if round_before == (file.received_at, file.timed_as):
        for kind in before.keys() & after.keys():
            assert after[kind] >= before[kind]


@pytest.mark.parametrize("strand", [Strand.VICTIM, Strand.PERPETRATOR])
@WHENEVER
@given(course=course, risk=st.sampled_from([Risk.LOW, Risk.HIGH, Risk.CRITICAL]))
@example(course=[("log", Outcome.NO_ANSWER, False)] * 8, risk=Risk.HIGH)
def test_whatever_happens_no_clock_is_lost_and_somebody_has_the_next_step(strand, course, risk, db):
    this = Course(strand, risk)
    with this.clock:
        for act in course:
            note(f"{clock.now():%d/%m %H:%M} {act}")
            before, round_before = clocks_of(this.file), (this.file.received_at, this.file.timed_as)

            this.do(*act)

            assert_no_clock_is_lost_or_doubled(this.file)
            assert_exactly_one_next_step_or_a_named_list(this.file)
            assert_the_tries_add_up(this.file)
            assert_no_clock_went_back(before, clocks_of(this.file), this.file, round_before)
    db.session.rollback()
