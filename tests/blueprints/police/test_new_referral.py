"""An officer enters a referral in four steps; nothing is sent before the check."""

import pytest
from sqlalchemy import select

from followup.db import db
from followup.models import AlertRow, Draft, FollowUp, Person, Referral, SafeContact, Whereabouts
from followup.rules.codes import new_code
from followup.vocabulary import OrganisationKind, PersonRole, Role, Strand
from tests import factories

EVENT = {
    "event_day": "2026-11-23",
    "event_time": "2h45",
    "place": "5000",
    "report_number": "na 43 l3 000123/26",
    "facts": ["physical", "threats"],
    "children_there": "no",
    "risk_result": "medium",
    "measures": ["none"],
}
PEOPLE = {
    "person": ["1", "2"],
    "p1-family_name": "Bakkali",
    "p1-first_name": "Amina",
    "p1-role": "victim",
    "p1-birth": "13/7/1991",
    "p1-language": "fr",
    "p1-still_at_address": "yes",
    "p2-family_name": "Delvaux",
    "p2-first_name": "Marc",
    "p2-role": "alleged_perpetrator",
    "p2-birth": "about 38",
    "p2-language": "fr",
    "p2-still_at_address": "no",
    "p2-elsewhere": "Chez sa mère",
}
CONTACT = {
    "c1-consent": "yes",
    "c1-phone": "0470 12 34 56",
    "c1-ways": ["call"],
    "c1-moments": ["morning"],
    "c1-told": ["will_call"],
    "c2-consent": "not_asked",
    "c2-no_safe_way": "y",
    "c2-told": ["nothing"],
    "on_duty": "081 22 11 00",
}


@pytest.fixture
def officer(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "5000", "Namur")
    service = factories.organisation(OrganisationKind.VICTIM_SERVICE, name="Espace VIF")
    factories.routing(zone, Strand.VICTIM, service)
    factories.routing(zone, Strand.CHILD, service)
    other = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE, name="Praxis")
    factories.routing(zone, Strand.PERPETRATOR, other)
    return factories.account(Role.POLICE, zone)


@pytest.fixture
def browser(officer, sign_in):
    return sign_in(officer)


def walk(browser, code=None, event=EVENT, people=PEOPLE, contact=CONTACT):
    """Fill the three steps; answers the address of the check page."""
    code = code or new_code()
    for step, texts in (("event", event), ("people", people), ("contact", contact)):
        answer = browser.post(f"/referrals/new/{code}/{step}", data=texts)
        assert answer.status_code == 303, answer.text
    assert answer.location.endswith(f"/{code}/check")
    return code


def test_a_referral_written_in_three_steps_is_sent_from_the_check_page(browser):
    code = walk(browser)
    check = browser.get(f"/referrals/new/{code}/check")

    sent = browser.post(f"/referrals/new/{code}/check")

    assert check.status_code == 200
    assert "NA.43.L3.000123/2026" in check.text
    assert sent.location == f"/referrals/{code}/receipt"
    assert [one.strand for one in db.session.scalars(select(FollowUp).order_by(FollowUp.id))] == [
        Strand.VICTIM,
        Strand.PERPETRATOR,
    ]
    receipt = browser.get(sent.location)
    assert "Espace VIF" in receipt.text
    assert "They act within" in receipt.text
