from datetime import timedelta

import pytest

from followup.casework import drafts, job_history, tidying
from followup.models import AlertRow, Draft, JobRun, SignInSession, SignInTry, Submission
from tests import factories

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_what_has_had_its_time_goes_and_what_has_not_stays(db, noon, kept):
    table, add, life = kept
    add(noon - life - SECOND)
    young = add(noon - life + SECOND)
    db.session.commit()

    done = tidying.tidy(noon)

    assert done == 1
    assert [row.id for row in db.session.query(table)] == [young.id]


def test_drafts_and_tries_are_forgotten_too(db, noon, clock_at):
    drafts.keep(factories.account(), "log:1", {"note": "called"})
    db.session.add(SignInTry(subject=b"0" * 16, at=noon))
    db.session.commit()
    clock_at(noon + 4 * DAY)

    tidying.tidy(noon + 4 * DAY)

    assert db.session.query(Draft).count() == db.session.query(SignInTry).count() == 0


def test_an_alert_nobody_has_seen_is_never_forgotten(db, noon):
    factories.alert(raised_at=noon - 400 * DAY)

    assert tidying.tidy(noon) == 0


def test_runs_that_did_nothing_go_first(db, noon):
    for done, error in ((0, None), (3, None), (0, "OperationalError")):
        run_id = job_history.begin("escalate", noon - 3 * DAY)
        job_history.finish(run_id, at=noon - 3 * DAY, done=done, error=error)
    job_history.begin("escalate", noon - 3 * DAY)

    done = [tidying.tidy(noon), tidying.tidy(noon + 88 * DAY)]

    assert done == [1, 3]


def test_one_batch_is_small(db, noon, monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 2)
    for _ in range(3):
        factories.alert(seen_at=noon - 91 * DAY)

    assert [tidying.tidy(noon) for _ in range(3)] == [2, 1, 0]


@pytest.fixture(params=["submission", "ended session", "abandoned session", "alert", "job run"])
def kept(request, db):
    """The table, a function that adds a row of a given moment, and how long it is kept."""
    account = factories.account()

    def submission(at):
        return _add(db, Submission(account_id=account.id, key=str(at), body=b"0" * 32, at=at))

    def ended(at):
        moments = {"started_at": at - DAY, "seen_at": at - DAY, "ended_at": at}
        return factories.sign_in_session(account, str(at), **moments)

    def abandoned(at):
        return factories.sign_in_session(account, str(at), started_at=at, seen_at=at)

    def job_run(at):
        return _add(db, JobRun(job="tidy", started_at=at, finished_at=at, done=1))

    return {
        "submission": (Submission, submission, 2 * DAY),
        "ended session": (SignInSession, ended, 30 * DAY),
        "abandoned session": (SignInSession, abandoned, 30 * DAY),
        "alert": (AlertRow, lambda at: factories.alert(raised_at=at, seen_at=at), 90 * DAY),
        "job run": (JobRun, job_run, 90 * DAY),
    }[request.param]


def _add(db, row):
    db.session.add(row)
    db.session.flush()
    return row
