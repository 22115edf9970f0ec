"""Absences: no two on one day, and what is due meanwhile goes to the back-up."""

from datetime import date, timedelta

import pytest

from followup.casework import absences, planning, team
from followup.casework.absences import Overlaps
from followup.casework.errors import NotFound
from followup.rules.spans import without
from followup.rules.working_time import Span
from followup.vocabulary import Role, Strand
from tests import factories

FIRST, LAST = date(2026, 11, 24), date(2026, 11, 26)


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def nora(service, coordinator):
    return team.worker_with(factories.account(organisation=service, name="Nora").code, coordinator)


@pytest.fixture
def youssef(service, coordinator):
    account = factories.account(
        organisation=service,
        name="Youssef",
        roles=[Role.VICTIM_WORKER, Role.PERPETRATOR_WORKER],
    )
    return team.worker_with(account.code, coordinator)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, LAST),
        (FIRST - timedelta(days=3), FIRST),
        (LAST, LAST + timedelta(days=3)),
        (FIRST + timedelta(days=1), FIRST + timedelta(days=1)),
        (FIRST - timedelta(days=9), LAST + timedelta(days=9)),
    ],
)
def test_two_absences_of_one_worker_never_share_a_day(nora, coordinator, first, last):
    absences.add(nora, from_day=FIRST, until_day=LAST, back_up=None, by=coordinator)

    with pytest.raises(Overlaps) as refused:
        absences.add(nora, from_day=first, until_day=last, back_up=None, by=coordinator)

    assert (refused.value.from_day, refused.value.until_day) == (FIRST, LAST)


def test_absences_may_follow_each_other_and_an_ended_one_stands_in_no_ones_way(nora, coordinator):
    day_after = LAST + timedelta(days=1)
    first = absences.add(nora, from_day=FIRST, until_day=LAST, back_up=None, by=coordinator)

    absences.add(nora, from_day=day_after, until_day=day_after, back_up=None, by=coordinator)
    absences.end(first.code, by=coordinator)
    absences.add(nora, from_day=FIRST, until_day=FIRST, back_up=None, by=coordinator)

    assert len(absences.listed(coordinator)) == 2


def test_the_list_holds_running_and_coming_absences_of_the_own_team(
    nora, youssef, coordinator, noon
):
    absences.add(nora, from_day=noon.date(), until_day=LAST, back_up=youssef, by=coordinator)
    absences.add(youssef, from_day=LAST, until_day=LAST, back_up=None, by=coordinator)
    factories.absence(factories.account())

    lines = absences.listed(coordinator)

    assert [(one.worker, one.running, one.back_up) for one in lines] == [
        ("Nora", True, "Youssef"),
        ("Youssef", False, None),
    ]


def test_an_absence_of_another_organisation_cannot_be_ended(coordinator):
    theirs = factories.absence(factories.account())

    with pytest.raises(NotFound):
        absences.end(theirs.code, by=coordinator)


def test_what_is_due_until_the_end_goes_to_the_back_up_and_the_rest_stays(
    db, service, nora, youssef, coordinator, noon
):
    worker = db.session.get(factories.Account, nora.id)
    late = factories.follow_up(worker=worker, due_at=noon - timedelta(days=1))
    last_hour = factories.follow_up(worker=worker, due_at=noon.replace(day=26, hour=23))
    after = factories.follow_up(worker=worker, due_at=noon.replace(day=27, hour=9))

    moved, left = begin(nora, youssef, coordinator)

    assert (moved, left) == (2, [])
    assert (late.worker_id, last_hour.worker_id, after.worker_id) == (
        youssef.id,
        youssef.id,
        nora.id,
    )


def test_what_the_back_up_cannot_take_stays_and_is_named(
    db, service, nora, youssef, coordinator, noon
):
    victim = factories.follow_up(worker=db.session.get(factories.Account, nora.id), due_at=noon)
    situation = db.session.get(factories.Situation, victim.situation_id)
    factories.side_holder(
        situation, db.session.get(factories.Account, youssef.id), Strand.PERPETRATOR.side
    )

    moved, left = begin(nora, youssef, coordinator)

    assert (moved, [one.code for one in left]) == (0, [victim.code])
    assert victim.worker_id == nora.id


def test_nothing_moves_unless_it_is_wanted(db, nora, youssef, coordinator, noon):
    worker = db.session.get(factories.Account, nora.id)
    follow_up = factories.follow_up(worker=worker, due_at=noon)

    begin(nora, youssef, coordinator, move_due=False)

    assert follow_up.worker_id == nora.id


def test_no_next_try_is_planned_on_a_day_of_absence(db, nora, coordinator, noon):
    absences.add(nora, from_day=noon.date(), until_day=LAST, back_up=None, by=coordinator)
    follow_up = factories.follow_up(worker=db.session.get(factories.Account, nora.id))

    away = planning.limits_of(follow_up).absences

    day = Span(noon.replace(day=26), noon.replace(day=26, hour=17))
    assert not without([day], away)
    assert without([Span(noon.replace(day=27), noon.replace(day=27, hour=17))], away)


def begin(worker, back_up, by, *, move_due=True):
    return absences.begin(
        worker, from_day=FIRST, until_day=LAST, back_up=back_up, move_due=move_due, by=by
    )
