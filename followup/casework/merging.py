"""Make one file of two of one person, inside one organisation and one strand; nothing is lost.

The folded file ends and stays as it is, with its history, in its own situation; the kept one goes
on with the earliest duties of both, the higher risk and the card that was agreed last.
"""

from dataclasses import dataclass, replace

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    endings,
    events,
    interpreters,
    joined,
    language,
    likely,
    merged_duties,
    safe_contact,
    shared_points,
    snapshot,
    visibility,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import AlreadyMerged, GatesShut, NotAlike
from followup.casework.events import What
from followup.casework.followups import gate_is_shut
from followup.db import db
from followup.models import (
    Account,
    Deadline,
    FileMerge,
    FollowUp,
    LikelyPair,
    MatchKey,
    SafeContact,
    SearchToken,
)
from followup.models.wall import marked
from followup.rules import merging as rules
from followup.rules.access import Permission
from followup.vocabulary import (
    Alert,
    CloseReason,
    DeadlineKind,
    State,
    Verdict,
)

OF_KEPT = (
    "risk", "timed_as", "received_at", "intervened_at", "first_attempt_at", "contact_made_at",
    "is_repeat", "removed_by_ban", "card_expires_at", "card_broken_by",
)  # fmt: skip
OF_FOLDED = (
    "state", "closed_at", "close_reason", "unassigned_since", "unassigned_alarm_at",
    "merged_into_id",
)  # fmt: skip
OVER = (Alert.UNASSIGNED, Alert.NOBODY_FITS, Alert.ASSIGNED, Alert.CLOSE_ASKED, Alert.NOT_REACHED)


@dataclass(frozen=True)
class Plan:
    """What a merge would do, to be read before it is done."""

    kept: FollowUp
    folded: FollowUp
    worker: str | None
    other_card: bool
    duties: dict[DeadlineKind, Deadline]
    from_folded: frozenset[DeadlineKind]


def two_files(
    code: str, other: str, *, by: Account, to_change: bool = False
) -> tuple[FollowUp, FollowUp]:
    """Both, or NotFound; held in one order, so that two merges never wait for each other."""
    found = {
        one: visibility.fetch(one, by, Permission.MERGE, to_change=to_change)
        for one in sorted({code, other})
    }
    return found[code], found[other]


def plan(one: FollowUp, other: FollowUp) -> Plan:
    """Which stays, and what holds. Raises NotAlike, AlreadyMerged, GatesShut or BothSides."""
    kept, folded = _chosen(one, other)
    _refuse_unlike(kept, folded)
    joined.sides_missing(kept, folded)
    mine = {row.kind: row for row in deadlines.open_deadlines(kept)}
    theirs = {row.kind: row for row in deadlines.open_deadlines(folded)}
    wins = merged_duties.moving(kept, mine, theirs)
    return Plan(
        kept=kept,
        folded=folded,
        worker=_name_of(kept.worker_id),
        other_card=kept.closed_at is None and _other_card_holds(kept, folded),
        duties=mine | {kind: theirs[kind] for kind in wins},
        from_folded=wins,
    )


def merge(one: FollowUp, other: FollowUp, *, by: Account) -> FollowUp:
    """Fold one into the other; answers the one that stays. Raises as `plan` does.

    Two coordinators at once: the second meets the key, and AlreadyMerged.
    """
    found = plan(one, other)
    kept, folded = found.kept, found.folded
    before = snapshot.taken(kept, OF_KEPT), snapshot.taken(folded, OF_FOLDED)
    joined.join_sides(kept, folded)
    had_worker, tokens = folded.worker_id, _take_tokens(kept, folded)
    card = [kept.card_version, _take_card(kept, folded, by) if found.other_card else 0]
    spoken = language.take_over(kept, folded, by=by)
    duties = merged_duties.take(kept, folded, by=by)
    interpreters.take_over(kept, folded, by=by)
    _end(folded, kept)
    moved = {
        "kept": snapshot.changed(before[0], snapshot.taken(kept, OF_KEPT)),
        "folded": snapshot.changed(before[1], snapshot.taken(folded, OF_FOLDED)),
        "worker_of_folded": had_worker,
        "card": card,
        "language": spoken,
        "tokens": tokens,
        **duties,
    }
    _keep_record(kept, folded, moved, by)
    shared_points.recheck(kept.situation_id)
    _tell(kept, folded, had_worker, by)
    return kept


def _name_of(worker_id: int | None) -> str | None:
    return db.session.scalar(select(Account.name).where(Account.id == worker_id))


def _chosen(one: FollowUp, other: FollowUp) -> tuple[FollowUp, FollowUp]:
    files = {one.id: one, other.id: other}
    stays, folds = rules.stays_first(_standing(one), _standing(other))
    return files[stays.id], files[folds.id]


def _standing(follow_up: FollowUp) -> rules.Standing:
    return rules.Standing(
        id=follow_up.id,
        state=follow_up.state,
        paused=endings.running_pause(follow_up) is not None,
        has_worker=follow_up.worker_id is not None,
        opened_at=follow_up.opened_at,
    )


