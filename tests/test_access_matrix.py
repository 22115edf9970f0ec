from pathlib import Path

import pytest

from followup.cli.access_matrix import access_matrix, lines
from followup.rules.access import GRANTS, Permission
from followup.vocabulary import Role
from tests import factories

REVIEWED = Path(__file__).parent / "golden" / "access_matrix.txt"


def test_every_page_names_a_permission(pages):
    undeclared = [name for name, view in pages.view_functions.items() if permission(view) is None]

    assert undeclared == []


def test_the_access_matrix_is_the_reviewed_one(pages):
    """After a reviewed change: flask access-matrix > tests/golden/access_matrix.txt."""
    assert lines(pages) == REVIEWED.read_text().splitlines()


def test_the_command_prints_the_matrix(pages):
    printed = pages.test_cli_runner().invoke(access_matrix)

    assert printed.exit_code == 0
    assert printed.output.splitlines() == lines(pages)


def test_every_permission_is_granted_to_somebody_and_every_page_needs_a_known_one(pages):
    needed = {permission(view) for view in pages.view_functions.values()} - {"public"}

    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())
    assert needed <= set(Permission)


def test_public_pages_are_few_and_known(pages):
    public = {name for name, view in pages.view_functions.items() if permission(view) == "public"}

    assert public <= PUBLIC_PAGES


@pytest.mark.parametrize("role", [None, *Role])
def test_a_page_without_the_role_for_it_is_not_there(role, sign_in, client):
    """Every address of the product, as everybody: 404, and the sign-in page for a stranger."""
    browser = client if role is None else sign_in(factories.account(role))
    expected = (302, 303) if role is None else (404,)

    unexpected = [
        (rule.rule, method, status)
        for rule, method in addresses(client.application)
        if not may(role, permission(client.application.view_functions[rule.endpoint]))
        and (status := ask(browser, rule, method)) not in expected
    ]

    assert unexpected == []


def addresses(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule, method


def ask(browser, rule, method):
    values = {name: VALUES[type(rule._converters[name]).__name__] for name in rule.arguments}
    path = browser.application.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    return browser.open(path, method=method).status_code


# Adding one here is a decision: whoever has no account reaches it.
PUBLIC_PAGES = {
    "account.language",
    "auth.home",
    "auth.lock",
    "auth.locked",
    "auth.ping",
    "auth.sign_in",
    "auth.sign_out",
    "auth.stay",
    "bootstrap_css",
    "health.alive",
    "health.ready",
    "icons",
    "static",
}

VALUES = {
    "UnicodeConverter": "0000-0000",
    "IntegerConverter": 1,
    "PathConverter": "x",
    "DateConverter": "2026-11-23",
}


def may(role, needed):
    return needed == "public" or (role is not None and role in GRANTS[needed])


def permission(view):
    return getattr(view, "permission", None)


@pytest.fixture
def pages(apps):
    return apps("sqlite")
