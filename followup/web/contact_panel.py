"""Everything the log form shows, on its own page and in the panel of My day."""

from dataclasses import dataclass

from flask import url_for

from followup import clock
from followup.casework import silence
from followup.casework.followups import gate_is_shut
from followup.casework.outreach import MAY_BE_OVERRULED
from followup.casework.planning import number_of
from followup.rules import other_moments
from followup.rules.safe_window import may_use
from followup.rules.working_time import BRUSSELS
from followup.vocabulary import Outcome, Way, WayRefused
from followup.web import numbers
from followup.web.access import actor
from followup.web.calls import Call, call_of
from followup.web.card_words import windows
from followup.web.cards import REASONS, safe_box, ways_off
from followup.web.contact_entry import said_of
from followup.web.contact_form import (
    LATER_TODAY,
    OTHER_HALF,
    OTHER_MOMENT,
    PICK,
    PROPOSED,
    TOMORROW,
    LogForm,
    offered,
)
from followup.web.kept import filled, kept_form
from followup.web.language_words import language_line
from followup.web.next_steps import NextStep, next_step_of, span_words
from followup.web.people import shown_name
from followup.web.spoken import Say, say
from followup.web.texts import gettext as _

PANEL, PAGE = "panel", "page"
NEEDS_PERMIT = {Outcome.MESSAGE_LEFT: Way.VOICEMAIL, Outcome.SMS_SENT: Way.SMS}


@dataclass(frozen=True, slots=True)
class Panel:
    """What the templates of the log form print."""

    code: str
    name: str
    attempt: int
    most: int
    box: dict
    several: bool
    call: Call
    spoken: dict
    say: Say
    gate_shut: bool
    off: dict
    outcomes_off: dict
    outside: str
    steps: dict[str, NextStep]
    shown_step: NextStep
    choices: dict[str, str]
    form: LogForm
    action: str
    danger_url: str
    draft_url: str
    kept_at: object
    place: str
    when_open: bool
    change_open: bool


def panel_of(before, place, form=None):
    """The panel for one person; without `form` a fresh one, with the text that was kept."""
    path = url_for("cases.log_contact", code=before.follow_up.code)
    kept = kept_form(path)
    form = form or filled(LogForm, kept)
    now = clock.now()
    outlooks = before.outlooks()
    steps = _steps(outlooks, before)
    said = said_of(form) if said_of(form) in outlooks else Outcome.NO_ANSWER
    choices = step_choices(before, outlooks[said], now)
    form.step.choices = offered(choices)
    form.number.choices = offered(numbers.choices(before.card, shown=before.rules_read))
    shut = gate_is_shut(before.follow_up)
    call = call_of(before.follow_up, before.card.phone, place)
    return Panel(
        code=before.follow_up.code,
        name=shown_name(before),
        attempt=len(before.limits.tried) + 1,
        most=before.limits.rule.attempts_max,
        box=_box(before, now, call, place),
        several=len(form.number.choices) > 1,
        call=call,
        spoken=language_line(before),
        say=say(before, actor(), outlooks),
        gate_shut=shut,
        off=_off(before, shut),
        outcomes_off=_outcomes_off(before.card),
        outside=_outside(before, now),
        steps=steps,
        shown_step=steps[said.value],
        choices=choices,
        form=form,
        action=path,
        danger_url=url_for("cases.danger", code=before.follow_up.code),
        draft_url=kept.url,
        kept_at=kept.kept_at,
        place=place,
        when_open=form.when.data == OTHER_MOMENT or bool(form.when.errors or form.minutes.errors),
        change_open=form.step.data not in (None, PROPOSED) or bool(form.later_reason.errors),
    )


def _steps(outlooks, before):
    """What each outcome leads to; outcomes that lead to the same share it."""
    different = {id(one): one for one in outlooks.values()}
    worded = {key: next_step_of(one, before) for key, one in different.items()}
    return {outcome.value: worded[id(one)] for outcome, one in outlooks.items()}


def _box(before, now, call, place):
    """While a colleague calls, the number is no link: one goes on knowingly."""
    box = safe_box(before, now, place)
    return {**box, "call_url": ""} if call.by_other else box


def step_choices(before, outlook, now):
    """The chips of Change, each with the moment it means; what does not exist is not offered."""
    limits = before.limits
    half = outlook.step and other_moments.other_half(outlook.step, now, limits)
    found = {
        LATER_TODAY: (_("Later today"), other_moments.later_today(now, limits)),
        TOMORROW: (_("Tomorrow"), other_moments.tomorrow(now, limits)),
        OTHER_HALF: (_("Other half of the window"), half),
    }
    offered = {
        name: _("%(choice)s: %(span)s", choice=text, span=span_words(step))
        for name, (text, step) in found.items()
        if step is not None
    }
    return {PROPOSED: _("As proposed"), **offered, PICK: _("Pick a day and time")}


def _off(before, shut):
    """Behind a shut gate, only what came from outside may be written down."""
    if not shut:
        return ways_off(before.card)
    reason = _("The first attempt opens when the victim's side has been informed.")
    return {way.value: reason for way in Way if way.needs_permit}


def _outcomes_off(card):
    limits = card.for_rules()
    refused = {outcome: may_use(limits, way) for outcome, way in NEEDS_PERMIT.items()}
    return {outcome.value: REASONS[why] for outcome, why in refused.items() if why is not None}


def _outside(before, now):
    """The sentence that stands beside the reason, while this very moment speaks against a call."""
    card = before.card
    why = may_use(card.for_rules(), Way.CALL, now.astimezone(BRUSSELS))
    if why is WayRefused.OUTSIDE_WINDOW:
        return _("Outside the safe window (%(windows)s). Call anyway?", windows=windows(card))
    why = why or silence.refusal(
        before.follow_up, before.past, way=Way.CALL, number=number_of(card), at=now
    )
    return str(REASONS[why]) if why in MAY_BE_OVERRULED else ""
