"""Somebody leaves: what they hold in one view, and handing it over without losing who did what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import assignment, claims, deadlines, drafts, file, leavers, leaving, team
from followup.models import Account, CaseEvent
from followup.vocabulary import Role
from tests import factories, files


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service)


@pytest.fixture
def nora(service):
    return factories.account(organisation=service, name="Nora Peeters")


@pytest.fixture
def griet(service):
    return factories.account(organisation=service, name="Griet Maes")


def held(nora, coordinator):
    worker = team.worker_with(nora.code, coordinator)
    hour_ago = clock.now() - timedelta(hours=1)
    return leaving.holdings(worker, by=coordinator, alive_since=hour_ago)


def test_all_that_somebody_holds_is_seen_at_once(nora, griet, coordinator):
    mine = [files.running(worker=nora), factories.follow_up(worker=nora)]
    factories.follow_up(worker=griet)
    drafts.keep(nora, f"/c/{mine[0].code}/close", {"words": ["secret"]})
    drafts.keep(nora, "/account", {"phone": ["1"]})
    claims.claim(mine[0], None, by=nora)
    factories.absence(griet, back_up_id=nora.id)
    factories.sign_in_session(nora, "one")

    found = held(nora, coordinator)

    assert [row.id for row in found.rows] == [one.id for one in mine]
    assert (found.planned, found.calls, found.sessions) == (1, 1, 1)
    assert found.drafts == {mine[0].code: 1}
    assert [name for name, _until in found.stands_in_for] == ["Griet Maes"]


def test_all_go_at_once_with_their_deadlines_and_what_is_gone_already_is_left(
    nora, griet, coordinator
):
    mine, gone = files.running(worker=nora), factories.follow_up(worker=nora)
    dues = [(row.kind, row.due_at) for row in deadlines.open_deadlines(mine)]
    claims.claim(mine, None, by=nora)
    situation = factories.db.session.get(factories.Situation, gone.situation_id)
    factories.side_holder(situation, griet, gone.side)
    gone.worker_id = griet.id
    worker = team.worker_with(nora.code, coordinator)

    given, left = leaving.hand_over({mine: griet, gone: griet}, leaver=worker, by=coordinator)

    assert given == {mine.code: griet.id}
    assert left == [assignment.Cannot(gone.code, "already_assigned")]
    assert [(row.kind, row.due_at) for row in deadlines.open_deadlines(mine)] == dues
    assert claims.running(griet) == []


def test_a_conflict_keeps_a_case_for_another_choice(nora, griet, coordinator):
    mine = factories.follow_up(worker=nora)
    factories.tie(griet, person="Aline Lambert")
    worker = team.worker_with(nora.code, coordinator)

    given, left = leaving.hand_over({mine: griet}, leaver=worker, by=coordinator)

    assert (given, mine.worker_id) == ({}, nora.id)
    assert left == [assignment.Cannot(mine.code, "conflict")]


def test_after_somebody_left_the_history_still_credits_who_did_the_work(
    db, nora, griet, coordinator, clock_at, noon
):
    mine = files.running(worker=nora)
    files.logged(mine)
    worker = team.worker_with(nora.code, coordinator)
    nora.ends_on = noon.date()
    leaving.hand_over({mine: griet}, leaver=worker, by=coordinator)
    clock_at(noon + timedelta(days=1))

    leavers.close_accounts(clock.now())

    assert db.session.get(Account, nora.id).active is False
    assert [entry.by for entry in file.attempts(mine)] == ["Nora Peeters"]
    assigned = select(CaseEvent).where(CaseEvent.what == "assigned")
    assert [one.facts["reason"] for one in db.session.scalars(assigned)] == ["leaves"]


def test_who_leaves_soon_is_proposed_nothing_new(nora, coordinator, noon):
    nora.ends_on = noon.date() + timedelta(days=14)
    assert team.worker_with(nora.code, coordinator).leaves_soon

    nora.ends_on = noon.date() + timedelta(days=15)

    assert not team.worker_with(nora.code, coordinator).leaves_soon
