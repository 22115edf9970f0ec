"""Read the tries of a follow-up: the valid ones, their order, and what they add up to."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from followup.db import db
from followup.models import ContactAttempt, FollowUp
from followup.models.wall import marked
from followup.vocabulary import CountsAs, Outcome

_KEPT = (
    select(ContactAttempt)
    .where(
        marked(ContactAttempt),
        ContactAttempt.follow_up_id == bindparam("follow_up"),
        ContactAttempt.undone_at.is_(None),
    )
    .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
)


def all_of(follow_up: FollowUp) -> list[ContactAttempt]:
    """Every entry that was not taken back at once, struck ones included, newest first."""
    return list(db.session.scalars(_KEPT, {"follow_up": follow_up.id}))


def valid_of(follow_up: FollowUp) -> list[ContactAttempt]:
    """The entries that count since the last restart of the clocks, oldest first."""
    return [
        one
        for one in reversed(all_of(follow_up))
        if one.struck_at is None
        and one.outcome is not Outcome.MISTAKE
        and one.at >= follow_up.received_at
    ]


def since_contact(past: Sequence[ContactAttempt]) -> list[ContactAttempt]:
    """The attempts of the running round, oldest first: contact begins a new round of tries."""
    round_: list[ContactAttempt] = []
    for one in past:
        if one.counts_as is CountsAs.CONTACT:
            round_ = []
        elif one.counts_as is CountsAs.ATTEMPT:
            round_.append(one)
    return round_


def find(follow_up: FollowUp, code: str) -> ContactAttempt | None:
    return db.session.scalar(
        select(ContactAttempt).where(
            marked(ContactAttempt),
            ContactAttempt.follow_up_id == follow_up.id,
            ContactAttempt.code == code,
        )
    )


def newest_of(follow_up: FollowUp) -> ContactAttempt:
    """The entry that was written down last."""
    return db.session.scalars(
        select(ContactAttempt)
        .where(marked(ContactAttempt), ContactAttempt.follow_up_id == follow_up.id)
        .order_by(ContactAttempt.id.desc())
        .limit(1)
    ).one()


def is_newest(follow_up: FollowUp, attempt: ContactAttempt) -> bool:
    """Whether nothing was written down after it."""
    entries = [one for one in all_of(follow_up) if one.struck_at is None]
    return max((one.id for one in entries), default=0) == attempt.id


def thinks_in_a_row(past: Sequence[ContactAttempt]) -> int:
    """How many of the newest entries in a row were "would like time to think"."""
    count = 0
    for one in reversed(past):
        said = one.came_to_us_as or one.outcome
        if said is not Outcome.SPOKE_THINK:
            break
        count += 1
    return count


def said_not_now(past: Sequence[ContactAttempt]) -> bool:
    """Whether the person said before that they want no follow-up for now."""
    return any((one.came_to_us_as or one.outcome) is Outcome.SPOKE_NOT_NOW for one in past)
