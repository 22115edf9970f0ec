"""Each time the safe contact was overruled with a reason, for the coordinator to read (R-14)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, literal, select

from followup import clock
from followup.casework.events import What
from followup.casework.visibility import visible
from followup.db import db
from followup.models import Account, CaseEvent, ContactAttempt, FollowUp
from followup.models.wall import marked
from followup.rules.access import Permission

LOOKED_BACK = timedelta(days=30)


def latest(by: Account) -> Sequence[Row]:
    """Each time of the last 30 days in the reader's own cases, newest first.

    `rule` is empty where a number was shown outside its hours.
    """
    since = clock.now() - LOOKED_BACK
    mine = visible(by, Permission.READ_FOLLOWUP)
    tried, shown = ContactAttempt, CaseEvent
    entries = (
        select(
            tried.at,
            FollowUp.code,
            Account.name.label("worker"),
            tried.against_card.label("rule"),
            tried.against_card_reason.label("reason"),
        )
        .join(FollowUp, FollowUp.id == tried.follow_up_id)
        .join(Account, Account.id == tried.by_id)
        .where(marked(tried, FollowUp), mine, tried.at >= since, tried.undone_at.is_(None))
        .where(tried.against_card.is_not(None), tried.struck_at.is_(None))
    )
    looks = (
        select(
            shown.at,
            FollowUp.code,
            Account.name.label("worker"),
            literal("").label("rule"),
            shown.note.label("reason"),
        )
        .join(FollowUp, FollowUp.id == shown.follow_up_id)
        .join(Account, Account.id == shown.by_id)
        .where(marked(shown, FollowUp), mine, shown.at >= since)
        .where(shown.what == What.CALL_ANYWAY)
    )
    found = [*db.session.execute(entries), *db.session.execute(looks)]
    return sorted(found, key=lambda row: row.at, reverse=True)
