"""The administrator's pages: accounts, organisations, routing, deadline rules, the scheduler."""

from flask import Blueprint

from followup.blueprints.admin import (
    accounts,
    conflicts,
    days,
    jobs,
    organisations,
    passwords,
    places,
    routing,
    rules,
)
from followup.rules.access import Permission
from followup.web.access import action, add_pages, form, page

admin = Blueprint("admin", __name__, url_prefix="/admin")

add_pages(
    admin,
    page("/accounts", accounts.accounts, Permission.ADMINISTER),
    form("/accounts/new", accounts.new_account, Permission.ADMINISTER),
    form("/accounts/<code>", accounts.account, Permission.ADMINISTER),
    form("/accounts/<code>/password", passwords.reset_password, Permission.ADMINISTER),
    form("/accounts/<code>/conflicts", conflicts.account_conflicts, Permission.ADMINISTER),
    form("/accounts/<code>/close", accounts.close_account, Permission.ADMINISTER),
    form("/accounts/<code>/reopen", accounts.reopen_account, Permission.ADMINISTER),
    page("/organisations", organisations.organisations, Permission.ADMINISTER),
    form("/organisations/new", organisations.new_organisation, Permission.ADMINISTER),
    page("/organisations/<code>", organisations.organisation, Permission.ADMINISTER),
    form("/organisations/<code>/edit", organisations.edit_organisation, Permission.ADMINISTER),
    form("/organisations/<code>/hours", days.hours, Permission.ADMINISTER),
    form("/organisations/<code>/closing-days", days.closing_days, Permission.ADMINISTER),
    action("/organisations/<code>/open-days", days.remove_closing_days, Permission.ADMINISTER),
    form("/organisations/<code>/recompute", days.recompute, Permission.ADMINISTER),
    form("/organisations/<code>/municipalities", places.municipalities, Permission.ADMINISTER),
    page("/routing", routing.routing, Permission.ADMINISTER),
    form("/routing/<code>", routing.edit_routes, Permission.ADMINISTER),
    action("/routing/<code>/<strand>/route-now", routing.route_now, Permission.ADMINISTER),
    page("/rules", rules.rules, Permission.ADMINISTER),
    page("/rules/<code>", rules.rules_of, Permission.ADMINISTER),
    form("/rules/<code>/terms", rules.edit_terms, Permission.ADMINISTER),
    form("/rules/<code>/<strand>/<risk>", rules.edit_rule, Permission.ADMINISTER),
    form("/rules/<code>/move", rules.move_follow_ups, Permission.ADMINISTER),
    page("/scheduler", jobs.jobs, Permission.ADMINISTER),
)
