"""The job table: what the scheduler does, and how often. One line a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

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
from followup.rules.working_time import at, local


@dataclass(frozen=True)
class Job:
    """`batch` does one small batch at a given moment and returns how many; 0 means none is left.

    A job runs every so many seconds, or daily at a Brussels time (not between 2 and 3 o'clock,
    which one night has twice and another night not at all).
    """

    name: str
    batch: Callable[[datetime], int]
    text: LazyString
    every_seconds: int | None = None
    daily: time | None = None

    def is_due(self, latest: Ran | None, now: datetime) -> bool:
        """Whether to run again. After a clock put back, the latest run lies ahead: run now."""
        if latest is None or latest.finished_at is None or latest.started_at > now:
            return True
        if self.daily is None:
            return now - latest.started_at >= timedelta(seconds=self.every_seconds)
        today = local(now).date()
        turn = at(today, self.daily)
        if turn > now:
            turn = at(today - timedelta(days=1), self.daily)
        return latest.started_at < turn


JOBS = (
    Job(
        "escalate",
        escalation.escalate,
        _l("Tell the coordinators of duties past their escalation"),
        every_seconds=60,
    ),
    Job(
        "repeat_alerts",
        escalation.repeat_alerts,
        _l("Raise critical alerts again until they are seen"),
        every_seconds=60,
    ),
    Job(
        "unassigned",
        escalation.tell_unassigned,
        _l("Tell who decides of follow-ups that nobody has"),
        every_seconds=60,
    ),
    Job(
        "nobody_fits",
        proposals.tell_nobody_fits,
        _l("Tell the coordinators of follow-ups that nobody fits"),
        every_seconds=120,
    ),
    Job(
        "drafts",
        escalation.tell_unsent_drafts,
        _l("Tell officers, then their zone, of referrals not sent"),
        every_seconds=60,
    ),
    Job(
        "revisits",
        escalation.tell_revisits,
        _l("Tell the zone of police revisits that are due"),
        every_seconds=300,
    ),
    Job(
        "answers",
        number_requests.tell_late,
        _l("Tell the zone and the coordinators of answers of the police that are late"),
        every_seconds=300,
    ),
    Job(
        "signals",
        escalation.tell_unseen_signals,
        _l("Tell the coordinators of safety links that nobody has confirmed"),
        every_seconds=60,
    ),
    Job(
        "partner_contact",
        partner_contact.tell_missing,
        _l("Tell the coordinators where nobody could offer a partner contact"),
        every_seconds=3600,
    ),
    Job(
        "holds",
        gate.open_due,
        _l("Open the gates whose hold is over"),
        every_seconds=60,
    ),
    Job(
        "duplicates",
        comparing.compare_waiting,
        _l("Compare new people with those already followed"),
        every_seconds=60,
    ),
    Job(
        "leavers",
        leavers.close_accounts,
        _l("Close the accounts whose last day is over"),
        every_seconds=600,
    ),
    Job(
        "bans",
        bans.tell_ended,
        _l("Ask to look again at who was protected by a ban that ended"),
        every_seconds=300,
    ),
    Job("tidy", tidying.tidy, _l("Forget what has had its time"), daily=time(4, 10)),
)


def named(name):
    """The job of this name, or None."""
    return next((job for job in JOBS if job.name == name), None)
