from datetime import timedelta

from followup import clock
from followup.casework import account_list
from followup.vocabulary import Role
from tests import factories


def alive_since():
    return clock.now() - timedelta(hours=10)


def test_pages_of_accounts_follow_each_other_also_for_people_of_one_name(db, monkeypatch):
    monkeypatch.setattr(account_list, "PAGE", 2)
    service = factories.organisation()
    for name in ("An", "Bo", "Bo"):
        factories.account(organisation=service, name=name)

    first, following = account_list.listed(alive_since=alive_since(), organisation=service.code)
    second, end = account_list.listed(
        alive_since=alive_since(), organisation=service.code, after=following
    )

    codes = [line.account.code for line in first + second]
    assert [line.account.name for line in first + second] == ["An", "Bo", "Bo"]
    assert len(set(codes)) == 3
    assert end is None


def test_only_sessions_that_still_run_are_counted(db):
    account = factories.account(Role.COORDINATOR)
    factories.sign_in_session(account, "runs")
    factories.sign_in_session(account, "ended", ended_at=clock.now())
    factories.sign_in_session(account, "forgotten", started_at=clock.now() - timedelta(days=2))

    line = account_list.line_of(account, alive_since=alive_since())

    assert (line.sessions, line.last_sign_in) == (1, clock.now())


def test_an_account_that_never_signed_in_has_no_last_time(db):
    line = account_list.line_of(factories.account(), alive_since=alive_since())

    assert (line.sessions, line.last_sign_in) == (0, None)
