import pytest

from followup.casework import visibility
from followup.casework.errors import Refused
from followup.rules.access import Permission
from followup.web.transactions import attempt
from tests import factories


def test_a_refused_act_is_undone_and_its_page_can_still_show_the_file(worker, watched, app):
    file = fetch(worker)

    with app.test_request_context():
        refused = attempt(change_and_refuse, file)

        assert isinstance(refused, Refused)
        assert (file.attempts, file.code) == (0, fetch(worker).code)


def test_an_act_that_is_done_answers_nothing(worker, watched, app):
    file = fetch(worker)

    with app.test_request_context():
        assert attempt(change, file) is None
        assert file.attempts == 1


def change(file):
    file.attempts += 1
    factories.db.session.flush()


def change_and_refuse(file):
    change(file)
    raise Refused


def fetch(worker):
    return factories.db.session.scalar(visibility.files_of(worker, Permission.LOG_CONTACT))


@pytest.fixture
def worker(db):
    worker = factories.account()
    factories.follow_up(worker=worker)
    db.session.expunge_all()
    db.session.add(worker)
    return worker
