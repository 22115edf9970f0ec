"""Apply what one outcome does: clocks, next step, state, card, alerts."""

from followup import clock
from followup.casework import (
    alerts,
    attempts,
    deadlines,
    events,
    planning,
    policies,
    safe_contact,
)
from followup.casework.entry import Entry
from followup.casework.events import What
from followup.models import Account, ContactAttempt, Deadline, FollowUp
from followup.rules import deadlines as deadline_rules
from followup.rules import next_step
from followup.rules import outcomes as rules
from followup.rules.deadlines import Due
from followup.rules.effects import Effect
from followup.rules.next_step import NothingFits
from followup.vocabulary import (
    Alert,
    DeadlineEnd,
    DeadlineKind,
    Outcome,
    Risk,
    Start,
    State,
)


def apply_results(
    follow_up: FollowUp,
    attempt: ContactAttempt,
    effect: Effect,
    entry: Entry,
    *,
    by: Account,
    is_newest: bool,
) -> None:
    """An entry written down late stops clocks from its real moment but plans nothing anew."""
    first_contact = _stop_clocks(follow_up, attempt, effect, by)
    if first_contact:
        _lay_reviews(follow_up, attempt, by)
    if is_newest and not effect.keeps_step:
        deadlines.end_steps(follow_up, DeadlineEnd.MET, by=by)
        if follow_up.state is not State.STOPPED:
            follow_up.state = State.OPEN
        _open_duties(follow_up, attempt, effect, entry, by)
        if effect.next_try is not None:
            _plan_next(follow_up, attempt, effect, entry, by)
    _change_card(follow_up, attempt, effect, by)
    if effect.state is not None:
        follow_up.state = effect.state
    if effect.pauses_clocks:
        deadlines.end(follow_up, deadlines.CLOCKS, DeadlineEnd.PAUSED, by=by)
    _tell(follow_up, attempt, effect, by)


def _stop_clocks(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> bool:
    """An attempt stops the first clock, only contact the second. True at first contact."""
    if not effect.stops_first_attempt:
        return False
    follow_up.attempts += 1
    at = attempt.at
    if follow_up.first_attempt_at is None or at < follow_up.first_attempt_at:
        follow_up.first_attempt_at = at
    deadlines.end(follow_up, [DeadlineKind.FIRST_ATTEMPT], DeadlineEnd.MET, by=by, at=at)
    if not effect.stops_contact_made:
        return False
    first = follow_up.contact_made_at is None
    if first or at < follow_up.contact_made_at:
        follow_up.contact_made_at = at
    deadlines.end(follow_up, [DeadlineKind.CONTACT_MADE], DeadlineEnd.MET, by=by, at=at)
    return first


def _lay_reviews(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    reviews = deadline_rules.after_contact(
        attempt.at, deadlines.calendar_for(follow_up), policies.policy_of(follow_up)
    )
    deadlines.lay(follow_up, reviews, by=by)


def _open_duties(
    follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, entry: Entry, by: Account
) -> None:
    dues = rules.dues_of(
        effect,
        tried_at=attempt.at,
        calendar=deadlines.calendar_for(follow_up),
        chosen_at=entry.chosen_at,
    )
    deadlines.lay(follow_up, dues, by=by)


def _plan_next(
    follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, entry: Entry, by: Account
) -> None:
    limits = planning.limits_of(follow_up)
    if entry.step is not None:
        deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, entry.step, by=by)
        return
    if next_step.exhausted(limits.tried, limits.rule) and follow_up.contact_made_at is None:
        put_on_not_reached(follow_up, by=by)
        return
    step = next_step.propose_after(
        effect.next_try,
        tried_at=attempt.at,
        now=clock.now(),
        limits=limits,
        chosen_at=entry.chosen_at,
    )
    if not isinstance(step, NothingFits):
        deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=by)


def put_on_not_reached(follow_up: FollowUp, *, by: Account | None) -> None:
    """The last allowed try was made: the coordinator decides what is left to try."""
    follow_up.state = State.NOT_REACHED
    events.note(follow_up, What.NOT_REACHED, by=by)
    row = _ask_coordinator(follow_up, by)
    alerts.raise_alert(
        Alert.NOT_REACHED,
        f"not_reached:{row.id}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def _ask_coordinator(follow_up: FollowUp, by: Account | None) -> Deadline:
    term = policies.policy_of(follow_up).terms.look_again
    calendar = deadlines.calendar_for(follow_up)
    due: Due = deadline_rules.plain(
        DeadlineKind.COORDINATOR_DECISION, term, clock.now(), calendar, Start.ATTEMPT_AT
    )
    row = deadlines.lay(follow_up, [due], by=by)[0]
    row.escalates_at = row.due_at
    return row


def _change_card(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> None:
    if attempt.number and effect.flag_number:
        safe_contact.note_other_answered(follow_up, attempt.number, by=by)
    if attempt.number and effect.lock_number:
        safe_contact.lock_number(follow_up, attempt.number, by=by)
    if effect.lock_all_ways:
        safe_contact.lock_every_way(follow_up, by=by)
    if attempt.card_confirmed:
        safe_contact.confirm(follow_up, by=by)


def _tell(follow_up: FollowUp, attempt: ContactAttempt, effect: Effect, by: Account) -> None:
    danger = attempt.danger
    if danger or effect.risk_at_least is not None:
        _in_danger(follow_up, attempt, by)
    alert = Alert.DANGER if danger else effect.alert
    if alert is None:
        return
    to_police = alert is Alert.BETTER_NUMBER
    alerts.raise_alert(
        alert,
        f"{alert}:{attempt.id}",
        account_id=attempts.officer_of(follow_up) if to_police else None,
        organisation_id=None if to_police else follow_up.organisation_id,
        follow_up_id=None if to_police else follow_up.id,
        referral_id=follow_up.referral_id if to_police else None,
        repeat_minutes=15 if alert is Alert.DANGER else None,
    )


def _in_danger(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    """Danger now: at least high, and somebody looks again within two hours, whatever was chosen."""
    if follow_up.risk.rank < Risk.HIGH.rank or follow_up.risk is Risk.UNKNOWN:
        follow_up.risk = Risk.HIGH
    if follow_up.timed_as.rank < Risk.HIGH.rank:
        follow_up.timed_as = Risk.HIGH
    if attempt.outcome is not Outcome.DANGER_NOW:
        term = policies.policy_of(follow_up).terms.check_again
        due = deadline_rules.plain(
            DeadlineKind.CHECK_AGAIN,
            term,
            attempt.at,
            deadlines.calendar_for(follow_up),
            Start.CONTACT_AT,
        )
        deadlines.lay(follow_up, [due], by=by)
