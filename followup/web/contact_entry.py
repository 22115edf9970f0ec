"""Read the log form into an entry, or say at each field what is missing."""

from datetime import timedelta

from flask_babel import gettext as _

from followup import clock
from followup.casework import own_scripts, silence
from followup.casework.entry import Entry
from followup.casework.outreach import CLOCK_SKEW, LATE_ENTRY, MAY_BE_OVERRULED
from followup.casework.planning import number_of
from followup.rules import other_moments, typed
from followup.rules.effects import EFFECTS
from followup.rules.reaching import fits, refused_at, way_for
from followup.rules.working_time import at as at_clock
from followup.vocabulary import Asks, Outcome, Way, WayRefused
from followup.web import numbers
from followup.web.access import actor
from followup.web.card_words import windows
from followup.web.cards import REASONS
from followup.web.contact_form import (
    LATER_TODAY,
    OTHER_HALF,
    OTHER_MOMENT,
    PICK,
    PROPOSED,
    TOMORROW,
    offered,
)
from followup.web.dates import day
from followup.web.forms import today


def read_entry(form, before):
    """The entry the form describes; None when something is missing, said at its field."""
    form.number.choices = offered(numbers.choices(before.card))
    valid = form.validate()
    at = _moment_of(form)
    outcome = form.outcome.data
    if form.outcome.errors or form.how.errors:
        return None
    _want_answers(form)
    way = way_for(form.how.data, outcome)
    if not fits(way, outcome):
        form.refuse(_("Select how you tried"), "how")
    elif at is not None:
        _want_card(form, before, way, at)
    number = number_of(numbers.called(form, before.card)) if way is Way.CALL else None
    step = _step_of(form, before)
    if not valid or form.errors:
        return None
    chosen = step is not None and _is_chosen(before, form)
    return Entry(
        way=way,
        outcome=outcome,
        number=number,
        at=None if form.when.data in (None, "0") else at,
        asked=form.asked.data if outcome is Outcome.CAME_TO_US else None,
        note=form.note.data or "",
        minutes=int(form.minutes.data) if form.minutes.data else None,
        card_confirmed=_yes(form.safe_ok.data) if outcome.spoken else None,
        danger=outcome.spoken and form.danger.data == "yes",
        call_once_more=form.once_more.data == "yes",
        chosen_at=step.starts_at if chosen else None,
        step=None if chosen else step,
        later_reason=form.later_reason.data or "",
        against_card_reason=form.against_reason.data or "",
        scripts=own_scripts.on_screen(actor().organisation),
    )


def said_of(form):
    """What the person said: the outcome, or what was wanted by who came to us."""
    came = form.outcome.data is Outcome.CAME_TO_US
    return form.asked.data if came else form.outcome.data


def _moment_of(form):
    now = clock.now()
    if form.when.errors:
        return None
    if form.when.data != OTHER_MOMENT:
        return now - timedelta(minutes=int(form.when.data or 0))
    if form.when_day.data is None or form.when_hour.data is None:
        if not (form.when_day.errors or form.when_hour.errors):
            form.refuse(_("The moment must be in the past"), "when_day")
        return None
    try:
        at = typed.moment(form.when_day.data, form.when_hour.data)
    except typed.Mistyped:
        at = None
    if at is None or at > now + CLOCK_SKEW:
        form.refuse(_("The moment must be in the past"), "when_day")
    elif at < now - LATE_ENTRY:
        form.refuse(_("The moment must be in the last 7 days"), "when_day")
    else:
        return at
    return None


def _want_answers(form):
    """What must be answered after a conversation (ux.md F3)."""
    outcome = form.outcome.data
    asks = EFFECTS[outcome].asks
    if Asks.WHICH_OUTCOME in asks and form.asked.data is None and not form.asked.errors:
        form.refuse(_("Select what the person wanted"), "asked")
    if Asks.CARD_STILL_RIGHT in asks and form.safe_ok.data is None:
        form.refuse(_("Select whether the details are still right"), "safe_ok")
    if Asks.DANGER in asks and form.danger.data is None:
        form.refuse(_("Select whether there is danger now"), "danger")


