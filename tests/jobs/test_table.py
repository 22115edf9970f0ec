from datetime import datetime, time, timedelta

import pytest

from followup import jobs
from followup.casework import (
    bans,
    comparing,
    escalation,
    gate,
    leavers,
    number_requests,
    partner_contact,
    proposals,
    tidying,
)
from followup.casework.job_history import Ran
from followup.jobs import Job
from followup.rules.working_time import BRUSSELS

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)
EACH_MINUTE = Job("each_minute", lambda now: 0, "", every_seconds=60)
AT_FOUR = Job("at_four", lambda now: 0, "", daily=time(4, 10))


def test_every_job_has_a_name_of_its_own_a_text_and_one_rhythm():
    names = [job.name for job in jobs.JOBS]

    assert len(set(names)) == len(names)
    assert all(str(job.text) for job in jobs.JOBS)
    assert all((job.every_seconds is None) != (job.daily is None) for job in jobs.JOBS)


def test_no_daily_job_starts_in_the_hour_that_a_night_has_twice_or_not_at_all():
    daily = [job.daily for job in jobs.JOBS if job.daily]

    assert [moment for moment in daily if time(2) <= moment < time(3)] == []


def test_the_names_lead_to_the_work_they_say():
    work = {job.name: job.batch for job in jobs.JOBS}

    assert work == {
        "escalate": escalation.escalate,
        "repeat_alerts": escalation.repeat_alerts,
        "unassigned": escalation.tell_unassigned,
        "nobody_fits": proposals.tell_nobody_fits,
        "drafts": escalation.tell_unsent_drafts,
        "revisits": escalation.tell_revisits,
        "answers": number_requests.tell_late,
        "signals": escalation.tell_unseen_signals,
        "partner_contact": partner_contact.tell_missing,
        "holds": gate.open_due,
        "duplicates": comparing.compare_waiting,
        "bans": bans.tell_ended,
        "leavers": leavers.close_accounts,
        "tidy": tidying.tidy,
    }
    assert jobs.named("tidy").batch is tidying.tidy
    assert jobs.named("absent") is None


def test_coordinators_are_told_within_about_a_minute():
    told = [jobs.named(name) for name in ("escalate", "repeat_alerts", "unassigned")]

    assert [job.every_seconds for job in told] == [60, 60, 60]


@pytest.mark.parametrize("job", [EACH_MINUTE, AT_FOUR])
def test_a_job_that_never_ran_or_was_interrupted_is_due(job):
    assert job.is_due(None, NOON)
    assert job.is_due(ran(NOON, finished=False), NOON)


@pytest.mark.parametrize(("seconds", "due"), [(59, False), (60, True), (3 * 86400, True)])
def test_a_repeated_job_is_due_when_its_seconds_are_over(seconds, due):
    assert EACH_MINUTE.is_due(ran(NOON), NOON + timedelta(seconds=seconds)) is due


@pytest.mark.parametrize("job", [EACH_MINUTE, AT_FOUR])
def test_a_job_whose_latest_run_lies_ahead_is_due_for_the_clock_was_put_back(job):
    assert job.is_due(ran(NOON), NOON - timedelta(hours=1))


@pytest.mark.parametrize(
    ("latest", "now", "due"),
    [
        ((22, 4, 10), (23, 4, 9), False),
        ((22, 4, 10), (23, 4, 10), True),
        ((23, 4, 10), (23, 23, 59), False),
        ((20, 12, 0), (23, 3, 0), True),
        ((22, 12, 0), (23, 3, 0), False),
    ],
)
def test_a_daily_job_runs_once_between_two_of_its_times(latest, now, due):
    latest, now = (
        datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)
        for day, hour, minute in (latest, now)
    )

    assert AT_FOUR.is_due(ran(latest), now) is due


def ran(at, finished=True):
    return Ran("test", at, at if finished else None, 0, None)
