"""What is known of the language a person speaks and the interpreter wished: version by version."""

from collections.abc import Sequence
from typing import NamedTuple

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
from followup.rules import language as rules
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


def take_over(kept: FollowUp, folded: FollowUp, *, by: Account) -> list[int]:
    """Of two files that become one, the one that stays keeps the wishes of both.

    Answers the version before and the one written; 0 where nothing had to be.
    """
    mine, theirs = _known(kept), _known(folded)
    wishes = rules.joined(mine.wishes, theirs.wishes)
    interpreter = mine.interpreter or theirs.interpreter
    before = kept.language_version
    if kept.closed_at is not None or (wishes, interpreter) == (mine.wishes, mine.interpreter):
        return [before, 0]
    change(
        kept,
        language=mine.language,
        interpreter=interpreter,
        wishes=wishes,
        based_on=before,
        by=by,
    )
    return [before, kept.language_version]


def put_back(follow_up: FollowUp, before: int, after: int, *, by: Account) -> None:
    """The two were told apart: what the kept file knew before, unless it was changed since."""
    if not after or follow_up.language_version != after or follow_up.closed_at is not None:
        return
    known = _known(follow_up, before)
    change(
        follow_up,
        language=known.language,
        interpreter=known.interpreter,
        wishes=known.wishes,
        based_on=after,
        by=by,
    )


class Known(NamedTuple):
    """What is known of the language in one version; version 0 is what the police told."""

    language: str
    interpreter: bool
    wishes: Wishes


def _known(follow_up: FollowUp, version: int | None = None) -> Known:
    number = follow_up.language_version if version is None else version
    of_version = and_(LanguageNeed.follow_up_id == FollowUp.id, LanguageNeed.version == number)
    query = (
        select(*COLUMNS)
        .select_from(FollowUp)
        .join(Person, Person.id == FollowUp.person_id)
        .outerjoin(LanguageNeed, of_version)
        .where(marked(FollowUp, Person, LanguageNeed), FollowUp.id == follow_up.id)
    )
    language, interpreter, wishes = db.session.execute(query).one()
    return Known(language, interpreter, rules.from_json(wishes))


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
