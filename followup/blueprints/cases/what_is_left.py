"""What was tried and what is left, in words, for whoever decides."""

from flask_babel import gettext as _

from followup.web.labels import label


def left_lines(ladder):
    """Lines of (what, words); nothing for what was never tried."""
    lines = [
        (_("Tries"), str(ladder.attempts)),
        (_("Days with a try"), str(ladder.days)),
        (_("Parts of the day tried"), _named(ladder.parts_used)),
        (_("Ways tried"), _named(ladder.ways_used)),
        (_("Part of the day left"), _named(ladder.parts_left) or _("None left")),
        (_("Ways left"), _named(ladder.ways_left) or _("None left")),
    ]
    return [{"label": what, "value": words or "–"} for what, words in lines]


def _named(members):
    return ", ".join(str(label(one)) for one in members)
