"""Open one person's file before a contact: what the worker must know, and the trace of the look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select

from followup.casework import (
    attempts,
    card_reading,
    language,
    planning,
    safe_contact,
    shared_points,
)
from followup.casework.audit import Act, Of, record
from followup.casework.errors import NotFound
from followup.casework.planning import Outlook
from followup.casework.visibility import Whoever, asked_by, locked, visible
from followup.db import db
from followup.models import Account, ContactAttempt, FollowUp, LanguageNeed, Person, SafeContact
from followup.models.wall import marked
from followup.rules.access import Permission
from followup.rules.contact_card import ContactCard
from followup.rules.language import Wishes
from followup.rules.language import from_json as wishes_of
from followup.rules.next_step import Limits
from followup.vocabulary import Outcome, Role, Strand


@dataclass(frozen=True, slots=True)
class BeforeContact:
    """What stands in front of a worker who is about to reach for the phone."""

    follow_up: FollowUp
    first_name: str
    family_name: str
    birth_date: str | None
    birth_year_about: str | None
    language: str
    interpreter: bool
    wishes: Wishes
    card: ContactCard
    rules_read: bool
    past: Sequence[ContactAttempt]
    limits: Limits

    @property
    def strand(self) -> Strand:
        return self.follow_up.strand

    def outlooks(self) -> Mapping[Outcome, Outlook]:
        return planning.outlooks(self.follow_up, self.limits, self.card, self.past)

    def outlook_of_one_more_call(self) -> Outlook:
        """What follows when the person wants no follow-up for now, but may be called once more."""
        effect = planning.effect_of(
            self.follow_up, Outcome.SPOKE_NOT_NOW, past=self.past, call_once_more=True
        )
        return planning.outlook_of(self.follow_up, effect, self.limits)


def before_contact(code: str, *, by: Account, to_change: bool = False) -> BeforeContact:
    """Read what a contact needs, or raise NotFound. Looking is written down.

    `to_change` makes others who change the file wait.
    """
    asked = asked_by(by, code=code, **card_reading.today(by))
    found = db.session.execute(_file(by.roles, to_change), asked).first()
    if found is None:
        raise NotFound
    follow_up, *person, wishes, kept, rules_read, has_shared = found
    card = safe_contact.of_row(follow_up, kept, has_shared=has_shared)
    past = attempts.valid_of(follow_up)
    limits = planning.limits_of(follow_up, card=card, past=past)
    record(Act.OPENED, Of.FOLLOW_UP, follow_up.id, by=by)
    return BeforeContact(follow_up, *person, wishes_of(wishes), card, rules_read, past, limits)


@cache
def _file(roles: frozenset[Role], to_change: bool) -> Select:
    query = (
        select(
            FollowUp,
            Person.first_name,
            Person.family_name,
            Person.birth_date,
            Person.birth_year_about,
            *language.COLUMNS,
            SafeContact.card,
            card_reading.READ_TODAY,
            shared_points.HAS_SHARED,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .join(SafeContact, safe_contact.OF_NOW)
        .outerjoin(LanguageNeed, language.NEWEST)
        .where(
            marked(FollowUp, Person, SafeContact, LanguageNeed),
            visible(Whoever(roles), Permission.LOG_CONTACT),
            FollowUp.code == bindparam("code"),
        )
    )
    return locked(query) if to_change else query
