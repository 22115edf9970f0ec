"""My cases, and the lists of people out of reach."""

from datetime import UTC, datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from followup import clock
from followup.blueprints.worklist.rows import line_of, lines_of
from followup.casework import policies, worklist
from followup.rules.ladder import ladder_of
from followup.rules.working_time import local
from followup.rules.worklist import Group
from followup.vocabulary import Daypart, State, Strand
from followup.web.access import actor
from followup.web.labels import label

NEWEST = "newest"


def cases():
    newest = request.args.get("order") == NEWEST
    rows, following = worklist.open_cases(actor(), newest_first=newest, after=_after())
    order = NEWEST if newest else None
    return render_template(
        "worklist/cases.html",
        lines=[line_of(row, _group(row)) for row in rows],
        orders=[
            {"label": _("Soonest first"), "url": url_for("worklist.cases"), "current": not newest},
            {
                "label": _("Newest first"),
                "url": url_for("worklist.cases", order=NEWEST),
                "current": newest,
            },
        ],
        next_url=following and url_for("worklist.cases", order=order, after=_written(following)),
    )


def not_reached():
    rows = worklist.in_state(actor(), State.NOT_REACHED)
    tries = worklist.tries_of(rows)
    return render_template(
        "worklist/not_reached.html",
        people=[
            {"line": line_of(row, _group(row)), "tried": _tried(row, tries[row.id])} for row in rows
        ],
    )


def stopped():
    rows = worklist.in_state(actor(), State.STOPPED)
    return render_template("worklist/stopped.html", lines=lines_of(rows, Group.WAITING))


def incomplete():
    rows = worklist.in_state(actor(), State.INCOMPLETE)
    lines = [line_of(row, _group(row)) for row in rows]
    return render_template("worklist/incomplete.html", lines=lines)


def not_now():
    rows = worklist.silent(actor())
    return render_template("worklist/not_now.html", lines=lines_of(rows, Group.LATER))


def _tried(row, tries):
    """How often, of how many, and which parts of the day and which ways are left to try."""
    rule = policies.policy_with(row.policy_id).rule_for(row.strand, row.timed_as)
    ladder = ladder_of(tries, row.card.for_rules(), local(clock.now()).date())
    return {
        "made": len(tries),
        "most": rule.attempts_max,
        "parts": [{"label": label(part), "tried": part in ladder.parts_used} for part in Daypart],
        "left": [label(part) for part in ladder.parts_left],
        "ways": [label(way) for way in ladder.ways_left],
        "safe_people": len(row.card.safe_people),
        "revisit": row.strand is not Strand.PERPETRATOR,
    }


def _group(row):
    late = row.due_at is not None and row.due_at < clock.now()
    return Group.OVERDUE if late else Group.LATER


def _written(position):
    at, last = position
    return f"{at.timestamp() if at else ''}_{last}"


def _after():
    """Where the page begins; an address that was tampered with is no page."""
    text = request.args.get("after")
    if not text:
        return None
    try:
        at, last = text.split("_")
        return datetime.fromtimestamp(float(at), UTC) if at else None, int(last)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
