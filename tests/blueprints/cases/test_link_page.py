"""The safety link on the case page: tell, confirm, and nothing in between."""

from datetime import timedelta

import pytest

from followup.casework import followups, safety_link
from followup.vocabulary import Role, Signal, Strand
from tests import factories


@pytest.fixture
def victim(db):
    return factories.follow_up(worker=factories.account(Role.VICTIM_WORKER, name="Nora Peeters"))


@pytest.fixture
def perpetrator(db, victim, noon):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=db.session.get(factories.Referral, victim.referral_id),
        worker=factories.account(Role.PERPETRATOR_WORKER, name="Bart Wouters"),
        released_at=noon,
    )


@pytest.fixture
def browse(db, sign_in):
    return lambda follow_up: sign_in(db.session.get(factories.Account, follow_up.worker_id))


def text(answer):
    return answer.get_data(as_text=True)


def tell(browser, follow_up, **data):
    return browser.post(f"/c/{follow_up.code}/link", data=data)


def test_a_threat_is_told_and_read_on_the_other_side_without_a_name(victim, perpetrator, browse):
    answer = tell(browse(perpetrator), perpetrator, signal="threat")
    page = text(browse(victim).get(f"/c/{victim.code}/link"))

    assert answer.status_code == 303
    assert "A threat was heard" in page
    assert "Bart Wouters" not in page


def test_the_case_page_warns_of_what_is_not_confirmed(victim, perpetrator, browse):
    tell(browse(perpetrator), perpetrator, signal="weapon")

    assert "A weapon was mentioned" in text(browse(victim).get(f"/c/{victim.code}"))


def test_confirming_settles_it_and_the_sender_reads_when_not_who(victim, perpetrator, browse, noon):
    tell(browse(perpetrator), perpetrator, signal="threat")
    code = safety_link.received(victim)[0].code

    confirmed = browse(victim).post(f"/c/{victim.code}/link/{code}/seen")
    page = text(browse(perpetrator).get(f"/c/{perpetrator.code}/link"))

    assert confirmed.status_code == 303
    assert "seen Mon 23 Nov 12:00" in page.replace("\u00a0", " ")
    assert "Nora Peeters" not in page


def test_marking_every_alert_as_seen_confirms_no_signal(victim, perpetrator, browse):
    tell(browse(perpetrator), perpetrator, signal="threat")

    browse(victim).post("/alerts/seen", data={})

    assert safety_link.unseen(victim) == 1
    assert "Read and confirm" in text(browse(victim).get("/alerts"))


def test_the_other_sides_words_are_not_offered(victim, perpetrator, browse):
    pages = {one: text(browse(one).get(f"/c/{one.code}/link")) for one in (victim, perpetrator)}

    assert 'value="threat"' not in pages[victim]
    assert 'value="hold"' not in pages[perpetrator]
    assert tell(browse(victim), victim, signal="threat").status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"signal": "hold"},
        {"signal": "hold", "day": "24/11/2026"},
        {"signal": "hold", "day": "20/11/2026", "hour": "10:00"},
        {"signal": "hold", "day": "24/12/2026", "hour": "10:00"},
        {"signal": "vigilance"},
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_sent(victim, perpetrator, browse, data):
    assert tell(browse(victim), victim, **data).status_code == 422
    assert safety_link.received(perpetrator) == []


def test_a_hold_shows_its_end_on_the_other_side(victim, perpetrator, browse, noon):
    tell(browse(victim), victim, signal="hold", day="24/11/2026", hour="10:00")

    page = text(browse(perpetrator).get(f"/c/{perpetrator.code}"))
    assert followups.gate_is_shut(perpetrator)
    assert perpetrator.held_until == noon + timedelta(hours=22)
    assert "Contact held until Tue 24 Nov 10:00" in page.replace("\u00a0", " ")
    assert "First attempt not open yet" in page


def test_the_ground_for_vigilance_is_read_by_the_sender_only(victim, perpetrator, browse):
    tell(browse(victim), victim, signal="vigilance", ground="person_wishes")

    assert "The person wishes it" in text(browse(victim).get(f"/c/{victim.code}/link"))
    assert "The person wishes it" not in text(
        browse(perpetrator).get(f"/c/{perpetrator.code}/link")
    )


def test_alone_on_one_side_nobody_would_read_it(db, browse):
    alone = factories.follow_up(
        Strand.PERPETRATOR, worker=factories.account(Role.PERPETRATOR_WORKER)
    )

    answer = tell(browse(alone), alone, signal="threat")

    assert answer.status_code == 409
    assert "call 101 or 112" in text(answer)


def test_every_signal_can_be_shown(victim, perpetrator, browse):
    for signal in Signal:
        sender, receiver = (
            (perpetrator, victim) if signal.sent_by == "perpetrator" else (victim, perpetrator)
        )
        factories.safety_signal(sender, receiver, signal)

    assert browse(victim).get(f"/c/{victim.code}/link").status_code == 200
    assert browse(perpetrator).get(f"/c/{perpetrator.code}/link").status_code == 200
