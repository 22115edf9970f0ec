from datetime import timedelta

import pytest
from sqlalchemy import select, text

from followup.casework import job_history
from followup.cli.jobs import jobs
from followup.jobs import JOBS
from followup.models import AlertRow
from tests import factories


def test_the_list_shows_every_job_its_rhythm_and_its_latest_run(flask, db, noon):
    run_id = job_history.begin("escalate", noon)
    job_history.finish(run_id, at=noon, done=7, error="OperationalError")
    job_history.begin("drafts", noon)
    db.session.commit()

    shown = flask("list").output

    assert [job.name for job in JOBS if job.name not in shown] == []
    assert "every 60 s" in shown
    assert "daily at 04:10" in shown
    assert "23/11/2026 12:00:00: 7 done, stopped by OperationalError" in shown
    assert "23/11/2026 12:00:00: running, or interrupted" in shown
    assert shown.count("has not run yet") == len(JOBS) - 2


def test_a_job_by_hand_says_how_many_it_did(flask, db, noon):
    factories.deadline(factories.follow_up(), escalates_at=noon)

    answer = flask("run", "escalate")

    assert (answer.exit_code, answer.output) == (0, "escalate: 1\n")


@pytest.mark.parametrize("now", ["2026-11-24T12:00", "2026-11-24T11:00+00:00"])
def test_a_job_runs_as_if_it_were_another_moment(flask, db, noon, now):
    tomorrow = noon + timedelta(days=1)
    factories.deadline(factories.follow_up(), escalates_at=tomorrow)

    answer = flask("run", "escalate", "--now", now)

    assert answer.output == "escalate: 1\n"
    assert db.session.scalar(select(AlertRow.raised_at)) == tomorrow


@pytest.mark.parametrize("now", ["tomorrow", "2026-02-30", "0001-01-01T00:00+14:00"])
def test_a_moment_that_is_none_is_refused_with_an_example(flask, now):
    answer = flask("run", "escalate", "--now", now)

    assert answer.exit_code == 2
    assert f"write a moment like 2026-07-20T15:00, not {now!r}" in answer.output


def test_an_unknown_job_is_refused_with_the_names_there_are(flask):
    answer = flask("run", "everything")

    assert answer.exit_code == 2
    assert "'escalate'" in answer.output


def test_while_a_scheduler_works_a_job_by_hand_waits_its_turn(flask, db):
    factories.lease(holder="another")

    answer = flask("run", "escalate")

    assert answer.exit_code == 1
    assert "A scheduler is working at this moment" in answer.output


def test_a_job_that_fails_ends_the_command_with_its_error(flask, without_deadlines):
    answer = flask("run", "escalate")

    assert answer.exit_code == 1
    assert answer.output in (
        "Error: escalate stopped after 0: OperationalError\n",
        "Error: escalate stopped after 0: ProgrammingError\n",
    )


@pytest.fixture
def flask(app, db):
    """`flask(*words)`: what `flask jobs words` answers."""
    return lambda *words: app.test_cli_runner().invoke(jobs, words)


@pytest.fixture
def without_deadlines(db):
    """A database from which a table has gone."""
    db.session.execute(text("ALTER TABLE deadline RENAME TO deadline_gone"))
    db.session.commit()
    yield
    db.session.rollback()
    db.session.execute(text("ALTER TABLE deadline_gone RENAME TO deadline"))
    db.session.commit()
