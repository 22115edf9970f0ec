"""Whom to propose: who fits, why, and why not each of the others."""

from dataclasses import replace

import pytest

from followup.rules.assignment import Colleague, Proposal, Wanted, propose, propose_each
from followup.vocabulary import Fit, Strand, Unfit

V = frozenset({Strand.VICTIM})
NORA, GRIET, SARAH = (
    Colleague(number, V, frozenset(tongues), frozenset(), open=have, maximum=10)
    for number, tongues, have in ((1, {"fr", "nl"}, 5), (2, {"nl"}, 2), (3, {"fr"}, 2))
)
WANTED = Wanted(Strand.VICTIM, "fr", zone=7)


def test_who_speaks_the_language_and_has_the_most_room_is_proposed():
    proposal = propose(WANTED, [NORA, GRIET, SARAH])

    assert proposal == Proposal(
        3,
        (Fit.LANGUAGE, Fit.ROOM),
        ((1, Unfit.LESS_ROOM), (2, Unfit.LANGUAGE)),
    )


def test_room_is_measured_against_the_agreed_maximum_of_each():
    half_time = replace(SARAH, maximum=4)

    assert propose(WANTED, [NORA, half_time]).who == NORA.id


def test_when_nobody_speaks_the_language_somebody_calls_with_an_interpreter():
    proposal = propose(replace(WANTED, language="ti"), [NORA, GRIET])

    assert (proposal.who, proposal.because) == (GRIET.id, (Fit.ROOM,))


def test_who_already_works_with_the_family_goes_before_who_has_more_room():
    proposal = propose(replace(WANTED, known_by=frozenset({NORA.id})), [NORA, SARAH])

    assert (proposal.who, proposal.because) == (NORA.id, (Fit.KNOWS, Fit.LANGUAGE))


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (replace(SARAH, is_away=True), Unfit.AWAY),
        (replace(SARAH, leaves_soon=True), Unfit.LEAVES),
        (replace(SARAH, zones=frozenset({8})), Unfit.ZONE),
        (replace(SARAH, open=10), Unfit.FULL),
        (replace(SARAH, maximum=0, open=0), Unfit.FULL),
    ],
)
def test_absence_zone_and_room_rule_a_colleague_out(one, why):
    proposal = propose(WANTED, [NORA, one])

    assert (proposal.who, proposal.others) == (NORA.id, ((SARAH.id, why),))


def test_a_conflict_is_named_before_any_other_reason():
    away = replace(SARAH, is_away=True)

    proposal = propose(replace(WANTED, against={SARAH.id: Unfit.CONFLICT}), [NORA, away])

    assert proposal.others == ((SARAH.id, Unfit.CONFLICT),)


def test_a_zone_that_is_covered_speaks_for_a_colleague():
    covers = replace(SARAH, zones=frozenset({7}))

    assert Fit.ZONE in propose(WANTED, [covers]).because


def test_a_colleague_of_another_strand_is_not_even_named():
    child = replace(SARAH, strands=frozenset({Strand.CHILD}))

    assert propose(WANTED, [NORA, child]).others == ()


def test_nobody_fits_says_how_many_each_reason_rules_out():
    team = [replace(one, is_away=True) for one in (NORA, GRIET)] + [replace(SARAH, open=10)]

    proposal = propose(WANTED, team)

    assert proposal.who is None
    assert proposal.nobody_because == {Unfit.AWAY: 2, Unfit.FULL: 1}


def test_without_anybody_of_the_strand_there_is_no_reason_to_count():
    assert propose(WANTED, []).nobody_because == {}


def test_several_at_once_are_spread_and_never_go_over_the_maximum():
    team = [replace(NORA, open=8), replace(SARAH, open=9)]

    proposals = propose_each([WANTED] * 4, team)

    assert [one.who for one in proposals] == [NORA.id, NORA.id, SARAH.id, None]
