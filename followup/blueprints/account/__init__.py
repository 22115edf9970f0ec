"""What everybody has: the own account, alerts, the menu, the language, kept texts."""

from flask import Blueprint

from followup.blueprints.account import (
    choices,
    conflicts,
    drafts,
    notices,
    password,
    profile,
    sessions,
    unsent,
)
from followup.rules.access import Permission
from followup.web.access import PUBLIC, action, add_pages, form, page, probe

account = Blueprint("account", __name__)
add_pages(
    account,
    form("/account", profile.profile, Permission.USE_ACCOUNT),
    page("/account/menu", profile.menu, Permission.USE_ACCOUNT),
    form("/account/conflicts", conflicts.conflicts, Permission.WORK_THE_DAY),
    action("/account/conflicts/<code>/end", conflicts.end_conflict, Permission.WORK_THE_DAY),
    form("/account/password", password.password, Permission.USE_ACCOUNT),
    page("/account/sessions", sessions.sessions, Permission.USE_ACCOUNT),
    action("/account/sessions/end", sessions.end_session, Permission.USE_ACCOUNT),
    action("/account/language", choices.language, PUBLIC),
    action("/account/hide-names", choices.hide_names, Permission.USE_ACCOUNT),
    page("/alerts", notices.alerts, Permission.SEE_ALERTS),
    action("/alerts/seen", notices.seen, Permission.SEE_ALERTS),
    action("/alerts/unsee", notices.unsee, Permission.SEE_ALERTS),
    page("/drafts/unsent", unsent.unsent, Permission.USE_ACCOUNT),
    form("/drafts/<draft>/delete", unsent.delete, Permission.USE_ACCOUNT),
    probe("/drafts", drafts.keep_draft, Permission.USE_ACCOUNT),
)
