"""What stands on top of every page of a file: who, how to reach safely, sections, actions."""

from flask import current_app, url_for

from followup.casework.followups import gate_is_shut
from followup.rules.access import Permission, may
from followup.rules.contact_points import where
from followup.rules.typed import phone_shown
from followup.vocabulary import State, Strand
from followup.web import card_words, identity
from followup.web.access import actor
from followup.web.calls import call_of
from followup.web.case_links import call_anyway_url, read_rules_url
from followup.web.language_words import language_line
from followup.web.texts import gettext as _

HIDDEN = "••••"


def frame(head, current, *, links=None):
    """The variables of cases/file.html."""
    is_open = head.follow_up.closed_at is None
    call = call_of(head.follow_up, head.card.phone) if is_open else None
    return {
        "head": head,
        "meta": identity.meta(head),
        "standing": identity.standing(head),
        "bar": {**bar(head), "call_url": ""} if call and call.by_other else bar(head),
        "call": call,
        "masked": masked(head),
        "spoken": language_line(head),
        "sections": sections(head.follow_up.code, current, links),
        "menu": menu(head),
        "may_log": _may(head, Permission.LOG_CONTACT) and head.follow_up.closed_at is None,
        "may_edit": _may(head, Permission.EDIT_SAFE_CONTACT) and head.follow_up.closed_at is None,
    }


def masked(head):
    """Who does not call the person, or not yet, reads the number only on demand.

    Who may call reads the rules first, once a day; outside the safe window it takes a reason.
    """
    return not (_may_call(head) and head.rules_read and card_words.may_call_now(head.card))


def _may_call(head):
    follow_up = head.follow_up
    allowed = _may(head, Permission.LOG_CONTACT) and not gate_is_shut(follow_up)
    return allowed and follow_up.closed_at is None


def _asked_first(head):
    """Where who may call gets the number: by reading the rules, or outside them by a reason."""
    card, code = head.card, head.follow_up.code
    if not _may_call(head) or card.phone is None:
        return {"read_url": "", "anyway_url": ""}
    inside = card_words.may_call_now(card)
    return {
        "read_url": read_rules_url(code) if inside else "",
        "anyway_url": "" if inside else call_anyway_url(code),
    }


def bar(head):
    card, hidden = head.card, masked(head)
    state, text = _window(head)
    phone = card.phone
    return {
        "phone": phone and (HIDDEN if hidden else phone_shown(phone.number)),
        "call_url": "" if hidden or not phone else f"tel:{phone.number}",
        "masked": hidden,
        **_asked_first(head),
        "windows": card_words.conditions(card),
        "void": card_words.void(card),
        "points": list(filter(None, (_point(one, card, hidden) for one in card.points))),
        "open_state": state,
        "open_text": text,
        "agreed": card_words.agreed(head.card_source, head.agreed_at),
        "never": card_words.never_use(card),
        "if_other": card_words.if_other(card),
        "if_other_more": card_words.more_if_other(card),
        "safe_people": [_contact(one, hidden) for one in card.safe_people],
        "unsafe_people": [_contact(one, hidden) for one in card.unsafe_people],
        "none_known": card.no_safe_way,
    }


def _point(one, card, hidden):
    """The number to call stands above; of what may not be seen yet, only its conditions."""
    if hidden or one is card.phone:
        return card_words.about(one, shared=where(one) in card.shared)
    return card_words.point(one, card)


def _window(head):
    """A shut gate stands before every window."""
    if gate_is_shut(head.follow_up):
        return "shut", identity.gate_words(head.follow_up)
    return card_words.window_now(head.card)


def _contact(contact, hidden):
    return (contact.link or _("Name kept")) if hidden else card_words.person(contact)


SECTIONS = (
    ("timeline", lambda: _("Timeline")),
    ("deadlines", lambda: _("Deadlines")),
    ("people", lambda: _("People & links")),
    ("situation", lambda: _("Situation")),
    ("link", lambda: _("Safety link")),
    ("referral", lambda: _("Referral")),
    ("card_versions", lambda: _("Safe contact")),
    ("who_looked", lambda: _("Who has looked")),
)


def sections(code, current, links):
    return [
        {
            "label": word(),
            "url": url_for(f"cases.{name}", code=code),
            "current": name == current,
            "count": links if name == "people" else None,
        }
        for name, word in SECTIONS
    ]


def menu(head):
    """What the reader may do now with this file, as (text, icon, address)."""
    follow_up, code = head.follow_up, head.follow_up.code
    is_open, stopped = follow_up.closed_at is None, follow_up.state is State.STOPPED
    edit, plan, call = Permission.EDIT_SAFE_CONTACT, Permission.PLAN, Permission.LOG_CONTACT
    close, decide, merge = Permission.CLOSE, Permission.DECIDE, Permission.MERGE
    folded = follow_up.merged_into_id is not None
    victim, adult = follow_up.strand is Strand.VICTIM, follow_up.strand is not Strand.CHILD
    offered = (
        (decide, is_open, _("Decide"), "check2-circle", "cases.decide"),
        (decide, is_open and gate_is_shut(follow_up), _("Release"), "unlock", "cases.release"),
        (edit, is_open and victim, _("Informed, no objection"), "unlock", "cases.no_objection"),
        (call, is_open, _("Something happened"), "exclamation-triangle", "cases.event"),
        (edit, is_open, _("Change safe contact"), "shield-lock", "cases.safe_contact"),
        (Permission.READ_WHEREABOUTS, True, _("Whereabouts"), "geo-alt", "cases.whereabouts"),
        (plan, is_open, _("Language and interpreter"), "translate", "cases.language"),
        (plan, is_open, _("Set the risk"), "shield", "cases.risk"),
        (plan, is_open and not head.pause and not stopped, _("Pause"), "hourglass", "cases.pause"),
        (plan, is_open and head.pause, _("Resume"), "hourglass-split", "cases.resume"),
        (decide, is_open and adult, _("Look at the role anew…"), "people", "cases.role"),
        (close, is_open, _("End follow-up"), "check-circle", "cases.close"),
        (close, not is_open and not folded, _("Open again"), "arrow-repeat", "cases.reopen"),
        (merge, not folded, _("Possible duplicates"), "people", "cases.duplicates"),
        (merge, folded, _("Separate again"), "people", "cases.separate"),
    )
    return [
        (text, icon, url_for(endpoint, code=code))
        for permission, now, text, icon, endpoint in offered
        if now and _may(head, permission)
    ]


def log_url(code):
    """Where a contact is logged."""
    if "cases.log_contact" not in current_app.view_functions:
        return ""
    return url_for("cases.log_contact", code=code)


def _may(head, permission):
    return may(actor(), permission, head.follow_up)