def _refuse_unlike(kept: FollowUp, folded: FollowUp) -> None:
    if kept.id == folded.id or kept.strand is not folded.strand:
        raise NotAlike
    if kept.organisation_id is None or kept.organisation_id != folded.organisation_id:
        raise NotAlike
    merged = kept.merged_into_id or folded.merged_into_id
    if merged is not None or joined.folded_into(folded):
        raise AlreadyMerged
    both_open = kept.closed_at is None and folded.closed_at is None
    if both_open and (gate_is_shut(kept) or gate_is_shut(folded)):
        raise GatesShut


def _other_card_holds(kept: FollowUp, folded: FollowUp) -> bool:
    mine, theirs = safe_contact.current(kept), safe_contact.current(folded)
    return rules.other_card_holds(_agreed(mine), _agreed(theirs))


def _agreed(card: SafeContact) -> rules.Agreed:
    return rules.Agreed(card.source, card.agreed_at)


def _take_card(kept: FollowUp, folded: FollowUp, by: Account) -> int:
    """The next version of the kept card is the folded one's.

    What was locked stays locked, and what an event made doubtful stays doubtful.
    """
    broken = kept.card_broken_by or folded.card_broken_by
    theirs = safe_contact.current(folded)
    locked = safe_contact.current_card(kept).locked
    card = safe_contact.card_of(theirs)
    safe_contact.change(
        kept,
        replace(card, locked=card.locked or locked),
        based_on=kept.card_version,
        source=theirs.source,
        agreed_at=theirs.agreed_at,
        by=by,
    )
    if broken is not None:
        kept.card_expires_at, kept.card_broken_by = clock.now(), broken
    return kept.card_version


def _end(folded: FollowUp, kept: FollowUp) -> None:
    """Closed, and readable for whoever has the kept file."""
    folded.merged_into_id = kept.id
    folded.state, folded.close_reason = State.CLOSED, CloseReason.DUPLICATE
    folded.closed_at = folded.closed_at or clock.now()
    folded.worker_id = kept.worker_id
    folded.unassigned_since = folded.unassigned_alarm_at = None
    db.session.flush()
    deadlines.refresh(folded)


def _take_tokens(kept: FollowUp, folded: FollowUp) -> list[str]:
    """Let the kept person be found by what the folded one is found by."""
    mine, theirs = (_tokens_of(one) for one in (kept, folded))
    new = sorted(theirs - mine)
    db.session.add_all(SearchToken(token=token, person_id=kept.person_id) for token in new)
    return [token.hex() for token in new]


def _tokens_of(follow_up: FollowUp) -> set[bytes]:
    query = select(SearchToken.token).where(
        marked(SearchToken), SearchToken.person_id == follow_up.person_id
    )
    return {bytes(token) for token in db.session.scalars(query)}


def _keep_record(kept: FollowUp, folded: FollowUp, moved: dict, by: Account) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(
                FileMerge(
                    kept_id=kept.id, folded_id=folded.id, at=clock.now(), by_id=by.id, moved=moved
                )
            )
    except IntegrityError:
        raise AlreadyMerged from None


def _tell(kept: FollowUp, folded: FollowUp, had_worker: int | None, by: Account) -> None:
    """Both histories, the trail, the pair, and whoever had one of the two."""
    events.note(kept, What.MERGED, by=by, other=folded.code)
    events.note(folded, What.FOLDED, by=by, other=kept.code)
    for follow_up in (kept, folded):
        record(Act.MERGED, Of.FOLLOW_UP, follow_up.id, by=by)
    _forget_keys(folded)
    likely.remember(kept, folded, Verdict.MERGED, by=by)
    alerts.settle(*OVER, follow_up_id=folded.id, by=by)
    alerts.hand_on(folded)
    tell_workers(Alert.MERGED, kept, folded, {kept.worker_id, had_worker}, by=by)
    db.session.flush()


def _forget_keys(folded: FollowUp) -> None:
    """Nobody is compared with a folded file; its undecided pairs are those of the kept one."""
    either = or_(LikelyPair.first_id == folded.id, LikelyPair.second_id == folded.id)
    for gone in (
        delete(LikelyPair).where(marked(LikelyPair), LikelyPair.verdict.is_(None), either),
        delete(MatchKey).where(marked(MatchKey), MatchKey.follow_up_id == folded.id),
    ):
        db.session.execute(gone)


def tell_workers(
    kind: Alert, kept: FollowUp, folded: FollowUp, workers: set[int | None], *, by: Account
) -> None:
    for worker_id in workers - {None, by.id}:
        alerts.raise_alert(
            kind,
            f"{kind}:{kept.id}:{folded.id}:{worker_id}:{clock.now().timestamp():.0f}",
            account_id=worker_id,
            follow_up_id=kept.id if worker_id == kept.worker_id else folded.id,
        )
