"""One commit per successful request, and one act per rendered form."""

import hashlib

from flask import g, redirect, request
from flask_login import current_user
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework.audit import Act, Of, record
from followup.casework.errors import Refused
from followup.db import commit, db
from followup.models import Submission
from followup.models.wall import unrestricted
from followup.web.access import PUBLIC, actor, needed, view_served

UNDONE = "rows this request had opened are read again after its act was undone"


def settle(response):
    """Commit what a successful request changed, reads of a file included; else undo it."""
    submission = g.pop("submission", None)
    if response.status_code < 400 or g.get("keep", False):
        if submission is not None and response.status_code < 400:
            submission.location = response.headers.get("Location")
        if response.status_code == 200 and getattr(view_served(), "names_people", False):
            record(Act.LISTED, Of.LIST, None, by=actor())
        commit()
    else:
        db.session.rollback()
    return response


def keep():
    """Commit although the answer is a refusal: a failed try to sign in must leave its trace."""
    g.keep = True


def attempt(verb, *arguments, **named):
    """Do the verb; answer the Refused it met, or None. What it began is undone."""
    point = db.session.begin_nested()
    try:
        g.done = verb(*arguments, **named)
        point.commit()
    except Refused as refused:
        point.rollback()
        _read_undone_rows_again()
        return refused
    return None


def _read_undone_rows_again():
    """The page that says why it was refused shows rows that the actor had opened before."""
    with unrestricted(UNDONE):
        for row in list(db.session):
            state = inspect(row)
            if state.expired:
                db.session.refresh(row, [column.key for column in state.mapper.column_attrs])


def done():
    """What the last attempted verb returned."""
    return g.done


def once():
    """Answer a repeated submission of the same form with its first answer.

    The unique key decides, so two parallel clicks are one act on both databases.
    """
    key = request.form.get("submission", "")[:64]
    if request.method != "POST" or not key or needed() == PUBLIC:
        return None
    if not current_user.is_authenticated or not getattr(view_served(), "is_act", True):
        return None
    account_id = actor().id
    first = _first(account_id, key)
    if first is None:
        body = hashlib.sha256(request.get_data(cache=True)).digest()
        g.submission = Submission(account_id=account_id, key=key, body=body, at=clock.now())
        db.session.add(g.submission)
        try:
            db.session.flush()
        except IntegrityError:
            g.pop("submission")
            db.session.rollback()
            first = _first(account_id, key)
    return first and redirect(first.location or request.url, 303)


def _first(account_id, key):
    return db.session.scalar(
        select(Submission).where(Submission.account_id == account_id, Submission.key == key)
    )
