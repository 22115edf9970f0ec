"""What stands in the rail and where each role lands: nobody sees an item that cannot be opened."""

from flask import request, url_for

from followup.rules.access import Permission, holds
from followup.vocabulary import Role
from followup.web.texts import lazy_gettext as _l

OUT_OF_REACH, MANAGE, OVERSIGHT = _l("Out of reach"), _l("Manage"), _l("Oversight")
WORK, TEAM, POLICE, ADMIN, WRITE = (
    Permission.WORK_THE_DAY,
    Permission.WATCH_TEAM,
    Permission.ENTER_REFERRAL,
    Permission.ADMINISTER,
    Permission.WRITE_SCRIPTS,
)

# endpoint, text, icon, permission, group, count, short form for the bottom tabs
ITEMS = [
    ("worklist.day", _l("My day"), "sun", WORK, "", "due"),
    ("worklist.cases", _l("My cases"), "folder2-open", WORK, "", None),
    ("board.board", _l("Team board"), "people", TEAM, "", None),
    ("board.incoming", _l("Incoming"), "inbox", TEAM, "", None),
    ("board.cases", _l("All cases"), "folder2-open", TEAM, "", None),
    ("police.referrals", _l("Referrals"), "file-earmark-text", POLICE, "", None),
    ("police.event", _l("New referral"), "plus-circle", POLICE, "", None),
    ("account.alerts", _l("Alerts"), "bell", Permission.SEE_ALERTS, "", "alerts"),
    ("worklist.not_reached", _l("Not reached"), "telephone-x", WORK, OUT_OF_REACH, None),
    ("worklist.not_now", _l("Not for now"), "calendar-x", WORK, OUT_OF_REACH, None),
    ("worklist.stopped", _l("Contact stopped"), "x-octagon", WORK, OUT_OF_REACH, None),
    ("worklist.incomplete", _l("Referral incomplete"), "hourglass-split", WORK, OUT_OF_REACH, None),
    (
        "board.duplicates",
        _l("Possible duplicates"),
        "people",
        Permission.MERGE,
        MANAGE,
        "duplicates",
    ),
    ("board.overruled", _l("Against the safe contact"), "shield-lock", TEAM, MANAGE, None),
    ("board.radar", _l("Radar"), "eye", TEAM, MANAGE, None),
    ("board.absences", _l("Absences"), "person-dash", TEAM, MANAGE, None),
    ("scripts.overview", _l("Texts for calls"), "chat-quote", WRITE, MANAGE, None),
    ("admin.accounts", _l("Accounts"), "people", ADMIN, MANAGE, None),
    ("admin.organisations", _l("Organisations"), "building", ADMIN, MANAGE, None),
    ("admin.routing", _l("Routing"), "signpost-split", ADMIN, MANAGE, None),
    ("admin.rules", _l("Deadline rules"), "alarm", ADMIN, MANAGE, None),
    ("admin.jobs", _l("Scheduler"), "gear", ADMIN, MANAGE, None),
    ("oversight.trail", _l("Who has looked"), "eye", Permission.READ_AUDIT, OVERSIGHT, None),
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
    """The items this account may open, in menu order; the one whose pages this is stands out."""
    shown = [
        {
            "label": text,
            "url": url_for(endpoint),
            "icon": icon,
            "group": group,
            "count": counts.get(count) if count else None,
            "current": False,
            "go": endpoint,
        }
        for endpoint, text, icon, permission, group, count in ITEMS
        if holds(account, permission)
    ]
    here = [item for item in shown if f"{request.path}/".startswith(f"{item['url']}/")]
    if here:
        max(here, key=lambda item: len(item["url"]))["current"] = True
    return shown


def landing(account):
    """The role's own list; an account without a list of its own lands on its profile."""
    for role, endpoint in LANDINGS:
        if role in account.roles:
            return url_for(endpoint)
    return url_for("account.profile")
