"""Apply what one outcome does: clocks, next step, state, card, alerts."""

from dataclasses import replace
from datetime import timedelta

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    interpreters,
    number_requests,
    policies,
    safe_contact,
)
from followup.casework.entry import Entry
from followup.casework.events import What
from followup.casework.followups import gate_is_shut
from followup.casework.planning import Outlook
from followup.models import Account, ContactAttempt, Deadline, FollowUp
from followup.rules import deadlines as deadline_rules
from followup.rules.deadlines import Due
from followup.rules.effects import Effect
from followup.rules.next_step import NothingFits
from followup.vocabulary import (
    Alert,
    Booking,
    DeadlineEnd,
    DeadlineKind,
    Risk,
    Start,
    State,
    StepWhy,
)

REVIEWS = (DeadlineKind.REVIEW_1_MONTH, DeadlineKind.REVIEW_3_MONTHS)
REVIEW_EARLY = timedelta(days=7)


def apply_results(
    follow_up: FollowUp,
    attempt: ContactAttempt,
    outlook: Outlook,
    entry: Entry,
    *,
    by: Account,
    is_newest: bool,
) -> None:
    """An entry written down late stops clocks from its real moment but plans nothing anew.

    A stop and a danger hold whenever they are written down.
    """
    effect = outlook.effect
    first_contact = _stop_clocks(follow_up, attempt, effect, by)
    _plan_reviews(follow_up, attempt, effect, by, is_first=first_contact)
    if is_newest and not effect.keeps_step:
        _end_steps(follow_up, attempt, effect, by)
        if follow_up.state is not State.STOPPED:
            follow_up.state = State.OPEN
        deadlines.lay(follow_up, outlook.dues, by=by)
        _plan_next(follow_up, outlook, entry, by)
    elif effect.coordinator_only or effect.emergency_list:
        deadlines.lay(follow_up, outlook.dues, by=by)
    _change_card(follow_up, attempt, effect, by, is_newest=is_newest)
    _set_state(follow_up, effect, by, is_newest=is_newest)
    if effect.asks_police is not None and is_newest:
        number_requests.ask(follow_up, effect.asks_police, by=by, attempt=attempt)
    elif effect.stops_contact_made:
        number_requests.withdraw(follow_up, by=by)
    _tell(follow_up, attempt, effect, by)


