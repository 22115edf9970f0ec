"""Whoever's last day is over: the account closes and the files go back to the coordinator."""

from datetime import datetime

from sqlalchemy import select

from followup.casework import followups, sign_in
from followup.casework.audit import Act, Of, record
from followup.db import db
from followup.models import Account
from followup.rules.working_time import local

BATCH = 50


def close_accounts(now: datetime) -> int:
    """Close the accounts whose last Brussels day is over; returns how many.

    Their sessions end and their open files become nobody's, which is an alarm.
    """
    today = local(now).date()
    over = (
        select(Account)
        .where(Account.active, Account.ends_on < today)
        .order_by(Account.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    gone = db.session.scalars(over).all()
    for account in gone:
        account.active = False
        sign_in.end_sessions(account)
        followups.leave_without_worker(account, by=None)
        record(Act.CHANGED_ACCOUNT, Of.ACCOUNT, account.id, by=None)
    db.session.flush()
    return len(gone)
