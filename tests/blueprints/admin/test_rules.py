import html
import re
from dataclasses import replace

import pytest

from followup.casework import deadlines, policies
from followup.rules.policy import DEFAULT_POLICY
from followup.rules.terms import NOON_NEXT_WORKING_DAY, hours, working_days
from followup.vocabulary import Clock, Risk, Role, Strand
from tests import factories

HIGH = (Strand.VICTIM, Risk.HIGH)


@pytest.fixture
def administrator(db):
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def service(db):
    return factories.organisation()


def fields(page):
    """What a browser would send of the form in the main part of the page."""
    main = page.get_data(as_text=True).split("<main")[1]
    found = {}
    for tag in re.findall(r"<input [^>]*>", main):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else "y"
    for name, body in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', body)[1]
    return found


def with_clocks(db, worker):
    follow_up = factories.follow_up(worker=worker)
    deadlines.start_clocks(follow_up, by=None)
    deadlines.refresh(follow_up)
    db.session.commit()


def edited(desk, url, **changes):
    return fields(desk.get(url)) | changes


def followed(desk, url, data=None):
    """The page to which this act leads."""
    return desk.get(desk.post(url, data=data).location)


def test_a_change_is_shown_before_it_is_saved(db, desk, service):
    worker = factories.account(organisation=service)
    with_clocks(db, worker)
    url = f"/admin/rules/{service.code}/victim/high"

    page = desk.post(url, data=edited(desk, url, contact_made_n="5")).get_data(as_text=True)

    assert "1 deadlines of today" in html.unescape(page)
    assert "1 workers are affected." in page
    assert "<dt>Contact made within</dt>" in page
    assert "5 hours, was 48 hours" in page
    assert "<dt>Attempts at most</dt>" not in page
    assert policies.policy_for(service.id).version == 0


def test_a_confirmed_change_becomes_the_next_version_and_touches_nothing_else(desk, service):
    url = f"/admin/rules/{service.code}/victim/high"
    preview = desk.post(url, data=edited(desk, url, contact_made_n="5"))

    answer = desk.post(url, data=fields(preview) | {"step": "save"})

    rule = replace(DEFAULT_POLICY.rules[HIGH], contact_made=hours(5))
    current = policies.policy_for(service.id)
    assert answer.status_code == 303
    assert current.version == 1
    assert current.policy == replace(DEFAULT_POLICY, rules={**DEFAULT_POLICY.rules, HIGH: rule})


def test_the_unit_of_a_term_is_chosen(desk, service):
    url = f"/admin/rules/{service.code}/victim/high"
    changes = {"first_attempt_n": "2", "first_attempt_unit": "working_days"}
    preview = desk.post(url, data=edited(desk, url, **changes))

    desk.post(url, data=fields(preview) | {"step": "save"})

    rule = policies.policy_for(service.id).policy.rules[HIGH]
    assert rule.first_attempt == working_days(2)
    assert DEFAULT_POLICY.rules[HIGH].first_attempt == NOON_NEXT_WORKING_DAY


def test_going_back_from_the_preview_keeps_what_was_typed(desk, service):
    url = f"/admin/rules/{service.code}/victim/high"
    preview = desk.post(url, data=edited(desk, url, contact_made_n="5"))

    back = desk.post(url, data=fields(preview) | {"step": "back"})

    assert back.status_code == 200
    assert fields(back)["contact_made_n"] == "5"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"attempts_max": "31"}, "Enter a number from 1 to 30"),
        ({"attempts_max": "0"}, "Enter a number from 1 to 30"),
        ({"attempts_max": ""}, "Enter a number from 1 to 30"),
        ({"contact_made_n": "31", "contact_made_unit": "working_days"}, "from 1 to 30"),
        ({"contact_made_n": "two"}, "Enter a number from 1 to 30"),
        ({"contact_made_n": ""}, "Enter a number from 1 to 168"),
        ({"gap_hours": "8", "gap_max_hours": "4"}, "Enter a number from 8 to 168"),
    ],
)
def test_a_number_out_of_range_says_which_are_allowed(desk, service, changes, sentence):
    url = f"/admin/rules/{service.code}/victim/high"

    answer = desk.post(url, data=edited(desk, url, **changes))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert all(fields(answer)[name] == text for name, text in changes.items())


