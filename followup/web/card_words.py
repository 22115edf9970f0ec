"""A safe-contact card in words: windows, forbidden ways, people, and each field for the history."""

from datetime import date, datetime

from babel.dates import get_day_names
from flask_babel import get_locale

from followup import clock
from followup.rules import safe_window
from followup.rules.contact_points import Phone, where
from followup.rules.typed import phone_shown
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import CallerId, CardSource, OtherAnswers, Permit, PhoneOwner, Safety, Way
from followup.web import dates
from followup.web.labels import inside, label
from followup.web.texts import gettext as _

EVERY_DAY = 7
# What tells where and through whom the person is reached.
PRIVATE = ("phones", "safe_people", "unsafe_people", "mails", "places")


def window_now(card):
    """Whether the person may be called now, and until or from when: (state, text)."""
    rules, now = card.for_rules(), clock.now()
    if card.locked:
        return "shut", _("Contact is stopped or locked")
    if card.no_safe_way or card.phone is None:
        return "shut", ""
    if card.permit(Way.CALL) is Permit.NO:
        return "shut", _("Not by phone")
    until = safe_window.open_until(rules, now)
    if until is None:
        opens = safe_window.next_opening(rules, now)
        said = _("Safe window opens %(time)s", time=dates.moment_in_sentence(opens))
        return "shut", said if opens else _("No safe window in the next 60 days")
    if not card.hours:
        return "open", _("Safe to call at any time")
    return "open", _("Safe window open now, until %(time)s", time=_end(until))


def may_call_now(card):
    return card.phone is not None and not safe_window.may_use(
        card.for_rules(), Way.CALL, clock.now()
    )


def conditions(card):
    """Under which conditions the number may be called, in one line."""
    return ", ".join([windows(card), _caller(card)])


def windows(card):
    """Mon–Fri 10:00–12:00, 17:00–19:00; Sat 09:00–10:00. No window is any time."""
    return spans_of(card.hours) if card.hours else _("Any time")


def spans_of(moments):
    spans = {}
    for hours in moments:
        spans.setdefault(weekdays(hours.days), []).append(f"{hours.opens}–{_closing(hours.closes)}")
    return dates.spaced("; ".join(f"{days} {', '.join(hours)}" for days, hours in spans.items()))


def weekdays(days):
    """Days in a row are written as a range."""
    if not days or len(days) == EVERY_DAY:
        return _("Every day")
    names = weekday_names()
    runs = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs
    )


def weekday_names(width="abbreviated"):
    return get_day_names(width, locale=get_locale())


def never_use(card):
    """The ways that may not be used, in one line."""
    return ", ".join(inside(way) for way in card.forbidden())


def if_other(card):
    if card.other_answers is OtherAnswers.OTHER_NAME and card.other_name:
        return _("Say: %(name)s", name=card.other_name)
    return _("“%(words)s”", words=label(card.other_answers))


def more_if_other(card):
    said = [_("Do not name the service.")]
    if card.code_word:
        said.append(_("Word that means “cannot talk”: %(word)s.", word=card.code_word))
    said.append(_("If the call drops: %(what)s.", what=inside(card.dropped)))
    return " ".join(said)


def person(contact):
    shown = f"{contact.name} ({contact.link})" if contact.link else contact.name
    return f"{shown}, {phone_shown(contact.phone)}" if contact.phone else shown


def void(card):
    """Why what was agreed may not be used now; empty while it holds."""
    if card.holds:
        return ""
    if card.broken_by is None:
        return _(
            "Agreed over 14 days ago: only a neutral call, or the safe person, until confirmed."
        )
    return _(
        "%(event)s: only a neutral call, or the agreed safe person, until the safe contact is"
        " confirmed.",
        event=label(card.broken_by),
    )


def point(one, card):
    """A number or address with everything that is known of it, for the history."""
    shown = phone_shown(where(one)) if isinstance(one, Phone) else where(one)
    more = about(one, shared=where(one) in card.shared)
    return _("%(where)s (%(more)s)", where=shown, more=more) if more else shown


