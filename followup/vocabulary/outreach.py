"""Reaching a person: ways, outcomes, and the card that says what is safe."""

from enum import StrEnum


class Permit(StrEnum):
    """May we use this way? Not asked counts as no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Way(StrEnum):
    """How a person is reached or reaches us."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    SMS = "sms"
    CHAT = "chat"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    SAFE_PERSON = "safe_person"
    CAME_TO_US = "came_to_us"
    PROFESSIONAL = "professional"

    @property
    def needs_permit(self) -> bool:
        """Ways that go towards the person stand on the card; the last two do not."""
        return self not in (Way.CAME_TO_US, Way.PROFESSIONAL)


class CountsAs(StrEnum):
    """An attempt stops the first clock, only contact stops the second."""

    CONTACT = "contact"
    ATTEMPT = "attempt"
    NOTHING = "nothing"


class Outcome(StrEnum):
    """How a try ended (ux.md §3)."""

    SPOKE_SUPPORT = "spoke_support"
    SPOKE_THINK = "spoke_think"
    SPOKE_NOT_NOW = "spoke_not_now"
    NOT_GOOD_MOMENT = "not_good_moment"
    NO_ANSWER = "no_answer"
    OTHER_ANSWERED = "other_answered"
    NUMBER_DEAD = "number_dead"
    MESSAGE_LEFT = "message_left"
    SMS_SENT = "sms_sent"
    BUSY = "busy"
    VISIT_NOBODY = "visit_nobody"
    SAFE_PERSON = "safe_person"
    NO_SHARED_LANGUAGE = "no_shared_language"
    CAME_TO_US = "came_to_us"
    DANGER_NOW = "danger_now"
    DURESS_WORD = "duress_word"
    STOP_UNSAFE = "stop_unsafe"
    PROFESSIONAL = "professional"
    MISTAKE = "mistake"

    @property
    def spoken(self) -> bool:
        """The person was on the line: ask whether the card still holds and about danger."""
        return self in _SPOKEN


_SPOKEN = frozenset(
    {
        Outcome.SPOKE_SUPPORT,
        Outcome.SPOKE_THINK,
        Outcome.SPOKE_NOT_NOW,
        Outcome.CAME_TO_US,
        Outcome.DANGER_NOW,
    }
)


class Daypart(StrEnum):
    """Parts of the day in Brussels time: 08-12, 12-14, 14-17, 17-21 (ux.md F2)."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class PartOfWindow(StrEnum):
    """The halves of one safe window, tried in turn."""

    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"


class WayRefused(StrEnum):
    """Why the card does not let a way be used at a moment."""

    LOCKED = "locked"
    FORBIDDEN_WAY = "forbidden_way"
    NOT_ASKED = "not_asked"
    NO_SAFE_POINT = "no_safe_point"
    SHARED = "shared"
    CARD_VOID = "card_void"
    BLACKOUT = "blackout"
    OUTSIDE_WINDOW = "outside_window"
    STRANGER_TODAY = "stranger_today"
    SILENCE_AGREED = "silence_agreed"


class Asks(StrEnum):
    """What the form asks beside the outcome itself."""

    CARD_STILL_RIGHT = "card_still_right"
    DANGER = "danger"
    CONSENT = "consent"
    BETTER_WINDOW = "better_window"
    NUMBERS_GIVEN = "numbers_given"
    CALL_ONCE_MORE = "call_once_more"
    WHICH_OUTCOME = "which_outcome"
    MOMENT = "moment"


class StepWhy(StrEnum):
    """Why this moment is proposed for the next try, or why none is."""

    CHOSEN = "chosen"
    INTERPRETER = "interpreter"
    RETRY = "retry"
    OTHER_DAYPART = "other_daypart"
    OTHER_HALF = "other_half"
    FIRST_POSSIBLE = "first_possible"
    CONTACT_LOCKED = "contact_locked"
    ATTEMPTS_USED = "attempts_used"
    NO_SAFE_WINDOW = "no_safe_window"
    OUTSIDE_SERVICE_HOURS = "outside_service_hours"
    WORKER_ABSENT = "worker_absent"
    DAY_FULL = "day_full"


class WhyAsked(StrEnum):
    """Why the police are asked for another safe way to reach a person."""

    NUMBER_DEAD = "number_dead"
    OTHER_ANSWERED = "other_answered"
    NOT_REACHED = "not_reached"


class PoliceAnswer(StrEnum):
    """What the police answer to it."""

    ANOTHER_NUMBER = "another_number"
    NONE_KNOWN = "none_known"


class CallerId(StrEnum):
    """How our number may appear on her phone."""

    WITHHELD = "withheld"
    SHOWN = "shown"
    OTHER_NAME = "other_name"


class OtherAnswers(StrEnum):
    """What to say when somebody else answers."""

    WRONG_NUMBER = "wrong_number"
    HANG_UP = "hang_up"
    OTHER_NAME = "other_name"


class Dropped(StrEnum):
    """What happens when the call drops, agreed beforehand."""

    WE_WAIT = "we_wait"
    WE_CALL_ONCE = "we_call_once"
    SHE_CALLS = "she_calls"


class CardSource(StrEnum):
    """With whom the card was agreed."""

    PERSON = "person"
    SAFE_PERSON = "safe_person"
    POLICE = "police"
    PROFESSIONAL = "professional"


class PhoneOwner(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    WORK = "work"
    FRIEND = "friend"


class Safety(StrEnum):
    """Whether a phone or an address is safe. Unknown counts as unsafe but for a neutral call."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    UNKNOWN = "unknown"


class TriggerEvent(StrEnum):
    """What changes the danger: look at the card and the risk again (practice.md R-16)."""

    NEW_INTERVENTION = "new_intervention"
    RELEASED = "released"
    BAN_ENDED = "ban_ended"
    BAN_BREACHED = "ban_breached"
    TOGETHER_AGAIN = "together_again"
    SERVED = "served"
    COURT_DATE = "court_date"
    LEFT_PROGRAMME = "left_programme"
    CHILD_HANDOVER = "child_handover"
    PHONE_CHECKED = "phone_checked"
    SEPARATION = "separation"
    MOVED = "moved"
    PREGNANCY = "pregnancy"
    INCOME_LOST = "income_lost"
    SUICIDE_TALK = "suicide_talk"
    WEAPON = "weapon"

    @property
    def voids_card(self) -> bool:
        """What was agreed may not be safe any more. The others only ask for a look at the risk."""
        return self not in _RISK_ONLY

    @property
    def of_other_person(self) -> bool:
        """It tells of the alleged perpetrator: noted on the protected side only."""
        return self in _OF_OTHER


_OF_OTHER = frozenset(
    {
        TriggerEvent.RELEASED,
        TriggerEvent.BAN_ENDED,
        TriggerEvent.BAN_BREACHED,
        TriggerEvent.SERVED,
        TriggerEvent.LEFT_PROGRAMME,
    }
)
_RISK_ONLY = frozenset(
    {
        TriggerEvent.SEPARATION,
        TriggerEvent.MOVED,
        TriggerEvent.PREGNANCY,
        TriggerEvent.INCOME_LOST,
        TriggerEvent.SUICIDE_TALK,
        TriggerEvent.WEAPON,
    }
)
