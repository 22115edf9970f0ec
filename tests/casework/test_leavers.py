"""When somebody's last day is over."""

from datetime import timedelta

from followup import clock
from followup.casework import leavers, sign_in
from tests import factories


def test_the_files_of_somebody_who_left_are_nobodys_and_an_alarm(db, noon):
    leaver = factories.account(ends_on=noon.date() - timedelta(days=1))
    follow_up = factories.follow_up(worker=leaver)

    assert leavers.close_accounts(noon) == 1

    db.session.refresh(follow_up)
    assert follow_up.worker_id is None
    assert follow_up.unassigned_alarm_at == clock.now()
    assert not leaver.active


def test_the_last_day_itself_is_worked(db, noon):
    worker = factories.account(ends_on=noon.date())

    assert leavers.close_accounts(noon) == 0
    assert worker.active


def test_an_account_without_an_end_stays(db, noon):
    worker = factories.account()

    assert leavers.close_accounts(noon) == 0
    assert worker.active


def test_who_left_is_closed_once_and_signed_out(db, noon):
    leaver = factories.account(ends_on=noon.date() - timedelta(days=1))
    factories.sign_in_session(leaver, "secret")

    assert leavers.close_accounts(noon) == 1
    assert leavers.close_accounts(noon) == 0
    assert sign_in.session_of("secret") is None
