import json

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from followup.vocabulary import Language
from followup.web import conflict
from followup.web.forms import BooleanField, CodesField, Form
from followup.web.kept import Kept

BEFORE = {"name": ["Before"], "note": [], "duty": [], "speaks": ["fr"]}


class RecordForm(Form):
    name = StringField("Name")
    note = StringField("Note")
    duty = BooleanField("Duty")
    speaks = CodesField("Speaks", Language)


@pytest.fixture(scope="module")
def bare():
    app = Flask("bare")
    app.config.update(SECRET_KEY="for these tests", WTF_CSRF_ENABLED=False)
    Babel(app)
    return app


def sent(bare, now, **texts):
    """The form after a person sent these texts for a record that holds `now`."""
    texts = {"seen": json.dumps(BEFORE), "name": "Before", "speaks": "fr"} | texts
    with bare.test_request_context(method="POST", data=texts):
        return conflict.form_over(RecordForm, {"name": "Before", "speaks": [Language.FRENCH]} | now)


def test_what_nobody_else_changed_is_kept_as_typed(bare):
    form = sent(bare, {}, name="Yours")

    assert (form.name.data, form.clashes, form.merged) == ("Yours", [], [])


def test_what_only_the_others_changed_is_merged_in(bare):
    form = sent(bare, {"name": "Theirs", "duty": True}, note="Yours")

    assert (form.name.data, form.duty.data, form.note.data) == ("Theirs", True, "Yours")
    assert form.clashes == []
    assert form.merged == ["Name", "Duty"]


def test_what_both_changed_to_the_same_is_no_clash(bare):
    form = sent(bare, {"name": "Same"}, name="Same")

    assert (form.name.data, form.clashes) == ("Same", [])


def test_what_both_changed_is_a_clash_with_its_three_texts(bare):
    form = sent(bare, {"name": "Theirs"}, name="Yours")

    clash = form.clashes[0]
    assert (clash.label, clash.before, clash.theirs, clash.yours) == (
        "Name",
        "Before",
        "Theirs",
        "Yours",
    )


def test_a_list_of_choices_is_shown_in_words(bare):
    form = sent(bare, {"speaks": [Language.FRENCH, Language.DUTCH]}, speaks=["fr", "de"])

    clash = form.clashes[0]
    assert (clash.before, clash.theirs, clash.yours) == (
        "French",
        "French, Dutch",
        "French, German",
    )


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "Theirs"), ("yours", "Yours")])
def test_the_choice_of_the_reader_is_kept(bare, choice, kept):
    seen = json.dumps(BEFORE | {"name": ["Theirs"]})

    form = sent(bare, {"name": "Theirs"}, name="Yours", seen=seen, **{"choose-name": choice})

    assert (form.name.data, form.clashes) == (kept, [])


def test_a_third_change_during_the_choice_clashes_again(bare):
    seen = json.dumps(BEFORE | {"name": ["Theirs"]})

    form = sent(bare, {"name": "Third"}, name="Yours", seen=seen, **{"choose-name": "yours"})

    assert form.clashes[0].theirs == "Third"


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"name": 3}', "null"])
def test_a_spoilt_mark_breaks_nothing(bare, seen):
    form = sent(bare, {"name": "Theirs"}, name="Yours", seen=seen)

    assert (form.name.data, form.clashes) == ("Yours", [])


def test_line_ends_of_a_browser_are_no_change(bare):
    seen = json.dumps(BEFORE | {"note": ["one\ntwo"]})

    form = sent(bare, {"note": "three"}, note="one\r\ntwo", seen=seen)

    assert (form.note.data, form.clashes) == ("three", [])


def test_a_draft_stands_in_the_form_with_what_was_seen_then(bare):
    texts = MultiDict({"seen": json.dumps(BEFORE), "name": "Yours", "speaks": "fr"})
    draft = Kept("/record", texts, None)
    with bare.test_request_context():
        form = conflict.form_over(RecordForm, {"name": "Theirs"}, draft=draft)

    assert (form.name.data, json.loads(form.seen), form.clashes) == ("Yours", BEFORE, [])
