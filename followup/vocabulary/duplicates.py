"""Why two files may be of one person, and what was decided about it."""

from enum import StrEnum


class Ground(StrEnum):
    """One thing that speaks for or against two files being of one person."""

    FAMILY_SAME = "family_same"
    FAMILY_SPELLED = "family_spelled"
    FAMILY_ALIKE = "family_alike"
    FAMILY_PART = "family_part"
    FAMILY_OTHER = "family_other"
    FIRST_SAME = "first_same"
    FIRST_FORM = "first_form"
    FIRST_SHORT = "first_short"
    FIRST_ALIKE = "first_alike"
    FIRST_PART = "first_part"
    FIRST_INITIAL = "first_initial"
    FIRST_OTHER = "first_other"
    NAMES_SWAPPED = "names_swapped"
    BIRTH_SAME = "birth_same"
    BIRTH_TURNED = "birth_turned"
    BIRTH_SLIP = "birth_slip"
    BIRTH_YEAR = "birth_year"
    BIRTH_UNKNOWN = "birth_unknown"
    BIRTH_OTHER = "birth_other"
    PHONE_SAME = "phone_same"
    GENDER_OTHER = "gender_other"


class Verdict(StrEnum):
    """What the coordinator said about a suggested pair."""

    DIFFERENT = "different"
    MERGED = "merged"
