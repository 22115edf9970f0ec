from datetime import timedelta

from followup import clock
from followup.casework import scheduler_report
from followup.models import JobRun
from tests import factories


def test_of_each_job_the_newest_run_is_shown(db):
    for job, minutes, done in (("tidy", 9, 1), ("escalate", 5, 2), ("escalate", 1, 3)):
        at = clock.now() - timedelta(minutes=minutes)
        db.session.add(JobRun(job=job, started_at=at, done=done))
    db.session.commit()

    assert [(run.job, run.done) for run in scheduler_report.last_runs()] == [
        ("escalate", 3),
        ("tidy", 1),
    ]


def test_without_a_scheduler_there_is_no_lease(db):
    assert scheduler_report.lease() is None


def test_the_lease_says_who_works(db):
    factories.lease(holder="host-1:42")

    assert scheduler_report.lease().holder == "host-1:42"
