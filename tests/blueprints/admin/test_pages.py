import pytest

from followup.rules.policy import DEFAULT_POLICY
from followup.rules.policy_json import to_json
from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories

PATHS = [
    "/admin/accounts",
    "/admin/accounts/new",
    "/admin/accounts/{account}",
    "/admin/accounts/{account}/password",
    "/admin/accounts/{account}/close",
    "/admin/accounts/{account}/reopen",
    "/admin/organisations",
    "/admin/organisations/new",
    "/admin/organisations/{zone}",
    "/admin/organisations/{service}",
    "/admin/organisations/{service}/edit",
    "/admin/organisations/{service}/hours",
    "/admin/organisations/{service}/closing-days",
    "/admin/organisations/{service}/recompute",
    "/admin/organisations/{zone}/municipalities",
    "/admin/routing",
    "/admin/routing/{zone}",
    "/admin/rules",
    "/admin/rules/{service}",
    "/admin/rules/{service}?version=0",
    "/admin/rules/{service}/terms",
    "/admin/rules/{service}/victim/high",
    "/admin/rules/{service}/move",
    "/admin/scheduler",
]


@pytest.fixture
def codes(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    service = factories.organisation()
    worker = factories.account(organisation=service)
    factories.municipality(zone)
    factories.routing(zone, Strand.VICTIM, service)
    factories.deadline_policy(service, to_json(DEFAULT_POLICY))
    factories.follow_up(worker=worker)
    factories.lease()
    return {"account": worker.code, "zone": zone.code, "service": service.code}


@pytest.mark.parametrize("path", PATHS)
def test_an_administrator_opens_each_page(sign_in, codes, path):
    browser = sign_in(factories.account(Role.ADMINISTRATOR))

    answer = browser.get(path.format(**codes))

    assert answer.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_for_a_coordinator_no_such_page_exists(sign_in, codes, path):
    browser = sign_in(factories.account(Role.COORDINATOR))

    answer = browser.get(path.format(**codes))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/admin/accounts/0000-0000",
        "/admin/organisations/NONE",
        "/admin/organisations/{service}/municipalities",
        "/admin/rules/{service}/victim/unknown",
        "/admin/rules/{service}/nobody/high",
        "/admin/routing/{service}",
    ],
)
def test_what_is_not_there_is_not_found(sign_in, codes, path):
    browser = sign_in(factories.account(Role.ADMINISTRATOR))

    answer = browser.get(path.format(**codes))

    assert answer.status_code == 404
