"""Conflicts of interest: what a worker is tied to, and which follow-ups that rules out.

What is learnt stays inside: a tie to the follow-up's own person is a declared conflict; a tie to
anybody else of the situation reads like work on the other side, and counts only when it was
declared before the follow-up was opened, so that nobody finds a name by declaring it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Row, and_, select

from followup import clock, keyring
from followup.casework import alerts, events
from followup.casework.audit import Act, Of, record
from followup.casework.errors import ConflictDeclared, NotFound, OtherSide
from followup.casework.events import What
from followup.db import db
from followup.models import Account, FollowUp, Person, Referral, SafeContact, Tie
from followup.models.wall import unrestricted
from followup.rules import ties as rules
from followup.rules.codes import new_code
from followup.vocabulary import Alert, Side, Unfit

COMPARING = "who is tied to a person of this situation; neither the person nor the tie is shown"


class Staff(NamedTuple):
    """A colleague as the comparison needs them."""

    id: int
    name: str


class Declared(NamedTuple):
    """One tie as the worker and the coordinator read it."""

    code: str
    person: str | None
    place: str | None
    note: str | None
    declared_at: object
    declared_by: str


def declare(account: Account, *, by: Account, person: str, place: str, note: str) -> Tie:
    """Write a tie down; it acts from the next proposal on.

    What the worker has already that it meets is brought before the coordinators.
    """
    places = rules.place_keys(place)
    tie = Tie(
        code=new_code(),
        account_id=account.id,
        who=person or None,
        address=place or None,
        note=note or None,
        who_token=_token(rules.name_key(person)) if person else None,
        address_token=_token(places[0]) if places else None,
        declared_at=clock.now(),
        declared_by_id=by.id,
    )
    db.session.add(tie)
    db.session.flush()
    record(Act.DECLARED_TIE, Of.ACCOUNT, account.id, by=by)
    for follow_up_id in _met(account):
        alerts.raise_alert(
            Alert.CONFLICT,
            f"conflict:{tie.id}:{follow_up_id}",
            organisation_id=account.organisation_id,
            follow_up_id=follow_up_id,
        )
    return tie


def _met(account: Account) -> list[int]:
    """The open files of this worker whose person a declared tie meets."""
    with unrestricted(COMPARING):
        mine = select(FollowUp.id).where(
            FollowUp.worker_id == account.id, FollowUp.closed_at.is_(None)
        )
        files = db.session.scalars(mine).all()
    found = against(files, [Staff(account.id, "")])
    return [one for one in files if found.get(one, {}).get(account.id) is Unfit.CONFLICT]


def end(code: str, *, of: Account, by: Account) -> None:
    """The tie is no more. Raises NotFound when this account has none with this code."""
    query = select(Tie).where(Tie.code == code, Tie.account_id == of.id, Tie.ended_at.is_(None))
    tie = db.session.scalar(query)
    if tie is None:
        raise NotFound
    tie.ended_at = clock.now()
    record(Act.DECLARED_TIE, Of.ACCOUNT, of.id, by=by)
    db.session.flush()


def of_account(account_id: int) -> list[Declared]:
    """What stands now, newest first."""
    query = (
        select(Tie.code, Tie.who, Tie.address, Tie.note, Tie.declared_at, Account.name)
        .join(Account, Account.id == Tie.declared_by_id)
        .where(Tie.account_id == account_id, Tie.ended_at.is_(None))
        .order_by(Tie.id.desc())
    )
    return [Declared(*row) for row in db.session.execute(query)]


def refuse(follow_up: FollowUp, worker: Account, *, by: Account, despite: str) -> None:
    """Before an assignment. `despite`: why all the same, for the timeline.

    Raises ConflictDeclared without it, and OtherSide whatever is written.
    """
    found = against([follow_up.id], [Staff(worker.id, worker.name)])
    why = found.get(follow_up.id, {}).get(worker.id)
    if why is Unfit.OTHER_SIDE:
        raise OtherSide
    if why is Unfit.CONFLICT:
        if not despite:
            raise ConflictDeclared
        events.note(follow_up, What.DESPITE_CONFLICT, by=by, words=despite)


def against(files: Sequence[int], staff: Iterable[Staff]) -> dict[int, dict[int, Unfit]]:
    """By follow-up id, then by account id: what a tie says. Two queries."""
    people = list(staff)
    if not files or not people:
        return {}
    with unrestricted(COMPARING):
        rows = db.session.execute(_people_of(files)).all()
        ties = _ties_of([one.id for one in people])
    found: dict[int, dict[int, Unfit]] = {}
    for row in rows:
        for one in people:
            why = _why(row, one, ties.get(one.id, ()))
            if why and found.get(row.id, {}).get(one.id) is not Unfit.OTHER_SIDE:
                found.setdefault(row.id, {})[one.id] = why
    return found


def _why(row: Row, one: Staff, ties: Sequence[Tie]) -> Unfit | None:
    if row.person_id == row.own_person_id:
        shares = rules.same_surname(one.name, row.family_name)
        tied = any(_is_tied(tie, row) for tie in ties)
        return Unfit.CONFLICT if shares or tied else None
    before = (tie for tie in ties if tie.declared_at < row.opened_at)
    return Unfit.OTHER_SIDE if any(tie.who_token == _name_token(row) for tie in before) else None


def _is_tied(tie: Tie, row: Row) -> bool:
    if tie.who_token is not None and tie.who_token == _name_token(row):
        return True
    return tie.address_token is not None and tie.address_token in _place_tokens(row)


def _name_token(row: Row) -> bytes:
    return _token(rules.name_key(f"{row.first_name} {row.family_name}"))


def _place_tokens(row: Row) -> set[bytes]:
    """Where the own person may live: the card; where the police were on the protected side only."""
    written = [place["address"] for place in (row.card or {}).get("places", ())]
    keys = tuple(key for address in written for key in rules.place_keys(address))
    if row.side is Side.PROTECTED:
        keys += rules.place_keys(row.place, row.postcode)
    return {_token(key) for key in keys}


def _token(key: str) -> bytes:
    return keyring.ring().token("tie", key)


def _people_of(files: Sequence[int]) -> object:
    """Each person of each follow-up's situation, beside the follow-up's own."""
    card = and_(
        SafeContact.follow_up_id == FollowUp.id, SafeContact.version == FollowUp.card_version
    )
    return (
        select(
            FollowUp.id,
            FollowUp.side,
            FollowUp.opened_at,
            FollowUp.person_id.label("own_person_id"),
            Person.id.label("person_id"),
            Person.first_name,
            Person.family_name,
            Referral.place,
            Referral.postcode,
            SafeContact.card,
        )
        .join(Person, Person.situation_id == FollowUp.situation_id)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .outerjoin(SafeContact, card)
        .where(FollowUp.id.in_(files))
    )


def _ties_of(accounts: Sequence[int]) -> dict[int, list[Row]]:
    query = select(Tie.account_id, Tie.who_token, Tie.address_token, Tie.declared_at).where(
        Tie.account_id.in_(accounts), Tie.ended_at.is_(None)
    )
    found: dict[int, list[Row]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.account_id, []).append(row)
    return found
