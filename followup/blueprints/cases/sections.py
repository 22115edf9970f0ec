"""The other sections of a file: deadlines, people, referral, versions of the card, who looked."""

from flask import render_template, request, url_for

from followup.blueprints.cases import duties, told
from followup.blueprints.cases.acts import opened
from followup.blueprints.cases.frame import frame, masked
from followup.casework import deadlines as kept
from followup.casework import file, linked, looked, received, separating
from followup.casework.audit import Act
from followup.rules.access import Permission, may
from followup.rules.contact_card import from_json
from followup.web import card_words
from followup.web.access import actor
from followup.web.labels import label
from followup.web.warnings import warnings


def deadlines(code):
    head = opened(code)
    rows = duties.every(kept.every_deadline(head.follow_up), file.moves(head.follow_up))
    return render_template(
        "cases/deadlines.html",
        **frame(head, "deadlines"),
        running=[row for row in rows if row["ended_at"] is None],
        ended=[row for row in rows if row["ended_at"] is not None],
        may_move=may(actor(), Permission.PLAN, head.follow_up),
    )


def people(code):
    head = opened(code)
    links = linked.people(head.follow_up, by=actor())
    measures = received.measures(head.follow_up)
    referrals = received.referrals(head.follow_up)
    return render_template(
        "cases/people.html",
        **frame(head, "people", links=len(links)),
        links=links,
        merged=separating.merged_with(head.follow_up, by=actor()),
        measures=measures,
        warnings=warnings(head, referrals=referrals, measures=measures),
    )


def referral(code):
    head = opened(code)
    measures = received.measures(head.follow_up)
    additions = received.additions(head.follow_up)
    return render_template(
        "cases/referral.html",
        **frame(head, "referral"),
        referrals=[
            {
                "row": row,
                "facts": told.rows(row, head.follow_up.side, measures),
                "story": getattr(row, "story", None),
                "additions": [one for one in additions if one.referral_id == row.id],
            }
            for row in received.referrals(head.follow_up)
        ],
    )


def card_versions(code):
    head = opened(code)
    hidden = masked(head)
    return render_template(
        "cases/card_versions.html",
        **frame(head, "card_versions"),
        versions=[_version(row, hidden) for row in reversed(file.cards(head.follow_up))],
    )


def _version(row, hidden):
    card = from_json(row.card)
    fields = card_words.field_names()
    return {
        "row": row,
        "agreed": card_words.agreed(row.source, row.agreed_at),
        "fields": [
            {
                "label": word,
                "value": card_words.field_text(card, name, masked=hidden),
                "pn": name in card_words.PRIVATE,
            }
            for name, word in fields.items()
        ],
    }


def who_looked(code):
    head = opened(code)
    rows, after = looked.at(head.follow_up, after=request.args.get("after", type=int))
    return render_template(
        "cases/who_looked.html",
        **frame(head, "who_looked"),
        lines=[(row, label(Act(row.action))) for row in rows],
        next_url=url_for("cases.who_looked", code=code, after=after) if after else "",
    )
