"""What is known of the language a person speaks and the interpreter wished: version by version."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import events
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ChangedMeanwhile, FollowUpClosed
from followup.casework.events import What
from followup.db import db
from followup.models import Account, FollowUp, LanguageNeed, Person
from followup.models.wall import marked
from followup.rules.language import Wishes

# For a select that joins the newest version: what was written here, else what the police told.
NEWEST: ColumnElement[bool] = and_(
    LanguageNeed.follow_up_id == FollowUp.id, LanguageNeed.version == FollowUp.language_version
)
COLUMNS = (
    func.coalesce(LanguageNeed.language, Person.language).label("language"),
    func.coalesce(LanguageNeed.interpreter, Person.interpreter).label("interpreter"),
    LanguageNeed.wishes,
)


def change(
    follow_up: FollowUp,
    *,
    language: str,
    interpreter: bool,
    wishes: Wishes,
    based_on: int,
    by: Account,
) -> LanguageNeed:
    """Write the next version. Raises ChangedMeanwhile when another came after `based_on`."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    row = LanguageNeed(
        follow_up_id=follow_up.id,
        version=based_on + 1,
        language=language,
        interpreter=interpreter,
        wishes=wishes.to_json(),
        changed_at=clock.now(),
        changed_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise ChangedMeanwhile from None
    follow_up.language_version = row.version
    events.note(follow_up, What.LANGUAGE_CHANGED, by=by)
    record(Act.CHANGED_LANGUAGE, Of.FOLLOW_UP, follow_up.id, by=by)
    db.session.flush()
    return row


def versions(follow_up: FollowUp) -> Sequence[Row]:
    """Every version with who wrote it, newest first."""
    table = LanguageNeed
    query = (
        select(
            table.version,
            table.language,
            table.interpreter,
            table.wishes,
            table.changed_at,
            Account.name.label("by"),
        )
        .join(Account, Account.id == table.changed_by_id)
        .where(marked(table), table.follow_up_id == follow_up.id)
        .order_by(table.version.desc())
    )
    return db.session.execute(query).all()
