from datetime import timedelta

from followup.casework import job_history


def test_a_run_is_kept_with_what_it_did(db, noon):
    run_id = job_history.begin("escalate", noon)
    job_history.finish(run_id, at=noon + timedelta(seconds=2), done=7)

    run = job_history.latest("escalate")

    assert (run.started_at, run.finished_at) == (noon, noon + timedelta(seconds=2))
    assert (run.done, run.error) == (7, None)


def test_a_run_that_began_and_did_not_end_shows_no_end(db, noon):
    job_history.begin("escalate", noon)

    assert job_history.latest("escalate").finished_at is None


def test_the_latest_run_is_the_newest_row_even_after_the_clock_was_put_back(db, noon):
    job_history.begin("escalate", noon)
    job_history.begin("escalate", noon - timedelta(hours=1))

    assert job_history.latest("escalate").started_at == noon - timedelta(hours=1)


def test_each_job_has_its_own_history(db, noon):
    job_history.begin("escalate", noon)

    assert job_history.latest("tidy") is None


def test_a_long_error_name_is_cut_to_its_column(db, noon):
    run_id = job_history.begin("escalate", noon)
    job_history.finish(run_id, at=noon, done=0, error="E" * 200)

    assert job_history.latest("escalate").error == "E" * 80
