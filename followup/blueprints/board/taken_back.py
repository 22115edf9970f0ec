"""Take an assignment back: what this browser has just done, within half a minute."""

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from followup import clock
from followup.casework import assignment
from followup.web.access import actor
from followup.web.own_paths import own_path
from followup.web.transactions import attempt
from followup.web.undo import forget_undo, offer_undo

UNDO_SECONDS = 30


def offer(text, before, given, back):
    """Both by case code: who had each before, if anybody, and who has it now."""
    stamp = clock.now().timestamp()
    session["reassigned"] = {"to": given, "before": before, "at": stamp, "next": back}
    offer_undo(text, url_for("board.undo_reassign"))


def undo_reassign():
    kept = session.pop("reassigned", None)
    forget_undo()
    if not kept or clock.now().timestamp() - kept["at"] > UNDO_SECONDS:
        flash(_("It is too late to take this back. Reassign again."), "error")
        return redirect(url_for("board.board"), 303)
    refused = attempt(assignment.give_back, kept["before"], given_to=kept["to"], by=actor())
    if refused is None:
        flash(_("Taken back. Everything is as it was."))
    else:
        flash(_("It is too late to take this back. Reassign again."), "error")
    return redirect(own_path(kept["next"]) or url_for("board.board"), 303)
