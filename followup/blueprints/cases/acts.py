"""What every small form of a file shares: fetch to change, show again, go back to the file."""

from flask import flash, redirect, render_template, request, url_for

from followup.casework import file, visibility
from followup.rules.codes import tidy
from followup.web.access import actor
from followup.web.kept import forget_kept
from followup.web.refusals import sentence
from followup.web.undo import offer_undo


def fetched(code, permission):
    """The file, held while it is changed."""
    return visibility.fetch(tidy(code), actor(), permission, to_change=request.method == "POST")


def act_page(template, follow_up, form, **more):
    """The form; with 422 when it was sent and could not be taken."""
    page = render_template(
        f"cases/{template}.html",
        code=follow_up.code,
        name=file.looked_at(follow_up, by=actor()).name,
        follow_up=follow_up,
        form=form,
        back_url=url_for("cases.timeline", code=follow_up.code),
        **more,
    )
    return page, 422 if form.is_submitted() else 200


def refused_page(refused, template, follow_up, form, **more):
    """The form with what casework refused; the text is kept."""
    form.refuse(sentence(refused))
    page, _status = act_page(template, follow_up, form, **more)
    return page, 409


def done(follow_up, text, *, undo=None):
    """`undo` is the address that takes the act back, offered for ten seconds."""
    forget_kept()
    if undo:
        offer_undo(text, undo)
    else:
        flash(text)
    return redirect(url_for("cases.timeline", code=follow_up.code), 303)


def opened(code):
    """The head of the file, and the note that it was opened."""
    return file.opened(tidy(code), by=actor())
