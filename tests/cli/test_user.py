import re

import pytest

from followup.casework import accounts, sign_in
from followup.cli.user import user
from followup.vocabulary import OrganisationKind, Role
from tests import factories

HERE = "192.0.2.1"


@pytest.fixture
def run(app, db):
    """`run("create", …)`: what the command printed and how it ended."""
    factories.organisation(OrganisationKind.VICTIM_SERVICE, code="VIF")

    def run(*words, typed=None):
        return app.test_cli_runner().invoke(user, words, input=typed)

    return run


def create(run, *more, email="nora@example.test", code="VIF", typed=None):
    named = ("--email", email, "--name", "Nora", "--organisation", code)
    return run("create", *named, "--role", "victim_worker", *more, typed=typed)


def shown(result):
    return re.search(r"shown only now: (\S+)", result.output)[1]


def test_a_new_account_signs_in_with_the_password_shown(run, db):
    result = create(run, "--role", "coordinator", "--language", "nl")

    assert sign_in.sign_in("nora@example.test", shown(result), network=HERE)
    account = accounts.of_address("nora@example.test")
    assert account.roles == {Role.VICTIM_WORKER, Role.COORDINATOR}
    assert (account.language, account.must_change_password) == ("nl", True)


def test_a_password_from_standard_input_is_not_shown(run, db):
    result = create(run, "--password-stdin", typed="paisible girafe moulin cuivre\n")

    assert "girafe" not in result.output
    assert sign_in.sign_in("nora@example.test", "paisible girafe moulin cuivre", network=HERE)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "nora"}, "write an e-mail address"),
        ({"code": "VFI"}, "no organisation 'VFI'; there are: VIF"),
    ],
)
def test_a_wrong_address_or_organisation_says_what_would_be_right(run, changed, said):
    result = create(run, **changed)

    assert result.exit_code == 1
    assert said in result.output


def test_a_weak_password_opens_no_account(run):
    assert "at least 15 characters" in create(run, "--password-stdin", typed="short\n").output
    assert create(run).exit_code == 0


def test_an_address_gets_one_account_only(run):
    create(run)

    assert "already has an account" in create(run).output


def test_a_reset_password_replaces_the_old_one(run, db):
    first = shown(create(run))

    second = shown(run("reset", "Nora@example.test"))

    assert sign_in.sign_in("nora@example.test", first, network=HERE) is None
    assert sign_in.sign_in("nora@example.test", second, network=HERE)


def test_nobody_unknown_is_reset(run):
    result = run("reset", "nobody@example.test")

    assert (result.exit_code, "has no account" in result.output) == (1, True)
