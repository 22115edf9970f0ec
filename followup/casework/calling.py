"""Show a number to who may not simply call it: each look is noted."""

from followup import clock
from followup.casework import events, safe_contact
from followup.casework.audit import Act, Of, record
from followup.casework.errors import AgainstCard, FollowUpClosed, GateShut
from followup.casework.events import What
from followup.casework.followups import gate_is_shut
from followup.models import Account, FollowUp
from followup.rules.contact_card import ContactCard
from followup.rules.safe_window import may_use
from followup.vocabulary import Way, WayRefused

# A moment may be overruled with a reason; a forbidden way or a stopped contact never.
A_MOMENT = (WayRefused.OUTSIDE_WINDOW, WayRefused.BLACKOUT)


def show_card(follow_up: FollowUp, *, by: Account) -> ContactCard:
    """The whole card for a reader who does not call the person."""
    record(Act.SHOWED_NUMBER, Of.FOLLOW_UP, follow_up.id, by=by)
    return safe_contact.current_card(follow_up)


def refusal(follow_up: FollowUp) -> WayRefused | None:
    """Why the person may not be called now. Raises what no reason can overrule."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if gate_is_shut(follow_up):
        raise GateShut
    card = safe_contact.current_card(follow_up)
    refused = may_use(card.for_rules(), Way.CALL, clock.now())
    if card.phone is None or (refused is not None and refused not in A_MOMENT):
        raise AgainstCard
    return refused


def call_anyway(follow_up: FollowUp, *, by: Account, words: str) -> ContactCard:
    """The number outside the safe window, with the reason in the timeline."""
    refusal(follow_up)
    events.note(follow_up, What.CALL_ANYWAY, by=by, words=words)
    safe_contact.tell_overruled(follow_up)
    return show_card(follow_up, by=by)
