import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from followup.vocabulary.outreach import Way
from followup.web.forms import CodeField, CodeSelect, CodesField, LongText, phone_field


class Contact(Form):
    way = CodeField("How", Way, choose="Select how you tried")
    first_way = CodeSelect("First way", Way, choose="Select the first way")
    allowed = CodesField("What may we use?", Way, choose="Select ways of the list")
    phone = phone_field("Phone", "Enter a phone number")
    note = StringField("Note", validators=[LongText(1000)])


@pytest.mark.parametrize("name", ["way", "allowed"])
def test_every_member_of_a_closed_list_is_offered_by_its_code(request_open, name):
    offered = [option.data for option in Contact()[name]]

    assert offered == [way.value for way in Way]


def test_a_drop_down_begins_with_an_empty_line(request_open):
    values = [line.value for line in Contact().first_way.iter_choices()]

    assert values == ["", *(way.value for way in Way)]


def test_nothing_is_chosen_before_somebody_chooses(request_open):
    assert not any(option.checked for option in Contact().way)


def test_answers_are_read_as_members_of_the_list(request_open):
    form = Contact(MultiDict([("way", "call"), ("allowed", "sms"), ("allowed", "visit")]))

    assert form.validate()
    assert form.way.data is Way.CALL
    assert form.allowed.data == [Way.SMS, Way.VISIT]


def test_several_answers_outside_the_list_ask_to_choose_again(request_open):
    form = Contact(MultiDict([("allowed", "carrier pigeon")]))

    assert not form.validate()
    assert form.allowed.errors == ["Select ways of the list"]


def test_what_stood_there_and_was_left_alone_is_not_judged_again(request_open):
    """0400 is in no numbering plan any more; the number may have come with an import."""
    stood = {"phone": "+32400000017"}

    left = Contact(MultiDict([("phone", "0400 00 00 17")]), data=stood)
    typed = Contact(MultiDict([("phone", "0400 00 00 18")]), data=stood)

    assert left.validate()
    assert left.phone.data == "+32400000017"
    assert not typed.validate()
    assert typed.phone.errors == ["Enter a phone number"]


@pytest.fixture
def request_open():
    app = Flask("followup")
    Babel(app)
    with app.test_request_context():
        yield


def test_a_text_that_is_too_long_is_told_what_is_allowed_and_what_was_typed(request_open):
    form = Contact(MultiDict([("note", "x" * 1024)]))

    assert not form.validate()
    assert form.note.errors == ["Note – use at most 1,000 characters, you typed 1,024"]


def test_the_end_of_a_line_counts_as_one_character_as_the_counter_on_the_page_says(request_open):
    assert Contact(MultiDict([("note", "x" * 998 + "\r\n" + "x")])).validate()
