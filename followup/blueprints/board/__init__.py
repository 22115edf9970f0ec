"""The coordinator's pages: the team board, what came in, who does what, who is away."""

from flask import Blueprint

from followup.blueprints.board import (
    absences,
    cases,
    conflicts,
    duplicates,
    handover,
    incoming,
    leaving,
    moves,
    now,
    overruled,
    partners,
    reassign,
    taken_back,
    watched,
)
from followup.rules.access import Permission
from followup.web.access import action, add_pages, form, names_people, page

board = Blueprint("board", __name__)

add_pages(
    board,
    names_people(page("/board", now.board, Permission.WATCH_TEAM)),
    page("/board/refresh", now.refresh, Permission.WATCH_TEAM),
    form("/board/move", moves.move, Permission.DECIDE),
    action("/board/move/undo", moves.undo_move, Permission.DECIDE),
    page("/board/handover", handover.handover, Permission.WATCH_TEAM),
    names_people(form("/incoming", incoming.incoming, Permission.REASSIGN)),
    form("/team/workers/<code>/leaving", leaving.leaving, Permission.REASSIGN),
    action("/incoming/take", incoming.take, Permission.REASSIGN),
    names_people(page("/team/cases", cases.cases, Permission.WATCH_TEAM)),
    names_people(page("/team/workers/<code>", cases.worker, Permission.WATCH_TEAM)),
    form("/team/workers/<code>/conflicts", conflicts.conflicts, Permission.WATCH_TEAM),
    action(
        "/team/workers/<code>/conflicts/<tie>/end", conflicts.end_conflict, Permission.WATCH_TEAM
    ),
    names_people(page("/team/against-card", overruled.overruled, Permission.WATCH_TEAM)),
    names_people(page("/team/partner-contact", partners.partner_contact, Permission.WATCH_TEAM)),
    names_people(page("/team/radar", watched.radar, Permission.WATCH_TEAM)),
    form("/reassign", reassign.reassign, Permission.REASSIGN),
    action("/reassign/undo", taken_back.undo_reassign, Permission.REASSIGN),
    names_people(page("/duplicates", duplicates.duplicates, Permission.MERGE)),
    action("/duplicates/<code>/apart", duplicates.tell_apart, Permission.MERGE),
    action("/duplicates/<code>/again", duplicates.ask_again, Permission.MERGE),
    form("/absences", absences.absences, Permission.WATCH_TEAM),
    action("/absences/<code>/end", absences.end_absence, Permission.WATCH_TEAM),
)
