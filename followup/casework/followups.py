"""Open, assign, time, release, pause, close and reopen one person's follow-up."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from followup import clock
from followup.casework import alerts, deadlines, events, holding, joined, policies, waking
from followup.casework.audit import Act, Of, record
from followup.casework.errors import (
    FollowUpClosed,
    NeedsCoordinator,
    WrongStrand,
)
from followup.casework.events import What
from followup.casework.pauses import end_pause
from followup.db import db
from followup.models import Account, FollowUp, Person, Referral
from followup.models.wall import marked, unrestricted
from followup.rules import access
from followup.rules import deadlines as rules
from followup.rules.codes import new_code
from followup.rules.policy import raised
from followup.vocabulary import (
    Alert,
    DeadlineEnd,
    DeadlineKind,
    Measure,
    News,
    ReassignReason,
    Risk,
    State,
    Strand,
)

DRAWS = 5


def open_file(
    referral: Referral,
    person: Person,
    strand: Strand,
    *,
    organisation_id: int | None,
    released: bool,
    by: Account | None,
) -> FollowUp:
    """Open the follow-up of one person in one strand and start its clocks.

    `released`: nothing stands before the first attempt; a perpetrator's file is released at once
    only when there is no victim whose side must be informed first.
    """
    risk = referral.risk_result.risk
    follow_up = FollowUp(
        code=new_code(),
        situation_id=referral.situation_id,
        person_id=person.id,
        referral_id=referral.id,
        strand=strand,
        side=strand.side,
        organisation_id=organisation_id,
        unassigned_since=referral.received_at,
        risk=risk,
        timed_as=raised(risk) if referral.is_repeat else risk,
        policy_id=policies.current_id(organisation_id),
        intervened_at=referral.intervened_at,
        received_at=referral.received_at,
        opened_at=clock.now(),
        released_at=referral.received_at if released else None,
        is_repeat=referral.is_repeat,
        removed_by_ban=_banned(referral),
    )
    _write(follow_up)
    events.note(follow_up, What.OPENED, by=by, after=risk)
    _begin(follow_up, by)
    return follow_up


def _write(follow_up: FollowUp) -> None:
    """Codes are drawn; the unique key says which is free, and another one is drawn if need be."""
    for left in reversed(range(DRAWS)):
        try:
            with db.session.begin_nested():
                db.session.add(follow_up)
            return
        except IntegrityError:
            if not left:
                raise
            follow_up.code = new_code()


def restart(follow_up: FollowUp, referral: Referral, *, by: Account) -> None:
    """A new intervention on the same person: raise the rule one level and start the clocks anew.

    The highest risk holds. A closed follow-up opens again: a new intervention is a new offer.
    """
    before = follow_up.risk
    risk = max(before, referral.risk_result.risk, key=lambda one: one.rank)
    follow_up.risk = risk
    follow_up.timed_as = raised(risk)
    follow_up.is_repeat = True
    follow_up.referral_id = referral.id
    follow_up.intervened_at = referral.intervened_at
    follow_up.received_at = referral.received_at
    follow_up.removed_by_ban = _banned(referral)
    follow_up.first_attempt_at = follow_up.contact_made_at = None
    follow_up.attempts = 0
    follow_up.state = State.OPEN
    follow_up.closed_at = follow_up.close_reason = None
    if follow_up.worker_id is not None and not _still_works(follow_up.worker_id):
        follow_up.worker_id = None
    if follow_up.worker_id is None:
        follow_up.unassigned_since = referral.received_at
    end_pause(follow_up, by=by)
    deadlines.end_all(follow_up, DeadlineEnd.REPLACED, by=by)
    waking.wake(follow_up, News.REFERRAL)
    events.note(follow_up, What.REPEAT, by=by, before=before, after=risk)
    _begin(follow_up, by)
    if follow_up.worker_id is not None:
        alerts.raise_alert(
            Alert.REPEAT,
            f"repeat:{follow_up.id}:{referral.id}",
            account_id=follow_up.worker_id,
            follow_up_id=follow_up.id,
        )


def _still_works(worker_id: int) -> bool:
    """Whoever had it when it ended may have left since."""
    return db.session.get_one(Account, worker_id).active


def _begin(follow_up: FollowUp, by: Account | None) -> None:
    calendar, policy = deadlines.calendar_for(follow_up), policies.policy_of(follow_up)
    deadlines.start_clocks(follow_up, by=by)
    triage = [
        due
        for due in rules.referral_deadlines(
            received_at=follow_up.received_at,
            intervened_at=follow_up.intervened_at,
            calendar=calendar,
            policy=policy,
        )
        if due.kind is DeadlineKind.TRIAGE and follow_up.worker_id is None
    ]
    deadlines.lay(follow_up, triage, by=by)
    follow_up.unassigned_alarm_at = rules.unassigned_alarm_at(
        strand=follow_up.strand,
        risk=follow_up.timed_as,
        received_at=follow_up.received_at,
        residence_ban=follow_up.removed_by_ban,
        calendar=calendar,
        policy=policy,
    )
    deadlines.refresh(follow_up)


def assign(
    follow_up: FollowUp,
    worker: Account,
    *,
    reason: ReassignReason | None,
    by: Account,
    words: str = "",
) -> None:
    """Give the follow-up to a worker. Clocks are never reset.

    Raises OtherSide when the worker has or had the other side of the situation, or somebody who
    stands against this person; WrongStrand when the worker cannot take this strand or is of another
    organisation.
    """
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    fits = access.can_take(worker.roles, follow_up.strand) and worker.active
    if not fits or worker.organisation_id != follow_up.organisation_id:
        raise WrongStrand
    holding.hold(follow_up, worker)
    follow_up.worker_id = worker.id
    waking.settle(follow_up)
    for folded in joined.folded_into(follow_up):
        folded.worker_id = worker.id
    follow_up.unassigned_since = None
    follow_up.unassigned_alarm_at = None
    deadlines.end(follow_up, [DeadlineKind.TRIAGE], DeadlineEnd.MET, by=by)
    events.note(follow_up, What.ASSIGNED, by=by, words=words, to=worker.code, reason=reason or "")
    record(Act.ASSIGNED, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.refresh(follow_up)
    alerts.hand_on(follow_up)
    settled = (Alert.UNASSIGNED, Alert.NOBODY_FITS, Alert.CONFLICT)
    alerts.settle(*settled, follow_up_id=follow_up.id, by=by)
    if worker.id != by.id:
        alerts.raise_alert(
            Alert.ASSIGNED,
            f"assigned:{follow_up.id}:{worker.id}:{clock.now().timestamp():.0f}",
            account_id=worker.id,
            follow_up_id=follow_up.id,
        )


def leave_without_worker(worker: Account, *, by: Account | None) -> int:
    """Whoever leaves gives back every open file: nobody's work is an alarm, never silence.

    Returns how many. The clocks run on.
    """
    with unrestricted("the files of a closed account become nobody's; none is shown"):
        left = db.session.scalars(
            select(FollowUp).where(
                marked(FollowUp), FollowUp.worker_id == worker.id, FollowUp.closed_at.is_(None)
            )
        ).all()
        for follow_up in left:
            follow_up.worker_id = None
            follow_up.unassigned_since = clock.now()
            follow_up.unassigned_alarm_at = clock.now()
            events.note(follow_up, What.UNASSIGNED, by=by)
            alerts.hand_on(follow_up)
        db.session.flush()
    return len(left)


def set_risk(follow_up: FollowUp, risk: Risk, *, by: Account, words: str) -> None:
    """Set the risk after triage or a contact. Running clocks are reckoned anew.

    Raises NeedsCoordinator when a worker would lower it.
    """
    before = follow_up.risk
    if risk.rank < before.rank and not access.may(by, access.Permission.DECIDE, follow_up):
        raise NeedsCoordinator
    follow_up.risk = risk
    follow_up.timed_as = raised(risk) if follow_up.is_repeat else risk
    if risk.rank > before.rank:
        waking.wake(follow_up, News.RISK)
    events.note(follow_up, What.RISK_SET, by=by, words=words, before=before, after=risk)
    record(Act.SET_RISK, Of.FOLLOW_UP, follow_up.id, by=by)
    deadlines.recompute(follow_up, by=by)


def gate_is_shut(follow_up: FollowUp) -> bool:
    return follow_up.strand is Strand.PERPETRATOR and follow_up.released_at is None


def _banned(referral: Referral) -> bool:
    return Measure.RESIDENCE_BAN in referral.measures


def latest_of_person(person_id: int, strand: Strand) -> FollowUp | None:
    """The file of this person in this strand, open or closed; for the system's own joining.

    Of a merged file the one that stands for it.
    """
    own = db.session.scalar(
        select(FollowUp).where(
            marked(FollowUp), FollowUp.person_id == person_id, FollowUp.strand == strand
        )
    )
    return own if own is None or own.merged_into_id is None else joined.standing_for(own)
