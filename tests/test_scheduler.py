import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta

import click
import pytest
from apscheduler.schedulers import base
from sqlalchemy import func, select
from structlog.testing import capture_logs

from followup import scheduler
from followup.casework import job_history, lease
from followup.casework.counts import SCHEDULER, for_shell
from followup.jobs import JOBS, Job, named
from followup.models import AlertRow, Deadline, JobRun, Lease
from followup.vocabulary import Alert
from tests import factories

MINUTE = timedelta(minutes=1)
WAIT = 10  # seconds after which a thread or process counts as stuck


def test_what_is_due_is_done_and_written_down(app, db, noon):
    factories.deadline(factories.follow_up(), escalates_at=noon)

    ran = scheduler.run_due(app)

    assert [(run.job, run.error) for run in ran] == [(job.name, None) for job in JOBS]
    assert ran[0].done == 1
    assert job_history.latest("escalate") == ran[0]


def test_a_job_runs_again_only_when_it_is_due_again(app, clock_at, db, noon):
    scheduler.run_due(app)
    clock_at(noon + timedelta(seconds=59))
    early = scheduler.run_due(app)
    clock_at(noon + MINUTE)
    ran = scheduler.run_due(app)

    assert early == []
    each_minute = [job.name for job in JOBS if job.every_seconds == 60]
    assert [run.job for run in ran] == each_minute


def test_a_job_that_fails_leaves_the_name_of_its_error_and_the_others_run(app, db):
    def fail(now):
        raise ZeroDivisionError("Aline Lambert, 0470 12 34 56")

    table = (Job("failing", fail, "", every_seconds=60), counting("other", [3, 0]))

    with capture_logs() as logged:
        ran = scheduler.run_due(app, table=table)

    assert [(run.job, run.done, run.error) for run in ran] == [
        ("failing", 0, "ZeroDivisionError"),
        ("other", 3, None),
    ]
    assert job_history.latest("failing") == ran[0]
    assert logged == [
        {
            "event": "job failed",
            "log_level": "error",
            "job": "failing",
            "error": "ZeroDivisionError",
        },
        {"event": "job done", "log_level": "info", "job": "other", "done": 3},
    ]


def test_what_a_failing_batch_began_is_undone_and_earlier_batches_stay(app, db, noon):
    batches = iter([1, None])

    def second_fails(now):
        db.session.add(AlertRow(code=str(now), key="a", kind="escalated", raised_at=now))
        if next(batches) is None:
            db.session.add(AlertRow(code="b", key="b", kind="escalated", raised_at=now))
        db.session.flush()
        return 1

    ran = scheduler.run_job(app, Job("twice", second_fails, "", every_seconds=60))

    assert (ran.done, ran.error) == (1, "IntegrityError")
    assert db.session.scalars(select(AlertRow.key)).all() == ["a"]


def test_the_lease_is_renewed_at_each_batch_and_given_back_at_the_end(app, db, clock_at, noon):
    seen = []

    def batch(now):
        seen.append(db.session.scalar(select(Lease.beat_at)))
        clock_at(noon + len(seen) * MINUTE)
        return 3 - len(seen)

    scheduler.run_job(app, Job("slow", batch, "", every_seconds=60))

    assert seen == [noon, noon + MINUTE, noon + 2 * MINUTE]
    assert lease.take(SCHEDULER, "the next", 60)


def test_while_another_works_nothing_is_done(app, db):
    factories.lease(holder="another")

    assert scheduler.run_due(app) == []
    assert scheduler.run_job(app, named("escalate")) is None
    assert db.session.query(JobRun).count() == 0


def test_the_lease_of_a_killed_scheduler_is_taken_over_and_its_job_done_at_once(
    app, db, noon, clock_at
):
    factories.lease(holder="killed")
    job_history.begin("escalate", noon)
    db.session.commit()
    clock_at(noon + MINUTE)

    ran = scheduler.run_due(app, table=(named("escalate"),))

    assert [run.job for run in ran] == ["escalate"]


def test_whoever_lost_the_lease_meanwhile_commits_nothing(app, db, noon):
    def overtaken(now):
        raise_an_alert(db, now)
        db.session.query(Lease).update({"holder": "another"})
        return 1

    ran = scheduler.run_job(app, Job("overtaken", overtaken, "", every_seconds=60))

    assert ran is None
    assert db.session.query(AlertRow).count() == 0


def test_told_to_stop_it_finishes_the_batch_and_starts_no_other(app, db):
    stopping = threading.Event()

    def batch(now):
        stopping.set()
        raise_an_alert(db, now)
        return 1

    table = (Job("endless", batch, "", every_seconds=60), counting("next", [0]))
    ran = scheduler.run_due(app, table=table, stopping=stopping)

    assert [(run.job, run.done) for run in ran] == [("endless", 1)]
    assert db.session.query(AlertRow).count() == 1


