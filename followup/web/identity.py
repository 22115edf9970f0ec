"""Who a file is about, in the short words of its top bar."""

from datetime import date

from followup.casework import radar
from followup.casework.followups import gate_is_shut
from followup.rules.matching import age_on
from followup.vocabulary import Gender, Language, State
from followup.web import dates
from followup.web.forms import today
from followup.web.labels import label
from followup.web.texts import gettext as _


def meta(head):
    """What is known, as pairs of a word and a value; what is not known has no line."""
    follow_up = head.follow_up
    lines = [
        (_("Case"), follow_up.code),
        (_("Born"), born(head.born, head.born_about)),
        ("", "" if head.gender is Gender.NOT_KNOWN else str(label(head.gender))),
        (_("Speaks"), language_name(head.language)),
        (_("Interpreter"), _("Yes") if head.interpreter else ""),
        (_("Worker"), head.worker or _("Nobody")),
        (_("Police zone"), head.zone),
        (_("Opened"), dates.moment(follow_up.opened_at)),
        (_("Watched until"), watched_until(follow_up)),
    ]
    return [(word, value) for word, value in lines if value]


def watched_until(follow_up):
    """Nobody was reached: until this day a new referral opens it again."""
    until = radar.until_of(follow_up)
    return dates.day(until) if until else ""


def born(day, about):
    """The birth date with the age, or about which year."""
    if day:
        on = date.fromisoformat(day)
        return _(
            "%(day)s (%(age)s)",
            day=f"{on.day}/{on.month}/{on.year}",
            age=age_on(on, today()),
        )
    return _("about %(year)s", year=about) if about else ""


def language_name(code):
    """A language of the list by its name, any other as it was typed."""
    return str(label(Language(code))) if code in list(Language) else code


def gate_words(follow_up):
    """Why the gate of an alleged perpetrator's file is shut."""
    if follow_up.held_until is not None:
        return _("Contact held until %(moment)s", moment=dates.moment(follow_up.held_until))
    return _("Opens when the victim's side has been informed")


def standing(head):
    """Where the follow-up stands: (kind of tag, icon, word)."""
    follow_up = head.follow_up
    if follow_up.state is not State.OPEN:
        return "nt", _STATE_ICONS[follow_up.state], str(label(follow_up.state))
    if head.pause:
        return "nt", "hourglass", _("Paused")
    if gate_is_shut(follow_up):
        return "nt", "lock", _("First attempt not open yet")
    if follow_up.contact_made_at is None:
        return "td", "hourglass-split", _("First contact not yet made")
    return "ok", "check2-circle", _("Contact made")


_STATE_ICONS = {
    State.NOT_REACHED: "telephone-x",
    State.STOPPED: "x-octagon",
    State.INCOMPLETE: "hourglass-split",
    State.CLOSED: "check2-circle",
}
