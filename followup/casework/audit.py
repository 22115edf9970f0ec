"""Declared events, and the one function that writes them in the transaction of the act."""

from contextvars import ContextVar
from enum import StrEnum

from followup import clock
from followup.db import write_last
from followup.models import Account, AuditEntry

# The request in which an act is done, as it stands in the log; empty for the scheduler.
of_request: ContextVar[str] = ContextVar("of_request", default="")


class Act(StrEnum):
    """What an audit entry may say. Never a name, a number or a sentence."""

    OPENED = "opened"
    LISTED = "listed"
    PRINTED = "printed"
    SEARCHED = "searched"
    SENT_REFERRAL = "sent_referral"
    ADDED_INFORMATION = "added_information"
    REVISITED = "revisited"
    ANSWERED_REQUEST = "answered_request"
    LOGGED_CONTACT = "logged_contact"
    UNDID_CONTACT = "undid_contact"
    CORRECTED_CONTACT = "corrected_contact"
    CHANGED_CARD = "changed_card"
    READ_CARD = "read_card"
    CHANGED_LANGUAGE = "changed_language"
    BOOKED_INTERPRETER = "booked_interpreter"
    SHOWED_NUMBER = "showed_number"
    SHOWED_WHEREABOUTS = "showed_whereabouts"
    PLANNED = "planned"
    ASSIGNED = "assigned"
    SET_RISK = "set_risk"
    SENT_SIGNAL = "sent_signal"
    SAW_SIGNAL = "saw_signal"
    NOTED_EVENT = "noted_event"
    DECIDED = "decided"
    TOLD_APART = "told_apart"
    MERGED = "merged"
    SEPARATED = "separated"
    CLOSED = "closed"
    REOPENED = "reopened"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    CHANGED_ACCOUNT = "changed_account"
    DECLARED_TIE = "declared_tie"
    CHANGED_ORGANISATION = "changed_organisation"
    CHANGED_POLICY = "changed_policy"
    CHANGED_SCRIPTS = "changed_scripts"
    CHANGED_ROUTING = "changed_routing"
    IMPORTED = "imported"
    UNDID_IMPORT = "undid_import"
    REFUSED = "refused"
    READ_AUDIT = "read_audit"


class Of(StrEnum):
    """What kind of thing the entry is about."""

    FOLLOW_UP = "follow_up"
    REFERRAL = "referral"
    ACCOUNT = "account"
    ORGANISATION = "organisation"
    IMPORT = "import"
    LIST = "list"


def record(act: Act, kind: Of, object_id: int | None, *, by: Account | None) -> None:
    """No act without its trace: the entry is in the transaction of a change, and a page that opens
    a file does not leave before its entry is written.
    """
    write_last(
        AuditEntry,
        at=clock.now(),
        account_id=by and by.id,
        organisation_id=by and by.organisation_id,
        action=act,
        object_kind=kind,
        object_id=object_id,
        request=of_request.get(),
    )
