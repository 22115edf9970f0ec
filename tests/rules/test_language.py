import pytest

from followup.rules.language import Wishes, barred_name, from_json
from followup.vocabulary import InterpreterGender

WISHES = Wishes(dialect="Rif", gender=InterpreterGender.WOMAN, barred=("Fatima El Amrani",))


def test_wishes_come_back_as_they_were_kept():
    assert from_json(WISHES.to_json()) == WISHES


def test_without_anything_kept_nothing_was_asked():
    assert from_json(None) == Wishes()
    assert from_json(None).gender is InterpreterGender.NOT_ASKED


@pytest.mark.parametrize(
    "name", ["Fatima El Amrani", "EL AMRANI Fatima", "Fatíma El-Amrani", "El Amrani F.", "fatima"]
)
def test_a_barred_name_is_known_in_any_order_and_spelling(name):
    assert barred_name(name, WISHES) == "Fatima El Amrani"


@pytest.mark.parametrize("name", ["", "  ", "Jan Peeters", "Fatiha Bouzid"])
def test_another_name_is_not_barred(name):
    assert barred_name(name, WISHES) is None
