"""The team of one organisation, with what each has and who is away."""

from datetime import date, timedelta

import pytest

from followup import clock
from followup.casework import team
from followup.casework.errors import NotFound
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


def test_a_load_counts_late_today_and_all_open_ones(service, coordinator, watched):
    worker = factories.account(organisation=service, agreed_maximum=3)
    now = clock.now()
    for due_at in (
        now - timedelta(hours=1),
        now + timedelta(hours=1),
        now + timedelta(days=2),
        None,
    ):
        factories.follow_up(worker=worker, due_at=due_at)
    factories.follow_up(worker=worker, closed_at=now)

    (one,) = team.team_of(coordinator)

    assert (one.load.overdue, one.load.today, one.load.open) == (1, 1, 4)
    assert one.room == -1


def test_who_is_over_the_maximum_or_away_stands_first_then_who_has_the_fullest_list(
    service, coordinator
):
    roomy = factories.account(organisation=service, name="A", agreed_maximum=10)
    fuller = factories.account(organisation=service, name="B", agreed_maximum=2)
    over = factories.account(organisation=service, name="C", agreed_maximum=0)
    away = factories.account(organisation=service, name="D")
    for worker in (fuller, over):
        factories.follow_up(worker=worker)
    factories.absence(away)

    names = [one.name for one in team.team_of(coordinator)]

    assert names == ["C", "D", "B", "A"]
    assert roomy.name == "A"


def test_a_coordinator_without_cases_is_not_part_of_the_team(service, coordinator):
    assert team.team_of(coordinator) == []


def test_whoever_still_has_cases_is_shown_although_the_account_is_closed(service, coordinator):
    gone = factories.account(organisation=service, active=False)
    factories.follow_up(worker=gone)

    (one,) = team.team_of(coordinator)

    assert (one.code, one.takes_work) == (gone.code, False)


def test_an_absence_counts_on_its_first_and_its_last_day_only_while_it_runs(
    service, coordinator, noon, clock_at
):
    back_up = factories.account(organisation=service, name="Youssef")
    worker = factories.account(organisation=service)
    factories.absence(worker, date(2026, 11, 24), date(2026, 11, 25), back_up_id=back_up.id)
    seen = []
    for days in range(4):
        clock_at(noon + timedelta(days=days))
        seen.append(team.worker_with(worker.code, coordinator).away)

    assert [one is not None for one in seen] == [False, True, True, False]
    assert (seen[1].until_day, seen[1].back_up) == (date(2026, 11, 25), "Youssef")


def test_a_worker_of_another_organisation_is_like_a_missing_one(service, coordinator):
    stranger = factories.account()

    with pytest.raises(NotFound):
        team.worker_with(stranger.code, coordinator)
