"""What an outcome does to the clocks, the next step and the card in this very try (ux.md §3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from followup.rules.deadlines import Due, plain
from followup.rules.effects import EFFECTS, Effect, NextTry, Opens
from followup.rules.policy import DEFAULT_POLICY, Policy, is_high
from followup.rules.terms import reckon
from followup.rules.working_time import Calendar, utc
from followup.vocabulary import (
    Alert,
    CountsAs,
    DeadlineKind,
    Outcome,
    Risk,
    Start,
    State,
    WhyAsked,
)

ASKED_WHEN_THEY_COME = (Outcome.SPOKE_SUPPORT, Outcome.SPOKE_THINK, Outcome.SPOKE_NOT_NOW)


class LaterThanAllowed(ValueError):
    """The chosen moment lies after the latest one the rule allows (`latest_at`)."""

    def __init__(self, latest_at: datetime) -> None:
        super().__init__("the chosen moment is later than the rule allows")
        self.latest_at = latest_at


@dataclass(frozen=True)
class Try:
    """What the rules know of the try beside its outcome; counts are of before this one.

    `uses_of_number`: earlier tries at this number. `others_answered`: earlier times that somebody
    else answered it. `thinks_in_a_row`: "time to think" just before. `asked`: what the person
    wanted, when they came to us. `call_once_more`: the person agreed to one more call;
    `offered_again`: one was agreed before, and a second offer would be pressure (practice.md R-21).
    """

    risk: Risk
    uses_of_number: int = 0
    others_answered: int = 0
    thinks_in_a_row: int = 0
    call_once_more: bool = False
    offered_again: bool = False
    asked: Outcome | None = None
    policy: Policy = DEFAULT_POLICY


def effect_of(outcome: Outcome, this: Try) -> Effect:
    """Return what the outcome does in this try; raises ValueError when it is not said what a
    person who came to us wanted.
    """
    effect = EFFECTS[outcome]
    depends = _DEPENDS.get(outcome)
    return depends(effect, this) if depends else effect


def dues_of(
    effect: Effect, *, tried_at: datetime, calendar: Calendar, chosen_at: datetime | None = None
) -> list[Due]:
    """Return the duties an outcome opens, counted from the real moment of the try.

    `chosen_at` replaces the default of the duty that may be chosen; raises LaterThanAllowed past
    its latest moment and ValueError when it is not after the try. Reviews after a first contact are
    `deadlines.after_contact`; the next try itself is `next_step.propose_after`.
    """
    return [_due(opens, effect, tried_at, calendar, chosen_at) for opens in effect.opens]


def _due(
    opens: Opens,
    effect: Effect,
    tried_at: datetime,
    calendar: Calendar,
    chosen_at: datetime | None,
) -> Due:
    start = Start.CONTACT_AT if effect.stops_contact_made else Start.ATTEMPT_AT
    due = plain(opens.kind, opens.term, tried_at, calendar, start)
    if opens.latest is not None:
        due = replace(due, latest_at=reckon(opens.latest, tried_at, calendar).due_at)
    if opens.kind.for_coordinator:
        due = replace(due, escalates_at=due.due_at)
    if not opens.chosen or chosen_at is None:
        return due
    if utc(chosen_at) <= utc(tried_at):
        raise ValueError("the chosen moment must be after the try")
    if due.latest_at is not None and utc(chosen_at) > due.latest_at:
        raise LaterThanAllowed(due.latest_at)
    return replace(due, due_at=utc(chosen_at))


def _support(effect: Effect, this: Try) -> Effect:
    terms = this.policy.terms
    term = terms.needs_assessment_high if is_high(this.risk) else terms.needs_assessment
    return replace(effect, opens=(Opens(DeadlineKind.NEEDS_ASSESSMENT, term),))


def _think(effect: Effect, this: Try) -> Effect:
    terms = this.policy.terms
    opens = [Opens(DeadlineKind.CALL_BACK, terms.call_back, terms.call_back_latest, chosen=True)]
    if this.thinks_in_a_row + 1 >= this.policy.thinks_before_coordinator:
        opens.append(Opens(DeadlineKind.COORDINATOR_DECISION, terms.look_again))
    return replace(effect, opens=tuple(opens))


def _not_now(effect: Effect, this: Try) -> Effect:
    terms, high = this.policy.terms, is_high(this.risk)
    opens = []
    once_more = this.call_once_more and not this.offered_again
    if once_more:
        agreed = (terms.call_once_more, terms.call_once_more_latest)
        opens.append(Opens(DeadlineKind.CALL_ONCE_MORE, *agreed, chosen=True))
    elif not high:
        opens.append(Opens(DeadlineKind.CLOSE_PROPOSED, terms.close_decision))
    if high:
        opens.append(Opens(DeadlineKind.COORDINATOR_DECISION, terms.close_decision))
    return replace(
        effect,
        opens=tuple(opens),
        coordinator_only=high,
        alert=Alert.CLOSE_ASKED if high else None,
        proposes_close=not once_more,
    )


def _other_answered(effect: Effect, this: Try) -> Effect:
    if this.others_answered + 1 < this.policy.others_answered_before_lock:
        return effect
    opens = (Opens(DeadlineKind.SAFE_WAY, this.policy.terms.safe_way),)
    return replace(
        effect,
        opens=opens,
        next_try=None,
        lock_number=True,
        state=State.INCOMPLETE,
        asks_police=WhyAsked.OTHER_ANSWERED,
    )


def _number_dead(effect: Effect, this: Try) -> Effect:
    counts_as = CountsAs.ATTEMPT if this.uses_of_number else CountsAs.NOTHING
    opens = (Opens(DeadlineKind.BETTER_NUMBER, this.policy.terms.better_number),)
    return replace(effect, counts_as=counts_as, opens=opens)


def _message(effect: Effect, this: Try) -> Effect:
    terms = this.policy.terms
    wait = terms.wait_after_message_high if is_high(this.risk) else terms.wait_after_message
    return replace(effect, next_try=NextTry(wait=wait))


def _busy(effect: Effect, this: Try) -> Effect:
    return replace(effect, next_try=NextTry(retry=this.policy.terms.retry_busy))


def _no_shared_language(effect: Effect, this: Try) -> Effect:
    terms = this.policy.terms
    next_try = NextTry(wait=terms.wait_for_interpreter, with_interpreter=True)
    opens = (Opens(DeadlineKind.BOOK_INTERPRETER, terms.book_interpreter),)
    return replace(effect, next_try=next_try, opens=opens)


def _came_to_us(effect: Effect, this: Try) -> Effect:
    if this.asked not in ASKED_WHEN_THEY_COME:
        raise ValueError("say what the person who came to us wanted")
    wanted = effect_of(this.asked, this)
    asks = tuple(dict.fromkeys((*effect.asks, *wanted.asks)))
    return replace(wanted, key=effect.key, asks=asks, ends_snooze=True)


def _danger(effect: Effect, this: Try) -> Effect:
    term = this.policy.terms.check_again
    return replace(effect, opens=(Opens(DeadlineKind.CHECK_AGAIN, term),))


def _stop(effect: Effect, this: Try) -> Effect:
    terms = this.policy.terms
    term = terms.stop_decision_high if is_high(this.risk) else terms.stop_decision
    return replace(effect, opens=(Opens(DeadlineKind.COORDINATOR_DECISION, term),))


_DEPENDS: dict[Outcome, Callable[[Effect, Try], Effect]] = {
    Outcome.SPOKE_SUPPORT: _support,
    Outcome.SPOKE_THINK: _think,
    Outcome.SPOKE_NOT_NOW: _not_now,
    Outcome.OTHER_ANSWERED: _other_answered,
    Outcome.NUMBER_DEAD: _number_dead,
    Outcome.MESSAGE_LEFT: _message,
    Outcome.SMS_SENT: _message,
    Outcome.BUSY: _busy,
    Outcome.NO_SHARED_LANGUAGE: _no_shared_language,
    Outcome.CAME_TO_US: _came_to_us,
    Outcome.DANGER_NOW: _danger,
    Outcome.DURESS_WORD: _danger,
    Outcome.STOP_UNSAFE: _stop,
}
