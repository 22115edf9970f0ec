"""How the words for reaching a person read."""

from flask_babel import lazy_gettext as _l

from followup.vocabulary import (
    CallerId,
    CardSource,
    CountsAs,
    Daypart,
    Dropped,
    OtherAnswers,
    Outcome,
    PartOfWindow,
    Permit,
    PhoneOwner,
    Way,
)

LABELS = {
    Permit: {
        Permit.YES: _l("Yes"),
        Permit.NO: _l("No"),
        Permit.NOT_ASKED: _l("Not asked"),
    },
    Way: {
        Way.CALL: _l("Call"),
        Way.VOICEMAIL: _l("Voicemail"),
        Way.SMS: _l("SMS"),
        Way.CHAT: _l("WhatsApp or Signal"),
        Way.EMAIL: _l("E-mail"),
        Way.LETTER: _l("Letter"),
        Way.VISIT: _l("Visit"),
        Way.SAFE_PERSON: _l("Safe person"),
        Way.CAME_TO_US: _l("They came to us"),
        Way.PROFESSIONAL: _l("Professional"),
    },
    CountsAs: {
        CountsAs.CONTACT: _l("Contact"),
        CountsAs.ATTEMPT: _l("Attempt"),
        CountsAs.NOTHING: _l("Neither attempt nor contact"),
    },
    Outcome: {
        Outcome.SPOKE_SUPPORT: _l("Spoke – would like support"),
        Outcome.SPOKE_THINK: _l("Spoke – would like time to think"),
        Outcome.SPOKE_NOT_NOW: _l("Spoke – does not want follow-up for now"),
        Outcome.NOT_GOOD_MOMENT: _l("Not a good moment – call kept short"),
        Outcome.NO_ANSWER: _l("No answer, no message left"),
        Outcome.OTHER_ANSWERED: _l("Someone else answered, nothing said"),
        Outcome.NUMBER_DEAD: _l("Number does not work"),
        Outcome.MESSAGE_LEFT: _l("Neutral message left, as agreed"),
        Outcome.SMS_SENT: _l("Agreed text sent"),
        Outcome.BUSY: _l("Line busy or cut off"),
        Outcome.VISIT_NOBODY: _l("Visit – nobody met"),
        Outcome.SAFE_PERSON: _l("Spoke with the agreed safe person"),
        Outcome.NO_SHARED_LANGUAGE: _l("No shared language"),
        Outcome.CAME_TO_US: _l("Person contacted us"),
        Outcome.DANGER_NOW: _l("In danger now"),
        Outcome.STOP_UNSAFE: _l("Contact not safe – stop"),
        Outcome.PROFESSIONAL: _l("Spoke with a professional"),
        Outcome.MISTAKE: _l("Entered by mistake"),
    },
    Daypart: {
        Daypart.MORNING: _l("Morning"),
        Daypart.MIDDAY: _l("Midday"),
        Daypart.AFTERNOON: _l("Afternoon"),
        Daypart.EVENING: _l("Evening"),
    },
    PartOfWindow: {
        PartOfWindow.FIRST_HALF: _l("First half of the safe window"),
        PartOfWindow.SECOND_HALF: _l("Second half of the safe window"),
    },
    CallerId: {
        CallerId.WITHHELD: _l("Withheld number"),
        CallerId.SHOWN: _l("Our number is shown"),
        CallerId.OTHER_NAME: _l("Shown under another name"),
    },
    OtherAnswers: {
        OtherAnswers.WRONG_NUMBER: _l("Wrong number, sorry"),
        OtherAnswers.HANG_UP: _l("Hang up"),
        OtherAnswers.OTHER_NAME: _l("Say another name"),
    },
    Dropped: {
        Dropped.WE_WAIT: _l("We wait"),
        Dropped.WE_CALL_ONCE: _l("We call once"),
        Dropped.SHE_CALLS: _l("She or he calls"),
    },
    CardSource: {
        CardSource.PERSON: _l("The person"),
        CardSource.SAFE_PERSON: _l("Safe person"),
        CardSource.POLICE: _l("Police"),
        CardSource.PROFESSIONAL: _l("Professional"),
    },
    PhoneOwner: {
        PhoneOwner.OWN: _l("Own phone"),
        PhoneOwner.WORK: _l("Work"),
        PhoneOwner.FRIEND: _l("Friend"),
    },
}
