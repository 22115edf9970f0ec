from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from followup.casework import alerts
from followup.casework.errors import NotFound, TooLate
from followup.models import AlertRow
from followup.vocabulary import Alert, Role
from tests import factories


def test_the_same_key_raises_once_and_says_so(db):
    nora = factories.account()

    assert alerts.raise_alert(Alert.ASSIGNED, "assigned:1", account_id=nora.id)
    assert not alerts.raise_alert(Alert.ASSIGNED, "assigned:1", account_id=nora.id)

    assert db.session.scalar(select(func.count()).select_from(AlertRow)) == 1


def test_an_alert_for_nobody_that_exists_is_a_fault_and_not_a_repetition(db):
    with pytest.raises(IntegrityError):
        alerts.raise_alert(Alert.ASSIGNED, "assigned:1", account_id=999_999)
    db.session.rollback()


def test_the_next_repetition_is_noted(db, noon):
    alerts.raise_alert(Alert.DANGER, "danger:1", repeat_minutes=15)

    assert db.session.scalar(select(AlertRow.repeats_at)) == noon + timedelta(minutes=15)


def test_a_later_deadline_asked_for_is_answered_and_not_just_seen(db, noon):
    coordinator = factories.account(Role.COORDINATOR)
    asked = factories.alert(Alert.MOVE_ASKED, organisation_id=coordinator.organisation_id)
    factories.alert(Alert.UNASSIGNED, organisation_id=coordinator.organisation_id)

    alerts.seen(asked.code, by=coordinator)
    alerts.seen_all(by=coordinator, until=noon + timedelta(days=1))

    assert [one.kind for one in alerts.unseen_for(coordinator)] == [Alert.MOVE_ASKED]


def test_each_reads_what_is_meant_for_them(db):
    coordinator = factories.account(Role.COORDINATOR)
    worker = factories.account(Role.VICTIM_WORKER, coordinator.organisation)
    administrator = factories.account(Role.ADMINISTRATOR)
    alerts.raise_alert(Alert.ASSIGNED, "own", account_id=worker.id)
    alerts.raise_alert(Alert.UNASSIGNED, "team", organisation_id=coordinator.organisation_id)
    alerts.raise_alert(Alert.UNROUTABLE, "all")

    read = {
        name: [row.key for row in alerts.unseen_for(account)]
        for name, account in [
            ("worker", worker), ("coordinator", coordinator), ("administrator", administrator),
        ]
    }  # fmt: skip

    assert read == {"worker": ["own"], "coordinator": ["team"], "administrator": ["all"]}


def test_a_seen_alert_repeats_no_more_and_stays_readable_for_two_weeks(db, clock_at, noon):
    nora = factories.account()
    row = factories.alert(Alert.DANGER, account_id=nora.id, repeat_minutes=15, repeats_at=noon)

    alerts.seen(row.code, by=nora)
    db.session.refresh(row)

    assert row.repeats_at is None
    assert (row.seen_at, row.seen_by_id) == (noon, nora.id)
    assert alerts.unseen_for(nora) == []
    assert alerts.seen_lately(nora) == [row]
    clock_at(noon + timedelta(days=14))
    assert alerts.seen_lately(nora) == []


def test_seeing_twice_keeps_who_saw_it_first(db):
    first = factories.account(Role.COORDINATOR)
    second = factories.account(Role.COORDINATOR, first.organisation)
    row = factories.alert(organisation_id=first.organisation_id)

    alerts.seen(row.code, by=first)
    alerts.seen(row.code, by=second)
    db.session.refresh(row)

    assert row.seen_by_id == first.id


def test_nobody_sees_away_what_is_meant_for_others(db):
    row = factories.alert(account_id=factories.account().id)

    with pytest.raises(NotFound):
        alerts.seen(row.code, by=factories.account())


def test_all_means_all_that_stood_on_the_page(db, clock_at, noon):
    nora = factories.account()
    factories.alert(account_id=nora.id)
    clock_at(noon + timedelta(minutes=1))
    later = factories.alert(account_id=nora.id)

    alerts.seen_all(by=nora, until=noon)

    assert alerts.unseen_for(nora) == [later]


def test_what_was_seen_by_mistake_is_unseen_again_and_repeats(db, noon):
    nora = factories.account()
    row = factories.alert(account_id=nora.id, repeat_minutes=15)
    earlier = factories.alert(account_id=nora.id, seen_at=noon - timedelta(hours=1))
    at = alerts.seen(row.code, by=nora)

    alerts.unsee(at, by=nora)

    assert alerts.unseen_for(nora) == [row]
    db.session.refresh(row)
    assert row.repeats_at == at
    assert earlier.seen_at == noon - timedelta(hours=1)


def test_nobody_takes_back_what_somebody_else_saw_or_after_a_minute(db, clock_at, noon):
    nora, youssef = factories.account(), factories.account()
    row = factories.alert(account_id=nora.id)
    at = alerts.seen(row.code, by=nora)

    alerts.unsee(at, by=youssef)
    clock_at(noon + timedelta(minutes=2))

    assert alerts.unseen_for(nora) == []
    with pytest.raises(TooLate):
        alerts.unsee(at, by=nora)


def test_the_list_goes_on_after_the_last_one_shown(db):
    nora = factories.account()
    rows = [factories.alert(account_id=nora.id) for _ in range(3)]

    first = alerts.unseen_for(nora, most=2)
    rest = alerts.unseen_for(nora, most=2, after=first[-1].id)

    assert [row.id for row in first + rest] == [row.id for row in reversed(rows)]


def test_a_case_is_named_only_to_who_may_open_it(db):
    worker = factories.account()
    mine = factories.follow_up(worker=worker)
    other = factories.follow_up()
    rows = [
        factories.alert(account_id=worker.id, follow_up_id=mine.id),
        factories.alert(account_id=worker.id, follow_up_id=other.id),
    ]

    assert alerts.subjects(worker, rows) == {mine.id: mine.code}
