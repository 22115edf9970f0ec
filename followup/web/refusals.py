"""The sentence for each refusal of casework."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from followup.web.dates import hour

SENTENCES = {
    "refused": _l("This is not possible now."),
    "follow_up_closed": _l("This follow-up has ended. Open it again first."),
    "other_side": _l("This worker already works with a linked person. Choose someone else."),
    "conflict": _l("A conflict is declared. Choose someone else, or write why all the same."),
    "already_assigned": _l("Somebody has given this follow-up to a worker meanwhile."),
    "wrong_strand": _l("This worker cannot take this follow-up. Choose someone else."),
    "against_card": _l("The safe-contact card does not allow this."),
    "needs_coordinator": _l("Only the coordinator can decide this. The coordinator has been told."),
    "too_late": _l("It is too late to take this back. Correct the entry instead."),
    "not_that_moment": _l("The moment must be in the past, and not more than 7 days ago."),
    "later_than_rule": _l("The rule does not allow this moment. Choose another."),
    "later_day_only": _l("Someone else answered: the next call comes on another day."),
    "changed_meanwhile": _l("Somebody changed this while you were writing. Nothing is lost."),
    "somebody_calls": _l("A colleague is calling this person now."),
    "not_after_now": _l("Enter a date after now"),
    "barred_interpreter": _l(
        "The person does not want this interpreter. Choose someone else, or say why all the same."
    ),
    "gate_shut": _l("The first attempt opens when the victim's side has been informed."),
    "already_there": _l("This already exists."),
    "nobody_there": _l(
        "Nobody on the other side has a file. Tell the coordinator; in danger, call 101 or 112."
    ),
    "both_sides": _l("Merged, one person would work on both sides. The two cases stay apart."),
    "not_alike": _l("Only two cases of the same track in your own organisation can be merged."),
    "already_merged": _l("One of these cases is already merged. Separate it first."),
    "gates_shut": _l(
        "One of these cases still waits for the victim's side. Merge when both first attempts are"
        " open."
    ),
    "nobody_receives": _l("Nobody receives these people yet. Choose an organisation first."),
    "last_administrator": _l("This is the last administrator. Make somebody else one first."),
    "has_follow_ups": _l("This person still has open follow-ups. Reassign them first."),
}


def sentence(refused):
    return SENTENCES[refused.code] % refused.facts if refused.facts else SENTENCES[refused.code]


def said_of(code):
    """The sentence of a refusal of which only the code is left."""
    return SENTENCES[code]


def too_many_tries(error):
    """Names the first full minute in which a try is heard again."""
    free = (error.until + timedelta(seconds=59)).replace(second=0)
    return _("Too many tries. Wait until %(time)s or ask your administrator", time=hour(free))
