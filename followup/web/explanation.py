"""How a deadline explains itself, in whole sentences of the reader's language."""

from datetime import date

from flask_babel import ngettext

from followup.rules.working_time import holiday_name
from followup.vocabulary import SkipReason, Start, StepWhy, TermUnit
from followup.web import dates
from followup.web.labels import inside
from followup.web.texts import gettext as _


def sentences(row, language):
    """The sentences in reading order, for a kept deadline or one that was only reckoned."""
    kept = row.explained
    if row.step_from is not None:
        return [_planned(row, kept)]
    said = [_counted_from(Start(kept["start"]), row.starts_at)]
    said.append(_term(TermUnit(kept["unit"]), kept["n"]))
    said += _skipped(kept["skipped"], language)
    said.append(_("Due %(moment)s.", moment=dates.moment(row.due_at)))
    if row.escalates_at is not None:
        said.append(_told(row))
    return [sentence for sentence in said if sentence]


def _planned(row, kept):
    why = kept.get("why")
    return _(
        "Planned for %(span)s: %(why)s.",
        span=dates.span(row.step_from, row.step_until),
        why=inside(StepWhy(why)) if why else _("agreed moment"),
    )


def _counted_from(start, moment):
    said = dates.moment(moment)
    if start is Start.INTERVENED_AT:
        return _("Counted from the intervention, %(moment)s.", moment=said)
    if start is Start.RELEASED_AT:
        return _("Counted from the release by the victim-first gate, %(moment)s.", moment=said)
    if start is Start.CONTACT_AT:
        return _("Counted from the contact, %(moment)s.", moment=said)
    if start is Start.ATTEMPT_AT:
        return _("Counted from the last entry, %(moment)s.", moment=said)
    if start is Start.EVENT_AT:
        return _("Counted from the event, %(moment)s.", moment=said)
    return _("Counted from the reception of the referral, %(moment)s.", moment=said)


def _term(unit, n):
    if unit is TermUnit.NOON_NEXT_WORKING_DAY:
        return _(
            "The rule: by 12:00 of the next working day, or within 24 hours if that is earlier and"
            " there is a week-end duty."
        )
    if unit is TermUnit.NEXT_SCHOOL_MORNING:
        return _("The rule: by 08:00 of the next school day.")
    if unit is TermUnit.SAME_DAY:
        return _("The rule: the same day, or the next working day when the service is closed.")
    return {
        TermUnit.MINUTES: lambda: ngettext(
            "The rule: %(num)d minute.", "The rule: %(num)d minutes.", n
        ),
        TermUnit.HOURS: lambda: ngettext(
            "The rule: %(num)d hour, nights and week-ends included.",
            "The rule: %(num)d hours, nights and week-ends included.",
            n,
        ),
        TermUnit.WORKING_DAYS: lambda: ngettext(
            "The rule: %(num)d working day after that day, until closing time.",
            "The rule: %(num)d working days after that day, until closing time.",
            n,
        ),
        TermUnit.CALENDAR_DAYS: lambda: ngettext(
            "The rule: %(num)d calendar day.", "The rule: %(num)d calendar days.", n
        ),
        TermUnit.MONTHS: lambda: ngettext(
            "The rule: %(num)d month.", "The rule: %(num)d months.", n
        ),
    }[unit]()


def _skipped(days, language):
    """One sentence a day, with the reason; week-ends need no name."""
    said = []
    for text, reason, name in days:
        day = date.fromisoformat(text)
        shown = dates.day(day)
        if reason == SkipReason.HOLIDAY:
            named = holiday_name(day, language) or name
            said.append(
                _("%(day)s does not count: public holiday (%(name)s).", day=shown, name=named)
            )
        elif reason == SkipReason.CLOSING_DAY:
            said.append(_("%(day)s does not count: closing day (%(name)s).", day=shown, name=name))
        else:
            said.append(_("%(day)s does not count: week-end.", day=shown))
    return said


def _told(row):
    if row.repeat_minutes:
        return _(
            "The coordinator is told %(moment)s, then every %(minutes)s minutes until seen.",
            moment=dates.moment(row.escalates_at),
            minutes=row.repeat_minutes,
        )
    return _("The coordinator is told %(moment)s.", moment=dates.moment(row.escalates_at))