def test_a_job_by_hand_at_another_moment_stops_the_clock_for_its_batch_alone(app, db, noon):
    later = noon + timedelta(days=7)
    factories.deadline(factories.follow_up(), escalates_at=later)

    ran = scheduler.run_job(app, named("escalate"), later)

    assert (ran.done, ran.started_at) == (1, later)
    assert lease.beat_at(SCHEDULER) == noon


def test_three_days_of_outage_are_caught_up_once(app, db, noon, clock_at):
    factories.deadline(factories.follow_up(), escalates_at=noon, repeat_minutes=15)
    scheduler.run_due(app)
    for hours in (1, 30, 60):
        factories.deadline(factories.follow_up(), escalates_at=noon + timedelta(hours=hours))
    back = noon + timedelta(days=3)
    clock_at(back)

    ran = scheduler.run_due(app) + scheduler.run_due(app)

    assert [run.done for run in ran if run.job == "escalate"] == [3]
    assert [run.done for run in ran if run.job == "repeat_alerts"] == [1]
    escalated = select(AlertRow).where(AlertRow.kind == Alert.ESCALATED).order_by(AlertRow.id)
    assert [alert.repeats for alert in db.session.scalars(escalated)] == [1, 0, 0, 0]


def test_a_clock_put_back_stops_no_job(app, db, noon, clock_at):
    scheduler.run_due(app)
    clock_at(noon - timedelta(days=3))

    ran = scheduler.run_due(app)

    assert [run.job for run in ran] == [job.name for job in JOBS]
    assert scheduler.run_due(app) == []


def test_two_schedulers_at_once_tell_each_duty_once(app, db, noon):
    follow_ups = [factories.follow_up() for _ in range(6)]
    for follow_up in follow_ups:
        factories.deadline(follow_up, escalates_at=noon)
    start, ran = threading.Barrier(4), []

    def work():
        start.wait()
        ran.extend(scheduler.run_due(app, table=(named("escalate"),)))

    for one in (workers := [threading.Thread(target=work) for _ in range(4)]):
        one.start()
    for one in workers:
        one.join()

    assert [run.done for run in ran] == [6]
    assert db.session.query(AlertRow).count() == 6


def test_the_shell_says_that_the_scheduler_beats_until_three_minutes_are_over(
    app, db, noon, clock_at
):
    person = factories.account()
    scheduler.run_due(app)
    shown = []
    for moment in (noon + 3 * MINUTE, noon + 3 * MINUTE + timedelta(seconds=1)):
        clock_at(moment)
        shown.append(for_shell(person)["silent_since"])

    assert shown == [None, noon]


def test_the_beat_goes_on_when_the_clock_is_put_back_an_hour_and_forward_again(wall_clock):
    beats = Beats()
    pulse = scheduler.Pulse(beats, every=0.05)
    watch = threading.Thread(target=pulse.watch)
    pulse.start()
    watch.start()

    beats.wait_for(2)
    wall_clock.shift = timedelta(hours=-1)
    beats.wait_for(3)
    wall_clock.shift = timedelta(hours=1)
    beats.wait_for(3)
    pulse.stop()
    watch.join(WAIT)

    assert not watch.is_alive()


def test_without_the_watch_apscheduler_alone_falls_silent_when_the_clock_is_put_back(wall_clock):
    """Why the watch exists. If this fails, APScheduler has learnt it and the watch may go."""
    beats = Beats()
    pulse = scheduler.Pulse(beats, every=0.05)
    pulse.start()

    beats.wait_for(2)
    wall_clock.shift = timedelta(hours=-1)
    beats.drain()
    heard = beats.heard.acquire(timeout=0.5)
    pulse.stop()

    assert not heard


def test_a_beat_that_fails_is_followed_by_the_next():
    beats = Beats(failing=True)
    pulse = scheduler.Pulse(beats, every=0.05)

    with capture_logs() as logged:
        pulse.start()
        beats.wait_for(3)
        pulse.stop()

    failed = {"event": "beat failed", "log_level": "error", "error": "ZeroDivisionError"}
    assert logged[:3] == [failed] * 3


def test_stopping_waits_for_the_work_at_hand():
    entered, steps = threading.Event(), []

    def work(stopping):
        entered.set()
        stopping.wait(WAIT)
        steps.append("finished")

    pulse = scheduler.Pulse(work, every=0.05)
    pulse.start()
    entered.wait(WAIT)
    pulse.stop()

    assert steps == ["finished"]


def test_embedded_in_a_web_process_it_does_what_is_due(app, db, noon):
    factories.deadline(factories.follow_up(), escalates_at=noon)
    told = threading.Event()
    done = Job("told", lambda now: told.set() or 0, "", every_seconds=60)

    embedded = scheduler.start_embedded(app, table=(named("escalate"), done))
    told.wait(WAIT)
    embedded.stop()

    assert db.session.query(AlertRow).count() == 1


