"""Which files stand beside each other, and which situations touch, once people were merged."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from followup import clock
from followup.casework import joined, merging
from followup.models import FollowUp, SideHolder
from followup.vocabulary import Role, Side, Strand
from tests import factories
from tests.one_person import file_in


@pytest.fixture
def file_of(db):
    return partial(file_in, factories.organisation())


@pytest.fixture
def family(file_of):
    """One woman in two situations, with another man in each."""
    kept, folded = file_of(opened_at=clock.now() - timedelta(days=3)), file_of()
    first = file_of("Wouters", Strand.PERPETRATOR, beside=kept)
    second = file_of("Peeters", Strand.PERPETRATOR, beside=folded)
    merging.merge(kept, folded, by=factories.account(Role.COORDINATOR))
    return kept, folded, first, second


def beside(db, file):
    return set(db.session.scalars(select(FollowUp).where(joined.beside(file.id))))


def test_the_kept_file_stands_in_both_situations(db, family):
    kept, _folded, first, second = family

    assert beside(db, kept) == {kept, first, second}


def test_two_people_who_share_her_never_stand_beside_each_other(db, family):
    kept, _folded, first, second = family

    assert beside(db, first) == {first, kept}
    assert beside(db, second) == {second, kept}


def test_the_person_of_a_merged_file_has_a_row_in_each_situation(db, family):
    kept, folded, first, _second = family

    assert set(db.session.scalars(joined.people_of(kept.id))) == {
        kept.person_id,
        folded.person_id,
    }
    assert set(db.session.scalars(joined.people_of(first.id))) == {first.person_id}


def test_situations_touch_through_merges_and_else_not(file_of, family):
    kept, folded, *_ = family
    alone = file_of()

    for file in (kept, folded):
        assert set(joined.connected({file.situation_id})) == {
            kept.situation_id,
            folded.situation_id,
        }
    assert joined.connected({alone.situation_id}) == [alone.situation_id]


def test_everybody_has_the_same_side_in_both_situations(db, family):
    kept, folded, first, second = family

    held = {(row.situation_id, row.account_id): row.side for row in db.session.query(SideHolder)}

    for situation in (kept.situation_id, folded.situation_id):
        assert held[situation, first.worker_id] is Side.PERPETRATOR
        assert held[situation, second.worker_id] is Side.PERPETRATOR
        assert held[situation, kept.worker_id] is Side.PROTECTED


def test_one_stands_for_the_other(family):
    kept, folded, *_ = family

    assert joined.standing_for(folded) is kept
    assert joined.folded_into(kept) == [folded]
    assert joined.folded_into(folded) == []


def test_what_was_written_about_her_is_in_both_files(db, family):
    kept, folded, *_ = family

    assert set(db.session.scalars(joined.together(kept.id))) == {kept.id, folded.id}
    assert set(db.session.scalars(joined.together(folded.id))) == {folded.id}


def test_whoever_looks_into_a_situation_finds_the_kept_file_there(db, family):
    kept, folded, _first, second = family

    there = select(FollowUp).where(joined.standing_in(folded.situation_id))

    assert set(db.session.scalars(there)) == {kept, second}
