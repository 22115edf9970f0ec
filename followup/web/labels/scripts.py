"""How the texts of a call and their slots are named."""

from followup.vocabulary import Script, Slot
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Script: {
        Script.FIRST_CALL: _l("First call"),
        Script.CHILD_FIRST_CALL: _l("First call about a child"),
        Script.PERPETRATOR_FIRST_CALL: _l("First call to the alleged perpetrator"),
        Script.IDENTITY: _l("“Who are you?”"),
        Script.NOT_ALONE: _l("Not alone: only yes or no"),
        Script.OTHER_ANSWERS: _l("Someone else answers"),
        Script.CHILD_ANSWERS: _l("A child answers"),
        Script.HOW_NUMBER: _l("“How did you get my number?”"),
        Script.ABOUT_VICTIM: _l("Asks about the victim"),
        Script.INTERPRETER: _l("An interpreter is on the line"),
        Script.INTERRUPTED: _l("The call was cut off"),
        Script.VOICEMAIL: _l("Voicemail"),
        Script.DURESS_WORD: _l("The agreed word for danger is heard"),
    },
    Slot: {
        Slot.WORKER: _l("your first name, or the name agreed for this number"),
        Slot.ORGANISATION: _l("the neutral name of your organisation"),
        Slot.PERSON: _l("the person"),
        Slot.ADULT: _l("the adult on a child's card"),
        Slot.AGREED: _l("what was agreed for when someone else answers"),
        Slot.MOMENT: _l("the next safe moment"),
        Slot.SERVICE: _l("the name of your organisation"),
        Slot.DATE: _l("the day of the intervention"),
        Slot.CODE_WORD: _l("the question about the code word"),
    },
}
