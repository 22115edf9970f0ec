"""What the next try must respect, and the proposal the panel shows before anything is saved."""

from datetime import datetime

from followup import clock
from followup.casework import attempts, deadlines, policies, presence, safe_contact
from followup.casework.followups import gate_is_shut
from followup.models import FollowUp
from followup.rules import next_step
from followup.rules import outcomes as rules
from followup.rules.next_step import Limits, NothingFits, Step
from followup.rules.safe_window import half_at
from followup.vocabulary import CountsAs, Outcome


def proposal(
    follow_up: FollowUp, *, after: Outcome = Outcome.NO_ANSWER, at: datetime | None = None
) -> Step | NothingFits | None:
    """The next step the rules would plan after this outcome; None: they plan none."""
    moment = at or clock.now()
    effect = rules.EFFECTS[after]
    if effect.next_try is None or gate_is_shut(follow_up):
        return None
    limits = limits_of(follow_up, and_at=moment)
    return next_step.propose_after(
        effect.next_try, tried_at=moment, now=clock.now(), limits=limits, chosen_at=None
    )


def limits_of(follow_up: FollowUp, *, and_at: datetime | None = None) -> Limits:
    """What the next try must respect; `and_at` counts the try that is being written down."""
    card = safe_contact.current_card(follow_up).for_rules()
    made = [one.at for one in attempts.valid_of(follow_up) if one.counts_as is CountsAs.ATTEMPT]
    if and_at is not None:
        made.append(and_at)
    return Limits(
        card=card,
        calendar=deadlines.calendar_for(follow_up),
        rule=policies.policy_of(follow_up).rule_for(follow_up.strand, follow_up.timed_as),
        absences=presence.absences_of(follow_up.worker_id),
        tried=tuple(next_step.Tried(moment, half_at(card, moment)) for moment in made),
        contact_due=follow_up.contact_due_at,
    )
