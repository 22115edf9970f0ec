"""The rules of a card are read before its number is shown: once a day, once a version (R-14)."""

from sqlalchemy import bindparam, exists

from followup import clock
from followup.casework import safe_contact
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed, GateShut
from followup.casework.followups import gate_is_shut
from followup.db import db, insert_or
from followup.models import Account, CardReading, FollowUp
from followup.models.wall import marked
from followup.rules.contact_card import ContactCard
from followup.rules.working_time import local

# For the select list of a query over FollowUp: whether the reader read the card that holds.
READ_TODAY = exists().where(
    marked(CardReading),
    CardReading.follow_up_id == FollowUp.id,
    CardReading.account_id == bindparam("reader"),
    CardReading.card_version == FollowUp.card_version,
    CardReading.day == bindparam("reading_day"),
)


def today(by: Account) -> dict[str, object]:
    """What READ_TODAY is asked with."""
    return {"reader": by.id, "reading_day": local(clock.now()).date()}


def confirm(follow_up: FollowUp, *, by: Account) -> ContactCard:
    """ "I have read the rules": from now on, today, the number is shown to this reader."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if gate_is_shut(follow_up):
        raise GateShut
    now = clock.now()
    db.session.execute(
        insert_or(CardReading)
        .values(
            follow_up_id=follow_up.id,
            account_id=by.id,
            card_version=follow_up.card_version,
            day=local(now).date(),
            at=now,
        )
        .on_conflict_do_nothing()
    )
    record(Act.READ_CARD, Of.FOLLOW_UP, follow_up.id, by=by)
    return safe_contact.current_card(follow_up)
