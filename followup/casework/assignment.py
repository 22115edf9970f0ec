"""Give one follow-up or many to a worker: who can take which, all or nothing, and undo."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from followup.casework import alerts, deadlines, events, followups, policies, sides, ties
from followup.casework.audit import Act, Of, record
from followup.casework.errors import (
    AlreadyAssigned,
    ConflictDeclared,
    NotFound,
    OtherSide,
    Refused,
    TooLate,
    WrongStrand,
)
from followup.casework.events import What
from followup.casework.team import Worker
from followup.casework.visibility import files_of
from followup.db import db
from followup.models import Account, Deadline, FollowUp
from followup.models.wall import marked
from followup.rules import access
from followup.rules import deadlines as rules
from followup.rules.access import Permission
from followup.vocabulary import Alert, DeadlineEnd, DeadlineKind, ReassignReason, Risk, Unfit

MOST = 200
CODES = {Unfit.OTHER_SIDE: OtherSide.code, Unfit.CONFLICT: ConflictDeclared.code}


@dataclass(frozen=True, slots=True)
class Cannot:
    """This worker cannot take this follow-up. `why` is the code of a refusal, never a name."""

    code: str
    why: str


class SomeRefused(Refused):
    """Nothing was reassigned, because some of the follow-ups cannot go to this worker."""

    def __init__(self, cannot: Sequence[Cannot]) -> None:
        super().__init__()
        self.cannot = cannot


def chosen(codes: Iterable[str], by: Account, *, to_change: bool = False) -> list[FollowUp]:
    """The open follow-ups with these codes, oldest first.

    Raises NotFound when one is missing, ended, or of another organisation: the three look alike.
    """
    wanted = set(codes)
    query = files_of(by, Permission.REASSIGN).where(
        FollowUp.code.in_(wanted), FollowUp.closed_at.is_(None)
    )
    if to_change:
        query = query.with_for_update(of=FollowUp).execution_options(populate_existing=True)
    found = list(db.session.scalars(query.order_by(FollowUp.id)))
    if len(found) != len(wanted) or len(wanted) > MOST:
        raise NotFound(*sorted(wanted - {one.code for one in found}))
    return found


def who_cannot(files: Sequence[FollowUp], workers: Sequence[Worker]) -> dict[int, list[Cannot]]:
    """By worker id: which of these follow-ups the worker cannot take, and why. Three queries.

    Asked before anything is changed; the keys of the database decide again when it is.
    """
    standing = sides.against(files, workers)
    found: dict[int, list[Cannot]] = {}
    for worker in workers:
        refused = [
            Cannot(one.code, why)
            for one in files
            if (why := _why_not(one, worker, standing[one.id].against))
        ]
        if refused:
            found[worker.id] = refused
    return found


def _why_not(one: FollowUp, worker: Worker, against: Mapping[int, Unfit]) -> str:
    if not access.can_take(worker.roles, one.strand):
        return WrongStrand.code
    return CODES.get(against.get(worker.id), "")


def assign_all(
    files: Sequence[FollowUp],
    worker: Account,
    *,
    reason: ReassignReason,
    by: Account,
    words: str = "",
    despite: str = "",
) -> None:
    """All of them or none. Deadlines stay; each worker is told. Raises SomeRefused.

    `despite` is why the worker takes them although a conflict is declared.
    """
    refused = _assign_each(files, worker, reason=reason, by=by, words=words, despite=despite)
    if refused:
        raise SomeRefused(refused)


def triage(
    one: FollowUp,
    worker: Account,
    *,
    risk: Risk,
    by: Account,
    words: str = "",
    despite: str = "",
) -> None:
    """Confirm or set the risk and give the follow-up to its first worker, as one act.

    Raises AlreadyAssigned when somebody else did so meanwhile.
    """
    if one.worker_id is not None:
        raise AlreadyAssigned
    ties.refuse(one, worker, by=by, despite=despite)
    if risk is not one.risk:
        followups.set_risk(one, risk, by=by, words=words)
    followups.assign(one, worker, reason=None, by=by)


def take(
    chosen_for: Mapping[FollowUp, Account], *, by: Account
) -> tuple[dict[str, int], list[Cannot]]:
    """Give each what was proposed for it, its risk confirmed: who has which now, and what is left.

    Each for itself: what somebody gave away meanwhile does not keep the others waiting.
    """

    def give(one: FollowUp, worker: Account) -> None:
        triage(one, worker, risk=one.risk, by=by)

    return _each_for_itself(chosen_for, give)


def pass_on(
    chosen_for: Mapping[FollowUp, Account], *, held_by: int, by: Account
) -> tuple[dict[str, int], list[Cannot]]:
    """Each follow-up of somebody who leaves, to whom was chosen for it; as `take` answers."""

    def give(one: FollowUp, worker: Account) -> None:
        if one.worker_id != held_by:
            raise AlreadyAssigned
        ties.refuse(one, worker, by=by, despite="")
        followups.assign(one, worker, reason=ReassignReason.LEAVES, by=by)

    return _each_for_itself(chosen_for, give)


def _each_for_itself(
    chosen_for: Mapping[FollowUp, Account], give: Callable[[FollowUp, Account], None]
) -> tuple[dict[str, int], list[Cannot]]:
    given, refused = {}, []
    for one, worker in chosen_for.items():
        code, worker_id = one.code, worker.id
        try:
            with db.session.begin_nested():
                give(one, worker)
            given[code] = worker_id
        except Refused as no:
            refused.append(Cannot(code, no.code))
    return given, refused


def hand_over(
    files: Sequence[FollowUp], worker: Account, *, by: Account, words: str = ""
) -> list[Cannot]:
    """For an absence: whatever the back-up can take; answers the rest, for another choice."""
    return _assign_each(files, worker, reason=ReassignReason.ABSENCE, by=by, words=words)


def _assign_each(
    files: Sequence[FollowUp],
    worker: Account,
    *,
    reason: ReassignReason,
    by: Account,
    words: str,
    despite: str = "",
) -> list[Cannot]:
    refused = []
    for one in files:
        code = one.code
        try:
            with db.session.begin_nested():
                ties.refuse(one, worker, by=by, despite=despite)
                followups.assign(one, worker, reason=reason, by=by, words=words)
        except Refused as no:
            refused.append(Cannot(code, no.code))
    return refused


def holders(files: Sequence[FollowUp]) -> dict[str, int | None]:
    """Who has each of them now, by code; what an undo gives back."""
    return {one.code: one.worker_id for one in files}


def account(account_id: int) -> Account:
    """The account with its roles, to be given follow-ups."""
    return accounts({account_id})[account_id]


def accounts(ids: Iterable[int]) -> dict[int, Account]:
    query = select(Account).where(Account.id.in_(set(ids)))
    found = db.session.scalars(query.options(selectinload(Account.role_rows)))
    return {one.id: one for one in found}


def give_back(
    before: Mapping[str, int | None], *, given_to: Mapping[str, int], by: Account
) -> None:
    """Take a reassignment back at once; both by code.

    Raises TooLate when one of them has gone to somebody else since. What the worker could read
    meanwhile cannot be unread: the side the worker now has in the situation stays written down.
    """
    for one in chosen(before, by, to_change=True):
        if one.worker_id != given_to[one.code]:
            raise TooLate
        alerts.settle(Alert.ASSIGNED, follow_up_id=one.id, by=by)
        kept = before[one.code]
        if kept is None:
            _take_away(one, by)
        else:
            followups.assign(one, account(kept), reason=None, by=by)


def _take_away(one: FollowUp, by: Account) -> None:
    """Nobody has it again, and the coordinators are told as before."""
    one.worker_id = None
    one.unassigned_since = one.received_at
    one.unassigned_alarm_at = rules.unassigned_alarm_at(
        strand=one.strand,
        risk=one.timed_as,
        received_at=one.received_at,
        residence_ban=one.removed_by_ban,
        calendar=deadlines.calendar_for(one),
        policy=policies.policy_of(one),
    )
    _ask_triage_again(one)
    events.note(one, What.ASSIGNED, by=by, to="", reason="")
    record(Act.ASSIGNED, Of.FOLLOW_UP, one.id, by=by)
    deadlines.refresh(one)


def _ask_triage_again(one: FollowUp) -> None:
    met = (
        select(Deadline)
        .where(
            marked(Deadline),
            Deadline.follow_up_id == one.id,
            Deadline.kind == DeadlineKind.TRIAGE,
            Deadline.end == DeadlineEnd.MET,
            Deadline.starts_at >= one.received_at,
        )
        .order_by(Deadline.id.desc())
        .limit(1)
    )
    triage = db.session.scalar(met)
    if triage is not None:
        triage.ended_at = triage.end = triage.ended_by_id = None


def due_before(worker_id: int, until: datetime, by: Account) -> list[FollowUp]:
    """What a worker has to do before this moment, the late ones included; to be handed over."""
    query = files_of(by, Permission.REASSIGN).where(
        FollowUp.worker_id == worker_id,
        FollowUp.closed_at.is_(None),
        FollowUp.due_at < until,
    )
    return list(db.session.scalars(query.order_by(FollowUp.due_at).limit(MOST)))
