"""The card that says how a person may be reached: its versions, and who changed what."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select
from sqlalchemy.exc import IntegrityError

from followup import clock, keyring
from followup.casework import alerts, deadlines, number_requests, shared_points, waking
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ChangedMeanwhile, FollowUpClosed
from followup.db import db
from followup.models import Account, FollowUp, SafeContact, SearchToken
from followup.models.wall import marked, unrestricted
from followup.rules.codes import new_mark
from followup.rules.contact_card import ContactCard, from_json
from followup.rules.contact_points import Phone
from followup.rules.matching import phone_tokens
from followup.vocabulary import Alert, CardSource, DeadlineEnd, DeadlineKind, News, State

# What was agreed is asked again after this (practice.md R-11).
CARD_TERM = timedelta(days=14)

# Joins the version that holds now to a query over FollowUp.
OF_NOW = and_(SafeContact.follow_up_id == FollowUp.id, SafeContact.version == FollowUp.card_version)

_VERSION = select(SafeContact).where(
    marked(SafeContact),
    SafeContact.follow_up_id == bindparam("follow_up"),
    SafeContact.version == bindparam("number"),
)


def current(follow_up: FollowUp) -> SafeContact:
    """The version that holds now."""
    return version(follow_up, follow_up.card_version)


def version(follow_up: FollowUp, number: int) -> SafeContact:
    return db.session.scalars(_VERSION, {"follow_up": follow_up.id, "number": number}).one()


def versions(follow_up: FollowUp) -> list[SafeContact]:
    """Every version, oldest first."""
    query = select(SafeContact).where(marked(SafeContact), SafeContact.follow_up_id == follow_up.id)
    return list(db.session.scalars(query.order_by(SafeContact.version)))


def card_of(row: SafeContact) -> ContactCard:
    return from_json(row.card)


def current_card(follow_up: FollowUp, *, at: datetime | None = None) -> ContactCard:
    """The card as it stands now, or as it stood `at` an earlier moment of the same version."""
    card = card_of(current(follow_up))
    return _standing(follow_up, card, shared_points.of_card(follow_up, card), at=at)


def of_row(follow_up: FollowUp, kept: dict, *, has_shared: bool) -> ContactCard:
    """The card as it stands now, from its row read together with the follow-up."""
    card = from_json(kept)
    shared = shared_points.of_card(follow_up, card) if has_shared else frozenset()
    return _standing(follow_up, card, shared)


def _standing(
    follow_up: FollowUp,
    card: ContactCard,
    shared: frozenset[str],
    at: datetime | None = None,
) -> ContactCard:
    """Add what is not kept with the card: whether it still holds, and what both sides have."""
    until = follow_up.card_expires_at
    holds = until is None or (at or clock.now()) < until
    return replace(card, holds=holds, broken_by=follow_up.card_broken_by, shared=shared)


def write_first(
    follow_up: FollowUp, card: ContactCard, *, source: CardSource, agreed_at: datetime, by: Account
) -> None:
    """The card as the referral gave it."""
    _add(follow_up, card.as_told(), 1, source=source, agreed_at=agreed_at, by=by)
    _agree(follow_up, agreed_at)
    db.session.flush()


def change(
    follow_up: FollowUp,
    card: ContactCard,
    *,
    based_on: int,
    source: CardSource,
    agreed_at: datetime,
    by: Account,
    renews: bool = True,
) -> SafeContact:
    """Write the next version; a way that was looked for and now stands on it ends the search.

    It holds for a new term unless it `renews` nothing, as when only a number was added. Raises
    ChangedMeanwhile when another version came after `based_on`.
    """
    before = current_card(follow_up)
    row = _write_next(follow_up, card, based_on=based_on, source=source, agreed_at=agreed_at, by=by)
    if renews:
        _agree(follow_up, agreed_at)
        deadlines.end(follow_up, [DeadlineKind.AFTER_EVENT], DeadlineEnd.MET, by=by)
        deadlines.refresh(follow_up)
    if _is_a_new_way(before, card):
        _end_search(follow_up, by)
    return row


def _agree(follow_up: FollowUp, at: datetime) -> None:
    follow_up.card_expires_at, follow_up.card_broken_by = at + CARD_TERM, None


def _write_next(
    follow_up: FollowUp,
    card: ContactCard,
    *,
    based_on: int,
    source: CardSource,
    agreed_at: datetime,
    by: Account,
) -> SafeContact:
    """The unique key on the version decides, so two people at once never lose a line."""
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if based_on != follow_up.card_version:
        raise ChangedMeanwhile
    try:
        with db.session.begin_nested():
            row = _add(follow_up, card, based_on + 1, source=source, agreed_at=agreed_at, by=by)
    except IntegrityError:
        raise ChangedMeanwhile from None
    follow_up.card_version = based_on + 1
    if by.id != follow_up.worker_id:
        waking.wake(follow_up, News.CARD)
    db.session.flush()
    record(Act.CHANGED_CARD, Of.FOLLOW_UP, follow_up.id, by=by)
    return row


def _is_a_new_way(before: ContactCard, after: ContactCard) -> bool:
    """Another number to call, or any way where none was known."""
    if after.locked or after.no_safe_way:
        return False
    if before.no_safe_way:
        return True
    known = {phone.number for phone in before.phones if phone.may_be_tried}
    return after.phone is not None and after.phone.number not in known


def _end_search(follow_up: FollowUp, by: Account) -> None:
    searches = [DeadlineKind.BETTER_NUMBER, DeadlineKind.SAFE_WAY]
    deadlines.end(follow_up, searches, DeadlineEnd.MET, by=by)
    number_requests.withdraw(follow_up, by=by)
    if follow_up.state is State.INCOMPLETE:
        follow_up.state = State.OPEN
    deadlines.refresh(follow_up)


def confirm(follow_up: FollowUp, *, by: Account) -> SafeContact:
    """The person said that the card still holds: a new version with today's date."""
    return change(
        follow_up,
        current_card(follow_up),
        based_on=follow_up.card_version,
        source=CardSource.PERSON,
        agreed_at=clock.now(),
        by=by,
    )


