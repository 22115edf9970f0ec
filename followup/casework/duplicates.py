"""Warn before the same intervention is sent twice by one police zone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, select

from followup import keyring
from followup.casework.situations import known_of
from followup.db import db
from followup.models import Account, Person, Referral, ReferralPerson
from followup.models.wall import unrestricted
from followup.rules import likeness
from followup.rules.likeness import Described
from followup.rules.matching import Known
from followup.rules.referral_entry import ReferralEntry
from followup.rules.working_time import local

LOOKED_BACK = timedelta(days=7)
# On the same day in the same zone less is enough than a coordinator wants to be asked for.
SAME_DAY = 50
COMPARING = "referrals of the officer's own zone are compared; reference and hour alone are shown"


class Alike(NamedTuple):
    """A referral sent before: what the officer may see of it, and its row for the system."""

    reference: str
    received_at: datetime
    id: int
    same_number: bool


def report_token(report_number: str | None) -> bytes | None:
    """The keyed token by which an equal report number is found."""
    return keyring.ring().token("report", report_number) if report_number else None


def sent_before(entry: ReferralEntry, *, by: Account, at: datetime) -> Alike | None:
    """The newest referral of the officer's zone, of the last 7 days, that this one repeats.

    Equal report number, or the same people on the same day. Other zones are never looked at: the
    check tells nobody who is known elsewhere.
    """
    with unrestricted(COMPARING):
        recent = db.session.execute(_sent_lately(by.organisation_id, at)).all()
        token = report_token(entry.event.report_number)
        day = local(entry.event.intervened_at).date()
        for referral in recent:
            same_number = token is not None and referral.report_token == token
            same_day = local(referral.intervened_at).date() == day
            if same_number or (same_day and _same_people(entry, referral.id, at)):
                return Alike(referral.reference, referral.received_at, referral.id, same_number)
    return None


def _sent_lately(zone_id: int, at: datetime) -> Select:
    """Nothing of these rows needs a key to be read."""
    columns = (
        Referral.id,
        Referral.reference,
        Referral.received_at,
        Referral.intervened_at,
        Referral.report_token,
    )
    return (
        select(*columns)
        .where(Referral.zone_id == zone_id, Referral.received_at > at - LOOKED_BACK)
        .order_by(Referral.received_at.desc(), Referral.id.desc())
    )


def _same_people(entry: ReferralEntry, referral_id: int, at: datetime) -> bool:
    """Two people entered are among those sent, or the only one is."""
    today = local(at).date()
    sent = db.session.scalars(
        select(Person)
        .join(ReferralPerson, ReferralPerson.person_id == Person.id)
        .where(ReferralPerson.referral_id == referral_id)
    ).all()
    found = _found(entry, [known_of(person, today) for person in sent], at)
    return found >= min(2, len(entry.persons))


def _found(entry: ReferralEntry, sent: Iterable[Known], at: datetime) -> int:
    year = local(at).year
    left = list(sent)
    count = 0
    for person in entry.persons:
        entered = _described(person.known, year)
        scores = {one: likeness.compare(entered, _described(one, year)).score for one in left}
        same = next((one for one in left if scores[one] >= SAME_DAY), None)
        if same is not None:
            left.remove(same)
            count += 1
    return count


def _described(known: Known, year: int) -> Described:
    about = None if known.age is None else year - known.age
    return Described(known.family, known.first, known.born_on, about)
