"""The handover sheet: what is due, which copy, and that it was printed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup.casework import handing_over, team
from followup.casework.audit import Act
from followup.models import AuditEntry
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def coordinator(db):
    return factories.account(Role.COORDINATOR)


@pytest.fixture
def worker(coordinator):
    return factories.account(organisation=coordinator.organisation)


def test_each_print_is_written_down_and_numbered_anew_each_day(
    db, coordinator, worker, noon, clock_at
):
    absent = team.worker_with(worker.code, coordinator)

    copies = [handing_over.printed(absent, noon, by=coordinator).copy for _ in range(2)]
    clock_at(noon + timedelta(days=1))
    copies.append(handing_over.printed(absent, noon, by=coordinator).copy)

    assert copies == [1, 2, 1]
    written = db.session.execute(select(AuditEntry.action, AuditEntry.object_id)).all()
    assert written == [(Act.PRINTED, worker.id)] * 3


def test_the_sheet_says_when_more_is_due_than_it_holds(coordinator, worker, noon, monkeypatch):
    monkeypatch.setattr(handing_over, "MOST", 1)
    for hours in (1, 2):
        factories.follow_up(worker=worker, due_at=noon - timedelta(hours=hours))
    absent = team.worker_with(worker.code, coordinator)

    sheet = handing_over.printed(absent, noon, by=coordinator)

    assert (len(sheet.rows), sheet.more) == (1, True)
