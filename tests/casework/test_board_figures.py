"""The figures of the board: what each counts, and what it leaves out."""

from datetime import timedelta

import pytest

from followup import clock
from followup.casework import board_figures
from followup.casework.board_figures import figures_of
from followup.vocabulary import DeadlineEnd, DeadlineKind, Risk, Role
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def worker(service):
    return factories.account(organisation=service)


def first_contact(worker, due_at, ended_at=None, end=None, **columns):
    follow_up = factories.follow_up(worker=worker)
    factories.deadline(
        follow_up, DeadlineKind.CONTACT_MADE, due_at=due_at, ended_at=ended_at, end=end, **columns
    )


def test_late_ones_are_counted_with_how_many_are_high_risk(coordinator, worker, watched):
    now = clock.now()
    for risk in (Risk.HIGH, Risk.CRITICAL, Risk.UNKNOWN, Risk.MEDIUM, Risk.LOW):
        factories.follow_up(risk=risk, worker=worker, due_at=now - timedelta(hours=3))
    factories.follow_up(worker=worker, due_at=now - timedelta(hours=9), closed_at=now)

    figures = figures_of(coordinator)

    assert (figures.overdue, figures.overdue_high) == (5, 3)
    assert figures.oldest_due == now - timedelta(hours=3)


def test_what_nobody_has_is_not_counted_as_late_as_well(service, coordinator):
    since = clock.now() - timedelta(hours=4)
    factories.follow_up(organisation=service, due_at=since, unassigned_since=since)

    figures = figures_of(coordinator)

    assert (figures.overdue, figures.unassigned, figures.oldest_unassigned) == (0, 1, since)


def test_due_today_ends_at_midnight_in_brussels_and_says_how_many_are_after_one(
    coordinator, worker, noon
):
    for moment in (
        noon + timedelta(minutes=30),
        noon.replace(hour=13),
        noon.replace(hour=23, minute=59),
        noon.replace(day=24, hour=0),
        noon - timedelta(minutes=1),
    ):
        factories.follow_up(worker=worker, due_at=moment)

    figures = figures_of(coordinator)

    assert (figures.today, figures.this_afternoon) == (3, 2)


def test_a_count_stops_above_its_limit(coordinator, worker, monkeypatch):
    monkeypatch.setattr(board_figures, "MOST", 2)
    for _ in range(4):
        factories.follow_up(worker=worker, due_at=clock.now() - timedelta(days=1))

    assert figures_of(coordinator).overdue == 3


def test_a_first_contact_made_by_its_deadline_is_on_time_and_one_made_after_it_is_not(
    coordinator, worker
):
    due = clock.now() - timedelta(days=3)
    first_contact(worker, due, due, DeadlineEnd.MET)
    first_contact(worker, due, due - timedelta(hours=5), DeadlineEnd.MET)
    first_contact(worker, due, due + timedelta(minutes=1), DeadlineEnd.MET)

    figures = figures_of(coordinator)

    assert (figures.in_time, figures.first_contacts, figures.percent_in_time) == (2, 3, 66)


def test_an_open_first_contact_past_its_deadline_counts_as_late(coordinator, worker):
    first_contact(worker, clock.now() - timedelta(minutes=1))
    first_contact(worker, clock.now() + timedelta(minutes=1))

    figures = figures_of(coordinator)

    assert (figures.in_time, figures.first_contacts) == (0, 1)


@pytest.mark.parametrize("end", [DeadlineEnd.CLOSED, DeadlineEnd.PAUSED])
def test_ending_a_late_case_does_not_make_the_figure_better(coordinator, worker, end):
    due = clock.now() - timedelta(days=3)
    first_contact(worker, due, due + timedelta(days=1), end)
    first_contact(worker, due, due - timedelta(days=1), end)

    assert figures_of(coordinator).first_contacts == 1


@pytest.mark.parametrize("end", [DeadlineEnd.REPLACED, DeadlineEnd.UNDONE])
def test_a_deadline_that_another_replaced_is_not_counted_twice(coordinator, worker, end):
    due = clock.now() - timedelta(days=3)
    first_contact(worker, due, due + timedelta(days=1), end)

    figures = figures_of(coordinator)

    assert figures.percent_in_time is None


def test_only_the_last_thirty_days_and_only_the_own_organisation_count(coordinator, worker):
    due = clock.now() - timedelta(days=31)
    first_contact(worker, due, due, DeadlineEnd.MET)
    recent = clock.now() - timedelta(days=29)
    first_contact(factories.account(), recent, recent, DeadlineEnd.MET)

    assert figures_of(coordinator).first_contacts == 0
