"""Mark the numbers and addresses that both sides of a situation have (practice.md R-13).

What is left there may be read by the other: no letter, voicemail or mail. Neither side learns
what the other has; each only sees its own point marked. On the alleged perpetrator's side only what
the police gave is marked, and never by where somebody is: else typing an address would tell whether
the victim is there.
"""

from collections.abc import Container, Iterable

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from followup import keyring
from followup.casework import joined
from followup.db import db
from followup.models import ContactToken, FollowUp
from followup.models.wall import marked, unrestricted
from followup.rules.contact_card import ContactCard
from followup.rules.contact_points import Mail, Phone, Point, where
from followup.rules.matching import address_key, mail_key
from followup.vocabulary import Side

COMPARED = "the points of both sides of a situation are compared by fingerprint"

# For the select list of a query over FollowUp: whether `of_card` would find any.
HAS_SHARED = exists().where(
    marked(ContactToken), ContactToken.follow_up_id == FollowUp.id, ContactToken.shared
)


def mark_of(point: Point) -> str:
    """A word that stands for the point where it must not be written out."""
    return _token(point).hex()


def keep_card(follow_up: FollowUp, card: ContactCard, *, told: bool = False) -> None:
    """The card was written: its points are compared with those of the other side.

    `told`: the police gave it. What they gave before stays told.
    """
    tokens = {_token(point) for point in card.points}
    _keep(follow_up, tokens, of_card=True, told=tokens if told else _told_before(follow_up))


def _told_before(follow_up: FollowUp) -> set[bytes]:
    query = select(ContactToken.token).where(
        marked(ContactToken), ContactToken.follow_up_id == follow_up.id, ContactToken.told
    )
    return set(map(bytes, db.session.scalars(query)))


def keep_whereabouts(follow_up: FollowUp, address: str) -> None:
    """The person is at this address now; a letter of the other side may arrive there."""
    _keep(follow_up, {_address_token(address)}, of_card=False)


def of_card(follow_up: FollowUp, card: ContactCard) -> frozenset[str]:
    """The numbers and addresses on this card that somebody of the other side has as well."""
    query = select(ContactToken.token).where(
        marked(ContactToken), ContactToken.follow_up_id == follow_up.id, ContactToken.shared
    )
    shared = set(map(bytes, db.session.scalars(query)))
    return frozenset(where(point) for point in card.points if shared and _token(point) in shared)


def recheck(situation_id: int) -> None:
    """Compare every point of the situation, and of those that merges tied to it, again."""
    _compare(joined.connected({situation_id}, to_change=True))


def _keep(
    follow_up: FollowUp,
    tokens: Iterable[bytes],
    *,
    of_card: bool,
    told: Container[bytes] = frozenset(),
) -> None:
    """Two sides changing at once wait for each other, so that neither misses the other."""
    situations = joined.connected({follow_up.situation_id}, to_change=True)
    table = ContactToken
    with unrestricted(COMPARED):
        db.session.execute(
            delete(table).where(table.follow_up_id == follow_up.id, table.of_card == of_card)
        )
        db.session.add_all(
            table(follow_up_id=follow_up.id, token=token, of_card=of_card, told=token in told)
            for token in sorted(tokens)
        )
        db.session.flush()
    _compare(situations)


def _compare(situations: Iterable[int]) -> None:
    mine, theirs, other = aliased(FollowUp), aliased(FollowUp), aliased(ContactToken)
    both_have = exists().where(
        other.token == ContactToken.token,
        other.follow_up_id == theirs.id,
        mine.id == ContactToken.follow_up_id,
        theirs.situation_id.in_(situations),
        theirs.side != mine.side,
        theirs.person_id != mine.person_id,
        or_(mine.side == Side.PROTECTED, and_(ContactToken.told, other.of_card)),
    )
    files = select(FollowUp.id).where(FollowUp.situation_id.in_(situations))
    with unrestricted(COMPARED):
        db.session.execute(
            update(ContactToken)
            .where(ContactToken.follow_up_id.in_(files))
            .values(shared=both_have)
            .execution_options(synchronize_session=False)
        )


def _token(point: Point) -> bytes:
    text = where(point)
    if isinstance(point, Phone):
        return keyring.ring().token("contact-phone", text)
    if isinstance(point, Mail):
        return keyring.ring().token("contact-mail", mail_key(text))
    return _address_token(text)


def _address_token(address: str) -> bytes:
    return keyring.ring().token("contact-address", address_key(address))
