"""Organisations: their particulars, opening hours, closing days and municipalities."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from sqlalchemy import Select, bindparam, delete, func, select
from sqlalchemy.orm import selectinload

from followup.casework.audit import Act, Of, record
from followup.casework.errors import AlreadyThere, NotFound
from followup.db import db
from followup.models import Account, ClosingDay, Municipality, OpeningHours, Organisation
from followup.rules.typed import Place
from followup.rules.working_time import OFFICE_HOURS, Calendar, Hours
from followup.vocabulary import OrganisationKind

PAGE = 50
LONGEST_CLOSURE = timedelta(days=92)
ALL = (selectinload(Organisation.hours), selectinload(Organisation.closing_days))

_VERSION = select(Organisation.version, Organisation.weekend_duty).where(
    Organisation.id == bindparam("organisation")
)
_SPANS = (
    select(OpeningHours.weekday, OpeningHours.opens_at, OpeningHours.closes_at)
    .where(OpeningHours.organisation_id == bindparam("organisation"))
    .order_by(OpeningHours.opens_at)
)
_CLOSED_ON = select(ClosingDay.day, ClosingDay.name).where(
    ClosingDay.organisation_id == bindparam("organisation")
)


def fetch(code: str, *, to_change: bool = False) -> Organisation:
    """Return the organisation with its hours and closing days, or raise NotFound.

    `to_change` makes others who change it wait.
    """
    query = select(Organisation).where(Organisation.code == code).options(*ALL)
    if to_change:
        query = query.with_for_update(of=Organisation).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def listed(
    *,
    kinds: Iterable[OrganisationKind] | None = None,
    active: bool = True,
    after: str | None = None,
) -> tuple[list[Organisation], str | None]:
    """One page of organisations by name, and the code after which the next page begins."""
    query = select(Organisation).where(Organisation.active == active)
    if kinds is not None:
        query = query.where(Organisation.kind.in_(list(kinds)))
    return page_of(query, after)


def page_of(
    query: Select[tuple[Organisation]], after: str | None
) -> tuple[list[Organisation], str | None]:
    """One page of these by name, and the code after which the next page begins."""
    last = after and db.session.scalar(select(Organisation).where(Organisation.code == after))
    if last:
        same = (Organisation.name == last.name) & (Organisation.id > last.id)
        query = query.where((Organisation.name > last.name) | same)
    query = query.order_by(Organisation.name, Organisation.id).limit(PAGE + 1)
    rows = list(db.session.scalars(query))
    return rows[:PAGE], rows[PAGE - 1].code if len(rows) > PAGE else None


def every(
    *, kinds: Iterable[OrganisationKind] = OrganisationKind, active_only: bool = True
) -> Sequence[Organisation]:
    """All organisations of these kinds, by name, for a list to choose from."""
    query = select(Organisation).where(Organisation.kind.in_(list(kinds)))
    if active_only:
        query = query.where(Organisation.active)
    return db.session.scalars(query.order_by(Organisation.name)).all()


def create(*, by: Account, **particulars: object) -> Organisation:
    """Add an organisation. Raises AlreadyThere when the code is taken."""
    _refuse_taken(particulars["code"])
    organisation = Organisation(**particulars)
    db.session.add(organisation)
    db.session.flush()
    record(Act.CHANGED_ORGANISATION, Of.ORGANISATION, organisation.id, by=by)
    return organisation


def change(organisation: Organisation, *, by: Account, **particulars: object) -> None:
    """Change what is given and leave the rest. Raises AlreadyThere when the code is taken."""
    if particulars.get("code", organisation.code) != organisation.code:
        _refuse_taken(particulars["code"])
    for name, value in particulars.items():
        setattr(organisation, name, value)
    _changed(organisation, by)


def set_hours(organisation: Organisation, hours: Mapping[int, Hours], *, by: Account) -> None:
    """Replace the opening hours of every weekday; spans are checked by the form."""
    db.session.execute(delete(OpeningHours).where(OpeningHours.organisation_id == organisation.id))
    db.session.add_all(
        OpeningHours(
            organisation_id=organisation.id, weekday=weekday, opens_at=opens, closes_at=closes
        )
        for weekday, spans in hours.items()
        for opens, closes in spans
    )
    _changed(organisation, by)
    db.session.expire(organisation, ["hours"])


def hours_of(organisation: Organisation) -> dict[int, tuple[tuple[time, time], ...]]:
    """The spans of each weekday that has any; the usual office hours when none were set."""
    kept: dict[int, tuple[tuple[time, time], ...]] = {}
    for row in organisation.hours:
        kept[row.weekday] = (*kept.get(row.weekday, ()), (row.opens_at, row.closes_at))
    return kept or dict(OFFICE_HOURS)


def add_closing_days(
    organisation: Organisation, first: date, last: date, name: str, *, by: Account
) -> int:
    """Close on these days; a day that was closed already keeps its name. Returns how many are new.

    Raises ValueError for more than LONGEST_CLOSURE at once: the form asks for less.
    """
    if not timedelta() <= last - first <= LONGEST_CLOSURE:
        raise ValueError("closed for too long, or backwards")
    known = {row.day for row in organisation.closing_days}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    new = [day for day in days if day not in known]
    organisation.closing_days.extend(ClosingDay(day=day, name=name) for day in new)
    _changed(organisation, by)
    return len(new)


def remove_closing_days(organisation: Organisation, days: Iterable[date], *, by: Account) -> None:
    """Work on these days again."""
    gone = set(days)
    organisation.closing_days[:] = [row for row in organisation.closing_days if row.day not in gone]
    _changed(organisation, by)


def municipalities_of(zone: Organisation) -> Sequence[Municipality]:
    query = select(Municipality).where(Municipality.zone_id == zone.id)
    return db.session.scalars(query.order_by(Municipality.postcode, Municipality.name)).all()


def places_of(zone: Organisation) -> dict[str, Place]:
    """The municipalities of a zone by postcode and by name; of several with one, the first."""
    found: dict[str, Place] = {}
    for one in municipalities_of(zone):
        for key in (one.postcode, one.name.casefold()):
            found.setdefault(key, Place(one.postcode, one.name))
    return found


def completed(place: Place, places: Mapping[str, Place]) -> Place:
    """A postcode gets its name and a name its postcode; what was given stays as it was typed."""
    listed = known(place, places)
    if listed is None:
        return place
    return Place(place.postcode or listed.postcode, place.name or listed.name)


def known(place: Place, places: Mapping[str, Place]) -> Place | None:
    """The municipality of the zone that is meant, by its postcode, else by its name."""
    return places.get(place.postcode or "") or places.get((place.name or "").casefold())


def set_municipalities(
    zone: Organisation, places: Iterable[tuple[str, str]], *, by: Account
) -> None:
    """Replace the list of postcodes and names; the same line twice counts once."""
    db.session.execute(delete(Municipality).where(Municipality.zone_id == zone.id))
    db.session.add_all(
        Municipality(zone_id=zone.id, postcode=postcode, name=name)
        for postcode, name in dict.fromkeys(places)
    )
    _changed(zone, by)


def calendar_of(organisation_id: int | None) -> Calendar:
    """When this organisation works; without one, Monday to Friday 08:30-17:00.

    Read once a session for each version of the organisation.
    """
    if organisation_id is None:
        return Calendar()
    row = db.session.execute(_VERSION, {"organisation": organisation_id}).one()
    read = db.session.info.setdefault("calendars", {})
    key = (organisation_id, row.version)
    if key not in read:
        read[key] = _calendar(organisation_id, row.weekend_duty)
    return read[key]


def count_by_kind(*, active: bool = True) -> dict[OrganisationKind, int]:
    query = select(Organisation.kind, func.count()).where(Organisation.active == active)
    return dict(db.session.execute(query.group_by(Organisation.kind)).all())


def _calendar(organisation_id: int, weekend_duty: bool) -> Calendar:
    this = {"organisation": organisation_id}
    hours: dict[int, tuple[tuple[time, time], ...]] = {}
    for weekday, opens, closes in db.session.execute(_SPANS, this):
        hours[weekday] = (*hours.get(weekday, ()), (opens, closes))
    closing = db.session.execute(_CLOSED_ON, this)
    return Calendar(
        hours=hours or OFFICE_HOURS,
        closing_days=dict(closing.all()),
        weekend_duty=weekend_duty,
    )


def _changed(organisation: Organisation, by: Account) -> None:
    """A new version each time: what was read of the calendar before no longer counts."""
    organisation.version += 1
    record(Act.CHANGED_ORGANISATION, Of.ORGANISATION, organisation.id, by=by)
    db.session.flush()


def _refuse_taken(code: object) -> None:
    if db.session.scalar(select(Organisation.id).where(Organisation.code == code)) is not None:
        raise AlreadyThere
