"""One person's file: read it, reach the person safely, move and end what is due."""

from flask import Blueprint

from followup.blueprints.cases import (
    calls,
    card,
    clocks,
    contact,
    deciding,
    duplicates,
    ending,
    interpreter,
    language,
    later,
    link,
    partner,
    role,
    search,
    sections,
    showing,
    situation,
    standing,
    timeline,
)
from followup.rules.access import Permission
from followup.web.access import action, add_pages, form, page

READ, EDIT = Permission.READ_FOLLOWUP, Permission.EDIT_SAFE_CONTACT
PLAN, CLOSE, DECIDE = Permission.PLAN, Permission.CLOSE, Permission.DECIDE
CALL, PLACES = Permission.LOG_CONTACT, Permission.READ_WHEREABOUTS

MERGE = Permission.MERGE

cases = Blueprint("cases", __name__)
add_pages(
    cases,
    form("/search", search.search, Permission.SEARCH),
    form("/c/<code>/contact/new", contact.log_contact, CALL),
    form("/c/<code>/contact/<attempt>/correct", contact.correct_contact, CALL),
    action("/c/<code>/contact/<attempt>/undo", contact.undo_contact, CALL),
    page("/c/<code>/danger", contact.danger, CALL),
    page("/c/<code>", timeline.timeline, READ),
    page("/c/<code>/deadlines", sections.deadlines, READ),
    page("/c/<code>/people", sections.people, READ),
    page("/c/<code>/referral", sections.referral, READ),
    page("/c/<code>/safe-contact/versions", sections.card_versions, READ),
    page("/c/<code>/who-looked", sections.who_looked, READ),
    form("/c/<code>/safe-contact", card.safe_contact, EDIT),
    action("/c/<code>/safe-contact/show", showing.show_card, READ),
    form("/c/<code>/calling", calls.calling, CALL),
    action("/c/<code>/safe-contact/read", showing.read_rules, CALL),
    form("/c/<code>/call-anyway", showing.call_anyway, CALL),
    form("/c/<code>/whereabouts", showing.whereabouts, PLACES),
    action("/c/<code>/whereabouts/show", showing.show_whereabouts, PLACES),
    form("/c/<code>/deadlines/<kind>/move", clocks.move, PLAN),
    action("/c/<code>/deadlines/<kind>/move/undo", clocks.undo_move, PLAN),
    form("/c/<code>/deadlines/<kind>/done", clocks.mark_done, PLAN),
    form("/c/<code>/deadlines/<kind>/keep", clocks.keep_deadline, DECIDE),
    form("/c/<code>/later", later.put_off, CALL),
    action("/c/<code>/later/undo", later.take_back, CALL),
    form("/c/<code>/pause", clocks.pause, PLAN),
    form("/c/<code>/resume", clocks.resume, PLAN),
    form("/c/<code>/close", ending.close, CLOSE),
    form("/c/<code>/reopen", ending.reopen, CLOSE),
    form("/c/<code>/decide", deciding.decide, DECIDE),
    form("/c/<code>/language", language.language, PLAN),
    form("/c/<code>/interpreter", interpreter.interpreter, PLAN),
    action("/c/<code>/interpreter/answer", interpreter.interpreter_answer, PLAN),
    form("/c/<code>/duplicates", duplicates.duplicates, MERGE),
    form("/c/<code>/merge/<other>", duplicates.merge, MERGE),
    form("/c/<code>/separate", duplicates.separate, MERGE),
    form("/c/<code>/risk", standing.risk, PLAN),
    form("/c/<code>/event", standing.event, CALL),
    form("/c/<code>/no-objection", standing.no_objection, CALL),
    form("/c/<code>/release", standing.release, DECIDE),
    page("/c/<code>/situation", situation.situation, READ),
    form("/c/<code>/role/ask", role.ask_role, CALL),
    form("/c/<code>/role", role.role, DECIDE),
    form("/c/<code>/link", link.link, PLAN),
    form("/c/<code>/partner-contact", partner.partner_contact, PLAN),
    action("/c/<code>/link/<signal>/seen", link.confirm_signal, PLAN),
)