def about(one, *, shared=False):
    """The conditions of one number or address, in one line."""
    return " · ".join(filter(None, _about(one, shared=shared)))


def _about(one, *, shared):
    if one.owner is not PhoneOwner.OWN:
        yield str(label(one.owner))
    if one.others:
        yield _("also reached by %(others)s", others=one.others)
    if one.locked:
        yield _("not to be used")
    elif one.safety is Safety.UNSAFE:
        yield _("not safe since %(date)s", date=_day_kept(one.unsafe_since))
    elif one.safety is Safety.UNKNOWN:
        yield _("not known to be safe")
    if shared:
        yield _("somebody else may read it there: no letter, voicemail or mail")
    if isinstance(one, Phone):
        yield from _about_phone(one)


def _about_phone(one):
    if one.others_answered:
        yield _("someone else answered: %(count)s", count=one.others_answered)
    if one.never:
        ways = ", ".join(str(label(way)) for way in one.never)
        yield _("never for: %(ways)s", ways=ways)
    if one.hours:
        yield spans_of(one.hours)


def _day_kept(kept):
    return dates.day(date.fromisoformat(kept)) if kept else "–"


def agreed(source, at):
    """With whom and when. What the police told is not confirmed by us yet."""
    if source is CardSource.POLICE:
        return _("Agreed on %(date)s, not yet confirmed by us", date=dates.day(at))
    return _("Agreed with: %(source)s, %(date)s", source=inside(source), date=dates.day(at))


def field_names():
    """The fields of a card in the words of its form."""
    return {
        "phones": _("Phone"),
        "permits": _("What may we use?"),
        "caller_id": _("Our number"),
        "caller_name": _("Name shown"),
        "windows": _("Safe moments"),
        "never_dates": _("Never on these dates"),
        "never_weekdays": _("Never on these weekdays"),
        "other_answers": _("If someone else answers"),
        "other_name": _("Name to say"),
        "code_word": _("Word that means “cannot talk”"),
        "duress_word": _("Word that means “I am in danger”"),
        "dropped": _("If the call drops"),
        "safe_people": _("Safe to talk to"),
        "unsafe_people": _("Not safe to talk to"),
        "mails": _("E-mail"),
        "places": _("Address for letters"),
        "no_safe_way": _("No safe way known"),
        "locked": _("Contact is stopped or locked"),
    }


def field_text(card, name, *, masked=False):
    """How one field of the card reads; `masked` keeps numbers and addresses back."""
    value = getattr(card, name)
    if masked and name in PRIVATE:
        return _("Kept") if value else _("Not provided")
    words = {
        "phones": lambda: "; ".join(point(one, card) for one in value),
        "mails": lambda: "; ".join(point(one, card) for one in value),
        "places": lambda: "; ".join(point(one, card) for one in value),
        "permits": lambda: never_use(card) and _("Never use: %(list)s", list=never_use(card)),
        "windows": lambda: windows(card),
        "never_dates": lambda: ", ".join(dates.day(date.fromisoformat(day)) for day in value),
        "never_weekdays": lambda: weekdays(value) if value else "",
        "safe_people": lambda: ", ".join(map(person, value)),
        "unsafe_people": lambda: ", ".join(map(person, value)),
        "no_safe_way": lambda: _("Yes") if value else _("No"),
        "locked": lambda: _("Yes") if value else _("No"),
        "caller_id": lambda: str(label(value)),
        "other_answers": lambda: str(label(value)),
        "dropped": lambda: str(label(value)),
    }
    return words.get(name, lambda: value)() or _("Not provided")


def _caller(card):
    if card.caller_id is CallerId.OTHER_NAME and card.caller_name:
        return _("shown as %(name)s", name=card.caller_name)
    return inside(card.caller_id)


def _closing(closes):
    return "24:00" if closes == "00:00" else closes


def _end(at: datetime):
    local = at.astimezone(BRUSSELS)
    return "24:00" if (local.hour, local.minute) == (0, 0) else dates.hour(at)
