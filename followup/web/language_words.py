"""The language a person speaks, the interpreter wished and the booking that runs, in words."""

from flask import url_for
from flask_babel import ngettext

from followup import clock
from followup.rules.language import Wishes
from followup.vocabulary import Booking, InterpreterGender
from followup.web import dates
from followup.web.labels import label
from followup.web.texts import gettext as _

ASKED = (InterpreterGender.WOMAN, InterpreterGender.MAN)


def language_line(file):
    """The line near the number; nothing while no interpreter is needed and nothing is wished."""
    code, wishes = file.follow_up.code, file.wishes
    booking = booking_words(file.follow_up)
    if not file.interpreter and booking is None and wishes == Wishes():
        return None
    needed = _("Interpreter needed") if file.interpreter else ""
    return {
        "said": " · ".join(filter(None, (needed, *wishes_words(wishes)))),
        "booking": booking or (file.interpreter and _("None booked yet")) or "",
        "url": url_for("cases.interpreter", code=code),
    }


def wishes_words(wishes):
    """What is wished, one part each. Of the names that are barred only how many."""
    said = [wishes.dialect]
    if wishes.gender in ASKED:
        said.append(_("wishes: %(who)s", who=_inside(label(wishes.gender))))
    if wishes.not_from:
        said.append(_("nobody from %(place)s", place=wishes.not_from))
    elif wishes.other_region:
        said.append(_("nobody from the same region"))
    if wishes.barred:
        count = len(wishes.barred)
        said.append(
            ngettext(
                "%(num)d person must never translate", "%(num)d people must never translate", count
            )
        )
    return [part for part in said if part]


def _inside(words):
    """As inside a sentence; an article stands first, so this holds in German, too."""
    words = str(words)
    return words[0].lower() + words[1:]


def booking_words(row):
    """Where the booking of this follow-up or line stands; None without one."""
    state, at = row.booking, row.booking_at
    if state is None:
        return None
    if state is Booking.WANTED:
        return str(label(state))
    if at < clock.now():
        return _("Was the interpreter there? %(moment)s", moment=dates.moment(at))
    return _("%(what)s: %(moment)s", what=label(state), moment=dates.moment(at))
