"""What an outcome leads to, in words: the block “Next step” of the log form."""

from dataclasses import dataclass

from followup import clock
from followup.casework import planning
from followup.rules.ladder import another_way
from followup.vocabulary import Daypart, State, StepWhy
from followup.web.dates import moment, span
from followup.web.labels import label
from followup.web.texts import gettext as _
from followup.web.texts import lazy_gettext as _l

ATTEMPT_AND_WHY = {
    StepWhy.CHOSEN: _l("attempt %(n)s, at the moment that was named"),
    StepWhy.INTERPRETER: _l("attempt %(n)s, when the interpreter is booked"),
    StepWhy.RETRY: _l("attempt %(n)s, again soon"),
    StepWhy.OTHER_DAYPART: _l("attempt %(n)s, another part of the day"),
    StepWhy.OTHER_HALF: _l("attempt %(n)s, other half of the safe window"),
    StepWhy.FIRST_POSSIBLE: _l("attempt %(n)s, first possible moment"),
}
NOTHING_FITS = {
    StepWhy.CONTACT_LOCKED: _l("No safe way known: find another safe way."),
    StepWhy.NO_SAFE_WINDOW: _l("No safe window in the next 3 weeks: find another safe way."),
    StepWhy.OUTSIDE_SERVICE_HOURS: _l(
        "The safe windows lie outside our hours: find another safe way."
    ),
    StepWhy.WORKER_ABSENT: _l("You are absent in every safe window: the coordinator decides."),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`line` in bold, `detail` beside it, `late` in amber, `others` below, one a line."""

    line: str = ""
    detail: str = ""
    late: str = ""
    others: tuple[str, ...] = ()
    parts: tuple[dict, ...] = ()


def next_step_of(outlook, before):
    """One outcome's block. `before` knows the tries made."""
    others = tuple(
        _("%(what)s – by %(time)s", what=label(due.kind), time=moment(due.due_at))
        for due in outlook.dues
    )
    if outlook.step is not None:
        return _try(outlook, before, others)
    if outlook.exhausted is not None:
        line = _(
            "Not reached after %(n)s attempts: the coordinator decides.",
            n=outlook.exhausted.attempts,
        )
        return NextStep(line, others=others, parts=_parts(before))
    if outlook.nothing is not None:
        why = outlook.nothing.why
        return NextStep(str(NOTHING_FITS.get(why, NOTHING_FITS[StepWhy.NO_SAFE_WINDOW])))
    if outlook.effect.state is State.STOPPED:
        return NextStep(
            _("Contact stops: all ways are locked, the clocks stand still."), others=others
        )
    if outlook.effect.keeps_step:
        return NextStep(_("The planned step stays."))
    first, *rest = others or (_("Nothing more is planned."),)
    return NextStep(first, others=tuple(rest))


def span_words(step):
    """As in “Tue 25 Nov, 11:00–12:00”."""
    return span(step.starts_at, step.ends_at)


def length_words(length):
    """How long, in the largest unit that says enough."""
    hours = int(length.total_seconds() // 3600)
    if hours >= 48:
        return _("%(n)s days", n=hours // 24)
    if hours:
        return _("%(n)s h", n=hours)
    return _("%(n)s min", n=max(1, int(length.total_seconds() // 60)))


def _try(outlook, before, others):
    step = outlook.step
    counted = 1 if outlook.effect.stops_first_attempt else 0
    n = len(before.limits.tried) + counted + 1
    limits = planning.with_try(before.limits, outlook.effect, clock.now())
    way = another_way(limits.tried, limits.card)
    if way is not None:
        others = (_("Two tries by the same way: next by %(way)s", way=label(way)), *others)
    late = step.later_than_rule if before.follow_up.contact_made_at is None else None
    return NextStep(
        span_words(step),
        str(ATTEMPT_AND_WHY[step.why]) % {"n": n},
        _("Later than the rule by %(n)s", n=length_words(late)) if late else "",
        others,
        _parts(before),
    )


def _parts(before):
    """The parts of the day, and which were tried; nothing before the first try."""
    tried = {one.daypart for one in before.limits.tried}
    if not tried:
        return ()
    return tuple({"label": label(part), "tried": part in tried} for part in Daypart)
