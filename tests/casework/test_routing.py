from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import routing
from followup.casework.errors import NobodyReceives, NotFound
from followup.models import AlertRow, Deadline, FollowUp
from followup.models.wall import marked
from followup.vocabulary import Alert, OrganisationKind, Role, Strand
from tests import factories


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def zone(db):
    return factories.organisation(OrganisationKind.POLICE_ZONE)


@pytest.fixture
def service(db):
    return factories.organisation()


def waiting_follow_up(db, zone, strand=Strand.VICTIM):
    follow_up = factories.follow_up(
        strand,
        situation=factories.situation(zone),
        unassigned_since=clock.now() - timedelta(hours=5),
    )
    follow_up.organisation_id = None
    factories.deadline(follow_up)
    return follow_up


def test_each_strand_of_a_zone_has_its_own_receiver(zone, service, administrator):
    other = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE)

    routing.set_routes(zone, {Strand.VICTIM: service, Strand.PERPETRATOR: other}, by=administrator)

    assert routing.receiver_of(zone.id, Strand.VICTIM).id == service.id
    assert routing.receiver_of(zone.id, Strand.PERPETRATOR).id == other.id
    assert routing.receiver_of(zone.id, Strand.CHILD) is None


def test_an_inactive_organisation_receives_nobody(zone, administrator):
    gone = factories.organisation(active=False)

    routing.set_routes(zone, {Strand.VICTIM: gone}, by=administrator)

    assert routing.receiver_of(zone.id, Strand.VICTIM) is None


def test_taking_a_receiver_away_leaves_nobody(zone, service, administrator):
    factories.routing(zone, Strand.CHILD, service)

    routing.set_routes(zone, {Strand.CHILD: None}, by=administrator)

    assert routing.route_of(zone).receivers == {}


def test_the_matrix_shows_zones_by_name(zone, service):
    factories.routing(zone, Strand.VICTIM, service)
    factories.organisation(OrganisationKind.POLICE_ZONE, name="A first zone")

    lines, following = routing.matrix()

    assert [line.zone.name for line in lines] == ["A first zone", zone.name]
    assert lines[1].receivers[Strand.VICTIM].id == service.id
    assert following is None


def test_waiting_people_are_counted_per_zone_and_strand_inside_a_request(db, zone, watched):
    with_nobody = [waiting_follow_up(db, zone) for _ in range(2)]
    db.session.commit()

    lines = routing.waiting()

    assert [(line.zone.id, line.strand, line.count) for line in lines] == [
        (zone.id, Strand.VICTIM, len(with_nobody))
    ]
    assert not hasattr(lines[0], "code")


def test_a_follow_up_with_an_organisation_or_an_end_is_not_waiting(db, zone):
    factories.follow_up(situation=factories.situation(zone))
    ended = waiting_follow_up(db, zone)
    ended.closed_at = clock.now()
    db.session.commit()

    assert routing.waiting() == []


def test_routing_now_gives_the_people_and_their_open_deadlines_to_the_receiver(
    db, zone, service, administrator, watched
):
    follow_up = waiting_follow_up(db, zone)
    other_strand = waiting_follow_up(db, zone, Strand.CHILD)
    factories.routing(zone, Strand.VICTIM, service)
    since, file, other = follow_up.unassigned_since, follow_up.id, other_strand.id
    db.session.commit()

    given = routing.route_waiting(zone, Strand.VICTIM, by=administrator)

    rows = db.session.execute(
        select(FollowUp.organisation_id, FollowUp.unassigned_since).where(
            marked(FollowUp), FollowUp.id == file
        )
    ).all()
    owners = db.session.scalars(
        select(Deadline.organisation_id).where(marked(Deadline), Deadline.follow_up_id == file)
    ).all()
    left = db.session.scalar(
        select(FollowUp.organisation_id).where(marked(FollowUp), FollowUp.id == other)
    )
    assert given == 1
    assert rows == [(service.id, since)]
    assert owners == [service.id]
    assert left is None


def test_the_coordinators_of_the_receiver_are_told_once(db, zone, service, administrator):
    follow_up = waiting_follow_up(db, zone)
    factories.alert(Alert.UNROUTABLE, follow_up_id=follow_up.id)
    factories.routing(zone, Strand.VICTIM, service)

    routing.route_waiting(zone, Strand.VICTIM, by=administrator)
    again = routing.route_waiting(zone, Strand.VICTIM, by=administrator)

    unseen = db.session.scalars(select(AlertRow).where(AlertRow.seen_at.is_(None))).all()
    assert again == 0
    assert [(row.kind, row.organisation_id) for row in unseen] == [(Alert.UNASSIGNED, service.id)]


def test_without_a_receiver_nothing_is_routed(db, zone, administrator):
    waiting_follow_up(db, zone)

    with pytest.raises(NobodyReceives):
        routing.route_waiting(zone, Strand.VICTIM, by=administrator)


def test_a_service_is_not_a_zone(service):
    with pytest.raises(NotFound):
        routing.fetch_zone(service.code)
