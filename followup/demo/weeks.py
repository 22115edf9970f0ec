"""Live through some weeks of work: referrals come in, workers call, coordinators decide.

Everything goes through the verbs of casework with the clock stopped at the moment of the act, so
that fictitious data obey the rules of the product. The present moment ends the story.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from followup import clock
from followup.casework import deadlines, endings, followups, gate, outreach, planning, safe_contact
from followup.casework.entry import Entry
from followup.casework.errors import Refused
from followup.casework.holding import may_hold
from followup.casework.referrals import files_of_referral, send
from followup.casework.safety_link import release
from followup.db import db
from followup.demo import present
from followup.demo.families import NOTES, OUTCOMES, REPEATS, Families
from followup.demo.house import ZONE, House
from followup.models import Account, FollowUp, Person
from followup.rules import next_step
from followup.rules.contact_points import Contact, Phone
from followup.rules.next_step import Step
from followup.rules.referral_entry import ReferralEntry
from followup.rules.ties import same_surname
from followup.rules.working_time import OFFICE, at, local
from followup.vocabulary import (
    CardSource,
    CloseReason,
    DeadlineEnd,
    DeadlineKind,
    Outcome,
    Permit,
    Role,
    State,
    Strand,
    Way,
)

# How often the police come in each hour of the day: evenings and nights most.
HOURS = [5, 5, 4, 3, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7, 6]
ABSENT, BACK_UP = "Griet Maes", "Youssef El Amrani"
LATE, FORGOTTEN, UNASSIGNED = 0.05, 0.01, 0.5


@dataclass
class Weeks:
    """The story of one house from `start` until `now`, drawn from one seed."""

    house: House
    random: Random
    start: datetime
    now: datetime
    families: Families = None
    _acts: list = field(default_factory=list)
    _order: itertools.count = field(default_factory=itertools.count)
    _sent: list[ReferralEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.families = Families(self.random)

    def live(self, referrals: int) -> None:
        """Send so many referrals, spread over the weeks, and do what follows from them."""
        for _ in range(referrals):
            moment = self._moment_of_intervention()
            self._at(moment, self._send)
        while self._acts and self._acts[0][0] <= self.now:
            moment, _, act, arguments = heapq.heappop(self._acts)
            with clock.stopped_at(moment):
                act(*arguments)
                db.session.flush()
        with clock.stopped_at(self.now):
            present.send_away(self.house.accounts[ABSENT], self.house.accounts[BACK_UP], self.now)
            present.tell_what_is_new(self.now)
        db.session.commit()

    def _at(self, moment: datetime, act: Callable, *arguments: object) -> None:
        heapq.heappush(self._acts, (moment, next(self._order), act, arguments))

    def _moment_of_intervention(self) -> datetime:
        """Nights and week-ends bring most; some come in the last two days."""
        draw = self.random
        span = (self.now - self.start).total_seconds()
        moment = self.start + timedelta(seconds=draw.random() * span)
        if local(moment).weekday() < 4 and draw.random() < 0.25:
            moment += timedelta(days=5 - local(moment).weekday())
        day = local(moment).date()
        hour = draw.choices(range(24), HOURS)[0]
        moment = at(day, local(moment).time().replace(hour=hour))
        return min(moment, self.now - timedelta(minutes=20))

    def _send(self) -> None:
        draw, moment = self.random, clock.now()
        if self._sent and draw.random() < REPEATS * len(self._sent) / (len(self._sent) + 30):
            entry = self.families.again(draw.choice(self._sent), moment)
        else:
            entry = self.families.referral(moment)
        self._sent.append(entry)
        officer = draw.choice(self.house.of_role(Role.POLICE, ZONE))
        referral = send(entry, by=officer, received_at=moment)
        for follow_up in files_of_referral(referral):
            if follow_up.worker_id is None:
                assigned_at = self._office(moment + timedelta(minutes=draw.randint(10, 200)))
                self._at(assigned_at, self._assign, follow_up.id)
            else:
                self._plan_try(follow_up)

    def _office(self, moment: datetime) -> datetime:
        """The moment itself in office hours, else soon after the next opening."""
        opening = OFFICE.next_opening(moment)
        if opening <= moment:
            return moment
        return opening + timedelta(minutes=self.random.randint(5, 90))

    def _assign(self, follow_up_id: int) -> None:
        follow_up = db.session.get(FollowUp, follow_up_id)
        if follow_up.closed_at is not None or follow_up.worker_id is not None:
            return
        recent = self.now - clock.now() < timedelta(hours=30)
        if recent and self.random.random() < UNASSIGNED:
            return
        worker = self._worker_for(follow_up)
        followups.assign(follow_up, worker, reason=None, by=self._coordinator(follow_up))
        if followups.gate_is_shut(follow_up):
            self._at(self._office(clock.now() + timedelta(days=3)), self._release, follow_up.id)
        if follow_up.strand is Strand.CHILD:
            self._agree_on_parent(follow_up, worker)
        if follow_up.state is State.INCOMPLETE:
            self._ask_for_number(follow_up)
        self._plan_try(follow_up)

    def _worker_for(self, follow_up: FollowUp) -> Account:
        """The first in the list carries most: the load is uneven, as it is in life."""
        workers = self.house.of_role(followups.access.WORKER_OF[follow_up.strand])
        weights = [5, 3, 3, 1][: len(workers)]
        person = db.session.get_one(Person, follow_up.person_id)
        for worker in self.random.choices(workers, weights, k=12):
            alike = same_surname(worker.name, person.family_name)
            if may_hold(follow_up, worker) and not alike:
                return worker
        return workers[-1]

    def _coordinator(self, follow_up: FollowUp) -> Account:
        coordinators = self.house.of_role(Role.COORDINATOR)
        return next(one for one in coordinators if one.organisation_id == follow_up.organisation_id)

    def _agree_on_parent(self, follow_up: FollowUp, worker: Account) -> None:
        card = safe_contact.current_card(follow_up)
        permits = {**card.permits, Way.SAFE_PERSON: Permit.YES}
        safe_contact.change(
            follow_up,
            replace(card, permits=permits, safe_people=(Contact("Parent", "mère"),)),
            based_on=follow_up.card_version,
            source=CardSource.PROFESSIONAL,
            agreed_at=clock.now(),
            by=worker,
        )

    def _release(self, follow_up_id: int) -> None:
        follow_up = db.session.get(FollowUp, follow_up_id)
        if followups.gate_is_shut(follow_up) and follow_up.closed_at is None:
            words = "Le côté de la victime a été informé par téléphone."
            release(follow_up, by=self._coordinator(follow_up), words=words)
            self._plan_try(follow_up)

    def _plan_try(self, follow_up: FollowUp) -> None:
        """When the worker will take the phone: mostly in time, sometimes late, sometimes never."""
        draw = self.random
        if followups.gate_is_shut(follow_up) or follow_up.due_at is None:
            return
        if draw.random() < FORGOTTEN:
            return
        step = next_step.propose(clock.now(), planning.limits_of(follow_up))
        if follow_up.step_from is not None:
            moment = (
                follow_up.step_from + (follow_up.step_until - follow_up.step_from) * draw.random()
            )
        elif isinstance(step, Step) and follow_up.attempts == 0:
            moment = max(step.starts_at - timedelta(hours=20), clock.now())
            moment = self._office(moment + timedelta(minutes=draw.randint(10, 180)))
        else:
            moment = self._office(follow_up.due_at - timedelta(minutes=draw.randint(30, 300)))
        if draw.random() < LATE:
            moment += timedelta(hours=draw.randint(8, 60))
        self._at(max(moment, clock.now() + timedelta(minutes=5)), self._try, follow_up.id)

    def _try(self, follow_up_id: int) -> None:
        follow_up = db.session.get(FollowUp, follow_up_id)
        absent = follow_up.worker_id in self._absent_ids() and self.now - clock.now() < timedelta(
            days=3
        )
        if follow_up.closed_at or follow_up.state is not State.OPEN or absent:
            return
        worker = db.session.get(Account, follow_up.worker_id)
        if self._is_work(follow_up):
            self._do_work(follow_up, worker)
            return
        outcome = self._pick(OUTCOMES)
        way = Way.SAFE_PERSON if follow_up.strand is Strand.CHILD else Way.CALL
        if way is Way.SAFE_PERSON and outcome not in (Outcome.SPOKE_SUPPORT, Outcome.NO_ANSWER):
            outcome = Outcome.SAFE_PERSON
        entry = Entry(
            way=way,
            outcome=outcome,
            note=NOTES.get(outcome, ""),
            minutes=self.random.choice([2, 5, 15, 30]) if outcome.spoken else 2,
            card_confirmed=True if outcome.spoken else None,
            call_once_more=self.random.random() < 0.4,
            against_card_reason="Convenu avec la personne relais.",
        )
        try:
            outreach.log_contact(follow_up, entry, by=worker)
        except Refused:
            return
        self._after(follow_up, outcome, worker)

    def _after(self, follow_up: FollowUp, outcome: Outcome, worker: Account) -> None:
        if outcome.spoken and follow_up.strand is Strand.VICTIM:
            gate.release_by_victim_side(follow_up, by=worker)
            for other in self._other_side(follow_up):
                self._plan_try(other)
        if outcome is Outcome.SPOKE_NOT_NOW and self.random.random() < 0.8:
            self._at(self._office(clock.now() + timedelta(days=1)), self._let_go, follow_up.id)
        if follow_up.state is State.OPEN:
            self._plan_try(follow_up)
        elif follow_up.state is State.INCOMPLETE:
            self._ask_for_number(follow_up)
        elif follow_up.state is State.NOT_REACHED and self.random.random() < 0.85:
            self._at(self._office(clock.now() + timedelta(days=2)), self._close, follow_up.id)

    def _ask_for_number(self, follow_up: FollowUp) -> None:
        """The police mostly find another number within a few days."""
        if self.random.random() < 0.8:
            found = self._office(clock.now() + timedelta(hours=self.random.randint(20, 90)))
            self._at(found, self._new_number, follow_up.id)

    def _new_number(self, follow_up_id: int) -> None:
        follow_up = db.session.get(FollowUp, follow_up_id)
        if follow_up.closed_at is None and follow_up.worker_id is not None:
            worker = db.session.get(Account, follow_up.worker_id)
            phone = Phone(self.families.new_number())
            safe_contact.add_phone(follow_up, phone, source=CardSource.POLICE, by=worker)
            self._plan_try(follow_up)

    def _other_side(self, follow_up: FollowUp) -> list[FollowUp]:
        return list(
            db.session.scalars(
                db.select(FollowUp).where(
                    FollowUp.situation_id == follow_up.situation_id,
                    FollowUp.strand == Strand.PERPETRATOR,
                    FollowUp.worker_id.is_not(None),
                )
            )
        )

    def _is_work(self, follow_up: FollowUp) -> bool:
        return follow_up.due_kind in (
            DeadlineKind.NEEDS_ASSESSMENT,
            DeadlineKind.CLOSE_PROPOSED,
            DeadlineKind.SAFE_WAY,
            DeadlineKind.BOOK_INTERPRETER,
        )

    def _do_work(self, follow_up: FollowUp, worker: Account) -> None:
        """A step that is no call: done, or the follow-up is closed as proposed."""
        if follow_up.due_kind is DeadlineKind.CLOSE_PROPOSED:
            endings.close(follow_up, reason=CloseReason.NOT_WANTED, by=worker)
            return
        deadlines.end(follow_up, [follow_up.due_kind], DeadlineEnd.MET, by=worker)
        deadlines.refresh(follow_up)
        if follow_up.contact_made_at and self.random.random() < 0.35:
            at_end = self._office(clock.now() + timedelta(days=self.random.randint(6, 18)))
            self._at(at_end, self._close, follow_up.id)
        self._plan_try(follow_up)

    def _close(self, follow_up_id: int) -> None:
        follow_up = db.session.get(FollowUp, follow_up_id)
        if follow_up.closed_at is None:
            reached = follow_up.contact_made_at is not None
            reason = CloseReason.SUPPORTED_ELSEWHERE if reached else CloseReason.NOT_REACHED
            endings.close(follow_up, reason=reason, by=self._coordinator(follow_up))

    def _let_go(self, follow_up_id: int) -> None:
        """The coordinator ends what the person does not want for now."""
        follow_up = db.session.get(FollowUp, follow_up_id)
        asked = {row.kind for row in deadlines.open_deadlines(follow_up)}
        if DeadlineKind.COORDINATOR_DECISION in asked and follow_up.closed_at is None:
            coordinator = self._coordinator(follow_up)
            endings.close(follow_up, reason=CloseReason.NOT_WANTED, by=coordinator)

    def _absent_ids(self) -> set[int]:
        return {self.house.accounts[ABSENT].id}

    def _pick(self, shares: dict) -> object:
        return self.random.choices(list(shares), list(shares.values()))[0]
