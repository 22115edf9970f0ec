"""What is said on the phone: which text, and what is filled into it."""

from enum import StrEnum


class Script(StrEnum):
    """One situation in a call, in the order in which the texts are listed."""

    FIRST_CALL = "first_call"
    CHILD_FIRST_CALL = "child_first_call"
    PERPETRATOR_FIRST_CALL = "perpetrator_first_call"
    IDENTITY = "identity"
    NOT_ALONE = "not_alone"
    OTHER_ANSWERS = "other_answers"
    CHILD_ANSWERS = "child_answers"
    HOW_NUMBER = "how_number"
    ABOUT_VICTIM = "about_victim"
    INTERPRETER = "interpreter"
    INTERRUPTED = "interrupted"
    VOICEMAIL = "voicemail"
    DURESS_WORD = "duress_word"


class Slot(StrEnum):
    """What a text may name. The first six tell nobody why we call; the last three do."""

    WORKER = "worker"
    ORGANISATION = "organisation"
    PERSON = "person"
    ADULT = "adult"
    AGREED = "agreed"
    MOMENT = "moment"
    SERVICE = "service"
    DATE = "date"
    CODE_WORD = "code_word"
