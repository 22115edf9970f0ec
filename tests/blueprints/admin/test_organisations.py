import re
from datetime import date, time

import pytest

from followup.casework import deadlines, organisations
from followup.vocabulary import OrganisationKind, Risk, Role
from tests import factories

OFFICE = {f"opens_{n}_1": "8:30" for n in range(5)} | {f"closes_{n}_1": "17:00" for n in range(5)}


@pytest.fixture
def desk(sign_in, db):
    return sign_in(factories.account(Role.ADMINISTRATOR))


@pytest.fixture
def service(db):
    return factories.organisation()


def mark(page):
    text = re.search(r'name="seen" value="([^"]*)"', page.get_data(as_text=True))[1]
    return text.replace("&#34;", '"')


def followed(desk, url, data=None):
    """The page to which this act leads."""
    return desk.get(desk.post(url, data=data).location)


def test_a_new_organisation_is_kept_with_its_code_in_capitals(db, desk):
    form = {
        "code": "pz namur",
        "name": "Zone de police Namur",
        "kind": "police_zone",
        "language": "fr",
        "phone": "081 24 99 11",
        "active": "y",
    }

    answer = desk.post("/admin/organisations/new", data=form)

    made = organisations.fetch("PZ-NAMUR")
    assert answer.status_code == 303
    assert (made.kind, made.phone) == (OrganisationKind.POLICE_ZONE, "+3281249911")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "é!"}, "Use 2 to 20 letters, digits and hyphens"),
        ({"code": "TAKEN"}, "Another organisation has this code"),
        ({"name": ""}, "Enter the name"),
        ({"kind": ""}, "Choose the kind"),
        ({"phone": "12"}, "Enter a phone number"),
    ],
)
def test_an_organisation_that_cannot_be_kept_says_what_to_do(desk, changes, sentence):
    factories.organisation(code="TAKEN")
    form = {"code": "NEW-ONE", "name": "A shelter", "kind": "shelter", "language": "nl"} | changes

    answer = desk.post("/admin/organisations/new", data=form)

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["17:00", "17h", "1700", "17.00", "17 u"])
def test_a_closing_hour_is_read_as_people_write_it(desk, service, typed):
    answer = desk.post(
        f"/admin/organisations/{service.code}/hours", data=OFFICE | {"closes_0_1": typed}
    )

    assert answer.status_code == 303
    assert organisations.calendar_of(service.id).hours[0] == ((time(8, 30), time(17)),)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_0_1": "8:00"}, "Enter an end after the start"),
        ({"closes_0_1": ""}, "Enter both the start and the end"),
        ({"opens_0_2": "16:00", "closes_0_2": "18:00"}, "Enter two times that do not overlap"),
        ({"opens_0_1": "early"}, "Enter the time, for example 02:45"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_stay_on_the_page(desk, service, changes, sentence):
    answer = desk.post(f"/admin/organisations/{service.code}/hours", data=OFFICE | changes)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert all(f'value="{text}"' in page for text in changes.values())


def test_hours_in_the_wrong_order_are_told_together_with_those_that_cannot_be_read(desk, service):
    wrong = {"opens_0_1": "early", "closes_1_1": "8:00"}

    page = desk.post(f"/admin/organisations/{service.code}/hours", data=OFFICE | wrong).text

    assert "Enter the time, for example 02:45" in page
    assert "Enter an end after the start" in page


def test_an_organisation_works_on_one_day_at_least(desk, service):
    only_saturday = {"opens_5_1": "9:00", "closes_5_1": "12:00"}

    answer = desk.post(f"/admin/organisations/{service.code}/hours", data=only_saturday)

    assert answer.status_code == 422
    assert "at least one day from Monday to Friday" in answer.get_data(as_text=True)


def test_two_spans_a_day_are_kept(desk, service):
    afternoon = {"closes_0_1": "12:00", "opens_0_2": "13:00", "closes_0_2": "17:00"}

    desk.post(f"/admin/organisations/{service.code}/hours", data=OFFICE | afternoon)

    hours = organisations.calendar_of(service.id).hours
    assert hours[0] == ((time(8, 30), time(12)), (time(13), time(17)))


def test_an_hour_that_two_people_changed_is_laid_out(desk, service):
    url = f"/admin/organisations/{service.code}/hours"
    seen = mark(desk.get(url))
    desk.post(url, data=OFFICE | {"closes_0_1": "16:00", "seen": seen})

    answer = desk.post(url, data=OFFICE | {"closes_0_1": "18:00", "seen": seen})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert all(text in page for text in ("Monday, until", "17:00", "16:00", "18:00"))


def test_closing_days_are_added_as_a_range_and_removed(desk, service):
    url = f"/admin/organisations/{service.code}"
    form = {"first": "24/12/2026", "last": "26/12/2026", "name": "Winter"}

    desk.post(url + "/closing-days", data=form)
    desk.post(url + "/open-days", data={"day": ["2026-12-25", "nonsense"]})

    days = organisations.calendar_of(service.id).closing_days
    assert days == {date(2026, 12, 24): "Winter", date(2026, 12, 26): "Winter"}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"first": "24/12/2026", "last": "23/12/2026", "name": "x"}, "not before the first"),
        ({"first": "24/12/2026", "last": "24/12/2027", "name": "x"}, "at most three months"),
        ({"first": "", "name": "x"}, "Enter the first day"),
        ({"first": "24/12/2026", "name": ""}, "Enter a reason"),
    ],
)
def test_closing_days_that_cannot_be_are_refused(desk, service, form, sentence):
    answer = desk.post(f"/admin/organisations/{service.code}/closing-days", data=form)

    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_many_municipalities_are_pasted_at_once(desk):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)

    desk.post(
        f"/admin/organisations/{zone.code}/municipalities",
        data={"places": "5000 Namur\r\n\r\nB-5100\tJambes\r\n"},
    )

    places = [(row.postcode, row.name) for row in organisations.municipalities_of(zone)]
    assert places == [("5000", "Namur"), ("5100", "Jambes")]


