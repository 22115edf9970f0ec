"""Partner contact on the case and on the board."""

import pytest

from followup.casework import partner_contact
from followup.vocabulary import Offer, Role, Strand
from tests import factories


@pytest.fixture
def victim(db):
    return factories.follow_up(worker=factories.account(Role.VICTIM_WORKER))


@pytest.fixture
def perpetrator(db, victim, noon):
    return factories.follow_up(
        Strand.PERPETRATOR,
        referral=db.session.get(factories.Referral, victim.referral_id),
        worker=factories.account(Role.PERPETRATOR_WORKER),
        released_at=noon,
    )


@pytest.fixture
def browse(db, sign_in):
    return lambda follow_up: sign_in(db.session.get(factories.Account, follow_up.worker_id))


def coordinator_of(db, follow_up):
    service = db.session.get(factories.Organisation, follow_up.organisation_id)
    return factories.account(Role.COORDINATOR, service)


def text(answer):
    return answer.get_data(as_text=True)


def test_the_victims_worker_notes_the_offer_and_the_other_side_reads_one_word(
    victim, perpetrator, browse
):
    before = text(browse(perpetrator).get(f"/c/{perpetrator.code}/link"))

    answer = browse(victim).post(f"/c/{victim.code}/partner-contact", data={"words": "By phone"})

    after = text(browse(perpetrator).get(f"/c/{perpetrator.code}/link"))
    assert answer.status_code == 303
    assert "side has not offered it yet" in before
    assert "side has not offered it yet" not in after
    assert "By phone" not in after


def test_the_perpetrators_worker_has_no_such_page(victim, perpetrator, browse):
    url = f"/c/{perpetrator.code}/partner-contact"

    assert browse(perpetrator).get(url).status_code == 404


def test_the_coordinator_says_how_it_was_seen_to(db, sign_in):
    alone = factories.follow_up(
        Strand.PERPETRATOR, worker=factories.account(Role.PERPETRATOR_WORKER)
    )
    browser = sign_in(coordinator_of(db, alone))
    url = f"/c/{alone.code}/partner-contact"

    empty = browser.post(url, data={})
    done = browser.post(url, data={"words": "Referred to the victim service."})

    assert (empty.status_code, done.status_code) == (422, 303)
    assert partner_contact.standing(alone) is Offer.OFFERED


def test_the_board_shows_the_share_and_the_list_names_what_is_missing(
    db, victim, perpetrator, sign_in
):
    hers, his = (sign_in(coordinator_of(db, one)) for one in (victim, perpetrator))

    assert "/team/partner-contact" in text(his.get("/board"))
    list_of_his, list_of_hers = (text(one.get("/team/partner-contact")) for one in (his, hers))
    assert perpetrator.code in list_of_his
    assert victim.code not in list_of_his
    assert "partner-contact" not in list_of_his.split("<main")[1].split("</main")[0]
    assert victim.code in list_of_hers
    assert f"/c/{victim.code}/partner-contact" in list_of_hers


def test_without_an_alleged_perpetrator_the_board_has_no_such_figure(db, victim, sign_in):
    browser = sign_in(coordinator_of(db, victim))

    assert "/team/partner-contact" not in text(browser.get("/board"))
    assert "No open case asks for it." in text(browser.get("/team/partner-contact"))
