"""The course of a situation in words: first facts, counts, what changed. Facts, never blame."""

from flask_babel import gettext as _
from flask_babel import ngettext

from followup.rules.course import First
from followup.web.labels import label

WORDS = {
    "risk_result": lambda: _("Risk found by the police"),
    "weapon": lambda: _("Weapon"),
    "strangulation": lambda: _("Strangulation"),
    "living_together": lambda: _("Living together"),
    "children_there": lambda: _("Children at home"),
}


def known(course):
    """Whether facts were known before, and how many interventions this file knows, as sentences."""
    count = len(course.interventions)
    said = [_FIRST[course.first]()]
    said.append(
        ngettext(
            "%(num)d intervention is known in this file.",
            "%(num)d interventions are known in this file.",
            count,
        )
    )
    if course.police_count:
        said.append(
            ngettext(
                "The police counted %(num)d earlier fact.",
                "The police counted %(num)d earlier facts.",
                course.police_count,
            )
        )
    return said


_FIRST = {
    First.FIRST: lambda: _("First known facts."),
    First.EARLIER_HERE: lambda: _("Not the first known facts."),
    First.EARLIER_POLICE: lambda: _("The police knew of earlier facts."),
    First.NOT_KNOWN: lambda: _("Whether there were earlier facts is not known."),
}


def changed(intervention):
    """What reads otherwise than the time before, a sentence each."""
    if intervention.changed is None:
        return []
    return [sentence for one in intervention.changed for sentence in _sentences(one)] or [
        _("Nothing else than the time before.")
    ]


def after(intervention):
    if intervention.days_after is None:
        return ""
    return ngettext(
        "%(num)d day after the one before",
        "%(num)d days after the one before",
        intervention.days_after,
    )


def followed(intervention):
    """What was tried from this intervention until the next."""
    count = intervention.attempts
    if not count:
        return _("No attempt")
    if intervention.contacts:
        return ngettext("%(num)d attempt, contact made", "%(num)d attempts, contact made", count)
    return ngettext(
        "%(num)d attempt, contact not made yet", "%(num)d attempts, contact not made yet", count
    )


def _sentences(change):
    if change.field == "facts":
        if change.after:
            yield _("New: %(facts)s", facts=_list(change.after))
        if change.before:
            yield _("Not named this time: %(facts)s", facts=_list(change.before))
    elif change.field == "measures":
        if change.after:
            yield _("New measure: %(measures)s", measures=_list(change.after))
        if change.before:
            yield _("Measure not taken this time: %(measures)s", measures=_list(change.before))
    elif change.before is None:
        yield _("%(field)s: %(now)s", field=WORDS[change.field](), now=label(change.after))
    else:
        yield _(
            "%(field)s: %(now)s, was %(before)s",
            field=WORDS[change.field](),
            now=label(change.after),
            before=label(change.before),
        )


def _list(members):
    return ", ".join(str(label(one)) for one in members)