@pytest.mark.parametrize("strand", list(Strand))
@pytest.mark.parametrize("risk", ["low", "medium", "high", "critical"])
def test_a_rule_sent_as_it_stands_changes_nothing(desk, service, strand, risk):
    url = f"/admin/rules/{service.code}/{strand}/{risk}"

    answer = followed(desk, url, edited(desk, url))

    assert "Nothing was changed." in answer.get_data(as_text=True)
    assert policies.policy_for(service.id).version == 0


def test_the_other_terms_are_a_form_of_their_own(desk, service):
    url = f"/admin/rules/{service.code}/terms"
    preview = desk.post(url, data=edited(desk, url, triage_n="12", clock="intervened_at"))

    desk.post(url, data=fields(preview) | {"step": "save"})

    policy = policies.policy_for(service.id).policy
    assert policy.terms == replace(DEFAULT_POLICY.terms, triage=hours(12))
    assert policy.clock is Clock.INTERVENED_AT


def test_of_two_administrators_one_chooses_between_the_two_changes(
    desk, service, administrator, sign_in
):
    url = f"/admin/rules/{service.code}/victim/high"
    other = sign_in(factories.account(Role.ADMINISTRATOR, name="Claire Dubois"))
    mine, theirs = edited(desk, url, contact_made_n="20"), edited(other, url, contact_made_n="30")
    other.post(url, data=theirs | {"step": "save"})

    answer = desk.post(url, data=mine | {"step": "save"})
    page = answer.get_data(as_text=True)
    chosen = fields(answer) | {"choose-contact_made_n": "yours"}
    settled = desk.post(url, data=chosen)

    assert answer.status_code == 409
    assert all(text in page for text in ("Claire Dubois", "48", "30", "20"))
    assert settled.status_code == 303
    current = policies.policy_for(service.id)
    assert (current.version, current.policy.rules[HIGH].contact_made) == (2, hours(20))


def test_changes_of_two_administrators_to_different_fields_are_both_kept(desk, service, sign_in):
    url = f"/admin/rules/{service.code}/victim/high"
    other = sign_in(factories.account(Role.ADMINISTRATOR))
    mine, theirs = edited(desk, url, contact_made_n="20"), edited(other, url, attempts_max="9")
    other.post(url, data=theirs | {"step": "save"})

    answer = followed(desk, url, mine | {"step": "save"})

    rule = policies.policy_for(service.id).policy.rules[HIGH]
    assert (rule.contact_made, rule.attempts_max) == (hours(20), 9)
    assert "Changed by somebody else meanwhile and kept: Attempts at most." in answer.get_data(
        as_text=True
    )


def test_open_follow_ups_move_to_the_new_version_after_a_confirm_page(db, desk, service):
    worker = factories.account(organisation=service)
    with_clocks(db, worker)
    url = f"/admin/rules/{service.code}/victim/high"
    desk.post(url, data=edited(desk, url, contact_made_n="5") | {"step": "save"})

    offered = desk.get(f"/admin/rules/{service.code}").get_data(as_text=True)
    asked = desk.get(f"/admin/rules/{service.code}/move").get_data(as_text=True)
    moved = followed(desk, f"/admin/rules/{service.code}/move")

    assert "Move open follow-ups to version 1" in offered
    assert "Of all open deadlines, 1 move earlier and 0 later." in asked
    assert "Deadlines moved: 1." in moved.get_data(as_text=True)
    assert "Move open follow-ups" not in moved.get_data(as_text=True)


def test_the_history_says_who_made_each_version(desk, service, administrator):
    url = f"/admin/rules/{service.code}/victim/high"
    desk.post(url, data=edited(desk, url, contact_made_n="5") | {"step": "save"})

    newest = desk.get(f"/admin/rules/{service.code}").get_data(as_text=True)
    usual = desk.get(f"/admin/rules/{service.code}?version=0").get_data(as_text=True)

    assert "Version 1" in newest
    assert administrator.name in newest
    assert "an older version, to read only" in usual
