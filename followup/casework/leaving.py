"""What somebody who leaves holds, on one page, and handing all of it over at once.

Entries keep the name of who made them: an account is closed, never deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from followup import clock
from followup.casework import assignment, claims, team_files
from followup.casework.assignment import Cannot
from followup.casework.audit import Act, Of, record
from followup.casework.team import Worker, today
from followup.casework.team_files import Row
from followup.db import db
from followup.models import Absence, Account, CallClaim, Draft, FollowUp, SignInSession
from followup.models.wall import marked

MOST = assignment.MOST


@dataclass(frozen=True, slots=True)
class Holdings:
    """`rows` are the open follow-ups; `more`: there are more than one page hands over.

    `drafts` counts begun texts by the code of their case, never their content; `stands_in_for` is
    whose back-up the worker is, and until when.
    """

    rows: list[Row]
    more: bool
    drafts: Mapping[str, int]
    stands_in_for: Sequence[tuple[str, date]]
    sessions: int
    calls: int

    @property
    def planned(self) -> int:
        """How many have a next step with its moment."""
        return sum(row.due_at is not None for row in self.rows)


def holdings(worker: Worker, *, by: Account, alive_since: datetime) -> Holdings:
    """Five queries. A session begun before `alive_since` is over."""
    rows = team_files.of_worker(worker.id, by, MOST + 1)
    return Holdings(
        rows=rows[:MOST],
        more=len(rows) > MOST,
        drafts=_drafts(worker.id, {row.code for row in rows}),
        stands_in_for=_stands_in_for(worker.id),
        sessions=_count(
            SignInSession.account_id == worker.id,
            SignInSession.ended_at.is_(None),
            SignInSession.started_at > alive_since,
        ),
        calls=_count(
            marked(CallClaim), CallClaim.account_id == worker.id, CallClaim.until > clock.now()
        ),
    )


def hand_over(
    chosen_for: Mapping[FollowUp, Account], *, leaver: Worker, by: Account
) -> tuple[dict[str, int], list[Cannot]]:
    """Who has which now, and what is left for another choice. Deadlines and steps go along."""
    given, left = assignment.pass_on(chosen_for, held_by=leaver.id, by=by)
    claims.release_all(leaver.id)
    record(Act.ASSIGNED, Of.ACCOUNT, leaver.id, by=by)
    return given, left


def _drafts(account_id: int, codes: set[str]) -> dict[str, int]:
    """A draft is kept under the address of its form, and that names the case."""
    found: dict[str, int] = {}
    for form in db.session.scalars(select(Draft.form).where(Draft.account_id == account_id)):
        code = next((part for part in form.split("/") if part in codes), None)
        if code is not None:
            found[code] = found.get(code, 0) + 1
    return found


def _stands_in_for(account_id: int) -> list[tuple[str, date]]:
    query = (
        select(Account.name, Absence.until_day)
        .join(Account, Account.id == Absence.account_id)
        .where(
            Absence.back_up_id == account_id,
            Absence.until_day >= today(),
            Absence.ended_at.is_(None),
        )
        .order_by(Absence.until_day)
    )
    return [(row.name, row.until_day) for row in db.session.execute(query)]


def _count(*which: object) -> int:
    return db.session.scalar(select(func.count()).where(*which))
