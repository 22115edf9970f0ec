"""What stands in the rail and where each role lands: nobody sees an item that cannot be opened."""

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from followup.rules.access import Permission, holds
from followup.vocabulary import Role

# endpoint, text, icon, permission, group, count, short form for the bottom tabs
ITEMS = [
    ("worklist.day", _l("My day"), "sun", Permission.WORK_THE_DAY, "", "due"),
    ("worklist.cases", _l("My cases"), "folder2-open", Permission.WORK_THE_DAY, "", None),
    ("board.board", _l("Team board"), "people", Permission.WATCH_TEAM, "", None),
    ("board.incoming", _l("Incoming"), "inbox", Permission.WATCH_TEAM, "", None),
    ("board.cases", _l("All cases"), "folder2-open", Permission.WATCH_TEAM, "", None),
    ("police.referrals", _l("Referrals"), "file-earmark-text", Permission.ENTER_REFERRAL, "", None),
    ("police.event", _l("New referral"), "plus-circle", Permission.ENTER_REFERRAL, "", None),
    ("account.alerts", _l("Alerts"), "bell", Permission.SEE_ALERTS, "", "alerts"),
    ("worklist.not_reached", _l("Not reached"), "telephone-x", Permission.WORK_THE_DAY, _l("Out of reach"), None),
    ("worklist.stopped", _l("Contact stopped"), "x-octagon", Permission.WORK_THE_DAY, _l("Out of reach"), None),
    ("worklist.incomplete", _l("Referral incomplete"), "hourglass-split", Permission.WORK_THE_DAY, _l("Out of reach"), None),
    ("board.absences", _l("Absences"), "person-dash", Permission.WATCH_TEAM, _l("Manage"), None),
    ("admin.accounts", _l("Accounts"), "people", Permission.ADMINISTER, _l("Manage"), None),
    ("admin.organisations", _l("Organisations"), "building", Permission.ADMINISTER, _l("Manage"), None),
    ("admin.routing", _l("Routing"), "signpost-split", Permission.ADMINISTER, _l("Manage"), None),
    ("admin.rules", _l("Deadline rules"), "alarm", Permission.ADMINISTER, _l("Manage"), None),
    ("admin.jobs", _l("Scheduler"), "gear", Permission.ADMINISTER, _l("Manage"), None),
    ("oversight.trail", _l("Who has looked"), "eye", Permission.READ_AUDIT, _l("Oversight"), None),
]  # fmt: skip

LANDINGS = [
    (Role.COORDINATOR, "board.board"),
    (Role.VICTIM_WORKER, "worklist.day"),
    (Role.PERPETRATOR_WORKER, "worklist.day"),
    (Role.CHILD_WORKER, "worklist.day"),
    (Role.POLICE, "police.referrals"),
    (Role.POLICE_REFERENCE, "police.referrals"),
    (Role.ADMINISTRATOR, "admin.accounts"),
    (Role.AUDITOR, "oversight.trail"),
]


def navigation(account, counts):
    """The items this account may open, in menu order."""
    return [
        {
            "label": text,
            "url": url_for(endpoint),
            "icon": icon,
            "group": group,
            "count": counts.get(count) if count else None,
            "current": request.endpoint == endpoint,
            "go": endpoint,
        }
        for endpoint, text, icon, permission, group, count in ITEMS
        if holds(account, permission) and endpoint in current_app.view_functions
    ]


def landing(account):
    """The role's own list; an account without a list of its own lands on its profile."""
    for role, endpoint in LANDINGS:
        if role in account.roles and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("account.profile")
