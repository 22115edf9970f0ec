"""Read the audit trail: when, who, what was done, on what; never a client's name."""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SelectField

from followup.casework import trail as entries
from followup.casework.audit import Act, Of
from followup.web.access import actor
from followup.web.forms import CodeSelect, Form, day_field
from followup.web.labels import label


class TrailForm(Form):
    """A filter in the address: codes and days only."""

    class Meta:
        csrf = False

    account = SelectField(_l("Account"), validate_choice=False)
    action = CodeSelect(_l("What was done"), Act, empty=_l("Everything"))
    first_day = day_field(_l("From"))
    last_day = day_field(_l("Until"))

    def __init__(self, *arguments, people=(), **named):
        super().__init__(*arguments, **named)
        everybody = SelectChoice("", _l("Everybody"))
        self.account.choices = [everybody, *(SelectChoice(*row) for row in people)]

    def validate(self, extra_validators=None):
        fine = super().validate(extra_validators)
        first, last = self.first_day.data, self.last_day.data
        if first and last and last < first:
            self.refuse(_l("The last day is before the first day"), "last_day")
            return False
        return fine


def trail():
    """Newest first. That it was read is an entry, too."""
    form = TrailForm(MultiDict(request.args), people=entries.people())
    sound = form.validate()
    wanted = entries.Wanted(
        account=form.account.data or None,
        action=form.action.data,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
    )
    after = request.args.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    lines, following = entries.read(wanted, by=actor(), after=number)
    kept = {name: text for name, text in request.args.items() if name in form.data and text}
    page = render_template(
        "oversight/trail.html",
        form=form,
        lines=lines,
        word=_word,
        next_url=following and url_for(".trail", **kept, after=following),
    )
    return page, 200 if sound else 422


def _word(line):
    """What was done and on what kind of thing; a code without words stands for itself."""
    act = label(Act(line.action)) if line.action in list(Act) else line.action
    return act, label(Of(line.kind)) if line.kind in list(Of) else line.kind
