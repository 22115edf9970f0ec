"""Take an entry back: at once by undo, later by a correction that stays readable."""

from sqlalchemy import update

from followup import clock
from followup.casework import (
    attempts,
    deadlines,
    interpreters,
    number_requests,
    pauses,
    safe_contact,
    snapshot,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import UNDO_WITHIN, FollowUpClosed, TooLate
from followup.db import db
from followup.models import Account, AlertRow, ContactAttempt, FollowUp
from followup.rules.codes import new_mark
from followup.vocabulary import Alert, CountsAs, DeadlineEnd, DeadlineKind, Outcome

COLUMNS = (
    "state",
    "risk",
    "timed_as",
    "first_attempt_at",
    "contact_made_at",
    "attempts",
    "card_expires_at",
    "card_broken_by",
    "shown_again_at",
    "woken_by",
)

REVIEWS = (DeadlineKind.REVIEW_1_MONTH, DeadlineKind.REVIEW_3_MONTHS)
RAISED_BY_ENTRIES = (Alert.DANGER, Alert.STOPPED, Alert.CLOSE_ASKED)


def remember(follow_up: FollowUp) -> dict:
    """What stood before an entry: the file's own columns, its card and its open duties."""
    return {
        "columns": snapshot.taken(follow_up, COLUMNS),
        "card": follow_up.card_version,
        "open": [row.id for row in deadlines.open_deadlines(follow_up)],
    }


def difference(follow_up: FollowUp, before: dict) -> dict:
    """What the entry itself changed, from what to what: nothing else is ever given back."""
    now_open = [row.id for row in deadlines.open_deadlines(follow_up)]
    return {
        "columns": snapshot.changed(before["columns"], snapshot.taken(follow_up, COLUMNS)),
        "card": [before["card"], follow_up.card_version],
        "ended": [one for one in before["open"] if one not in now_open],
        "opened": [one for one in now_open if one not in before["open"]],
    }


def undo(follow_up: FollowUp, attempt: ContactAttempt, *, by: Account) -> None:
    """Take the entry back as if it had not been. Raises TooLate after a minute or a later entry."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    late = clock.now() - attempt.logged_at > UNDO_WITHIN
    if late or attempt.undone_at or not attempts.is_newest(follow_up, attempt):
        raise TooLate
    attempt.undone_at = clock.now()
    _restore(follow_up, attempt, by)
    record(Act.UNDID_CONTACT, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)


def strike(
    follow_up: FollowUp, attempt: ContactAttempt, *, by: Account, words: str
) -> ContactAttempt:
    """Enter that an entry was a mistake: it stays readable, struck through, with who and why.

    The newest entry gives back the deadline of before it. An older one is only counted out: the
    clocks are read anew from what remains.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if attempt.struck_at or attempt.undone_at:
        raise TooLate
    newest = attempts.is_newest(follow_up, attempt)
    attempt.struck_at = clock.now()
    if newest:
        _restore(follow_up, attempt, by)
    else:
        _count_out(follow_up, by)
    correction = ContactAttempt(
        code=new_mark(),
        follow_up_id=follow_up.id,
        at=clock.now(),
        logged_at=clock.now(),
        by_id=by.id,
        way=attempt.way,
        outcome=Outcome.MISTAKE,
        counts_as=CountsAs.NOTHING,
        card_version=follow_up.card_version,
        note=words or None,
        corrects_id=attempt.id,
    )
    db.session.add(correction)
    record(Act.CORRECTED_CONTACT, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)
    return correction


def _restore(follow_up: FollowUp, attempt: ContactAttempt, by: Account) -> None:
    """Give back what the entry changed, where nobody changed it again since."""
    before = attempt.before
    snapshot.give_back(follow_up, before["columns"])
    again = snapshot.put_back_duties(follow_up, before["opened"], before["ended"], by=by)
    pauses.hold(follow_up, again)
    card_before, card_after = before["card"]
    if follow_up.card_version == card_after:
        safe_contact.put_back(follow_up, card_before, by=by)
    _settle_alerts(attempt, by)
    number_requests.take_back(attempt, by=by)
    interpreters.want_again(follow_up, logged_at=attempt.logged_at)


def _settle_alerts(attempt: ContactAttempt, by: Account) -> None:
    """What the entry brought to notice needs nobody any more."""
    keys = [f"{kind}:{attempt.id}" for kind in RAISED_BY_ENTRIES]
    keys += [f"{Alert.NOT_REACHED}:{row}" for row in attempt.before["opened"]]
    db.session.execute(
        update(AlertRow)
        .where(AlertRow.key.in_(keys), AlertRow.seen_at.is_(None))
        .values(seen_at=clock.now(), seen_by_id=by.id, repeats_at=None)
    )


def _count_out(follow_up: FollowUp, by: Account) -> None:
    """Read both clocks from the entries that remain; a clock that was met by mistake runs again."""
    db.session.flush()
    left = attempts.valid_of(follow_up)
    counted = [one for one in left if one.counts_as is not CountsAs.NOTHING]
    contacts = [one for one in left if one.counts_as is CountsAs.CONTACT]
    follow_up.attempts = len(counted)
    follow_up.first_attempt_at = counted[0].at if counted else None
    follow_up.contact_made_at = contacts[0].at if contacts else None
    if not contacts:
        deadlines.end(follow_up, REVIEWS, DeadlineEnd.UNDONE, by=by)
    lost = set()
    if not counted:
        lost.add(DeadlineKind.FIRST_ATTEMPT)
    if not contacts:
        lost.update(deadlines.REACHED)
    running = {row.kind for row in deadlines.open_deadlines(follow_up)}
    again = [due for due in deadlines.clock_dues(follow_up) if due.kind in lost - running]
    pauses.hold(follow_up, deadlines.lay(follow_up, again, by=by))
