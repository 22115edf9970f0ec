"""What police enter after one intervention (domain.md §4.2, §11; ux.md F1)."""

from enum import StrEnum

from followup.vocabulary.followups import Risk


class SourceRecord(StrEnum):
    """The police record behind a referral; an intervention may have none."""

    REPORT = "report"
    FOLLOW_UP_REPORT = "follow_up_report"
    INFORMATION_REPORT = "information_report"
    INTERVENTION_SHEET = "intervention_sheet"
    NONE = "none"

    @property
    def has_report_number(self) -> bool:
        return self in (SourceRecord.REPORT, SourceRecord.FOLLOW_UP_REPORT)


class PlaceKind(StrEnum):
    """Where it happened."""

    HOME = "home"
    STREET = "street"
    SCHOOL = "school"
    WORK = "work"
    ONLINE = "online"
    OTHER = "other"


class Fact(StrEnum):
    """What happened; several may be true."""

    PHYSICAL = "physical"
    THREATS = "threats"
    PSYCHOLOGICAL = "psychological"
    SEXUAL = "sexual"
    CONTROL = "control"
    STALKING = "stalking"
    DIGITAL = "digital"
    ECONOMIC = "economic"
    DAMAGE = "damage"
    HONOUR = "honour"
    FORCED_MARRIAGE = "forced_marriage"
    FGM = "fgm"
    NEGLECT = "neglect"
    CHILD_ABDUCTION = "child_abduction"
    NO_VIOLENCE = "no_violence"
    OTHER = "other"


class Answer(StrEnum):
    """Not known is an answer, never a blank."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class PreviousFacts(StrEnum):
    """Whether the police knew of earlier facts."""

    FIRST = "first"
    EARLIER = "earlier"
    NOT_KNOWN = "not_known"


class Weapon(StrEnum):
    """Weapons seen or near."""

    NONE = "none"
    AVAILABLE = "available"
    THREATENED = "threatened"
    USED = "used"
    SEIZED = "seized"
    NOT_KNOWN = "not_known"


class RiskResult(StrEnum):
    """Result of the police's own risk tool; the tool itself is never re-typed."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    STANDARD = "standard"
    NOT_DONE = "not_done"

    @property
    def risk(self) -> Risk:
        return {
            RiskResult.CRITICAL: Risk.CRITICAL,
            RiskResult.HIGH: Risk.HIGH,
            RiskResult.MEDIUM: Risk.MEDIUM,
            RiskResult.STANDARD: Risk.LOW,
            RiskResult.NOT_DONE: Risk.UNKNOWN,
        }[self]


class Measure(StrEnum):
    """Measures taken. A temporary residence ban lasts at most 14 days (law of 15 May 2012)."""

    RESIDENCE_BAN = "residence_ban"
    CONTACT_BAN = "contact_ban"
    PLACE_BAN = "place_ban"
    ARREST = "arrest"
    RELEASE = "release"
    WEAPON_SEIZED = "weapon_seized"
    MOBILE_ALARM = "mobile_alarm"
    MEDICAL_HELP = "medical_help"
    NONE = "none"

    @property
    def has_end(self) -> bool:
        return self in (Measure.RESIDENCE_BAN, Measure.CONTACT_BAN, Measure.PLACE_BAN)


class PersonRole(StrEnum):
    """How a person is referred in this event; it may change."""

    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    BOTH = "both"
    CHILD = "child"
    WITNESS = "witness"


class ReferralStatus(StrEnum):
    """What the police see of one person they referred, and nothing else."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    FIRST_ATTEMPT = "first_attempt"
    CONTACT_MADE = "contact_made"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    CLOSED = "closed"


class Relation(StrEnum):
    """What the alleged perpetrator is to the victim."""

    SPOUSE = "spouse"
    LEGAL_COHABITANT = "legal_cohabitant"
    PARTNER = "partner"
    EX_SPOUSE = "ex_spouse"
    EX_PARTNER = "ex_partner"
    PARENT = "parent"
    STEP_PARENT = "step_parent"
    CHILD = "child"
    STEP_CHILD = "step_child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    IN_LAW = "in_law"
    OTHER_FAMILY = "other_family"
    HOUSEMATE = "housemate"
    CARER = "carer"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """As the person or the identity document says."""

    WOMAN = "woman"
    MAN = "man"
    X = "x"
    NOT_KNOWN = "not_known"


class Consent(StrEnum):
    """Whether the person agrees to be contacted by the support service."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    COULD_NOT_ASK = "could_not_ask"


class Told(StrEnum):
    """What the person was told on the spot."""

    WILL_CALL = "will_call"
    LEAFLET = "leaflet"
    NUMBER_NOTED = "number_noted"
    NOTHING = "nothing"


class Language(StrEnum):
    """Languages asked for most; any other is typed (ISO 639 codes)."""

    FRENCH = "fr"
    DUTCH = "nl"
    GERMAN = "de"
    ENGLISH = "en"
    DARIJA = "ary"
    ARABIC = "ar"
    TURKISH = "tr"
    POLISH = "pl"
    ROMANIAN = "ro"
    BULGARIAN = "bg"
    SPANISH = "es"
    PORTUGUESE = "pt"
    ITALIAN = "it"
    UKRAINIAN = "uk"
    RUSSIAN = "ru"
    ALBANIAN = "sq"
    TIGRINYA = "ti"
    SOMALI = "so"
    DARI = "prs"
    PASHTO = "ps"
    SIGN = "sgn"
    OTHER = "mul"
