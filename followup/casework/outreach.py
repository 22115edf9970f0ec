"""Log a try to reach the person, move both clocks, and plan the next step (ux.md §3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from followup import clock
from followup.casework import (
    attempts,
    claims,
    deadlines,
    planning,
    reversal,
    safe_contact,
    safety_link,
    silence,
    waking,
)
from followup.casework.audit import Act, Of, record
from followup.casework.entry import Entry
from followup.casework.errors import (
    AgainstCard,
    FollowUpClosed,
    GateShut,
    LaterDayOnly,
    LaterThanRule,
    NotThatMoment,
    Refused,
)
from followup.casework.followups import gate_is_shut
from followup.casework.planning import Outlook
from followup.casework.results import apply_results
from followup.db import db
from followup.models import Account, ContactAttempt, FollowUp
from followup.rules.codes import new_mark
from followup.rules.contact_card import ContactCard
from followup.rules.effects import EFFECTS
from followup.rules.outcomes import ASKED_WHEN_THEY_COME, LaterThanAllowed
from followup.rules.reaching import fits, refused_at
from followup.rules.working_time import local
from followup.vocabulary import Outcome, Way, WayRefused

LATE_ENTRY = timedelta(days=7)
CLOCK_SKEW = timedelta(minutes=2)

# Reasons a worker may overrule with a reason of her own; a forbidden way never.
MAY_BE_OVERRULED = frozenset(
    {
        WayRefused.OUTSIDE_WINDOW,
        WayRefused.BLACKOUT,
        WayRefused.STRANGER_TODAY,
        WayRefused.SILENCE_AGREED,
    }
)


def log_contact(follow_up: FollowUp, entry: Entry, *, by: Account) -> ContactAttempt:
    """Record one try and everything that follows from it.

    Raises FollowUpClosed, GateShut, NotThatMoment (more than 7 days ago, or in the future),
    AgainstCard (a way the card forbids, or a moment it forbids and no reason given), LaterThanRule
    (a chosen moment the rule does not allow), Refused (an outcome this way cannot have).
    """
    at = entry.at or clock.now()
    card = replace(safe_contact.current_card(follow_up, at=at), calling=entry.number or "")
    past = attempts.valid_of(follow_up)
    number = entry.number or (planning.number_of(card) if entry.way is Way.CALL else None)
    _refuse_entry(follow_up, entry, at)
    overruled = _overruled(follow_up, entry, at, card=card, past=past, number=number)
    outlook = _outlook(follow_up, entry, at, card=card, past=past, number=number)
    before = reversal.remember(follow_up)
    waking.settle(follow_up)
    attempt = _written(follow_up, entry, at, by=by, number=number, overruled=overruled)
    attempt.counts_as = outlook.effect.counts_as
    db.session.add(attempt)
    db.session.flush()
    is_newest = at >= follow_up.received_at and not any(one.at > at for one in past)
    apply_results(follow_up, attempt, outlook, entry, by=by, is_newest=is_newest)
    deadlines.refresh(follow_up)
    attempt.before = reversal.difference(follow_up, before)
    safety_link.after_contact(follow_up, attempt)
    claims.release(follow_up, by=by)
    record(Act.LOGGED_CONTACT, Of.FOLLOW_UP, follow_up.id, by=by)
    if overruled is not None:
        safe_contact.tell_overruled(follow_up)
    db.session.flush()
    return attempt


def _written(
    follow_up: FollowUp,
    entry: Entry,
    at: datetime,
    *,
    by: Account,
    number: str | None,
    overruled: WayRefused | None,
) -> ContactAttempt:
    return ContactAttempt(
        code=new_mark(),
        follow_up_id=follow_up.id,
        at=at,
        logged_at=clock.now(),
        by_id=by.id,
        way=entry.way,
        outcome=entry.outcome,
        came_to_us_as=entry.asked,
        number=number,
        card_version=follow_up.card_version,
        note=entry.note or None,
        minutes=entry.minutes,
        card_confirmed=entry.card_confirmed,
        danger=entry.danger or EFFECTS[entry.outcome].emergency_list,
        against_card=overruled,
        against_card_reason=entry.against_card_reason or None,
        later_reason=entry.later_reason or None,
        scripts=entry.scripts or None,
    )


def _outlook(
    follow_up: FollowUp,
    entry: Entry,
    at: datetime,
    *,
    card: ContactCard,
    past: Sequence[ContactAttempt],
    number: str | None,
) -> Outlook:
    effect = planning.effect_of(
        follow_up,
        entry.outcome,
        past=past,
        number=number,
        asked=entry.asked,
        call_once_more=entry.call_once_more,
    )
    limits = planning.limits_of(follow_up, card=card, past=past)
    chosen_at = entry.chosen_at
    planned = chosen_at or (entry.step and entry.step.starts_at)
    if effect.next_try and effect.next_try.next_day and planned and _same_day(planned, at):
        raise LaterDayOnly
    if chosen_at is not None and chosen_at <= max(at, clock.now()):
        raise LaterThanRule
    try:
        return planning.outlook_of(follow_up, effect, limits, at=at, chosen_at=chosen_at)
    except LaterThanAllowed:
        raise LaterThanRule from None


def _overruled(
    follow_up: FollowUp,
    entry: Entry,
    at: datetime,
    *,
    card: ContactCard,
    past: Sequence[ContactAttempt],
    number: str | None,
) -> WayRefused | None:
    """The rule that was overruled with a reason; refuses where no reason may overrule it."""
    refused = refused_at(card.for_rules(), entry.way, entry.outcome, at)
    refused = refused or silence.refusal(follow_up, past, way=entry.way, number=number, at=at)
    if refused is None or (refused in MAY_BE_OVERRULED and entry.against_card_reason):
        return refused
    raise AgainstCard(reason=refused)


def _same_day(one: datetime, other: datetime) -> bool:
    return local(one).date() == local(other).date()


def _refuse_entry(follow_up: FollowUp, entry: Entry, at: datetime) -> None:
    """Refuse what may not be written down, whatever the card says."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    now = clock.now()
    if at > now + CLOCK_SKEW or at < now - LATE_ENTRY:
        raise NotThatMoment
    if not fits(entry.way, entry.outcome):
        raise Refused
    if entry.outcome is Outcome.CAME_TO_US and entry.asked not in ASKED_WHEN_THEY_COME:
        raise Refused
    if entry.way.needs_permit and gate_is_shut(follow_up):
        raise GateShut
