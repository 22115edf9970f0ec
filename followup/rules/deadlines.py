"""When each duty is due, why, and when the coordinator is told. Times in, times out.

Rule codes read `strand.band.kind`, as in `victim.high.contact_made`, where the band is the one
that timed it (unknown risk: high; a residence ban: at least high; a repeat: one level up) or
`removed` for the first attempt towards a person under a residence ban. Duties that no strand owns
read `any.any.kind`; duties after an outcome read `any.any.kind` or, where the term hangs on the
risk, `any.high.kind` and `any.other.kind`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from followup.rules.policy import DEFAULT_POLICY, Policy, Rule, as_band, is_high, raised
from followup.rules.terms import Term, reckon
from followup.rules.working_time import Calendar, SkippedDay, at, local, utc
from followup.vocabulary import Clock, DeadlineKind, Risk, Start, Strand, TermUnit


@dataclass(frozen=True)
class Due:
    """One duty: from when, until when, by which rule, and when the coordinator is told.

    `latest_at` is the last moment somebody may choose instead; None where nothing limits it.
    """

    kind: DeadlineKind
    start: Start
    starts_at: datetime
    due_at: datetime
    rule: str
    term: Term
    skipped: tuple[SkippedDay, ...] = ()
    escalates_at: datetime | None = None
    repeat_minutes: int | None = None
    latest_at: datetime | None = None


def timing_band(strand: Strand, risk: Risk, *, residence_ban: bool, repeat: bool) -> Risk:
    """Return the band that times a follow-up.

    A residence ban times the protected side at least as high; a repeat then raises one level.
    """
    band = as_band(risk)
    if residence_ban and strand is not Strand.PERPETRATOR and not is_high(band):
        band = Risk.HIGH
    return raised(band) if repeat else band


def opening_deadlines(
    *,
    strand: Strand,
    risk: Risk,
    received_at: datetime,
    calendar: Calendar,
    intervened_at: datetime | None = None,
    released_at: datetime | None = None,
    residence_ban: bool = False,
    repeat: bool = False,
    policy: Policy = DEFAULT_POLICY,
) -> list[Due]:
    """Return the two clocks of a follow-up, first attempt then contact made.

    For a perpetrator they count from the release by the victim-first gate: none runs before.
    """
    start, starts_at = _start(policy.clock, received_at, intervened_at)
    if strand is Strand.PERPETRATOR:
        if released_at is None:
            return []
        if utc(released_at) >= starts_at:
            start, starts_at = Start.RELEASED_AT, utc(released_at)
    band = timing_band(strand, risk, residence_ban=residence_ban, repeat=repeat)
    rule = policy.rule_for(strand, band)
    clock = {"strand": strand, "band": band, "rule": rule, "start": start}
    clock |= {"starts_at": starts_at, "calendar": calendar}
    return [_first_attempt(**clock, residence_ban=residence_ban), _contact_made(**clock)]


def unreached_decision(
    *,
    strand: Strand,
    risk: Risk,
    received_at: datetime,
    calendar: Calendar,
    intervened_at: datetime | None = None,
    residence_ban: bool = False,
    policy: Policy = DEFAULT_POLICY,
) -> Due | None:
    """Return when the coordinator decides about a victim of high risk whom nobody has reached.

    It comes whatever was tried or decided before (practice.md R-20); None for everybody else.
    """
    band = timing_band(strand, risk, residence_ban=residence_ban, repeat=False)
    if strand is not Strand.VICTIM or not is_high(band):
        return None
    start, starts_at = _start(policy.clock, received_at, intervened_at)
    term = policy.terms.unreached_decision
    due = plain(DeadlineKind.DECIDE_UNREACHED, term, starts_at, calendar, start)
    return replace(due, escalates_at=due.due_at)


def referral_deadlines(
    *,
    received_at: datetime,
    calendar: Calendar,
    intervened_at: datetime | None = None,
    school_signal_lawful: bool = False,
    policy: Policy = DEFAULT_POLICY,
) -> list[Due]:
    """Return what a referral itself asks: triage, the police revisit, a school signal if lawful."""
    terms = policy.terms
    start, starts_at = _start(Clock.INTERVENED_AT, received_at, intervened_at)
    revisit = plain(DeadlineKind.POLICE_REVISIT, terms.police_revisit, starts_at, calendar, start)
    latest = reckon(terms.police_revisit_latest, starts_at, calendar).due_at
    dues = [
        plain(DeadlineKind.TRIAGE, terms.triage, received_at, calendar, Start.RECEIVED_AT),
        replace(revisit, latest_at=latest),
    ]
    if school_signal_lawful:
        kind = DeadlineKind.SCHOOL_SIGNAL
        dues.append(plain(kind, terms.school_signal, starts_at, calendar, start))
    return [replace(due, escalates_at=due.due_at) for due in dues]


def after_contact(
    contact_at: datetime, calendar: Calendar, policy: Policy = DEFAULT_POLICY
) -> list[Due]:
    """Return the reviews that the first contact opens, one and three months later."""
    pairs = (
        (DeadlineKind.REVIEW_1_MONTH, policy.terms.review_first),
        (DeadlineKind.REVIEW_3_MONTHS, policy.terms.review_second),
    )
    reviews = [plain(kind, term, contact_at, calendar, Start.CONTACT_AT) for kind, term in pairs]
    after = policy.terms.review_escalation
    return [
        replace(due, escalates_at=reckon(after, due.due_at, calendar).due_at) for due in reviews
    ]


def plain(
    kind: DeadlineKind, term: Term, starts_at: datetime, calendar: Calendar, start: Start
) -> Due:
    """Return one duty that every strand and risk shares, without escalation."""
    due_at, skipped = reckon(term, starts_at, calendar)
    return Due(kind, start, utc(starts_at), due_at, f"any.any.{kind}", term, skipped)


def unassigned_alarm_at(
    *,
    strand: Strand,
    risk: Risk,
    received_at: datetime,
    calendar: Calendar,
    residence_ban: bool = False,
    repeat: bool = False,
    policy: Policy = DEFAULT_POLICY,
) -> datetime:
    """Return when a follow-up without a worker becomes an alarm, counted from receipt."""
    band = timing_band(strand, risk, residence_ban=residence_ban, repeat=repeat)
    term = policy.rule_for(strand, band).unassigned_after
    return reckon(term, received_at, calendar).due_at


def after_pause(
    due_at: datetime,
    *,
    unit: TermUnit,
    paused_at: datetime,
    resumed_at: datetime,
    calendar: Calendar,
) -> datetime:
    """Return where a due time moves when its clock runs again.

    Hours and calendar days move by the time that passed. Working days move by the working days
    that were left, at the same clock time. What was overdue when paused stays overdue.
    """
    due_at, paused_at, resumed_at = utc(due_at), utc(paused_at), utc(resumed_at)
    if resumed_at < paused_at:
        raise ValueError("a pause ends after it begins")
    if due_at <= paused_at:
        return due_at
    if unit not in (TermUnit.WORKING_DAYS, TermUnit.NOON_NEXT_WORKING_DAY, TermUnit.SAME_DAY):
        return due_at + (resumed_at - paused_at)
    due, resumed = local(due_at), local(resumed_at)
    left = calendar.working_days_between(local(paused_at).date(), due.date())
    day = resumed.date()
    if left:
        day, _ = calendar.working_days_after(day, left)
    while not calendar.is_working_day(day) or at(day, due.time()) <= resumed_at:
        day, _ = calendar.working_days_after(day, 1)
    return at(day, due.time())


def move_cap(
    *,
    risk: Risk,
    now: datetime,
    contact_due: datetime | None,
    escalates_at: datetime | None = None,
    latest_at: datetime | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> datetime | None:
    """Return the last moment a worker may move a step to without the coordinator; None: no limit.

    While the contact clock runs that is its due time. Once it is past: four hours for high risk,
    else until the coordinator is told. After contact: the step's own latest moment, and when the
    coordinator is told of it.
    """
    if contact_due is None:
        return min((utc(moment) for moment in (latest_at, escalates_at) if moment), default=None)
    if utc(contact_due) > utc(now):
        return utc(contact_due)
    if is_high(risk):
        return utc(now) + timedelta(hours=policy.terms.snooze_overdue_high.n)
    return max(utc(moment) for moment in (contact_due, escalates_at) if moment)


def _start(
    clock: Clock, received_at: datetime, intervened_at: datetime | None
) -> tuple[Start, datetime]:
    if clock is Clock.INTERVENED_AT and intervened_at is not None:
        return Start.INTERVENED_AT, utc(intervened_at)
    return Start.RECEIVED_AT, utc(received_at)


def _first_attempt(
    *,
    strand: Strand,
    band: Risk,
    rule: Rule,
    start: Start,
    starts_at: datetime,
    calendar: Calendar,
    residence_ban: bool,
) -> Due:
    term, timed_by = rule.first_attempt, str(band)
    if residence_ban and rule.first_attempt_if_removed:
        term, timed_by = rule.first_attempt_if_removed, "removed"
    due_at, skipped = reckon(term, starts_at, calendar)
    return Due(
        kind=DeadlineKind.FIRST_ATTEMPT,
        start=start,
        starts_at=starts_at,
        due_at=due_at,
        rule=f"{strand}.{timed_by}.{DeadlineKind.FIRST_ATTEMPT}",
        term=term,
        skipped=skipped,
        escalates_at=starts_at if rule.at_once else None,
        repeat_minutes=rule.repeat_minutes if rule.at_once else None,
    )


def _contact_made(
    *, strand: Strand, band: Risk, rule: Rule, start: Start, starts_at: datetime, calendar: Calendar
) -> Due:
    due_at, skipped = reckon(rule.contact_made, starts_at, calendar)
    return Due(
        kind=DeadlineKind.CONTACT_MADE,
        start=start,
        starts_at=starts_at,
        due_at=due_at,
        rule=f"{strand}.{band}.{DeadlineKind.CONTACT_MADE}",
        term=rule.contact_made,
        skipped=skipped,
        escalates_at=reckon(rule.escalate_after, due_at, calendar).due_at,
        repeat_minutes=rule.repeat_minutes,
    )
