"""Who may do what."""

from dataclasses import dataclass

import pytest

from followup.rules.access import GRANTS, WORKER_OF, Permission, can_take, holds, may
from followup.vocabulary import Role, Strand


@dataclass(frozen=True)
class Actor:
    id: int = 1
    organisation_id: int = 10
    roles: frozenset = frozenset()


@dataclass(frozen=True)
class File:
    worker_id: int | None = 1
    organisation_id: int | None = 10
    strand: Strand = Strand.VICTIM


def actor(*roles, **who):
    return Actor(roles=frozenset(roles), **who)


@pytest.mark.parametrize("strand", Strand)
def test_a_worker_reads_an_assigned_file_of_the_own_strand_only(strand):
    for role, other in ((WORKER_OF[one], one) for one in Strand):
        allowed = may(actor(role), Permission.READ_FOLLOWUP, File(strand=strand))
        assert allowed is (other is strand)


def test_a_worker_does_not_read_a_colleagues_file():
    file = File(worker_id=2)

    assert not may(actor(Role.VICTIM_WORKER), Permission.READ_FOLLOWUP, file)


def test_a_coordinator_reads_the_own_organisation_and_no_other():
    coordinator = actor(Role.COORDINATOR)

    assert may(coordinator, Permission.READ_FOLLOWUP, File(worker_id=2))
    assert not may(coordinator, Permission.READ_FOLLOWUP, File(organisation_id=11))
    assert not may(coordinator, Permission.READ_FOLLOWUP, File(organisation_id=None))


def test_nobody_but_the_assigned_worker_reads_where_the_person_is():
    assert may(actor(Role.VICTIM_WORKER), Permission.READ_WHEREABOUTS, File())
    assert not may(actor(Role.COORDINATOR), Permission.READ_WHEREABOUTS, File())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.POLICE, Role.PARTNER])
def test_roles_without_casework_hold_no_permission_on_files(role):
    on_files = {
        Permission.READ_FOLLOWUP,
        Permission.READ_WHEREABOUTS,
        Permission.LOG_CONTACT,
        Permission.SEARCH,
        Permission.WATCH_TEAM,
    }

    assert {one for one in on_files if holds(actor(role), one)} == set()


def test_no_role_has_every_permission():
    for role in Role:
        assert not all(role in granted for granted in GRANTS.values())


def test_several_roles_add_up():
    both = actor(Role.VICTIM_WORKER, Role.COORDINATOR)

    assert may(both, Permission.LOG_CONTACT, File())
    assert may(both, Permission.DECIDE, File(worker_id=2))


@pytest.mark.parametrize("strand", Strand)
def test_a_file_goes_to_a_worker_of_its_strand(strand):
    assert can_take(frozenset({WORKER_OF[strand]}), strand)
    assert not can_take(frozenset({Role.COORDINATOR}), strand)
