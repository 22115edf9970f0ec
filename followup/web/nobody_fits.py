"""Why nobody fits a follow-up, in one line: how many colleagues each reason rules out."""

from flask_babel import gettext as _
from flask_babel import ngettext

from followup.vocabulary import Unfit


def nobody_because(counts):
    if not counts:
        return _("Nobody works in this strand.")
    return ", ".join(_counted(Unfit(code), counts[code]) for code in counts)


def _counted(why, count):
    return {
        Unfit.OTHER_SIDE: ngettext(
            "%(num)d works with a linked person", "%(num)d work with a linked person", count
        ),
        Unfit.CONFLICT: ngettext(
            "%(num)d has a declared conflict", "%(num)d have a declared conflict", count
        ),
        Unfit.AWAY: ngettext("%(num)d absent", "%(num)d absent", count),
        Unfit.LEAVES: ngettext("%(num)d leaves soon", "%(num)d leave soon", count),
        Unfit.ZONE: ngettext(
            "%(num)d does not cover the zone", "%(num)d do not cover the zone", count
        ),
        Unfit.FULL: ngettext("%(num)d without room", "%(num)d without room", count),
    }[why]