def _want_card(form, before, way, at):
    """The card decides; outside the window a reason may overrule it, a forbidden way never."""
    outcome = form.outcome.data
    card = numbers.called(form, before.card)
    limits = card.for_rules()
    why = refused_at(limits, way, outcome, at) if way.needs_permit else None
    why = why or silence.refusal(
        before.follow_up, before.past, way=way, number=number_of(card), at=at
    )
    if why is None or (why in MAY_BE_OVERRULED and form.against_reason.data):
        return
    if why is WayRefused.OUTSIDE_WINDOW:
        words = _("Outside the safe window (%(windows)s). Say why.", windows=windows(card))
        form.refuse(words, "against_reason")
    elif why in MAY_BE_OVERRULED:
        form.refuse(str(REASONS[why]), "against_reason")
    else:
        own = refused_at(limits, way, Outcome.NO_ANSWER, at) is why or way is not Way.CALL
        form.refuse(str(REASONS[why]), "how" if own else "outcome")


def _step_of(form, before):
    """The next step that was chosen instead of the proposed one, or None."""
    now, limits = clock.now(), before.limits
    choice = form.step.data or PROPOSED
    if choice == PROPOSED or form.step.errors:
        return None
    step = {
        LATER_TODAY: lambda: other_moments.later_today(now, limits),
        TOMORROW: lambda: other_moments.tomorrow(now, limits),
        OTHER_HALF: lambda: _other_half(form, before, now),
        PICK: lambda: _picked(form, limits, now),
    }[choice]()
    if step is None:
        if not (form.step_day.errors or form.step_hour.errors):
            form.refuse(_("Enter a date after now"), "step_day")
        return None
    _want_reason(form, before, step)
    return step


def _other_half(form, before, now):
    outlook = before.outlooks().get(said_of(form))
    if outlook is None or outlook.step is None:
        return None
    return other_moments.other_half(outlook.step, now, before.limits)


def _picked(form, limits, now):
    if form.step_day.data is None:
        return None
    if form.step_hour.data is None:
        return None if form.step_hour.errors else _first_of(form.step_day.data, limits, now)
    named = at_clock(form.step_day.data, form.step_hour.data)
    return other_moments.at_moment(named, now, limits) if named > now else None


def _first_of(on, limits, now):
    return other_moments.on_day(on, now, limits) if on >= today() else None


def _want_reason(form, before, step):
    outlook = _outlook(form, before)
    latest = _latest(outlook)
    if latest is not None and step.starts_at > latest:
        form.refuse(_("The rule allows %(day)s at the latest", day=day(latest)), "step_day")
    late = step.later_than_rule is not None and before.follow_up.contact_made_at is None
    counts_on = outlook is not None and not outlook.effect.stops_contact_made
    if late and counts_on and not form.later_reason.data:
        form.refuse(_("Say why this is later than the rule"), "later_reason")


def _outlook(form, before):
    """What the outcome leads to; one more call that was agreed has a day of its own."""
    if said_of(form) is Outcome.SPOKE_NOT_NOW and form.once_more.data == "yes":
        return before.outlook_of_one_more_call()
    return before.outlooks().get(said_of(form))


def _latest(outlook):
    dues = outlook.dues if outlook is not None else ()
    return next((due.latest_at for due in dues if due.latest_at is not None), None)


def _is_chosen(before, form):
    """Whether the moment is the person's own: a call back, or the moment that was named."""
    effect = _outlook(form, before).effect
    named = effect.next_try is not None and effect.next_try.chosen
    return named or any(opens.chosen for opens in effect.opens)


def _yes(answer):
    return {"yes": True, "change": False}.get(answer)
