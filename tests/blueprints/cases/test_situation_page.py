"""The situation page: the same in the drawing, in the tables and in words."""

import re
from datetime import timedelta

import pytest

from followup.rules.course import Point
from followup.vocabulary import Risk, Role, Strand
from followup.web.risk_chart import BANDS, chart
from tests import factories


@pytest.fixture
def victim(db):
    return factories.follow_up(worker=factories.account(Role.VICTIM_WORKER))


def text(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def test_the_page_says_whether_these_are_the_first_facts_and_draws_the_risk(db, victim, sign_in):
    factories.case_event(victim, "risk_set", facts={"before": "low", "after": "high"})

    page = text(
        sign_in(db.session.get(factories.Account, victim.worker_id)).get(
            f"/c/{victim.code}/situation"
        )
    )

    assert "Whether there were earlier facts is not known." in page
    assert "1 intervention is known in this file." in page
    assert 'class="riskline"' in page
    assert page.count("<circle") == 2


def test_the_other_side_is_not_there_at_all(db, victim, sign_in):
    referral = db.session.get(factories.Referral, victim.referral_id)
    other = factories.follow_up(
        Strand.PERPETRATOR, referral=referral, worker=factories.account(Role.PERPETRATOR_WORKER)
    )

    page = text(
        sign_in(db.session.get(factories.Account, victim.worker_id)).get(
            f"/c/{victim.code}/situation"
        )
    )

    assert other.code not in page
    assert page.count('class="riskline"') == 1


def test_each_step_is_as_high_as_its_word(noon):
    points = [Point(noon - timedelta(days=10), Risk.LOW), Point(noon, Risk.CRITICAL)]

    drawn = chart(points, [noon - timedelta(days=10)], noon)

    (x1, y1), (x2, y2) = drawn.points
    assert (x1, x2) == (drawn.left, drawn.right)
    assert y1 == drawn.bands[BANDS.index(Risk.LOW)][0]
    assert y2 == drawn.bands[BANDS.index(Risk.CRITICAL)][0]
    assert drawn.marks == [(drawn.left, 1)]


def test_a_file_of_this_very_minute_can_be_drawn(noon):
    drawn = chart([Point(noon, Risk.HIGH)], [noon], noon)

    assert drawn.points[0][0] == drawn.left
