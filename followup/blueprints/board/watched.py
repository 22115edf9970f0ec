"""The radar: follow-ups that ended unreached, which a new referral opens again."""

from flask import render_template

from followup.casework import radar as casework
from followup.web.access import actor


def radar():
    return render_template("board/radar.html", rows=casework.listed(actor()))
