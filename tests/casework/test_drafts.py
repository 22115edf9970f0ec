from datetime import timedelta

from sqlalchemy import text

from followup.casework import drafts
from tests import factories


def test_the_newest_text_is_kept_and_the_moment_of_beginning_stays(db, clock_at, noon):
    officer = factories.account()
    drafts.keep(officer, "/form", {"note": ["first"]})
    clock_at(noon + timedelta(minutes=5))

    draft = drafts.keep(officer, "/form", {"note": ["second"]})

    content, kept_at = drafts.kept(officer, "/form")
    assert content == {"note": ["second"]}
    assert kept_at == noon + timedelta(minutes=5)
    assert draft.started_at == noon


def test_a_draft_is_found_by_its_writer_only(db):
    drafts.keep(factories.account(), "/form", {"note": ["hers"]})

    assert drafts.kept(factories.account(), "/form") is None


def test_a_posted_form_is_kept_without_its_marks_and_passwords(db):
    writer = factories.account()
    posted = {
        "csrf_token": ["x"], "submission": ["y"], "password": ["z"], "note": ["kept"],
        "facts": ["threat", "other"],
    }  # fmt: skip

    drafts.keep_posted(writer, "/form", posted)

    assert drafts.kept(writer, "/form")[0] == {"note": ["kept"], "facts": ["threat", "other"]}


def test_a_form_in_which_nothing_was_typed_is_not_kept(db):
    writer = factories.account()

    assert drafts.keep_posted(writer, "/form", {"csrf_token": ["x"], "note": [""]}) is None
    assert drafts.kept(writer, "/form") is None


def test_the_text_does_not_stand_readable_in_the_database(db):
    drafts.keep(factories.account(), "/form", {"note": ["Rue de la Loi"]})

    content = db.session.scalar(text("SELECT content FROM draft"))

    assert b"Rue de la Loi" not in bytes(content)


def test_a_sent_form_is_forgotten(db):
    writer = factories.account()
    drafts.keep(writer, "/form", {"note": ["text"]})

    drafts.forget(writer, "/form")

    assert drafts.kept(writer, "/form") is None


def test_a_referral_lives_a_day_and_any_other_text_three(db, clock_at, noon):
    writer = factories.account()
    drafts.keep(writer, "referral:1", {"note": ["text"]})
    drafts.keep(writer, "/form", {"note": ["text"]})

    clock_at(noon + timedelta(hours=24, minutes=1))
    assert drafts.forget_old() == 1
    assert drafts.kept(writer, "/form")

    clock_at(noon + timedelta(hours=72, minutes=1))
    assert drafts.forget_old() == 1
