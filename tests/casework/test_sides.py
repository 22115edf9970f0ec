"""Who stands on which side, and what stands between a worker and a follow-up."""

import pytest

from followup.casework import sides
from followup.db import db as database
from followup.vocabulary import Strand, Unfit
from tests import factories


@pytest.fixture
def both(db):
    """A victim's and an alleged perpetrator's file of one situation, the first with a worker."""
    worker = factories.account()
    victim = factories.follow_up(worker=worker)
    situation = database.session.get(factories.Situation, victim.situation_id)
    other = factories.follow_up(
        Strand.PERPETRATOR, organisation=worker.organisation, situation=situation
    )
    return worker, victim, other


def test_a_worker_of_one_side_is_against_the_other_and_knows_their_own(both):
    worker, victim, other = both

    standing = sides.against([victim, other], [worker])

    assert standing[other.id].against == {worker.id: Unfit.OTHER_SIDE}
    assert standing[victim.id].known_by == {worker.id}
    assert (standing[victim.id].against, standing[other.id].known_by) == ({}, frozenset())


def test_work_on_the_other_side_is_stronger_than_a_tie(both):
    worker, _victim, other = both
    factories.tie(worker, person="Aline Lambert")

    assert sides.against([other], [worker])[other.id].against == {worker.id: Unfit.OTHER_SIDE}