@pytest.mark.parametrize(
    ("command", "chosen", "beats"),
    [("run", False, True), ("flask", True, False), (None, True, True), (None, False, False)],
)
def test_it_beats_under_flask_run_and_where_chosen_not_in_other_commands(command, chosen, beats):
    settings = type("Settings", (), {"scheduler": chosen})
    web = type("App", (), {"config": {"SETTINGS": settings}})
    if command is None:
        assert scheduler.belongs_here(web) is beats
        return
    with click.Context(click.Command(command), info_name=command):
        assert scheduler.belongs_here(web) is beats


@pytest.mark.parametrize("after_batches", [0, 1, 3])
def test_a_scheduler_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    app, db, noon, after_batches, own_process
):
    duties = [factories.follow_up() for _ in range(10)]
    for duty in duties:
        factories.deadline(duty, escalates_at=noon)

    process = own_process(STUCK_IN_A_BATCH, after_batches)
    assert process.stdout.readline() == "in the middle\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(WAIT)
    kept = db.session.scalar(select(func.count()).select_from(AlertRow))
    db.session.commit()
    db.session.query(Lease).update({"held_until": noon})
    db.session.commit()
    scheduler.run_due(app, table=(named("escalate"),))

    keys = db.session.scalars(select(AlertRow.key)).all()
    told = db.session.scalars(select(Deadline.escalated_at)).all()
    assert kept == 2 * after_batches
    assert len(keys) == len(set(keys)) == 10
    assert None not in told


def test_a_process_told_to_end_finishes_its_batch_and_gives_the_lease_back(
    app, db, noon, own_process
):
    process = own_process(OWN_PROCESS)
    assert process.stdout.readline() == "in the middle\n"
    process.send_signal(signal.SIGTERM)

    assert process.wait(WAIT) == 0
    assert db.session.scalars(select(AlertRow.key)).all() == ["finished"]
    run = job_history.latest("slow")
    assert (run.done, run.error, run.finished_at is not None) == (1, None, True)
    assert lease.beat_at(SCHEDULER) == db.session.scalar(select(Lease.held_until))


SETTING = """
import sys, threading, time
from datetime import datetime
from pathlib import Path
from followup import clock, create_app, scheduler
from followup.casework import escalation, lease
from followup.config import from_environment
from followup.db import db
from followup.jobs import Job, named
from followup.models import AlertRow

app = create_app(from_environment(Path(sys.argv[1])))
batches, moment = int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
"""

# Two duties a batch; after so many batches it tells two more and is killed before it commits.
STUCK_IN_A_BATCH = (
    SETTING
    + """
def stuck(now):
    global batches
    done = escalation.escalate(now)
    if batches == 0:
        print("in the middle", flush=True)
        time.sleep(60)
    batches -= 1
    return done

escalation.BATCH = 2
scheduler.run_job(app, Job("escalate", stuck, "", every_seconds=60), moment)
"""
)

# A batch that ends only after the signal has come; the job would go on for ever.
OWN_PROCESS = (
    SETTING
    + """
def slow(now):
    db.session.add(AlertRow(code="f", key="finished", kind="escalated", raised_at=now))
    print("in the middle", flush=True)
    pulse.stopping.wait(60)
    return 1

pulse = scheduler.pulse(app, table=(Job("slow", slow, "", every_seconds=60),))
scheduler.run_until_stopped(pulse)
"""
)


class Beats:
    """Work that counts its beats."""

    def __init__(self, failing=False):
        self.heard = threading.Semaphore(0)
        self.failing = failing

    def __call__(self, stopping):
        self.heard.release()
        if self.failing:
            raise ZeroDivisionError

    def wait_for(self, number):
        for _ in range(number):
            assert self.heard.acquire(timeout=WAIT), "the beat fell silent"

    def drain(self):
        """Let a beat that was already on its way pass."""
        time.sleep(0.1)
        while self.heard.acquire(blocking=False):
            pass


class WallClock(datetime):
    """What APScheduler takes for the time: the real one, shifted."""

    shift = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.shift


@pytest.fixture
def wall_clock(monkeypatch):
    """The wall clock of APScheduler and of the watch, to be put forward and back."""
    monkeypatch.setattr(WallClock, "shift", timedelta())
    monkeypatch.setattr(base, "datetime", WallClock)
    monkeypatch.setattr(scheduler, "datetime", WallClock)
    return WallClock


@pytest.fixture
def own_process(app, noon):
    """`own_process(script, number)`: a Python process on the database of the test."""
    processes = []

    def start(script, number=0):
        settings = app.config["SETTINGS"]
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", script, settings.instance, str(number), noon.isoformat()],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=os.environ
                | {
                    "DATABASE_URL": settings.database_url,
                    "FOLLOWUP_KEY_FILE": str(settings.key_file),
                },
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def counting(name, answers):
    answers = iter(answers)
    return Job(name, lambda now: next(answers), "", every_seconds=60)


def raise_an_alert(db, now):
    db.session.add(AlertRow(code="x", key="x", kind="escalated", raised_at=now))
    db.session.flush()
