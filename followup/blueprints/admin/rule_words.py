"""How the terms and numbers of a deadline policy read."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from followup.rules.terms import Term
from followup.vocabulary import Clock, TermUnit
from followup.web.labels import inside

RULE_FIELDS = {
    "first_attempt": _l("First attempt within"),
    "first_attempt_if_removed": _l("First attempt within, under a residence ban"),
    "contact_made": _l("Contact made within"),
    "attempts_max": _l("Attempts at most"),
    "attempts_per_day": _l("Attempts a day at most"),
    "gap_hours": _l("Hours between two attempts, at least"),
    "gap_max_hours": _l("Hours between two attempts, at most"),
    "dayparts_needed": _l("Parts of the day to try"),
    "escalate_after": _l("Coordinator told after contact is due"),
    "unassigned_after": _l("Coordinator told when nobody has it for"),
    "repeat_minutes": _l("Told again every so many minutes"),
    "at_once": _l("Coordinator told at once"),
    "weekend_duty": _l("Attempts also during the week-end duty"),
    "then_letter": _l("Then a letter, where the card allows it"),
}
TERM_FIELDS = {
    "triage": _l("Triage of a referral"),
    "police_revisit": _l("Police revisit"),
    "police_revisit_latest": _l("Police revisit, at the latest"),
    "school_signal": _l("School signal"),
    "review_first": _l("First review after contact"),
    "review_second": _l("Second review after contact"),
    "review_escalation": _l("Coordinator told of a late review after"),
    "better_number": _l("Answer of the police on another number"),
    "safe_way": _l("Find another safe way"),
    "book_interpreter": _l("Book an interpreter"),
    "needs_assessment_high": _l("Needs assessment, high risk"),
    "needs_assessment": _l("Needs assessment"),
    "call_back": _l("Call back when asked"),
    "call_back_latest": _l("Call back, at the latest"),
    "call_once_more": _l("Call once more"),
    "call_once_more_latest": _l("Call once more, at the latest"),
    "check_again": _l("Check again"),
    "close_decision": _l("Decision to end a follow-up"),
    "stop_decision_high": _l("Decision after a stop, high risk"),
    "stop_decision": _l("Decision after a stop"),
    "look_again": _l("Look again"),
    "unreached_decision": _l("Decision of the coordinator if not reached, high risk"),
    "retry_busy": _l("Try again after a busy line"),
    "wait_after_message_high": _l("Wait after a message, high risk"),
    "wait_after_message": _l("Wait after a message"),
    "wait_for_interpreter": _l("Wait for an interpreter"),
    "snooze_overdue_high": _l("Longest delay of an overdue step, high risk"),
}
OWN_FIELDS = {
    "clock": _l("The clocks count from"),
    "thinks_before_coordinator": _l('Times "thinks about it" before the coordinator is told'),
    "others_answered_before_lock": _l("Times somebody else answers before calls are stopped"),
}
UNITS = {
    TermUnit.MINUTES: _l("minutes"),
    TermUnit.HOURS: _l("hours"),
    TermUnit.WORKING_DAYS: _l("working days"),
    TermUnit.CALENDAR_DAYS: _l("calendar days"),
    TermUnit.MONTHS: _l("months"),
    TermUnit.NOON_NEXT_WORKING_DAY: _l("12:00 of the next working day"),
    TermUnit.NEXT_SCHOOL_MORNING: _l("08:00 of the next school day"),
    TermUnit.SAME_DAY: _l("the same day"),
}


def changes(before, after, key):
    """What a new policy says differently, for summary_list; `key` None: the shared terms."""
    if key is None:
        pairs = (
            (OWN_FIELDS, before, after),
            (TERM_FIELDS, before.terms, after.terms),
        )
    else:
        pairs = ((RULE_FIELDS, before.rules[key], after.rules[key]),)
    return [
        {
            "label": text,
            "value": _(
                "%(now)s, was %(before)s",
                now=_value_text(getattr(new, name)),
                before=_value_text(getattr(old, name)),
            ),
        }
        for words, old, new in pairs
        for name, text in words.items()
        if getattr(old, name) != getattr(new, name)
    ]


def _value_text(value):
    if isinstance(value, Term):
        return term_text(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Clock):
        return inside(value)
    return "–" if value is None else str(value)


def term_text(term):
    """A length of time in few words."""
    if term is None:
        return ""
    if term.unit is TermUnit.HOURS and term.n == 0:
        return _("at once")
    counted = {
        TermUnit.MINUTES: lambda n: ngettext("%(num)d minute", "%(num)d minutes", n),
        TermUnit.HOURS: lambda n: ngettext("%(num)d hour", "%(num)d hours", n),
        TermUnit.WORKING_DAYS: lambda n: ngettext("%(num)d working day", "%(num)d working days", n),
        TermUnit.CALENDAR_DAYS: lambda n: ngettext(
            "%(num)d calendar day", "%(num)d calendar days", n
        ),
        TermUnit.MONTHS: lambda n: ngettext("%(num)d month", "%(num)d months", n),
    }
    return counted[term.unit](term.n) if term.unit in counted else str(UNITS[term.unit])


def gap_text(rule):
    """How long between two attempts, in hours."""
    if rule.gap_max_hours:
        return _("%(least)s to %(most)s hours", least=rule.gap_hours, most=rule.gap_max_hours)
    return ngettext("%(num)d hour", "%(num)d hours", rule.gap_hours)


def escalation_text(rule):
    """When the coordinator is told."""
    if rule.repeat_minutes:
        return _("at once, again every %(n)s minutes until seen", n=rule.repeat_minutes)
    if rule.escalate_after.n == 0:
        return _("when contact is due")
    return _("%(term)s after contact is due", term=term_text(rule.escalate_after))
