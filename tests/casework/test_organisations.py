from datetime import date, time

import pytest

from followup.casework import organisations
from followup.casework.errors import AlreadyThere, NotFound
from followup.models import AuditEntry
from followup.rules.typed import Place
from followup.rules.working_time import OFFICE_HOURS
from followup.vocabulary import Language, OrganisationKind, Role
from tests import factories

MORNING = (time(9), time(12))
AFTERNOON = (time(13), time(17, 30))


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def service(db):
    return factories.organisation()


def test_without_own_hours_an_organisation_keeps_office_hours(service):
    calendar = organisations.calendar_of(service.id)

    assert calendar.hours == OFFICE_HOURS


def test_a_day_may_have_two_spans(service, administrator):
    organisations.set_hours(service, {0: (MORNING, AFTERNOON)}, by=administrator)

    assert organisations.calendar_of(service.id).hours == {0: (MORNING, AFTERNOON)}


def test_new_hours_hold_at_once_although_the_old_were_read_before(service, administrator):
    organisations.calendar_of(service.id)

    organisations.set_hours(service, {1: (MORNING,)}, by=administrator)

    assert organisations.calendar_of(service.id).hours == {1: (MORNING,)}


def test_setting_the_same_hours_again_changes_nothing(service, administrator):
    organisations.set_hours(service, {0: (MORNING,)}, by=administrator)

    organisations.set_hours(service, {0: (MORNING,)}, by=administrator)

    assert organisations.hours_of(organisations.fetch(service.code)) == {0: (MORNING,)}


def test_closing_days_are_added_once_and_keep_their_first_name(service, administrator):
    factories.closing_day(service, date(2026, 12, 24), "Bridge day")
    service = organisations.fetch(service.code, to_change=True)

    added = organisations.add_closing_days(
        service, date(2026, 12, 23), date(2026, 12, 25), "Winter", by=administrator
    )

    assert added == 2
    assert organisations.calendar_of(service.id).closing_days == {
        date(2026, 12, 23): "Winter",
        date(2026, 12, 24): "Bridge day",
        date(2026, 12, 25): "Winter",
    }


def test_a_closing_day_that_is_removed_is_worked_again(service, administrator):
    factories.closing_day(service, date(2026, 12, 24))
    service = organisations.fetch(service.code, to_change=True)

    organisations.remove_closing_days(service, [date(2026, 12, 24)], by=administrator)

    assert organisations.calendar_of(service.id).is_working_day(date(2026, 12, 24))


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 1), date(2026, 12, 31)), (date(2026, 1, 2), date(2026, 1, 1))],
)
def test_nobody_closes_for_a_year_or_backwards(service, administrator, first, last):
    with pytest.raises(ValueError, match="closed"):
        organisations.add_closing_days(service, first, last, "Away", by=administrator)


def test_the_list_of_municipalities_is_replaced_and_a_line_twice_counts_once(db, administrator):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "4000", "Liège")

    organisations.set_municipalities(
        zone, [("5000", "Namur"), ("5100", "Jambes"), ("5000", "Namur")], by=administrator
    )

    places = [(place.postcode, place.name) for place in organisations.municipalities_of(zone)]
    assert places == [("5000", "Namur"), ("5100", "Jambes")]


def test_two_organisations_never_share_a_code(service, administrator):
    with pytest.raises(AlreadyThere):
        organisations.create(
            by=administrator,
            code=service.code,
            name="Another",
            kind=OrganisationKind.SHELTER,
            language=Language.DUTCH,
        )


def test_a_change_gives_the_organisation_a_new_version_and_leaves_a_trace(
    db, service, administrator
):
    before = service.version

    organisations.change(service, by=administrator, name="New name")

    entry = db.session.query(AuditEntry).one()
    assert service.version == before + 1
    assert (entry.action, entry.object_id) == ("changed_organisation", service.id)


def test_the_next_page_of_organisations_begins_after_the_last_one(db, monkeypatch):
    monkeypatch.setattr(organisations, "PAGE", 2)
    for name in ("Alpha", "Beta", "Beta"):
        factories.organisation(OrganisationKind.SHELTER, name=name)

    first, following = organisations.listed(kinds=[OrganisationKind.SHELTER])
    second, end = organisations.listed(kinds=[OrganisationKind.SHELTER], after=following)

    assert [row.name for row in first + second] == ["Alpha", "Beta", "Beta"]
    assert len({row.code for row in first + second}) == 3
    assert end is None


def test_an_unknown_code_is_not_found(db):
    with pytest.raises(NotFound):
        organisations.fetch("NONE")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (Place("5100", None), Place("5100", "Jambes")),
        (Place(None, "jambes"), Place("5100", "jambes")),
        (Place("5100", "Wépion"), Place("5100", "Wépion")),
        (Place(None, "Elsewhere"), Place(None, "Elsewhere")),
    ],
)
def test_a_place_is_completed_from_the_list_of_the_zone(db, typed, meant):
    zone = factories.organisation(kind=OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "5100", "Jambes")

    assert organisations.completed(typed, organisations.places_of(zone)) == meant
