"""Somebody turns out to be a victim instead of a perpetrator, or both: the coordinator decides.

What opens is a file of its own, for another worker and perhaps another service; nothing is copied
into it but what the police gave. What closes keeps its history and loses its worker. The services
of the other people are asked to look at their own files, and learn no more than that.
"""

from sqlalchemy import select

from followup import clock
from followup.casework import (
    alerts,
    endings,
    events,
    first_files,
    followups,
    joined,
    safe_contact,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import FollowUpClosed, Refused
from followup.casework.events import What
from followup.db import db
from followup.models import Account, FollowUp, Person, Referral, ReferralPerson
from followup.models.wall import unrestricted
from followup.rules.contact_card import ContactCard, from_json
from followup.vocabulary import Alert, CardSource, CloseReason, RoleChange, Side, State, Strand

OTHER_ROLE = {Strand.VICTIM: Strand.PERPETRATOR, Strand.PERPETRATOR: Strand.VICTIM}
REPEAT = 240
OPENING = "the file of the other role is opened or asked about; none of it is shown"


def ask(follow_up: FollowUp, *, by: Account, words: str) -> None:
    """A worker thinks that the roles were otherwise: the own coordinator is asked, nobody else."""
    _refuse(follow_up)
    events.note(follow_up, What.ROLE_ASKED, by=by, words=words)
    record(Act.PLANNED, Of.FOLLOW_UP, follow_up.id, by=by)
    _ask_coordinators(follow_up)


def decide(follow_up: FollowUp, change: RoleChange, *, by: Account, words: str) -> None:
    """Keep it as it is, open a file of the other role beside this one, or instead of it.

    Raises FollowUpClosed, Refused for a child.
    """
    _refuse(follow_up)
    events.note(follow_up, What.ROLE_DECIDED, by=by, words=words, change=change)
    record(Act.DECIDED, Of.FOLLOW_UP, follow_up.id, by=by)
    if change is not RoleChange.KEEP:
        with unrestricted(OPENING):
            _open_other_role(follow_up)
            for other in _others(follow_up):
                _ask_coordinators(other)
    if change is RoleChange.REVERSED:
        endings.close(follow_up, reason=CloseReason.ROLE_REVERSED, by=by)
        follow_up.worker_id = None
    db.session.flush()
    alerts.settle(Alert.ROLE_ASKED, follow_up_id=follow_up.id, by=by)


def _refuse(follow_up: FollowUp) -> None:
    if follow_up.closed_at is not None:
        raise FollowUpClosed
    if follow_up.strand not in OTHER_ROLE:
        raise Refused


def _ask_coordinators(follow_up: FollowUp) -> None:
    alerts.raise_alert(
        Alert.ROLE_ASKED,
        f"role:{follow_up.id}:{clock.now().timestamp():.6f}",
        organisation_id=follow_up.organisation_id,
        follow_up_id=follow_up.id,
        repeat_minutes=REPEAT,
    )


def _open_other_role(follow_up: FollowUp) -> None:
    """A file of this person in the other role, for whoever receives it; nobody has it yet."""
    strand = OTHER_ROLE[follow_up.strand]
    known = followups.latest_of_person(follow_up.person_id, strand)
    if known is None:
        known = _open_new(follow_up, strand)
    elif known.closed_at is not None:
        endings.reopen(known, by=None, words="")
        if known.worker_id is None:
            known.unassigned_since = known.unassigned_alarm_at = clock.now()
    events.note(known, What.ROLE_OPENED, by=None)
    db.session.flush()


def _open_new(follow_up: FollowUp, strand: Strand) -> FollowUp:
    referral = db.session.get_one(Referral, follow_up.referral_id)
    person = db.session.get_one(Person, follow_up.person_id)
    opened = first_files.open_routed(
        referral, person, strand, released=strand is not Strand.PERPETRATOR, by=None
    )
    safe_contact.write_first(
        opened,
        _told_by_police(follow_up),
        source=CardSource.POLICE,
        agreed_at=referral.intervened_at,
        by=db.session.get_one(Account, referral.officer_id),
    )
    if safe_contact.current_card(opened).no_safe_way:
        opened.state = State.INCOMPLETE
    return opened


def _told_by_police(follow_up: FollowUp) -> ContactCard:
    """What the person told the police. What a service agreed with the person stays with it."""
    query = (
        select(ReferralPerson.contact)
        .where(ReferralPerson.person_id == follow_up.person_id, ReferralPerson.contact.is_not(None))
        .order_by(ReferralPerson.id.desc())
    )
    told = db.session.scalar(query.limit(1))
    return from_json(told) if told else ContactCard()


def _others(follow_up: FollowUp) -> list[FollowUp]:
    """The open files of the other people on the other side of this one."""
    other = Side.PROTECTED if follow_up.side is Side.PERPETRATOR else Side.PERPETRATOR
    query = select(FollowUp).where(
        joined.beside(follow_up.id),
        FollowUp.person_id.not_in(joined.people_of(follow_up.id)),
        FollowUp.side == other,
        FollowUp.strand != Strand.CHILD,
        FollowUp.closed_at.is_(None),
    )
    return list(db.session.scalars(query))
