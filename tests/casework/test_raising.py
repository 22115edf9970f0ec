"""Alerts raised in one statement: in batches, and once however often it runs."""

from sqlalchemy import select

from followup.casework.raising import EpochSeconds, kind_of, later, raise_each, text_of, untold
from followup.db import db as database
from followup.models import AlertRow, FollowUp
from followup.vocabulary import Alert
from tests import factories


def test_each_row_is_told_once(db, noon):
    follow_ups = [factories.follow_up() for _one in range(3)]
    key = text_of("told:", FollowUp.id)

    raised = [
        raise_each(
            noon,
            kind=kind_of(Alert.UNASSIGNED),
            key=key,
            follow_up_id=FollowUp.id,
            whose=FollowUp.closed_at.is_(None) & untold(key),
        )
        for _again in range(2)
    ]

    told = database.session.scalars(select(AlertRow)).all()
    assert raised == [3, 0]
    assert {one.follow_up_id for one in told} == {one.id for one in follow_ups}
    assert len({one.code for one in told}) == 3


def test_seconds_are_cut_off_as_python_does(db, noon):
    factories.follow_up(unassigned_since=noon.replace(microsecond=999_999))

    seconds = db.session.scalar(select(EpochSeconds(FollowUp.unassigned_since)))

    assert seconds == int(noon.timestamp())


def test_a_repeat_without_minutes_has_no_moment(db, noon):
    factories.follow_up()

    assert db.session.scalar(select(later(noon, FollowUp.attempts, ()))) is None
