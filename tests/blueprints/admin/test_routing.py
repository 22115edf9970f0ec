import pytest

from followup.casework import routing
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories


@pytest.fixture
def desk(sign_in, db):
    return sign_in(factories.account(Role.ADMINISTRATOR))


@pytest.fixture
def zone(db):
    return factories.organisation(OrganisationKind.POLICE_ZONE)


def waiting_follow_up(db, zone):
    follow_up = factories.follow_up(situation=factories.situation(zone))
    follow_up.organisation_id = None
    db.session.commit()
    return follow_up


def followed(desk, url, data=None):
    """The page to which this act leads."""
    return desk.get(desk.post(url, data=data).location)


def test_the_administrator_says_who_receives_each_strand(desk, zone):
    service = factories.organisation()

    answer = desk.post(
        f"/admin/routing/{zone.code}", data={"victim": service.code, "perpetrator": "", "child": ""}
    )

    assert answer.status_code == 303
    assert routing.receiver_of(zone.id, Strand.VICTIM).id == service.id
    assert routing.receiver_of(zone.id, Strand.CHILD) is None


def test_whom_nobody_receives_is_a_count_without_code_or_name(db, desk, zone):
    follow_up = waiting_follow_up(db, zone)

    page = desk.get("/admin/routing").get_data(as_text=True)

    assert "Choose an organisation" in page
    assert zone.name in page
    assert follow_up.code not in page
    assert "Lambert" not in page


def test_route_now_gives_them_to_the_organisation_in_the_table(db, desk, zone):
    service = factories.organisation()
    factories.routing(zone, Strand.VICTIM, service)
    waiting_follow_up(db, zone)

    before = desk.get("/admin/routing").get_data(as_text=True)
    after = followed(desk, f"/admin/routing/{zone.code}/victim/route-now").get_data(as_text=True)

    assert "Route now" in before
    assert "Follow-ups given to their organisation: 1." in after
    assert "Every open follow-up has an organisation." in after


def test_route_now_without_a_receiver_says_what_to_do_first(db, desk, zone):
    waiting_follow_up(db, zone)

    answer = followed(desk, f"/admin/routing/{zone.code}/victim/route-now")

    assert "Choose an organisation first." in answer.get_data(as_text=True)
    assert routing.waiting()[0].count == 1


def test_an_unknown_strand_is_not_found(desk, zone):
    assert desk.post(f"/admin/routing/{zone.code}/witness/route-now").status_code == 404
