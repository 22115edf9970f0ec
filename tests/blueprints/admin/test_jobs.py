import re
from datetime import timedelta

import pytest

from followup import clock, jobs
from followup.models import JobRun
from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def desk(sign_in, db):
    return sign_in(factories.account(Role.ADMINISTRATOR))


def rows(desk):
    """The text of each job's line, by the name of the job."""
    page = desk.get("/admin/scheduler").get_data(as_text=True)
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    texts = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")]
    return {job.name: next(text for text in texts if job.name in text) for job in jobs.JOBS}


def test_every_job_is_shown_also_one_that_never_ran(desk):
    assert all("Last run: Never" in text for text in rows(desk).values())


def test_a_run_shows_what_it_did_and_when_the_next_comes(db, desk):
    at = clock.now() - timedelta(seconds=20)
    db.session.add(JobRun(job="escalate", started_at=at, finished_at=at, done=7))
    db.session.commit()

    text = rows(desk)["escalate"]

    assert "Done: 7" in text
    assert "Next: Mon 23 Nov 12:00" in text


def test_a_run_that_failed_shows_the_kind_of_fault(db, desk):
    db.session.add(JobRun(job="tidy", started_at=clock.now(), error="OperationalError"))
    db.session.commit()

    assert "OperationalError" in rows(desk)["tidy"]


def test_the_page_says_who_holds_the_lease_and_when_it_last_beat(desk):
    factories.lease(holder="host-1:4242", beat_at=clock.now() - timedelta(minutes=1))

    page = desk.get("/admin/scheduler").get_data(as_text=True)

    assert "host-1:4242" in page
    assert "11:59" in page


def test_without_a_scheduler_the_page_says_so(desk):
    page = desk.get("/admin/scheduler").get_data(as_text=True)

    assert "The scheduler has not run yet." in page
