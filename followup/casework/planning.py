"""What the next try must respect, and what each outcome would lead to, before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from followup import clock
from followup.casework import absences, attempts, deadlines, policies, safe_contact
from followup.casework.followups import gate_is_shut
from followup.models import ContactAttempt, FollowUp
from followup.rules import next_step, other_moments
from followup.rules import outcomes as rules
from followup.rules.contact_card import ContactCard
from followup.rules.deadlines import Due
from followup.rules.effects import Effect, NextTry
from followup.rules.ladder import Ladder, ladder_of
from followup.rules.next_step import Exhausted, Limits, NothingFits, Step, Tried
from followup.rules.safe_window import half_at, window_at
from followup.rules.working_time import local
from followup.vocabulary import CountsAs, DeadlineKind, Outcome, StepWhy


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one outcome would lead to: a next try or why none, duties, or the end of the tries."""

    effect: Effect
    step: Step | None = None
    nothing: NothingFits | None = None
    dues: tuple[Due, ...] = ()
    exhausted: Exhausted | None = None


def outlook(
    follow_up: FollowUp,
    after: Outcome,
    *,
    at: datetime | None = None,
    asked: Outcome | None = None,
) -> Outlook:
    """What the rules would do after this outcome, exactly as saving it now would."""
    card, past = safe_contact.current_card(follow_up), attempts.valid_of(follow_up)
    limits = limits_of(follow_up, card=card, past=past)
    effect = effect_of(follow_up, after, past=past, number=number_of(card), asked=asked)
    return outlook_of(follow_up, effect, limits, at=at)


def outlooks(
    follow_up: FollowUp, limits: Limits, card: ContactCard, past: Sequence[ContactAttempt]
) -> Mapping[Outcome, Outlook]:
    """What each outcome would lead to now; of a person who came to us, each answer counts itself.

    Asks the database nothing: the caller read card, limits and tries.
    """
    wanted = [one for one in Outcome if one not in (Outcome.CAME_TO_US, Outcome.MISTAKE)]
    number = number_of(card)
    effects = {one: effect_of(follow_up, one, past=past, number=number) for one in wanted}
    seen: dict[Effect, Outlook] = {}
    for effect in effects.values():
        if effect not in seen:
            seen[effect] = outlook_of(follow_up, effect, limits)
    return {one: seen[effect] for one, effect in effects.items()}


def effect_of(
    follow_up: FollowUp,
    outcome: Outcome,
    *,
    past: Sequence[ContactAttempt],
    number: str | None = None,
    asked: Outcome | None = None,
    call_once_more: bool = False,
) -> Effect:
    """What this outcome does, given the tries before it; `number` is the one that was called."""
    same = [one for one in past if number and one.number == number]
    this = rules.Try(
        risk=follow_up.timed_as,
        uses_of_number=len(same),
        others_answered=sum(1 for one in same if one.outcome is Outcome.OTHER_ANSWERED),
        thinks_in_a_row=attempts.thinks_in_a_row(past),
        call_once_more=call_once_more,
        offered_again=attempts.said_not_now(past),
        asked=asked,
        policy=policies.policy_of(follow_up),
    )
    return rules.effect_of(outcome, this)


def outlook_of(
    follow_up: FollowUp,
    effect: Effect,
    limits: Limits,
    *,
    at: datetime | None = None,
    chosen_at: datetime | None = None,
) -> Outlook:
    """`limits` hold the tries before this one. May raise LaterThanAllowed."""
    moment = at or clock.now()
    dues = tuple(
        rules.dues_of(effect, tried_at=moment, calendar=limits.calendar, chosen_at=chosen_at)
    )
    if effect.next_try is None or gate_is_shut(follow_up):
        return Outlook(effect, dues=dues)
    limits = with_try(limits, effect, moment)
    if chosen_at is None and (used := next_step.exhausted(limits.tried, limits.rule)):
        return Outlook(effect, dues=dues, exhausted=used)
    step = None if chosen_at else booked_step(follow_up, effect.next_try, limits)
    step = step or next_step.propose_after(
        effect.next_try, tried_at=moment, now=clock.now(), limits=limits, chosen_at=chosen_at
    )
    if isinstance(step, NothingFits):
        return Outlook(effect, nothing=step, dues=dues)
    return Outlook(effect, step=step, dues=dues)


def booked_step(follow_up: FollowUp, next_try: NextTry, limits: Limits) -> Step | None:
    """The try at which an interpreter will be there, while the safe contact still allows it.

    What the outcome itself asks for goes first: a moment that was named, another day, soon again.
    """
    at = follow_up.booking_at
    if at is None or next_try.chosen or next_try.next_day or next_try.retry:
        return None
    if at <= clock.now() or window_at(limits.card, at) is None:
        return None
    return replace(other_moments.at_moment(at, clock.now(), limits), why=StepWhy.INTERPRETER)


def one_more(follow_up: FollowUp) -> Step | NothingFits:
    """The first moment for one more try, though the agreed ones may be used."""
    limits = limits_of(follow_up)
    most = max(limits.rule.attempts_max, len(limits.tried) + 1)
    return next_step.propose(
        clock.now(), replace(limits, rule=replace(limits.rule, attempts_max=most))
    )


def ladder(follow_up: FollowUp) -> Ladder:
    """What was tried in this round, and what the card leaves."""
    limits = limits_of(follow_up)
    return ladder_of(limits.tried, limits.card, local(clock.now()).date())


def stands_still(follow_up: FollowUp) -> bool:
    """Nothing is planned: the clocks pause, or the victim's side comes first."""
    return gate_is_shut(follow_up) or any(
        row.kind is DeadlineKind.PAUSE_REVIEW for row in deadlines.open_deadlines(follow_up)
    )


def limits_of(
    follow_up: FollowUp,
    *,
    card: ContactCard | None = None,
    past: Sequence[ContactAttempt] | None = None,
) -> Limits:
    """What the next try must respect. Tries are counted since the last contact."""
    kept = (card or safe_contact.current_card(follow_up)).for_rules()
    made = attempts.since_contact(attempts.valid_of(follow_up) if past is None else past)
    return Limits(
        card=kept,
        calendar=deadlines.calendar_for(follow_up),
        rule=policies.policy_of(follow_up).rule_for(follow_up.strand, follow_up.timed_as),
        absences=absences.absences_of(follow_up.worker_id),
        tried=tuple(Tried(one.at, half_at(kept, one.at), one.way) for one in made),
        contact_due=follow_up.contact_due_at,
    )


def with_try(limits: Limits, effect: Effect, moment: datetime) -> Limits:
    """The limits once this try is counted among those made."""
    if effect.counts_as is not CountsAs.ATTEMPT:
        return limits
    tried = (*limits.tried, Tried(moment, half_at(limits.card, moment)))
    return replace(limits, tried=tried)


def number_of(card: ContactCard) -> str | None:
    """The number that a call goes to."""
    return card.phone.number if card.phone else None