def lock_number(follow_up: FollowUp, number: str, *, by: Account) -> None:
    """No call to this number any more; another safe way is to be found."""
    _carry_on(follow_up, current_card(follow_up).with_phone(number, locked=True), by)


def note_other_answered(follow_up: FollowUp, number: str, *, by: Account) -> None:
    """Somebody else answered on this number: flagged, and counted."""
    card = current_card(follow_up)
    before = next((phone.others_answered for phone in card.phones if phone.number == number), 0)
    _carry_on(follow_up, card.with_phone(number, others_answered=before + 1), by)


def lock_every_way(follow_up: FollowUp, *, by: Account) -> None:
    """Contact is not safe: nothing may be used until the coordinator has decided."""
    _carry_on(follow_up, replace(current_card(follow_up), locked=True), by)


def open_ways(follow_up: FollowUp, *, by: Account) -> None:
    _carry_on(follow_up, replace(current_card(follow_up), locked=False), by)


def tell_overruled(follow_up: FollowUp) -> None:
    """The card was overruled with a reason: the coordinators look at it."""
    alerts.raise_alert(
        Alert.AGAINST_CARD,
        f"{Alert.AGAINST_CARD}:{follow_up.id}:{new_mark()}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
    )


def add_phone(follow_up: FollowUp, phone: Phone, *, source: CardSource, by: Account) -> None:
    """Another number for the same person, first in line."""
    card = current_card(follow_up)
    change(
        follow_up,
        replace(card, phones=(phone, *card.phones), no_safe_way=False),
        based_on=follow_up.card_version,
        source=source,
        agreed_at=clock.now(),
        by=by,
    )


def put_back(follow_up: FollowUp, number: int, *, by: Account) -> None:
    """An entry was taken back: the card of before it holds again, as a new version."""
    if number != follow_up.card_version:
        _carry_on(follow_up, card_of(version(follow_up, number)), by)


def _carry_on(follow_up: FollowUp, card: ContactCard, by: Account) -> None:
    """The next version with the agreement of the last: what we noticed is not a new agreement."""
    last = current(follow_up)
    _write_next(
        follow_up,
        card,
        based_on=follow_up.card_version,
        source=last.source,
        agreed_at=last.agreed_at,
        by=by,
    )


def _add(
    follow_up: FollowUp,
    card: ContactCard,
    number: int,
    *,
    source: CardSource,
    agreed_at: datetime,
    by: Account,
) -> SafeContact:
    row = SafeContact(
        follow_up_id=follow_up.id,
        version=number,
        card=card.to_json(),
        source=source,
        agreed_at=agreed_at,
        changed_at=clock.now(),
        changed_by_id=by.id,
    )
    db.session.add(row)
    _index_phones(follow_up, card)
    follow_up.compared_at = None
    shared_points.keep_card(follow_up, card, told=number == 1)
    return row


def tokens_of(card: ContactCard) -> set[bytes]:
    """Under which the person is found by the numbers of this card."""
    ring = keyring.ring()
    return {
        ring.token("phone", text) for phone in card.phones for text in phone_tokens(phone.number)
    }


def _index_phones(follow_up: FollowUp, card: ContactCard) -> None:
    """Let the person be found by these numbers."""
    wanted = tokens_of(card)
    with unrestricted("search tokens of the person whose card is being written"):
        kept = set(
            db.session.scalars(
                select(SearchToken.token).where(SearchToken.person_id == follow_up.person_id)
            )
        )
    db.session.add_all(
        SearchToken(token=token, person_id=follow_up.person_id) for token in wanted - kept
    )
