"""How the grounds of a suggested pair and its verdict read."""

from followup.vocabulary import Ground, Verdict
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Ground: {
        Ground.FAMILY_SAME: _l("Same family name"),
        Ground.FAMILY_SPELLED: _l("Family name spelled otherwise, sounds the same"),
        Ground.FAMILY_ALIKE: _l("Family names nearly the same"),
        Ground.FAMILY_PART: _l("Part of a double family name is the same"),
        Ground.FAMILY_OTHER: _l("Other family name"),
        Ground.FIRST_SAME: _l("Same first name"),
        Ground.FIRST_FORM: _l("Another form of the same first name"),
        Ground.FIRST_SHORT: _l("First name in short"),
        Ground.FIRST_ALIKE: _l("First names nearly the same"),
        Ground.FIRST_PART: _l("One of several first names is the same"),
        Ground.FIRST_INITIAL: _l("Same initial"),
        Ground.FIRST_OTHER: _l("Other first name"),
        Ground.NAMES_SWAPPED: _l("Same names, first name and family name swapped"),
        Ground.BIRTH_SAME: _l("Same date of birth"),
        Ground.BIRTH_TURNED: _l("Date of birth with day and month swapped"),
        Ground.BIRTH_SLIP: _l("Date of birth differs by one slip of a digit"),
        Ground.BIRTH_YEAR: _l("About the same year of birth"),
        Ground.BIRTH_UNKNOWN: _l("Birth cannot be compared"),
        Ground.BIRTH_OTHER: _l("Other date of birth"),
        Ground.PHONE_SAME: _l("Same phone number"),
        Ground.GENDER_OTHER: _l("Other gender"),
    },
    Verdict: {
        Verdict.DIFFERENT: _l("Two different people"),
        Verdict.MERGED: _l("Merged"),
    },
}
