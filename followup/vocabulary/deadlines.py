"""Duties with a due time, and what moves, pauses and announces them."""

from enum import StrEnum


class Clock(StrEnum):
    """Which moment a rule counts from: how late are the police, how late are we."""

    INTERVENED_AT = "intervened_at"
    RECEIVED_AT = "received_at"


class DeadlineKind(StrEnum):
    """One duty. The first two are the clocks of every follow-up."""

    FIRST_ATTEMPT = "first_attempt"
    CONTACT_MADE = "contact_made"
    NEXT_ATTEMPT = "next_attempt"
    CALL_BACK = "call_back"
    NEEDS_ASSESSMENT = "needs_assessment"
    CLOSE_PROPOSED = "close_proposed"
    CALL_ONCE_MORE = "call_once_more"
    CHECK_AGAIN = "check_again"
    BOOK_INTERPRETER = "book_interpreter"
    SAFE_WAY = "safe_way"
    BETTER_NUMBER = "better_number"
    COORDINATOR_DECISION = "coordinator_decision"
    DECIDE_UNREACHED = "decide_unreached"
    PAUSE_REVIEW = "pause_review"
    REVIEW_1_MONTH = "review_1_month"
    REVIEW_3_MONTHS = "review_3_months"
    TRIAGE = "triage"
    POLICE_REVISIT = "police_revisit"
    SCHOOL_SIGNAL = "school_signal"
    AFTER_EVENT = "after_event"

    @property
    def for_coordinator(self) -> bool:
        return self in (
            DeadlineKind.COORDINATOR_DECISION,
            DeadlineKind.DECIDE_UNREACHED,
            DeadlineKind.TRIAGE,
        )

    @property
    def is_step(self) -> bool:
        """The one planned next step; a new outcome replaces it. The clocks run beside it."""
        return self not in (
            DeadlineKind.FIRST_ATTEMPT,
            DeadlineKind.CONTACT_MADE,
            DeadlineKind.DECIDE_UNREACHED,
            DeadlineKind.TRIAGE,
            DeadlineKind.POLICE_REVISIT,
            DeadlineKind.SCHOOL_SIGNAL,
            DeadlineKind.AFTER_EVENT,
            DeadlineKind.REVIEW_1_MONTH,
            DeadlineKind.REVIEW_3_MONTHS,
            DeadlineKind.PAUSE_REVIEW,
        )


class Start(StrEnum):
    """The moment a deadline really counts from, named in its explanation."""

    INTERVENED_AT = "intervened_at"
    RECEIVED_AT = "received_at"
    RELEASED_AT = "released_at"
    CONTACT_AT = "contact_at"
    ATTEMPT_AT = "attempt_at"
    EVENT_AT = "event_at"


class TermUnit(StrEnum):
    """How the length of a term is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    NOON_NEXT_WORKING_DAY = "noon_next_working_day"
    NEXT_SCHOOL_MORNING = "next_school_morning"
    SAME_DAY = "same_day"


class SkipReason(StrEnum):
    """Why a day does not count as a working day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSING_DAY = "closing_day"


class DeadlineEnd(StrEnum):
    """Why a deadline is no longer open."""

    MET = "met"
    REPLACED = "replaced"
    UNDONE = "undone"
    PAUSED = "paused"
    CLOSED = "closed"


class MoveReason(StrEnum):
    """Why a due time moves (ux.md F12)."""

    PERSON_ASKED = "person_asked"
    NO_SAFE_WINDOW = "no_safe_window"
    WAITING_PARTNER = "waiting_partner"
    WORKER_ABSENT = "worker_absent"
    OTHER = "other"


class PauseReason(StrEnum):
    """Why the clocks stop. Always with a review date. Waiting for an interpreter stops none."""

    HOSPITAL = "hospital"
    DETENTION = "detention"
    ABROAD = "abroad"


class Alert(StrEnum):
    """What is brought to somebody's notice inside the product."""

    ESCALATED = "escalated"
    UNASSIGNED = "unassigned"
    NOBODY_FITS = "nobody_fits"
    CONFLICT = "conflict"
    UNROUTABLE = "unroutable"
    TRIAGE_DUE = "triage_due"
    DRAFT_UNSENT = "draft_unsent"
    REVISIT_DUE = "revisit_due"
    ASSIGNED = "assigned"
    REPEAT = "repeat"
    INFORMATION_ADDED = "information_added"
    DANGER = "danger"
    STOPPED = "stopped"
    CLOSE_ASKED = "close_asked"
    MOVE_ASKED = "move_asked"
    ROLE_ASKED = "role_asked"
    SAFETY_LINK = "safety_link"
    PARTNER_CONTACT = "partner_contact"
    SAFETY_LINK_UNSEEN = "safety_link_unseen"
    NOT_REACHED = "not_reached"
    BETTER_NUMBER = "better_number"
    ANSWER_LATE = "answer_late"
    POLICE_ANSWERED = "police_answered"
    REVISIT_ASKED = "revisit_asked"
    REVISIT_DONE = "revisit_done"
    EVENT = "event"
    AGAINST_CARD = "against_card"
    MERGED = "merged"
    SEPARATED = "separated"
