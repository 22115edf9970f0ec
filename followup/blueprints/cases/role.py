"""Somebody's role turns out otherwise: the worker asks, the coordinator decides what opens."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.casework import role_changes
from followup.casework.errors import NotFound
from followup.rules.access import Permission
from followup.vocabulary import RoleChange
from followup.web.access import actor
from followup.web.forms import CodeField, Form, LongText, Wanted
from followup.web.kept import drafted
from followup.web.transactions import attempt

TOO_LONG = LongText(1000)
REASON = Wanted(_l("Enter the reason"))


class AskRoleForm(Form):
    words = TextAreaField(_l("What makes you think so?"), validators=[REASON, TOO_LONG])


class RoleForm(Form):
    change = CodeField(
        _l("Decision"), RoleChange, validators=[Wanted(_l("Select what you decide"))]
    )
    words = TextAreaField(_l("Reason"), validators=[REASON, TOO_LONG])


def ask_role(code):
    follow_up = _of_an_adult(code, Permission.LOG_CONTACT)
    form = drafted(AskRoleForm)
    if not form.validate_on_submit():
        return act_page("ask_role", follow_up, form)
    refused = attempt(role_changes.ask, follow_up, by=actor(), words=form.words.data)
    if refused:
        return refused_page(refused, "ask_role", follow_up, form)
    return done(follow_up, _("The coordinator has been asked"))


def role(code):
    follow_up = _of_an_adult(code, Permission.DECIDE)
    form = drafted(RoleForm)
    if not form.validate_on_submit():
        return act_page("role", follow_up, form)
    named = {"by": actor(), "words": form.words.data}
    refused = attempt(role_changes.decide, follow_up, form.change.data, **named)
    if refused:
        return refused_page(refused, "role", follow_up, form)
    return done(follow_up, _("Decision saved"))


def _of_an_adult(code, permission):
    follow_up = fetched(code, permission)
    if follow_up.strand not in role_changes.OTHER_ROLE:
        raise NotFound
    return follow_up
