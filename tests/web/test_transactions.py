import pytest
from sqlalchemy import select

from followup.casework import visibility
from followup.casework.audit import Act
from followup.casework.errors import Refused
from followup.models import AuditEntry
from followup.rules.access import Permission
from followup.vocabulary import Role
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


def test_a_look_at_a_list_of_names_is_written_down(db, sign_in):
    coordinator = factories.account(Role.COORDINATOR)

    assert sign_in(coordinator).get("/team/cases").status_code == 200

    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Act.LISTED)).all()
    assert [look.account_id for look in looks] == [coordinator.id]


def test_every_page_that_lists_people_is_named_in_its_table(app):
    named = {
        name for name, view in app.view_functions.items() if getattr(view, "names_people", False)
    }

    assert named == {
        "worklist.cases",
        "worklist.not_reached",
        "worklist.stopped",
        "board.partner_contact",
        "board.overruled",
        "board.duplicates",
        "board.radar",
        "worklist.not_now",
        "worklist.incomplete",
        "board.board",
        "board.incoming",
        "board.cases",
        "board.worker",
    }
