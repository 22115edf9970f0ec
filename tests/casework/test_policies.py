from dataclasses import replace

import pytest

from followup.casework import policies
from followup.casework.errors import ChangedMeanwhile
from followup.models import AuditEntry
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.policy_json import to_json
from followup.vocabulary import Clock, Role
from tests import factories

STRICTER = replace(DEFAULT_POLICY, thinks_before_coordinator=1)


@pytest.fixture
def service(db):
    return factories.organisation()


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


def test_an_organisation_without_own_rules_has_the_default(service):
    assert policies.policy_for(service.id) == (DEFAULT_POLICY, 0, None)
    assert policies.policy_for(None) == (DEFAULT_POLICY, 0, None)


def test_the_next_version_holds_for_new_follow_ups(service, administrator):
    made = policies.next_version(service, STRICTER, after=0, by=administrator)

    assert policies.policy_for(service.id) == (STRICTER, 1, made.id)
    assert policies.current_id(service.id) == made.id


def test_a_follow_up_keeps_the_version_it_began_with(db, service, administrator):
    first = policies.next_version(service, STRICTER, after=0, by=administrator)
    follow_up = factories.follow_up(organisation=service, policy_id=first.id)

    policies.next_version(service, DEFAULT_POLICY, after=1, by=administrator)

    assert policies.policy_of(follow_up) == STRICTER
    assert policies.version_of(follow_up) == 1


def test_a_follow_up_without_a_version_keeps_the_default(service, administrator):
    follow_up = factories.follow_up(organisation=service)

    policies.next_version(service, STRICTER, after=0, by=administrator)

    assert policies.policy_of(follow_up) == DEFAULT_POLICY
    assert policies.version_of(follow_up) == 0


def test_of_two_administrators_at_once_one_learns_that_the_rules_changed(service, administrator):
    policies.next_version(service, STRICTER, after=0, by=administrator)

    with pytest.raises(ChangedMeanwhile):
        policies.next_version(service, DEFAULT_POLICY, after=0, by=administrator)

    assert policies.policy_for(service.id).policy == STRICTER


def test_the_history_names_who_made_each_version_newest_first(service, administrator):
    factories.deadline_policy(service, to_json(DEFAULT_POLICY), 1)

    policies.next_version(service, STRICTER, after=1, by=administrator)

    lines = [(made.version, made.made_by) for made in policies.history(service)]
    assert lines == [(2, administrator.name), (1, None)]


def test_an_older_version_can_be_read_again(service, administrator):
    policies.next_version(service, STRICTER, after=0, by=administrator)
    newer = replace(STRICTER, clock=Clock.INTERVENED_AT)
    policies.next_version(service, newer, after=1, by=administrator)

    assert policies.version(service, 1) == STRICTER
    assert policies.version(service, 0) == DEFAULT_POLICY
    assert policies.newest([service.id])[service.id].version == 2


def test_a_new_version_leaves_a_trace(db, service, administrator):
    policies.next_version(service, STRICTER, after=0, by=administrator)

    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.account_id) == ("changed_policy", administrator.id)
