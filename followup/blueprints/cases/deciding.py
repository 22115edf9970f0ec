"""The coordinator's decision: go on, ask the police, send them there, or end; with what is left."""

from flask_babel import gettext as _

from followup.blueprints.cases.acts import act_page, done, fetched, refused_page
from followup.blueprints.cases.forms import DecideForm
from followup.blueprints.cases.what_is_left import left_lines
from followup.casework import board, decisions, endings, planning, safe_contact
from followup.rules.access import Permission
from followup.rules.ladder import allowed
from followup.vocabulary import CloseReason, Side, State
from followup.web.access import actor
from followup.web.asked import ASKED
from followup.web.kept import drafted
from followup.web.labels import label
from followup.web.transactions import attempt

# What the coordinator would most likely write down when such a question ends the follow-up.
LIKELY = {
    "not_now": CloseReason.NOT_WANTED,
    "not_reached": CloseReason.NOT_REACHED,
    "unreached": CloseReason.NOT_REACHED,
    "revisit": CloseReason.NOT_REACHED,
    "stop": CloseReason.NOT_SAFE,
}


def decide(code):
    follow_up = fetched(code, Permission.DECIDE)
    asked, why = decisions.reason_asked(follow_up), board.question_of(follow_up)
    likely = {"reason": asked or LIKELY.get(why), "decision": "close" if asked else None}
    form = drafted(DecideForm, data=likely)
    form.offer(_answers(follow_up), allowed(safe_contact.current_card(follow_up).for_rules()))
    shown = {"asked": asked and label(asked), "why": ASKED.get(why), "state": follow_up.state}
    shown["left"] = left_lines(planning.ladder(follow_up))
    if not form.validate_on_submit():
        return act_page("decide", follow_up, form, **shown)
    refused = _take(form, follow_up)
    if refused:
        return refused_page(refused, "decide", follow_up, form, **shown)
    return done(follow_up, _said(form.decision.data))


def _answers(follow_up):
    """Nobody is sent to the door of the other side, and a stop is decided before anything else."""
    stopped = follow_up.state is State.STOPPED
    protected = follow_up.side is Side.PROTECTED
    unreached = follow_up.contact_made_at is None
    yield "go_on"
    if unreached and not stopped:
        yield "ask_police"
    if unreached and protected:
        yield "revisit"
    yield "close"


def _take(form, follow_up):
    said = {"by": actor(), "words": form.words.data}
    if form.decision.data == "close":
        return attempt(endings.close, follow_up, reason=form.reason.data, **said)
    if form.decision.data == "go_on":
        return attempt(decisions.go_on, follow_up, way=form.way.data, **said)
    asks_police = form.decision.data == "ask_police"
    verb = decisions.ask_police if asks_police else decisions.ask_revisit
    return attempt(verb, follow_up, **said)


def _said(decision):
    return {
        "go_on": _("Contact goes on"),
        "ask_police": _("The police are asked for another safe way"),
        "revisit": _("The police are asked to go there"),
        "close": _("Follow-up ended"),
    }[decision]
