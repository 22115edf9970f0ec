"""Who may do what: permissions, the conditions under which a role has them, and the table.

`GRANTS` is data: it can be printed (`flask access-matrix`), compared and approved by a data
protection officer. Each condition has an SQL twin in `casework/visibility.py`; a test holds the
two equal.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from followup.vocabulary import Role, Strand


class Actor(Protocol):
    id: int
    organisation_id: int
    roles: frozenset[Role]


class File(Protocol):
    """What the conditions look at: a follow-up, or a referral for the police."""

    organisation_id: int | None
    worker_id: int | None
    strand: Strand


class Sent(Protocol):
    """A referral, as the police see it."""

    zone_id: int
    officer_id: int


class Permission(StrEnum):
    USE_ACCOUNT = "use_account"
    ENTER_REFERRAL = "enter_referral"
    READ_REFERRAL = "read_referral"
    ADD_INFORMATION = "add_information"
    REVISIT = "revisit"
    ANSWER_REQUEST = "answer_request"
    WORK_THE_DAY = "work_the_day"
    SEARCH = "search"
    READ_FOLLOWUP = "read_followup"
    READ_WHEREABOUTS = "read_whereabouts"
    LOG_CONTACT = "log_contact"
    EDIT_SAFE_CONTACT = "edit_safe_contact"
    PLAN = "plan"
    CLOSE = "close"
    DECIDE = "decide"
    WATCH_TEAM = "watch_team"
    REASSIGN = "reassign"
    MERGE = "merge"
    SEE_ALERTS = "see_alerts"
    READ_SCRIPTS = "read_scripts"
    WRITE_SCRIPTS = "write_scripts"
    ADMINISTER = "administer"
    READ_AUDIT = "read_audit"


Condition = Callable[[Actor, object], bool]


def always(actor: Actor, subject: object) -> bool:
    return True


def assigned_victim(actor: Actor, subject: File) -> bool:
    return subject.worker_id == actor.id and subject.strand is Strand.VICTIM


def assigned_perpetrator(actor: Actor, subject: File) -> bool:
    return subject.worker_id == actor.id and subject.strand is Strand.PERPETRATOR


def assigned_child(actor: Actor, subject: File) -> bool:
    return subject.worker_id == actor.id and subject.strand is Strand.CHILD


def same_organisation(actor: Actor, subject: File) -> bool:
    return subject.organisation_id is not None and subject.organisation_id == actor.organisation_id


def entered_by_me(actor: Actor, subject: Sent) -> bool:
    return subject.officer_id == actor.id


def own_zone(actor: Actor, subject: Sent) -> bool:
    return subject.zone_id == actor.organisation_id


WORKERS = {
    Role.VICTIM_WORKER: assigned_victim,
    Role.PERPETRATOR_WORKER: assigned_perpetrator,
    Role.CHILD_WORKER: assigned_child,
}
EVERY_WORKER = dict.fromkeys(WORKERS, always)

GRANTS: dict[Permission, dict[Role, Condition]] = {
    Permission.USE_ACCOUNT: dict.fromkeys(Role, always),
    Permission.ENTER_REFERRAL: {Role.POLICE: always, Role.POLICE_REFERENCE: always},
    Permission.READ_REFERRAL: {Role.POLICE: entered_by_me, Role.POLICE_REFERENCE: own_zone},
    Permission.ADD_INFORMATION: {
        Role.POLICE: entered_by_me,
        Role.POLICE_REFERENCE: entered_by_me,
    },
    Permission.ANSWER_REQUEST: {Role.POLICE: entered_by_me, Role.POLICE_REFERENCE: own_zone},
    Permission.REVISIT: {Role.POLICE: entered_by_me, Role.POLICE_REFERENCE: own_zone},
    Permission.WORK_THE_DAY: EVERY_WORKER,
    Permission.SEARCH: EVERY_WORKER | {Role.COORDINATOR: always},
    Permission.READ_FOLLOWUP: WORKERS | {Role.COORDINATOR: same_organisation},
    Permission.READ_WHEREABOUTS: WORKERS,
    Permission.LOG_CONTACT: WORKERS,
    Permission.EDIT_SAFE_CONTACT: WORKERS,
    Permission.PLAN: WORKERS | {Role.COORDINATOR: same_organisation},
    Permission.CLOSE: WORKERS | {Role.COORDINATOR: same_organisation},
    Permission.DECIDE: {Role.COORDINATOR: same_organisation},
    Permission.WATCH_TEAM: {Role.COORDINATOR: always},
    Permission.REASSIGN: {Role.COORDINATOR: same_organisation},
    Permission.MERGE: {Role.COORDINATOR: same_organisation},
    Permission.SEE_ALERTS: EVERY_WORKER
    | {
        Role.COORDINATOR: always,
        Role.POLICE: always,
        Role.POLICE_REFERENCE: always,
        Role.ADMINISTRATOR: always,
    },
    Permission.READ_SCRIPTS: EVERY_WORKER | {Role.COORDINATOR: always, Role.ADMINISTRATOR: always},
    Permission.WRITE_SCRIPTS: {Role.COORDINATOR: always, Role.ADMINISTRATOR: always},
    Permission.ADMINISTER: {Role.ADMINISTRATOR: always},
    Permission.READ_AUDIT: {Role.AUDITOR: always},
}


def holds(actor: Actor, permission: Permission) -> bool:
    """Whether some role of the actor has this permission at all."""
    return not actor.roles.isdisjoint(GRANTS[permission])


def may(actor: Actor, permission: Permission, subject: object) -> bool:
    """Whether the actor may use this permission on this subject."""
    granted = GRANTS[permission]
    return any(granted[role](actor, subject) for role in actor.roles if role in granted)


WORKER_OF = {
    Strand.VICTIM: Role.VICTIM_WORKER,
    Strand.PERPETRATOR: Role.PERPETRATOR_WORKER,
    Strand.CHILD: Role.CHILD_WORKER,
}


def can_take(roles: frozenset[Role], strand: Strand) -> bool:
    """Whether a worker with these roles may be given a follow-up of this strand."""
    return WORKER_OF[strand] in roles
