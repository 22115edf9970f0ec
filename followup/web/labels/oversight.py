"""How the entries of the audit trail read."""

from flask_babel import lazy_gettext as _l

from followup.casework.audit import Act, Of

LABELS = {
    Act: {
        Act.OPENED: _l("Opened"),
        Act.LISTED: _l("Listed"),
        Act.PRINTED: _l("Printed"),
        Act.SEARCHED: _l("Searched"),
        Act.SENT_REFERRAL: _l("Sent a referral"),
        Act.ADDED_INFORMATION: _l("Added information"),
        Act.REVISITED: _l("Noted the revisit"),
        Act.ANSWERED_REQUEST: _l("Answered a service"),
        Act.LOGGED_CONTACT: _l("Logged a contact"),
        Act.UNDID_CONTACT: _l("Took back a contact"),
        Act.CORRECTED_CONTACT: _l("Corrected a contact"),
        Act.CHANGED_CARD: _l("Changed the safe contact"),
        Act.SHOWED_NUMBER: _l("Looked at the phone number"),
        Act.SHOWED_WHEREABOUTS: _l("Looked at the whereabouts"),
        Act.PLANNED: _l("Planned a step"),
        Act.ASSIGNED: _l("Assigned"),
        Act.SET_RISK: _l("Set the risk"),
        Act.SENT_SIGNAL: _l("Told the other side"),
        Act.SAW_SIGNAL: _l("Confirmed a safety link"),
        Act.DECIDED: _l("Decided"),
        Act.TOLD_APART: _l("Compared with another file"),
        Act.CLOSED: _l("Ended the follow-up"),
        Act.REOPENED: _l("Opened again"),
        Act.SIGNED_IN: _l("Signed in"),
        Act.SIGNED_OUT: _l("Signed out"),
        Act.SIGN_IN_FAILED: _l("Sign-in failed"),
        Act.CHANGED_ACCOUNT: _l("Changed an account"),
        Act.DECLARED_TIE: _l("Declared a conflict of interest"),
        Act.CHANGED_ORGANISATION: _l("Changed an organisation"),
        Act.CHANGED_POLICY: _l("Changed deadline rules"),
        Act.CHANGED_SCRIPTS: _l("Changed the texts for calls"),
        Act.CHANGED_ROUTING: _l("Changed the routing"),
        Act.IMPORTED: _l("Imported referrals"),
        Act.UNDID_IMPORT: _l("Took back an import"),
        Act.REFUSED: _l("Was refused"),
        Act.READ_AUDIT: _l("Read who has looked"),
    },
    Of: {
        Of.FOLLOW_UP: _l("Follow-up"),
        Of.REFERRAL: _l("Referral"),
        Of.ACCOUNT: _l("Account"),
        Of.ORGANISATION: _l("Organisation"),
        Of.IMPORT: _l("Import"),
        Of.LIST: _l("List"),
    },
}
