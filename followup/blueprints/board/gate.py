"""Release the victim-first gate of one alleged perpetrator's follow-up, with the reason."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from followup.blueprints.board.forms import ReleaseForm
from followup.blueprints.board.lines import line_of
from followup.casework import followups, team_files, visibility
from followup.casework.errors import NotFound
from followup.rules.access import Permission
from followup.web.access import actor


def release(code):
    posted = request.method == "POST"
    follow_up = visibility.fetch(code, actor(), Permission.DECIDE, to_change=posted)
    if not followups.gate_is_shut(follow_up) or follow_up.closed_at is not None:
        raise NotFound
    form = ReleaseForm()
    if form.validate_on_submit():
        followups.release(follow_up, by=actor(), words=form.words.data)
        flash(_("%(code)s released. The deadlines count from now.", code=code))
        return redirect(url_for("board.board"), 303)
    line = line_of(team_files.rows_of([follow_up.id], actor())[0], {})
    return render_template("board/release.html", line=line, form=form), 422 if posted else 200
