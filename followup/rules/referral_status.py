"""What the police learn of the people they referred: one word each, nothing of the content."""

from typing import Protocol

from followup.vocabulary import ReferralStatus, State


class Standing(Protocol):
    """The columns of a follow-up that decide the word."""

    worker_id: int | None
    first_attempt_at: object
    contact_made_at: object
    closed_at: object
    state: State


def status_of(follow_up: Standing, *, declined: bool) -> ReferralStatus:
    """The furthest step reached. `declined`: at the last contact the person wanted no follow-up."""
    if follow_up.closed_at is not None:
        return ReferralStatus.CLOSED
    if follow_up.state is State.NOT_REACHED:
        return ReferralStatus.NOT_REACHED
    if follow_up.contact_made_at is not None:
        return ReferralStatus.DECLINED if declined else ReferralStatus.CONTACT_MADE
    if follow_up.first_attempt_at is not None:
        return ReferralStatus.FIRST_ATTEMPT
    return ReferralStatus.RECEIVED if follow_up.worker_id is None else ReferralStatus.ASSIGNED