def _stop_clocks(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> bool:
    """An attempt stops the first clock, only contact the second. True at first contact.

    A try from before the clocks began, as before a new intervention, stops none of them.
    """
    at = attempt.at
    if not effect.stops_first_attempt or at < follow_up.received_at:
        return False
    follow_up.attempts += 1
    if follow_up.first_attempt_at is None or at < follow_up.first_attempt_at:
        follow_up.first_attempt_at = at
    deadlines.end(follow_up, [DeadlineKind.FIRST_ATTEMPT], DeadlineEnd.MET, by=by, at=at)
    if not effect.stops_contact_made:
        return False
    first = follow_up.contact_made_at is None
    if first or at < follow_up.contact_made_at:
        follow_up.contact_made_at = at
    deadlines.end(follow_up, deadlines.REACHED, DeadlineEnd.MET, by=by, at=at)
    return first


def _plan_reviews(
    follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account, *, is_first: bool
) -> None:
    """The first contact lays the reviews, "not now" ends them, a later wish for support lays them.

    Any other contact may itself be a review.
    """
    if not effect.stops_contact_made or attempt.at < follow_up.received_at:
        return
    if effect.silences:
        deadlines.end(follow_up, REVIEWS, DeadlineEnd.REPLACED, by=by)
    elif is_first or not _reviewed(follow_up):
        _lay_reviews(follow_up, attempt, by)
    else:
        _meet_review(follow_up, attempt, by)


def _reviewed(follow_up: FollowUp) -> bool:
    """Whether a review is open, or was held since the clocks began."""
    return any(
        row.kind in REVIEWS and row.opened_at >= follow_up.received_at
        for row in deadlines.every_deadline(follow_up)
        if row.end in (None, DeadlineEnd.MET)
    )


def _meet_review(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    """A contact within a week before a review, or after it is due, is that review."""
    due = [
        row.kind
        for row in deadlines.open_deadlines(follow_up)
        if row.kind in REVIEWS and row.due_at - REVIEW_EARLY <= attempt.at
    ]
    deadlines.end(follow_up, due, DeadlineEnd.MET, by=by, at=attempt.at)


def _lay_reviews(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    reviews = deadline_rules.after_contact(
        attempt.at, deadlines.calendar_for(follow_up), policies.policy_of(follow_up)
    )
    deadlines.lay(follow_up, reviews, by=by)


def _end_steps(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> None:
    """What the coordinator was asked to decide waits on, and who waits for an interpreter, too,
    unless contact made it needless.
    """
    decided = effect.stops_contact_made and follow_up.state is not State.STOPPED
    kept = set() if decided else {DeadlineKind.COORDINATOR_DECISION}
    if effect.stops_contact_made:
        interpreters.contact_made(follow_up, logged_at=attempt.logged_at)
    elif follow_up.booking is Booking.WANTED:
        kept.add(DeadlineKind.BOOK_INTERPRETER)
    kinds = [kind for kind in DeadlineKind if kind.is_step and kind not in kept]
    deadlines.end(follow_up, kinds, DeadlineEnd.MET, by=by)


def _plan_next(follow_up: FollowUp, outlook: Outlook, entry: Entry, by: Account) -> None:
    if outlook.effect.next_try is None or gate_is_shut(follow_up):
        return
    if outlook.effect.next_try.with_interpreter:
        interpreters.want(follow_up, by=by)
    step = entry.step or outlook.step
    if step is not None:
        deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=by)
    elif outlook.exhausted is not None:
        put_on_not_reached(follow_up, by=by)
    else:
        _without_step(follow_up, outlook.nothing, by)


def _without_step(follow_up: FollowUp, nothing: NothingFits, by: Account) -> None:
    """No try can be planned: somebody must look, so that nobody falls out of sight."""
    if nothing.why is StepWhy.WORKER_ABSENT:
        ask_coordinator(follow_up, by)
    else:
        look_for_a_way(follow_up, by)


def look_for_a_way(follow_up: FollowUp, by: Account) -> None:
    """Finding another safe way is the worker's next step."""
    deadlines.lay_plain(follow_up, DeadlineKind.SAFE_WAY, by=by)


def put_on_not_reached(follow_up: FollowUp, *, by: Account | None) -> None:
    """The last allowed try was made: the coordinator decides what is left to try."""
    follow_up.state = State.NOT_REACHED
    events.note(follow_up, What.NOT_REACHED, by=by)
    row = ask_coordinator(follow_up, by)
    alerts.raise_alert(
        Alert.NOT_REACHED,
        f"not_reached:{row.id}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def ask_coordinator(follow_up: FollowUp, by: Account | None) -> Deadline:
    term = policies.policy_of(follow_up).terms.look_again
    calendar = deadlines.calendar_for(follow_up)
    due: Due = deadline_rules.plain(
        DeadlineKind.COORDINATOR_DECISION, term, clock.now(), calendar, Start.ATTEMPT_AT
    )
    row = deadlines.lay(follow_up, [due], by=by)[0]
    row.escalates_at = row.due_at
    return row


def _change_card(
    follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account, *, is_newest: bool
) -> None:
    if attempt.number and effect.flag_number:
        safe_contact.note_other_answered(follow_up, attempt.number, by=by)
    if attempt.number and effect.lock_number and is_newest:
        safe_contact.lock_number(follow_up, attempt.number, by=by)
    if effect.lock_all_ways:
        safe_contact.lock_every_way(follow_up, by=by)
    if attempt.card_confirmed:
        safe_contact.confirm(follow_up, by=by)


def _set_state(follow_up: FollowUp, effect: Effect, by: Account, *, is_newest: bool) -> None:
    if effect.state is State.STOPPED or (effect.state is not None and is_newest):
        follow_up.state = effect.state
    if effect.pauses_clocks:
        deadlines.end(follow_up, deadlines.RUNNING, DeadlineEnd.PAUSED, by=by)


def _tell(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> None:
    danger = attempt.danger
    if danger or effect.risk_at_least is not None:
        _in_danger(follow_up, attempt, by)
    alert = Alert.DANGER if danger else effect.alert
    if alert is None:
        return
    alerts.raise_alert(
        alert,
        f"{alert}:{attempt.id}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
        repeat_minutes=15 if alert is Alert.DANGER else None,
    )


def _in_danger(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    """Danger now: at least high, and somebody looks again within two hours, whatever was chosen.

    Nobody looked in time: the coordinator is told at once.
    """
    if follow_up.risk.rank < Risk.HIGH.rank or follow_up.risk is Risk.UNKNOWN:
        follow_up.risk = Risk.HIGH
    if follow_up.timed_as.rank < Risk.HIGH.rank:
        follow_up.timed_as = Risk.HIGH
    term = policies.policy_of(follow_up).terms.check_again
    calendar = deadlines.calendar_for(follow_up)
    due = deadline_rules.plain(
        DeadlineKind.CHECK_AGAIN, term, attempt.at, calendar, Start.CONTACT_AT
    )
    deadlines.lay(follow_up, [replace(due, escalates_at=due.due_at)], by=by)
