"""What the police answer when asked for another safe way: it wakes the plan, and nothing else."""

from dataclasses import dataclass, replace

from sqlalchemy import select, update

from followup import clock
from followup.casework import (
    alerts,
    deadlines,
    events,
    number_requests,
    planning,
    safe_contact,
    waking,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import Refused
from followup.casework.events import What
from followup.casework.results import ask_coordinator, look_for_a_way
from followup.db import COUNTED, db
from followup.models import Account, FollowUp, NumberRequest
from followup.models.wall import unrestricted
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import BY_PHONE, Hours, Phone
from followup.rules.next_step import Step
from followup.vocabulary import (
    Alert,
    CardSource,
    DeadlineEnd,
    DeadlineKind,
    News,
    Permit,
    PhoneOwner,
    PoliceAnswer,
    Safety,
    State,
    Way,
)

ANSWERING = "the answer of the police is put on the file it is about; the officer reads none of it"


@dataclass(frozen=True)
class Given:
    """Another number with its conditions. A way that is not named was not asked."""

    number: str
    owner: PhoneOwner = PhoneOwner.OWN
    ways: frozenset[Way] = frozenset({Way.CALL})
    moments: tuple[Hours, ...] = ()


def answer(request: NumberRequest, given: Given | None, *, by: Account) -> None:
    """Give another number, or say that none is known. Raises Refused when it was answered before.

    No clock starts again, a stop stays a stop, and an ended follow-up stays ended.
    """
    said = PoliceAnswer.ANOTHER_NUMBER if given else PoliceAnswer.NONE_KNOWN
    with unrestricted(ANSWERING):
        _answered_once(request, said, by)
        alerts.settle_keys(number_requests.keys_of(request), by=by)
        follow_up = _file_of(request)
        if follow_up.closed_at is None:
            _take_in(follow_up, given, by)
        events.note(follow_up, What.POLICE_ANSWERED, by=by, answer=said)
        waking.wake(follow_up, News.ANSWER)
        _tell_worker(follow_up, request)
    record(Act.ANSWERED_REQUEST, Of.REFERRAL, request.referral_id, by=by)
    db.session.flush()


def _file_of(request: NumberRequest) -> FollowUp:
    """The file that asked, or the one it was merged into since; held while it is changed."""
    wanted = request.follow_up_id
    while True:
        query = select(FollowUp).where(FollowUp.id == wanted).with_for_update()
        follow_up = db.session.scalars(query.execution_options(populate_existing=True)).one()
        if follow_up.merged_into_id is None:
            return follow_up
        wanted = follow_up.merged_into_id


def _answered_once(request: NumberRequest, said: PoliceAnswer, by: Account) -> None:
    """The database decides between two officers at the same moment."""
    done = db.session.execute(
        update(NumberRequest)
        .where(
            NumberRequest.id == request.id,
            NumberRequest.answered_at.is_(None),
            NumberRequest.withdrawn_at.is_(None),
        )
        .values(answered_at=clock.now(), answered_by_id=by.id, answer=said),
        execution_options=COUNTED,
    )
    if not done.rowcount:
        raise Refused
    db.session.refresh(request)


def _take_in(follow_up: FollowUp, given: Given | None, by: Account) -> None:
    waited = deadlines.end(follow_up, [DeadlineKind.BETTER_NUMBER], DeadlineEnd.MET, by=by)
    if given is None:
        if waited:
            look_for_a_way(follow_up, by)
    else:
        safe_contact.change(
            follow_up,
            with_number(safe_contact.current_card(follow_up), given),
            based_on=follow_up.card_version,
            source=CardSource.POLICE,
            agreed_at=clock.now(),
            by=by,
            renews=False,
        )
        _wake(follow_up, by)
    deadlines.refresh(follow_up)


def with_number(card: ContactCard, given: Given) -> ContactCard:
    """The card with this number first in line. What was agreed about ways and hours stays agreed.

    A way that nobody had asked about is taken from the answer; hours only where none were known.
    """
    others = tuple(phone for phone in card.phones if phone.number != given.number)
    messages = given.ways.intersection(BY_PHONE)
    phone = Phone(
        given.number,
        owner=given.owner,
        safety=Safety.SAFE if messages else Safety.UNKNOWN,
        never=tuple(way for way in BY_PHONE if messages and way not in messages),
    )
    permits = {way.value: Permit.YES.value for way in given.ways} | card.permits
    return replace(
        card,
        phones=(phone, *others),
        permits=permits,
        windows=card.windows or given.moments,
        no_safe_way=False,
    )


def _wake(follow_up: FollowUp, by: Account) -> None:
    """One more try is planned, even when the agreed ones are used: the number is new."""
    if follow_up.state is not State.OPEN or planning.stands_still(follow_up):
        return
    steps = [row for row in deadlines.open_deadlines(follow_up) if row.kind.is_step]
    if steps:
        return
    step = planning.one_more(follow_up)
    if isinstance(step, Step):
        deadlines.plan(follow_up, DeadlineKind.NEXT_ATTEMPT, step, by=by)
    else:
        ask_coordinator(follow_up, by)


def _tell_worker(follow_up: FollowUp, request: NumberRequest) -> None:
    alerts.raise_alert(
        Alert.POLICE_ANSWERED,
        f"police_answered:{request.id}",
        account_id=follow_up.worker_id,
        organisation_id=None if follow_up.worker_id else follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )
