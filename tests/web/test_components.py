import pytest
from flask import Flask
from flask_babel import Babel
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from followup.vocabulary.followups import Risk, Strand
from followup.vocabulary.referrals import PersonRole, RiskResult
from followup.web import dates

WAYS = [SelectChoice("call", "Call"), SelectChoice("sms", "SMS")]


class Person(Form):
    first_name = StringField("First name", validators=[InputRequired("Enter a first name")])


class Contact(Form):
    phone = StringField("Phone", validators=[InputRequired("Enter a phone number")])
    note = TextAreaField("Note")
    way = RadioField("How", choices=WAYS, validators=[InputRequired("Select how you tried")])
    moments = SelectMultipleField(
        "Best moment", choices=WAYS, widget=ListWidget(), option_widget=CheckboxInput()
    )
    alone = BooleanField("Alone")
    people = FieldList(FormField(Person), min_entries=1)


def test_label_hint_error_and_control_are_tied_together(draw):
    form = answered(Contact())

    html = draw("field", form.phone, hint="Eleven digits at most")

    assert 'aria-describedby="phone-hint phone-error"' in html
    assert 'id="phone-hint"' in html
    assert 'id="phone-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="form-label" for="phone">' in html


def test_a_field_without_an_error_claims_none(draw):
    html = draw("field", Contact().note)

    assert "aria-invalid" not in html
    assert "aria-describedby" not in html


def test_radios_stand_in_a_fieldset_with_their_question(draw):
    html = draw("field", answered(Contact()).way)

    assert html.count("<fieldset") == 1
    assert '<legend class="lab">How' in html
    assert 'aria-describedby="way-error"' in html


def test_tick_boxes_stand_in_a_fieldset_too(draw):
    html = draw("field", Contact().moments)

    assert '<legend class="lab">Best moment' in html
    assert html.count('type="checkbox"') == len(WAYS)


def test_a_forbidden_way_cannot_be_chosen_and_says_why(draw):
    html = draw("field", Contact().way, look="outs", off={"sms": "The partner reads the phone"})

    assert html.count("disabled") == 1
    assert "The partner reads the phone" in html


def test_outcomes_carry_the_digit_that_chooses_them(draw):
    html = draw("field", Contact().way, look="outs", keys=True)

    assert 'data-key="1"' in html
    assert 'data-key="2"' in html


def test_the_summary_leads_to_each_field_also_inside_subforms(draw):
    html = draw("error_summary", answered(Contact()))

    assert '<a href="#phone">Enter a phone number</a>' in html
    assert '<a href="#way-0">Select how you tried</a>' in html
    assert '<a href="#people-0-first_name">Enter a first name</a>' in html


def test_a_refusal_of_the_whole_form_stands_in_the_summary(draw):
    form = Contact()
    form.form_errors.append("Somebody else took this case")

    assert "Somebody else took this case" in draw("error_summary", form)


def test_a_form_without_errors_has_no_summary(draw):
    assert draw("error_summary", Contact()).strip() == ""


@pytest.mark.parametrize("risk", [*Risk, *RiskResult])
def test_risk_is_drawn_in_ink_never_in_the_colours_of_time(draw, risk):
    classes = draw("risk", risk).split('class="')[1].split('"')[0].split()

    assert set(classes) & {"od", "td", "pl", "ok"} == set()


@pytest.mark.parametrize("strand", [*Strand, *PersonRole])
def test_every_strand_and_role_has_a_mark_and_a_word(draw, strand):
    html = draw("strand", strand)

    assert "<svg" in html
    assert Markup(html).striptags()


def test_a_number_never_stands_without_its_conditions(draw):
    card = {"phone": "0400 00 00 17", "conditions": "withheld number · 10:00–12:00"}

    html = draw("safe_box", card)

    assert html.index("0400 00 00 17") < html.index("withheld number · 10:00–12:00")
    assert 'class="safebox"' in html


def test_what_was_not_answered_is_said_so(draw):
    html = draw("summary_list", [{"label": "Weapon", "value": "", "url": "/change"}])

    assert "Not provided" in html
    assert "Change" in html


def answered(form):
    form.validate()
    return form


@pytest.fixture
def draw():
    app = Flask("followup")
    Babel(app)
    dates.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_url_rule("/icons.svg", "icons")

    def drawn(name, *args, **kwargs):
        with app.test_request_context():
            module = app.jinja_env.get_template(f"components/{name}.html").module
            return str(getattr(module, name)(*args, **kwargs))

    return drawn
