"""The tables, one noun a file."""

from followup.models.account import (
    Absence,
    Account,
    AccountRole,
    Draft,
    SignInSession,
    SignInTry,
    Submission,
    Tie,
)
from followup.models.alert import AlertRow
from followup.models.audit import AuditEntry
from followup.models.deadline import Deadline, DeadlineMove, DeadlinePolicy, Pause
from followup.models.duplicate import FileMerge, LikelyPair, MatchKey
from followup.models.followup import CaseEvent, FollowUp
from followup.models.language import InterpreterBooking, LanguageNeed
from followup.models.number_request import NumberRequest
from followup.models.organisation import (
    ClosingDay,
    Municipality,
    OpeningHours,
    Organisation,
    Routing,
)
from followup.models.outreach import CallClaim, ContactAttempt
from followup.models.person import Person, PersonHolder, SearchToken, SideHolder, Situation
from followup.models.referral import (
    Addition,
    ImportedReference,
    ProtectiveMeasure,
    Referral,
    ReferralImport,
    ReferralPerson,
)
from followup.models.safe_contact import CardReading, ContactToken, SafeContact, Whereabouts
from followup.models.safety import PartnerContact, SafetySignal
from followup.models.scheduler import JobRun, Lease
from followup.models.scripts import ScriptVersion

__all__ = [
    "Absence",
    "Account",
    "AccountRole",
    "Addition",
    "AlertRow",
    "AuditEntry",
    "CallClaim",
    "CardReading",
    "CaseEvent",
    "ClosingDay",
    "ContactAttempt",
    "ContactToken",
    "Deadline",
    "DeadlineMove",
    "DeadlinePolicy",
    "Draft",
    "FileMerge",
    "FollowUp",
    "ImportedReference",
    "InterpreterBooking",
    "JobRun",
    "LanguageNeed",
    "Lease",
    "LikelyPair",
    "MatchKey",
    "Municipality",
    "NumberRequest",
    "OpeningHours",
    "Organisation",
    "PartnerContact",
    "Pause",
    "Person",
    "PersonHolder",
    "ProtectiveMeasure",
    "Referral",
    "ReferralImport",
    "ReferralPerson",
    "Routing",
    "SafeContact",
    "SafetySignal",
    "ScriptVersion",
    "SearchToken",
    "SideHolder",
    "SignInSession",
    "SignInTry",
    "Situation",
    "Submission",
    "Tie",
    "Whereabouts",
]
