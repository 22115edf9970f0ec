"""How the words for deadlines and alerts read."""

from flask_babel import lazy_gettext as _l

from followup.vocabulary import Alert, Clock, DeadlineEnd, DeadlineKind, MoveReason, PauseReason

LABELS = {
    DeadlineKind: {
        DeadlineKind.FIRST_ATTEMPT: _l("First attempt"),
        DeadlineKind.CONTACT_MADE: _l("First contact"),
        DeadlineKind.NEXT_ATTEMPT: _l("Next attempt"),
        DeadlineKind.CALL_BACK: _l("Call back"),
        DeadlineKind.NEEDS_ASSESSMENT: _l("Needs assessment"),
        DeadlineKind.CLOSE_PROPOSED: _l("End follow-up"),
        DeadlineKind.CALL_ONCE_MORE: _l("Call once more"),
        DeadlineKind.CHECK_AGAIN: _l("Check again"),
        DeadlineKind.BOOK_INTERPRETER: _l("Book an interpreter"),
        DeadlineKind.SAFE_WAY: _l("Find another safe way"),
        DeadlineKind.BETTER_NUMBER: _l("Ask the police for another number"),
        DeadlineKind.COORDINATOR_DECISION: _l("Decision of the coordinator"),
        DeadlineKind.PAUSE_REVIEW: _l("Look again after the pause"),
        DeadlineKind.REVIEW_1_MONTH: _l("Review after 1 month"),
        DeadlineKind.REVIEW_3_MONTHS: _l("Review after 3 months"),
        DeadlineKind.TRIAGE: _l("Triage"),
        DeadlineKind.POLICE_REVISIT: _l("Police revisit"),
        DeadlineKind.SCHOOL_SIGNAL: _l("School signal"),
    },
    DeadlineEnd: {
        DeadlineEnd.MET: _l("Met"),
        DeadlineEnd.REPLACED: _l("Replaced"),
        DeadlineEnd.UNDONE: _l("Undone"),
        DeadlineEnd.PAUSED: _l("Paused"),
        DeadlineEnd.CLOSED: _l("Follow-up ended"),
    },
    Clock: {
        Clock.INTERVENED_AT: _l("The intervention"),
        Clock.RECEIVED_AT: _l("The reception of the referral"),
    },
    MoveReason: {
        MoveReason.PERSON_ASKED: _l("The person asked"),
        MoveReason.NO_SAFE_WINDOW: _l("No safe window before"),
        MoveReason.WAITING_PARTNER: _l("Waiting for a partner"),
        MoveReason.WORKER_ABSENT: _l("Worker absent"),
        MoveReason.OTHER: _l("Other"),
    },
    PauseReason: {
        PauseReason.HOSPITAL: _l("In hospital"),
        PauseReason.DETENTION: _l("Detained"),
        PauseReason.ABROAD: _l("Abroad"),
        PauseReason.INTERPRETER: _l("Waiting for an interpreter"),
    },
    Alert: {
        Alert.ESCALATED: _l("Deadline passed"),
        Alert.UNASSIGNED: _l("Nobody has this follow-up"),
        Alert.UNROUTABLE: _l("No service receives this person"),
        Alert.TRIAGE_DUE: _l("Triage is late"),
        Alert.DRAFT_UNSENT: _l("Referral not sent"),
        Alert.ASSIGNED: _l("New follow-up for you"),
        Alert.REPEAT: _l("New intervention"),
        Alert.INFORMATION_ADDED: _l("The police added information"),
        Alert.DANGER: _l("In danger now"),
        Alert.STOPPED: _l("Contact stopped"),
        Alert.CLOSE_ASKED: _l("Ending asked for"),
        Alert.MOVE_ASKED: _l("Later deadline asked for"),
        Alert.NOT_REACHED: _l("Not reached after the agreed attempts"),
        Alert.BETTER_NUMBER: _l("Another number asked of the police"),
    },
}
