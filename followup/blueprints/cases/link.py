"""The safety link of one file: what the other side told, what was told to it, and telling it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from followup.blueprints.cases.acts import fetched, opened
from followup.blueprints.cases.frame import frame
from followup.blueprints.cases.partner import offer_of
from followup.casework import safety_link
from followup.casework.errors import NotThatMoment
from followup.rules import typed
from followup.rules.access import Permission
from followup.rules.codes import tidy
from followup.vocabulary import Side, Signal, SignalGround
from followup.web.access import actor
from followup.web.forms import CodeField, CodeSelect, Form, Wanted, day_field, hour_field
from followup.web.happenings import signal_words
from followup.web.refusals import sentence
from followup.web.transactions import attempt

CHOOSE = Wanted(_l("Select what the other side must know"))
WITHIN = _l("Enter a moment after now, at most 14 days away")


class PerpetratorLinkForm(Form):
    signal = CodeSelect(
        _l("What happened"), Signal, only=Signal.choices(Side.PERPETRATOR), validators=[CHOOSE]
    )

    def told(self):
        return {}


class VictimLinkForm(Form):
    """A hold has an end; vigilance has a ground, which stays on this file."""

    signal = CodeField(
        _l("What the other side must do"),
        Signal,
        only=Signal.choices(Side.PROTECTED),
        validators=[CHOOSE],
    )
    day = day_field(_l("Hold contact until"))
    hour = hour_field(_l("Time"))
    ground = CodeField(_l("Why vigilance is asked for"), SignalGround)

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        if self.signal.data is Signal.HOLD and not (self.day.data and self.hour.data):
            self.refuse(WITHIN, "hour" if self.day.data else "day")
            return False
        if self.signal.data is Signal.VIGILANCE and self.ground.data is None:
            self.refuse(_l("Select why: it stays on this file"), "ground")
            return False
        return fine

    def told(self):
        """What goes with the signal; what belongs to another one is left out."""
        holds = self.signal.data is Signal.HOLD
        asks = self.signal.data is Signal.VIGILANCE
        return {
            "until": typed.moment(self.day.data, self.hour.data) if holds else None,
            "ground": self.ground.data if asks else None,
        }


FORMS = {Side.PERPETRATOR: PerpetratorLinkForm, Side.PROTECTED: VictimLinkForm}


def link(code):
    head = opened(code)
    form = FORMS[head.follow_up.side]()
    if not form.validate_on_submit():
        return _page(head, form, 422 if form.is_submitted() else 200)
    follow_up = fetched(code, Permission.PLAN)
    refused = attempt(safety_link.send, follow_up, form.signal.data, by=actor(), **form.told())
    if isinstance(refused, NotThatMoment):
        form.refuse(WITHIN, "day")
        return _page(head, form, 422)
    if refused:
        form.refuse(sentence(refused))
        return _page(head, form, 409)
    flash(_("The other side has been told"))
    return redirect(url_for("cases.link", code=head.follow_up.code), 303)


def _page(head, form, status):
    received = safety_link.received(head.follow_up)
    page = render_template(
        "cases/link.html",
        **frame(head, "link"),
        form=form,
        said=signal_words,
        **offer_of(head.follow_up),
        may_send=bool(safety_link.may_send(head.follow_up)),
        received=received,
        sent=safety_link.sent(head.follow_up),
    )
    return page, status


def confirm_signal(code, signal):
    follow_up = fetched(code, Permission.PLAN)
    safety_link.see(follow_up, signal, by=actor())
    flash(_("Confirmed"))
    return redirect(url_for("cases.link", code=tidy(code)), 303)
