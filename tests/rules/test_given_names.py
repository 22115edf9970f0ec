import pytest

from followup.rules.given_names import FORMS, form_marks, forms_of_one
from followup.rules.matching import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("katrien", "catherine"),
        ("jan", "jean"),
        ("liesbeth", "elisabeth"),
        ("mohamed", "muhammad"),
        ("pieter", "pierre"),
        ("jef", "jozef"),
    ],
)
def test_forms_of_one_name(one, other):
    assert forms_of_one(one, other)
    assert form_marks(one) & form_marks(other)


@pytest.mark.parametrize(("one", "other"), [("jan", "pierre"), ("qamar", "qadir"), ("", "")])
def test_other_names(one, other):
    assert not forms_of_one(one, other)


def test_a_name_without_other_forms_has_no_mark():
    assert form_marks("qamar") == frozenset()


def test_every_form_is_written_as_names_are_folded():
    assert [name for name in FORMS if folded(name) != name] == []
