"""Take a merge back: both files as they were; what was written since stays where it was written."""

from collections.abc import Sequence

from sqlalchemy import Row, delete, select

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    followups,
    language,
    likely,
    merging,
    safe_contact,
    shared_points,
    snapshot,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ChangedMeanwhile
from followup.casework.events import What
from followup.casework.visibility import visible
from followup.db import db
from followup.models import (
    Account,
    FileMerge,
    FollowUp,
    Referral,
    ReferralPerson,
    SearchToken,
)
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.vocabulary import Alert, Verdict


def merged_with(follow_up: FollowUp, *, by: Account) -> Sequence[Row]:
    """The files folded into this one, and the one it was folded into, that the reader may open."""
    other = FollowUp.merged_into_id == follow_up.id
    if follow_up.merged_into_id is not None:
        other |= FollowUp.id == follow_up.merged_into_id
    folded = (FileMerge.folded_id == FollowUp.id) | (FileMerge.folded_id == follow_up.id)
    query = (
        select(FollowUp.code, FollowUp.merged_into_id, FileMerge.at, Account.name.label("by"))
        .join(FileMerge, folded & FileMerge.undone_at.is_(None))
        .join(Account, Account.id == FileMerge.by_id)
        .where(
            marked(FollowUp, FileMerge),
            visible(by, Permission.READ_FOLLOWUP),
            (FileMerge.kept_id == follow_up.id) | (FileMerge.folded_id == follow_up.id),
            other,
        )
        .order_by(FileMerge.at)
    )
    return db.session.execute(query).all()


def separate(kept: FollowUp, folded: FollowUp, *, by: Account) -> None:
    """Give both files back. Raises ChangedMeanwhile when they are not merged (any more).

    What was logged since stays with the kept file, for whom it was written. A referral that came
    for the folded person restarts that file. Who held a side keeps it: they may have read both.
    """
    row = _standing(kept, folded)
    moved = row.moved
    row.undone_at, row.undone_by_id = clock.now(), by.id
    snapshot.give_back(kept, moved["kept"])
    snapshot.put_back_duties(kept, moved["opened"], moved["ended"], by=by)
    _put_card_back(kept, moved["card"], by)
    language.put_back(kept, *moved["language"], by=by)
    snapshot.give_back(folded, moved["folded"])
    _give_worker_back(folded, moved["worker_of_folded"])
    snapshot.put_back_duties(folded, [], moved["ended_of_folded"], by=by)
    _take_tokens_back(kept, moved["tokens"])
    for follow_up in (kept, folded):
        follow_up.compared_at = None
        deadlines.refresh(follow_up)
    for situation_id in {kept.situation_id, folded.situation_id}:
        shared_points.recheck(situation_id)
    _restart_if_referred(folded, row, by)
    _tell(kept, folded, by)


def _standing(kept: FollowUp, folded: FollowUp) -> FileMerge:
    query = select(FileMerge).where(
        marked(FileMerge),
        FileMerge.kept_id == kept.id,
        FileMerge.folded_id == folded.id,
        FileMerge.undone_at.is_(None),
    )
    row = db.session.scalar(query.with_for_update())
    if row is None or folded.merged_into_id != kept.id:
        raise ChangedMeanwhile
    return row


def _put_card_back(kept: FollowUp, card: list[int], by: Account) -> None:
    """Unless the card was changed since: that was written for the kept file."""
    before, after = card
    if after and kept.card_version == after and kept.closed_at is None:
        safe_contact.put_back(kept, before, by=by)


def _give_worker_back(folded: FollowUp, worker_id: int | None) -> None:
    """Whoever had it has it again; who has left is missed aloud."""
    worker = db.session.get(Account, worker_id) if worker_id else None
    folded.worker_id = worker.id if worker is not None and worker.active else None
    if worker_id and folded.worker_id is None and folded.closed_at is None:
        folded.unassigned_since = folded.unassigned_alarm_at = clock.now()
    db.session.flush()


def _take_tokens_back(kept: FollowUp, tokens: Sequence[str]) -> None:
    """A number the kept card has taken on since is found by it all the same."""
    ours = safe_contact.tokens_of(safe_contact.current_card(kept))
    given = {bytes.fromhex(token) for token in tokens} - ours
    db.session.execute(
        delete(SearchToken).where(
            marked(SearchToken),
            SearchToken.person_id == kept.person_id,
            SearchToken.token.in_(given),
        )
    )


def _restart_if_referred(folded: FollowUp, row: FileMerge, by: Account) -> None:
    """The newest intervention with this person since the merge begins the clocks of this file."""
    query = (
        select(Referral)
        .join(ReferralPerson, ReferralPerson.referral_id == Referral.id)
        .where(
            marked(Referral, ReferralPerson),
            ReferralPerson.person_id == folded.person_id,
            Referral.received_at > row.at,
        )
        .order_by(Referral.received_at.desc(), Referral.id.desc())
        .limit(1)
    )
    referral = db.session.scalar(query)
    if referral is not None:
        followups.restart(folded, referral, by=by)


def _tell(kept: FollowUp, folded: FollowUp, by: Account) -> None:
    for follow_up, other in ((kept, folded), (folded, kept)):
        events.note(follow_up, What.SEPARATED, by=by, other=other.code)
        record(Act.SEPARATED, Of.FOLLOW_UP, follow_up.id, by=by)
    likely.remember(kept, folded, Verdict.DIFFERENT, by=by)
    alerts.hand_on(folded)
    workers = {kept.worker_id, folded.worker_id}
    merging.tell_workers(Alert.SEPARATED, kept, folded, workers, by=by)
    db.session.flush()
