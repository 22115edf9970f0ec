"""What is refused says so in a sentence."""

import pytest

from followup.casework import errors
from followup.web.refusals import SENTENCES, sentence

REFUSALS = [
    one
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, errors.Refused)
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.__name__)
def test_each_refusal_has_a_sentence(refusal):
    assert refusal.code in SENTENCES


def test_no_sentence_is_left_without_its_refusal():
    assert set(SENTENCES) == {refusal.code for refusal in REFUSALS}


def test_a_refusal_without_facts_is_its_sentence(app):
    with app.test_request_context():
        assert str(sentence(errors.OtherSide())) == str(SENTENCES["other_side"])
