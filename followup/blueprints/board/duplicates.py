"""Pairs of files that may be of one person: look, say that they are two people, or ask again."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from followup.casework import likely
from followup.web import likely_pairs
from followup.web.access import actor
from followup.web.own_paths import own_path
from followup.web.refusals import sentence
from followup.web.transactions import attempt

DECIDED = "decided"


def duplicates():
    decided = request.args.get("show") == DECIDED
    pairs, following = likely.pairs(actor(), decided=decided, after=_after())
    show = DECIDED if decided else None
    return render_template(
        "board/duplicates.html",
        pairs=[likely_pairs.shown(pair) for pair in pairs],
        decided=decided,
        chips=_chips(decided),
        next_url=following
        and url_for("board.duplicates", show=show, after=f"{following[0]}_{following[1]}"),
    )


def tell_apart(code):
    refused = attempt(likely.tell_apart, code, by=actor())
    if refused is None:
        flash(_("Two different people. This pair is not suggested again."))
    else:
        flash(sentence(refused), "error")
    return redirect(own_path(request.form.get("next")) or url_for("board.duplicates"), 303)


def ask_again(code):
    likely.ask_again(code, by=actor())
    flash(_("This pair is suggested again."))
    return redirect(url_for("board.duplicates"), 303)


def _chips(decided):
    return [
        {"label": _("To decide"), "url": url_for("board.duplicates"), "current": not decided},
        {
            "label": _("Decided"),
            "url": url_for("board.duplicates", show=DECIDED),
            "current": decided,
        },
    ]


def _after():
    """An address that was tampered with is no page."""
    text = request.args.get("after")
    if not text:
        return None
    score, _under, last = text.partition("_")
    if not (score.isascii() and score.isdigit() and last.isascii() and last.isdigit()):
        raise NotFound
    if len(score) > 3 or len(last) > 18:
        raise NotFound
    return int(score), int(last)
