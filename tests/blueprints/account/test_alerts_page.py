from followup.models import AlertRow
from followup.vocabulary import Alert, Role
from tests import factories


def test_silence_is_said(sign_in, db):
    assert "No new alerts." in sign_in(factories.account()).get("/alerts").text


def test_an_alert_says_what_happened_when_and_how_often_it_was_repeated(sign_in, db):
    nora = factories.account()
    factories.alert(Alert.DANGER, account_id=nora.id, repeats=3)

    page = sign_in(nora).get("/alerts").text

    assert "In danger now" in page
    assert "12:00" in page
    assert "repeated 3 times" in page


def test_the_case_is_named_only_to_who_may_open_it(sign_in, db):
    worker = factories.account()
    mine, other = factories.follow_up(worker=worker), factories.follow_up()
    for follow_up in (mine, other):
        factories.alert(Alert.ASSIGNED, account_id=worker.id, follow_up_id=follow_up.id)

    page = sign_in(worker).get("/alerts").text

    assert mine.code in page
    assert other.code not in page
    assert page.count("New follow-up for you") == 2


def test_the_referral_is_named_only_to_who_may_open_it(sign_in, db):
    officer = factories.account(Role.POLICE)
    mine, other = factories.referral(officer=officer), factories.referral()
    for referral in (mine, other):
        factories.alert(Alert.BETTER_NUMBER, account_id=officer.id, referral_id=referral.id)

    page = sign_in(officer).get("/alerts").text

    assert f'href="/referrals/{mine.reference}"' in page
    assert other.reference not in page


def test_a_seen_alert_leaves_the_new_ones_and_stands_below(sign_in, db):
    nora = factories.account()
    first = factories.alert(Alert.DANGER, account_id=nora.id)
    factories.alert(Alert.STOPPED, account_id=nora.id)
    screen = sign_in(nora)

    assert screen.post("/alerts/seen", data={"alert": first.code}).location == "/alerts"

    page = screen.get("/alerts").text
    new, seen = page.split("Seen in the last 14 days")
    assert "Contact stopped" in new
    assert "In danger now" not in new
    assert "In danger now" in seen


def test_all_are_seen_with_one_button(sign_in, db):
    nora = factories.account()
    for _ in range(3):
        factories.alert(account_id=nora.id)
    screen = sign_in(nora)

    screen.post("/alerts/seen", data={"until": "not a moment"})

    assert db.session.query(AlertRow).filter(AlertRow.seen_at.is_(None)).count() == 0


def test_an_alert_of_somebody_else_is_not_there(sign_in, db):
    row = factories.alert(account_id=factories.account().id)

    answer = sign_in(factories.account()).post("/alerts/seen", data={"alert": row.code})

    assert answer.status_code == 404


def test_long_lists_go_on_to_another_page(sign_in, db):
    coordinator = factories.account(Role.COORDINATOR)
    for _ in range(51):
        factories.alert(organisation_id=coordinator.organisation_id)
    screen = sign_in(coordinator)

    first = screen.get("/alerts").text
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]

    assert first.count('name="alert"') == 50
    assert screen.get(following).text.count('name="alert"') == 1


def test_who_reads_no_alerts_has_no_such_page(sign_in, db):
    assert sign_in(factories.account(Role.AUDITOR)).get("/alerts").status_code == 404


def test_an_unsent_referral_leads_the_officer_to_the_own_referrals(sign_in, db):
    officer = factories.account(Role.POLICE)
    factories.alert(Alert.DRAFT_UNSENT, account_id=officer.id, draft_id=1)

    assert "Open your referrals" in sign_in(officer).get("/alerts").text
