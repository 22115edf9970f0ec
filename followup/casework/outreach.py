"""Log a try to reach the person, move both clocks, and plan the next step (ux.md §3)."""

from datetime import datetime, timedelta

from followup import clock
from followup.casework import attempts, deadlines, policies, reversal, safe_contact
from followup.casework.audit import Act, Of, record
from followup.casework.entry import Entry
from followup.casework.errors import AgainstCard, FollowUpClosed, GateShut, Refused, TooLate
from followup.casework.followups import gate_is_shut
from followup.casework.results import apply_results
from followup.db import db
from followup.models import Account, ContactAttempt, FollowUp
from followup.rules import outcomes as rules
from followup.rules.codes import new_code
from followup.rules.contact_card import ContactCard
from followup.rules.effects import Effect
from followup.rules.safe_window import may_use
from followup.vocabulary import Outcome, Way, WayRefused

LATE_ENTRY = timedelta(days=7)
CLOCK_SKEW = timedelta(minutes=2)

# What may be written down although the gate is shut or contact was stopped: it came from outside.
FROM_OUTSIDE = frozenset({Outcome.CAME_TO_US, Outcome.PROFESSIONAL})

# Reasons a worker may overrule with a reason of her own; a forbidden way never.
MAY_BE_OVERRULED = frozenset({WayRefused.OUTSIDE_WINDOW, WayRefused.BLACKOUT})


def log_contact(follow_up: FollowUp, entry: Entry, *, by: Account) -> ContactAttempt:
    """Record one try and everything that follows from it.

    Raises FollowUpClosed, GateShut, TooLate (more than 7 days ago, or in the future), AgainstCard
    (a way the card forbids, or a moment it forbids and no reason given), LaterThanAllowed.
    """
    at = entry.at or clock.now()
    card = safe_contact.current_card(follow_up)
    refused = _refuse(follow_up, entry, at, card)
    number = entry.number or (card.phone.number if card.phone and entry.way is Way.CALL else None)
    effect = effect_of(follow_up, entry, number)
    before = reversal.remember(follow_up)
    attempt = ContactAttempt(
        code=new_code(),
        follow_up_id=follow_up.id,
        at=at,
        logged_at=clock.now(),
        by_id=by.id,
        way=entry.way,
        outcome=entry.outcome,
        came_to_us_as=entry.asked,
        counts_as=effect.counts_as,
        number=number,
        card_version=follow_up.card_version,
        note=entry.note or None,
        minutes=entry.minutes,
        card_confirmed=entry.card_confirmed,
        danger=entry.danger or entry.outcome is Outcome.DANGER_NOW,
        against_card=refused,
        against_card_reason=entry.against_card_reason or None,
        later_reason=entry.later_reason or None,
    )
    is_newest = not attempts.any_after(follow_up, at)
    db.session.add(attempt)
    db.session.flush()
    apply_results(follow_up, attempt, effect, entry, by=by, is_newest=is_newest)
    deadlines.refresh(follow_up)
    attempt.before = reversal.difference(follow_up, before)
    record(Act.LOGGED_CONTACT, Of.FOLLOW_UP, follow_up.id, by=by)
    db.session.flush()
    return attempt


def effect_of(follow_up: FollowUp, entry: Entry, number: str | None) -> Effect:
    """What this outcome does, given the tries before it."""
    past = attempts.valid_of(follow_up)
    return rules.effect_of(
        entry.outcome,
        rules.Try(
            risk=follow_up.timed_as,
            uses_of_number=sum(1 for one in past if number and one.number == number),
            others_answered=sum(
                1
                for one in past
                if one.outcome is Outcome.OTHER_ANSWERED and number and one.number == number
            ),
            thinks_in_a_row=attempts.thinks_in_a_row(past),
            call_once_more=entry.call_once_more,
            asked=entry.asked,
            policy=policies.policy_of(follow_up),
        ),
    )


def _refuse(
    follow_up: FollowUp, entry: Entry, at: datetime, card: ContactCard
) -> WayRefused | None:
    """Refuse what may not be written down; return the rule of the card that was overruled."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    now = clock.now()
    if at > now + CLOCK_SKEW or at < now - LATE_ENTRY:
        raise TooLate
    if entry.outcome is Outcome.MISTAKE:
        raise Refused
    if entry.outcome in FROM_OUTSIDE or not entry.way.needs_permit:
        return None
    if gate_is_shut(follow_up):
        raise GateShut
    needed = rules.EFFECTS[entry.outcome].needs_permit
    for way in {entry.way, needed or entry.way}:
        refused = may_use(card.for_rules(), way, at)
        if refused is None or (refused in MAY_BE_OVERRULED and entry.against_card_reason):
            continue
        raise AgainstCard(reason=refused)
    return may_use(card.for_rules(), entry.way, at)
