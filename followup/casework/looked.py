"""Who has looked at one file or changed it, for those who may read it. Never with its content."""

from collections.abc import Sequence

from sqlalchemy import Row, and_, or_, select

from followup.casework.audit import Act, Of
from followup.db import db
from followup.models import Account, AuditEntry, FollowUp, Organisation

PAGE = 50
# No row has a higher number; beyond it the databases refuse the question itself.
HIGHEST = 2**63


def at(follow_up: FollowUp, *, after: int | None = None) -> tuple[Sequence[Row], int | None]:
    """One page, newest first, and after which entry the next begins.

    Who was refused stands in the auditor's trail only: the name may be of the other side.
    """
    query = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            Account.name.label("who"),
            Organisation.name.label("organisation"),
        )
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .where(AuditEntry.object_kind == Of.FOLLOW_UP, AuditEntry.object_id == follow_up.id)
        .where(AuditEntry.action != Act.REFUSED)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(PAGE + 1)
    )
    last = db.session.get(AuditEntry, after) if after and abs(after) < HIGHEST else None
    if last is not None:
        same = and_(AuditEntry.at == last.at, AuditEntry.id < last.id)
        query = query.where(or_(AuditEntry.at < last.at, same))
    rows = db.session.execute(query).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None
