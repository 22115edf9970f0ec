"""How the words for follow-ups read."""

from followup.vocabulary import (
    CloseReason,
    News,
    ReassignReason,
    Risk,
    RoleChange,
    Side,
    State,
    Strand,
)
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Side: {
        Side.PROTECTED: _l("Victims and children"),
        Side.PERPETRATOR: _l("Alleged perpetrators"),
    },
    Strand: {
        Strand.VICTIM: _l("Victim"),
        Strand.PERPETRATOR: _l("Alleged perpetrator"),
        Strand.CHILD: _l("Child"),
    },
    Risk: {
        Risk.LOW: _l("Standard"),
        Risk.MEDIUM: _l("Medium"),
        Risk.HIGH: _l("High risk"),
        Risk.CRITICAL: _l("Critical risk"),
        Risk.UNKNOWN: _l("Risk not known"),
    },
    State: {
        State.OPEN: _l("Open"),
        State.NOT_REACHED: _l("Not reached yet"),
        State.STOPPED: _l("Contact stopped"),
        State.INCOMPLETE: _l("Referral incomplete"),
        State.CLOSED: _l("Follow-up ended"),
    },
    News: {
        News.REFERRAL: _l("new intervention"),
        News.INFORMATION: _l("the police added information"),
        News.ANSWER: _l("the police answered"),
        News.SIGNAL: _l("a safety message"),
        News.RISK: _l("the risk was raised"),
        News.CARD: _l("the safe contact changed"),
    },
    CloseReason: {
        CloseReason.SUPPORTED_ELSEWHERE: _l("Person is supported elsewhere"),
        CloseReason.NEEDS_MET: _l("Needs met"),
        CloseReason.NOT_WANTED: _l("Person does not want follow-up for now"),
        CloseReason.NOT_REACHED: _l("Not reached after the agreed attempts"),
        CloseReason.NOT_SAFE: _l("Contact not safe"),
        CloseReason.MOVED: _l("Moved"),
        CloseReason.ROLE_REVERSED: _l("The role turned out otherwise"),
        CloseReason.MISTAKE: _l("Entered by mistake"),
        CloseReason.DIED: _l("Died"),
        CloseReason.DUPLICATE: _l("Merged with another case"),
    },
    ReassignReason: {
        ReassignReason.BALANCE: _l("Balance the work"),
        ReassignReason.ABSENCE: _l("Absence"),
        ReassignReason.LANGUAGE: _l("Language"),
        ReassignReason.CONFLICT: _l("Conflict of interest"),
        ReassignReason.PERSON_ASKED: _l("Request of the person"),
        ReassignReason.LEAVES: _l("Leaves the service"),
    },
    RoleChange: {
        RoleChange.KEEP: _l("Leave it as it is"),
        RoleChange.BOTH: _l("Open a file of the other role as well"),
        RoleChange.REVERSED: _l("Open a file of the other role and end this one"),
    },
}
