from datetime import timedelta

from followup import clock
from followup.casework import deadlines, endings, followups, pauses, reversal
from followup.models import Account, Organisation, Situation
from followup.vocabulary import CloseReason, DeadlineKind, Outcome, PauseReason, Risk, Role
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
    service = db.session.get(Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


def test_a_clock_that_runs_again_in_a_pause_waits_for_its_end(db):
    follow_up = files.running(risk=Risk.LOW)
    worker = db.session.get(Account, follow_up.worker_id)
    entry = files.logged(follow_up, Outcome.SPOKE_SUPPORT)
    review = clock.now() + timedelta(days=5)
    endings.pause(follow_up, reason=PauseReason.ABROAD, review_at=review, by=worker)

    reversal.strike(follow_up, entry, by=worker, words="Wrong person")

    assert kinds(follow_up) == {DeadlineKind.PAUSE_REVIEW}
    endings.resume(follow_up, by=worker)
    assert {DeadlineKind.FIRST_ATTEMPT, DeadlineKind.CONTACT_MADE} <= kinds(follow_up)


def test_a_new_intervention_ends_the_pause(db):
    follow_up, _worker = paused(db)
    referral = factories.referral(db.session.get(Situation, follow_up.situation_id))

    followups.restart(follow_up, referral, by=db.session.get(Account, referral.officer_id))

    assert pauses.running_pause(follow_up) is None
    assert DeadlineKind.CONTACT_MADE in kinds(follow_up)


def kinds(follow_up):
    return {row.kind for row in deadlines.open_deadlines(follow_up)}