def test_a_line_without_postcode_is_named_and_nothing_is_lost(desk):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "4000", "Liège")

    answer = desk.post(
        f"/admin/organisations/{zone.code}/municipalities",
        data={"places": "5000 Namur\nJambes"},
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Line 2: enter a postcode and a name, like 5000 Namur" in page
    assert "Jambes" in page
    assert [row.name for row in organisations.municipalities_of(zone)] == ["Liège"]


def test_changed_hours_offer_to_recompute_and_move_only_then(db, desk, service):
    worker = factories.account(organisation=service)
    follow_up = factories.follow_up(risk=Risk.LOW, worker=worker)
    deadlines.start_clocks(follow_up, by=None)
    deadlines.refresh(follow_up)
    url = f"/admin/organisations/{service.code}"
    early = {name: "15:00" for name in OFFICE if name.startswith("closes")}

    desk.post(url + "/hours", data=OFFICE | early)
    offered = desk.get(url).get_data(as_text=True)
    moved = followed(desk, url + "/recompute").get_data(as_text=True)

    assert "Of all open deadlines, 2 move earlier and 0 later." in offered
    assert "Deadlines moved: 2." in moved
    assert "Of all open deadlines" not in moved


def test_half_written_hours_are_found_again_and_clash_with_what_changed_since(
    db, desk, service, sign_in
):
    url = f"/admin/organisations/{service.code}/hours"
    seen = mark(desk.get(url))
    desk.post(f"/drafts?for={url}", data=OFFICE | {"opens_0_1": "7:00", "seen": seen})
    colleague = sign_in(factories.account(Role.ADMINISTRATOR))
    colleague.post(url, data=OFFICE | {"opens_0_1": "10:00", "seen": seen})

    again = desk.get(url)
    answer = desk.post(url, data=OFFICE | {"opens_0_1": "7:00", "seen": mark(again)})

    assert 'value="7:00"' in again.text
    assert answer.status_code == 409
