"""Keep what somebody typed and has not sent, on the server, per person and form (ux.md §4.2)."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework.errors import NotFound
from followup.casework.visibility import files_of
from followup.db import db
from followup.models import Account, Draft, FollowUp
from followup.rules.access import Permission
from followup.rules.codes import new_code

LIVES = timedelta(hours=72)
REFERRAL_LIVES = timedelta(hours=24)
NEW_REFERRAL = "referral:"

# Never kept: they belong to one rendering of a form or are secrets.
NOT_KEPT = frozenset(
    {"csrf_token", "submission", "for", "next", "password", "new_password", "hinted"}
)

_OF_FORM = select(Draft).where(
    Draft.account_id == bindparam("account"), Draft.form == bindparam("form")
)


def keep(by: Account, form: str, content: dict) -> Draft:
    """Keep the newest text of this form; the moment it was begun stays."""
    draft = _draft(by, form) or _begin(by, form)
    draft.content = json.dumps(content, ensure_ascii=False)
    draft.kept_at = clock.now()
    db.session.flush()
    return draft


def keep_posted(by: Account, form: str, posted: dict[str, list[str]]) -> Draft | None:
    """Keep a form that arrived when it could not be taken, as after the screen was locked."""
    content = {name: texts for name, texts in posted.items() if name not in NOT_KEPT}
    return keep(by, form, content) if any(any(texts) for texts in content.values()) else None


def kept(by: Account, form: str) -> tuple[dict, datetime] | None:
    """What was kept of this form and when, or None."""
    draft = _draft(by, form)
    return draft and (json.loads(draft.content), draft.kept_at)


def begun(by: Account, start: str) -> list[Draft]:
    """The drafts of this person whose form begins so, oldest first."""
    query = select(Draft).where(Draft.account_id == by.id, Draft.form.startswith(start))
    return list(db.session.scalars(query.order_by(Draft.started_at, Draft.id)))


def unsent(by: Account) -> list[Draft]:
    """The forms of pages that this person began and has not sent, newest first."""
    return sorted(begun(by, "/"), key=lambda draft: draft.kept_at, reverse=True)


def find(code: str, *, by: Account) -> Draft:
    """One of this person's own. Raises NotFound."""
    draft = db.session.scalar(select(Draft).where(Draft.code == code, Draft.account_id == by.id))
    if draft is None:
        raise NotFound
    return draft


def still_open(codes: Collection[str], *, by: Account) -> set[str]:
    """Those of these files that this person may still read: a draft outlives a reassignment."""
    files = files_of(by, Permission.READ_FOLLOWUP).where(FollowUp.code.in_(codes))
    return set(db.session.scalars(files.with_only_columns(FollowUp.code))) if codes else set()


def forget(by: Account, form: str) -> None:
    """The form was sent or thrown away."""
    db.session.execute(delete(Draft).where(Draft.account_id == by.id, Draft.form == form))


def forget_old() -> int:
    """Delete drafts past their life: 24 hours for a referral, 72 for the rest. Returns how many."""
    now = clock.now()
    referral = Draft.form.startswith(NEW_REFERRAL)
    old = delete(Draft).where(
        (referral & (Draft.kept_at < now - REFERRAL_LIVES))
        | (~referral & (Draft.kept_at < now - LIVES))
    )
    return db.session.execute(old).rowcount


def _begin(by: Account, form: str) -> Draft:
    """Two first texts may arrive at once: the unique key decides, and both become one draft."""
    now = clock.now()
    new = Draft(
        code=new_code(), account_id=by.id, form=form, content="{}", started_at=now, kept_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:
        other = _draft(by, form)
        if other is None:
            raise
        return other
    return new


def _draft(by: Account, form: str) -> Draft | None:
    return db.session.scalar(_OF_FORM, {"account": by.id, "form": form})
