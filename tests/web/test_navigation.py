"""What the rail shows."""

import pytest

from followup.vocabulary import Role
from followup.web.navigation import navigation
from tests import factories

NO_COUNTS = {"due": None, "alerts": 0}


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/admin/accounts", "/admin/accounts"),
        ("/admin/accounts/new", "/admin/accounts"),
        ("/admin/rules/EVIF/victim/high", "/admin/rules"),
        ("/alerts", "/alerts"),
        ("/account", None),
    ],
)
def test_the_item_whose_pages_these_are_stands_out(app, db, path, here):
    administrator = factories.account(Role.ADMINISTRATOR)

    with app.test_request_context(path):
        shown = navigation(administrator, NO_COUNTS)

    assert [item["url"] for item in shown if item["current"]] == ([here] if here else [])


def test_a_new_referral_is_not_the_list_of_referrals(app, db):
    officer = factories.account(Role.POLICE)

    with app.test_request_context("/referrals/new/7QK2-M9FD/event"):
        shown = navigation(officer, NO_COUNTS)

    assert [item["url"] for item in shown if item["current"]] == ["/referrals/new"]


def test_nobody_sees_an_item_that_cannot_be_opened(app, db):
    worker = factories.account(Role.VICTIM_WORKER)

    with app.test_request_context("/day"):
        urls = {item["url"] for item in navigation(worker, NO_COUNTS)}

    assert {"/board", "/admin/accounts", "/oversight/trail", "/referrals"} & urls == set()
