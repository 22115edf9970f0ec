"""People whose follow-up ended without anybody reaching them: watched for twelve months."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from followup import clock
from followup.casework.visibility import visible
from followup.db import db
from followup.models import Account, FollowUp, Person
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.vocabulary import CloseReason, Strand

WATCHED_FOR = timedelta(days=365)
MOST = 200


class Watched(NamedTuple):
    """One ended follow-up that a new referral opens again, and until when."""

    code: str
    strand: Strand
    first_name: str
    family_name: str
    closed_at: datetime

    @property
    def until(self) -> datetime:
        return self.closed_at + WATCHED_FOR


def listed(by: Account) -> list[Watched]:
    """Those of the organisation, the newest ending first."""
    query = (
        select(
            FollowUp.code,
            FollowUp.strand,
            Person.first_name,
            Person.family_name,
            FollowUp.closed_at,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .where(
            marked(FollowUp, Person),
            visible(by, Permission.DECIDE),
            on_radar(clock.now()),
        )
        .order_by(FollowUp.closed_at.desc(), FollowUp.id.desc())
        .limit(MOST)
    )
    return [Watched(*row) for row in db.session.execute(query)]


def on_radar(at: datetime) -> ColumnElement[bool]:
    """Ended unreached, not longer ago than we watch."""
    return (FollowUp.close_reason == CloseReason.NOT_REACHED) & (
        FollowUp.closed_at >= at - WATCHED_FOR
    )


def until_of(follow_up: FollowUp) -> datetime | None:
    """Until when a new referral opens this one again because nobody was reached."""
    if follow_up.close_reason is not CloseReason.NOT_REACHED or follow_up.closed_at is None:
        return None
    until = follow_up.closed_at + WATCHED_FOR
    return until if until > clock.now() else None
