"""The safe-contact card in words: a number never without its conditions."""

from followup.rules.safe_window import may_use, open_until
from followup.vocabulary import CallerId, Language, OtherAnswers, Strand, Way, WayRefused
from followup.web.card_words import about, void, windows
from followup.web.case_links import call_anyway_url, read_rules_url
from followup.web.dates import phone
from followup.web.labels import inside, label
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l

REASONS = {
    WayRefused.LOCKED: _l("No safe way is known, or contact was stopped."),
    WayRefused.FORBIDDEN_WAY: _l("The safe contact forbids this way."),
    WayRefused.NOT_ASKED: _l("It was not asked whether this way is safe, so it counts as no."),
    WayRefused.NO_SAFE_POINT: _l("No number or address is known to be safe for this."),
    WayRefused.SHARED: _l("Somebody else may read it there."),
    WayRefused.CARD_VOID: _l("What was agreed has to be confirmed by the person first."),
    WayRefused.BLACKOUT: _l("The safe contact says: never on this day."),
    WayRefused.OUTSIDE_WINDOW: _l("Outside the safe window."),
    WayRefused.STRANGER_TODAY: _l("Someone else answered on this number today: not again today."),
    WayRefused.SILENCE_AGREED: _l("The person asked not to be contacted before the agreed day."),
}
OUR_NUMBER = {
    CallerId.WITHHELD: _l("withheld number"),
    CallerId.SHOWN: _l("our number is shown"),
    CallerId.OTHER_NAME: _l("shown under another name"),
}


def safe_box(before, now, back):
    """What stands above the form. Behind a shut gate there is no number.

    Until the rules were read today there is a button instead of the number; it leads `back`.
    Outside the safe window the number is shown for a reason only.
    """
    card, code = before.card, before.follow_up.code
    number = None if _gated(before) else card.phone
    allowed = number is not None and may_use(card.for_rules(), Way.CALL) is None
    inside = is_open(card, now)
    shown = allowed and inside and before.rules_read
    return {
        "none_known": not allowed,
        "phone": phone(number.number) if shown else "",
        "call_url": f"tel:{number.number}" if shown else "",
        "read_url": read_rules_url(code) if allowed and inside and not shown else "",
        "anyway_url": call_anyway_url(code) if allowed and not inside else "",
        "back": back,
        "void": void(card),
        "about": about(number) if allowed else "",
        "others": others(card, shown=shown) if allowed else [],
        "conditions": conditions(card),
        "forbidden": " ".join(filter(None, (never(card), if_other_answers(card)))),
        "ask": " ".join(
            filter(None, (_ask_first(), code_word(card), duress_word(card), speaks(before)))
        ),
    }


def others(card, *, shown):
    """The other numbers that may be called, each with what holds for it."""
    return [
        " · ".join(filter(None, (phone(one.number) if shown else _("Another number"), about(one))))
        for one in card.may_be_called
        if one is not card.phone
    ]


def conditions(card):
    return f"{OUR_NUMBER[card.caller_id]} · {windows(card)}"


def never(card):
    ways = ", ".join(inside(way) for way in card.forbidden() if way is not Way.CALL)
    return _("Never use: %(list)s.", list=ways) if ways else ""


def if_other_answers(card):
    if card.other_answers is OtherAnswers.HANG_UP:
        return _("If someone else answers: hang up.")
    if card.other_answers is OtherAnswers.OTHER_NAME and card.other_name:
        return _("If someone else answers: say “%(words)s”.", words=card.other_name)
    return _("If someone else answers: “%(words)s”.", words=label(OtherAnswers.WRONG_NUMBER))


def code_word(card):
    return _("“%(word)s” means: I cannot talk now.", word=card.code_word) if card.code_word else ""


def duress_word(card):
    word = card.duress_word
    return _("“%(word)s” means: I am in danger.", word=word) if word else ""


def speaks(before):
    named = language_name(before.language)
    if before.interpreter:
        return _("Speaks %(language)s, with an interpreter.", language=named)
    return _("Speaks %(language)s.", language=named)


def language_name(code):
    """One of our own list, or the language as it was typed."""
    return label(Language(code)) if code in list(Language) else code


def ways_off(card):
    """The ways that may not be chosen, each with its reason."""
    limits = card.for_rules()
    refused = {way: may_use(limits, way) for way in Way}
    return {way.value: REASONS[why] for way, why in refused.items() if why is not None}


def is_open(card, now):
    return open_until(card.for_rules(), now) is not None


def _gated(before):
    return before.strand is Strand.PERPETRATOR and before.follow_up.released_at is None


def _ask_first():
    return _("Ask first: “%(question)s”", question=_("Is this a good moment to talk?"))
