from datetime import timedelta

from followup import clock
from followup.casework import endings, pauses
from followup.models import Account
from followup.vocabulary import CloseReason, PauseReason, Risk
from tests import factories, files


def paused(db):
    follow_up = files.running(risk=Risk.LOW)
    worker = db.session.get(Account, follow_up.worker_id)
    review = clock.now() + timedelta(days=5)
    endings.pause(follow_up, reason=PauseReason.ABROAD, review_at=review, by=worker)
    return follow_up, worker


def test_the_pause_that_stands_is_found(db):
    follow_up, _worker = paused(db)

    assert pauses.running_pause(follow_up).reason is PauseReason.ABROAD
    assert pauses.running_pause(files.running()) is None


def test_an_ended_follow_up_leaves_no_pause_behind(db):
    follow_up, _worker = paused(db)

    endings.close(follow_up, reason=CloseReason.MOVED, by=coordinator_of(db, follow_up))

    assert pauses.running_pause(follow_up) is None


def coordinator_of(db, follow_up):
    service = db.session.get(factories.Organisation, follow_up.organisation_id)
    return factories.account(factories.Role.COORDINATOR, service)
