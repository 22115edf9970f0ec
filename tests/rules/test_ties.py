"""When a name or an address is the one that was declared."""

import pytest

from followup.rules.ties import name_key, place_keys, same_surname


@pytest.mark.parametrize(
    "written", ["El Amrani Youssef", "youssef el-amrani", "YOUSSEF  EL AMRANI", "Yoûssef ElAmrani"]
)
def test_a_name_is_one_in_any_order_and_spelling(written):
    assert name_key(written) == name_key("Youssef El Amrani")


def test_another_first_name_is_another_person():
    assert name_key("Nora Peeters") != name_key("Jan Peeters")


@pytest.mark.parametrize(
    ("tie", "place", "postcode"),
    [
        ("rue des Tilleuls 4, 5000 Namur", "Rue des Tilleuls 4", "5000"),
        (
            "rue des Tilleuls 4, 5000 Namur",
            "rue des tilleuls, 4, 5000 Namur".replace(",", "", 1),
            None,
        ),
        ("rue des Tilleuls 4", "Rue des Tilleuls 4", "5000"),
    ],
)
def test_an_address_is_found_with_its_postcode_or_without_one(tie, place, postcode):
    assert place_keys(tie)[0] in place_keys(place, postcode)


def test_the_same_street_in_another_town_is_another_address():
    assert place_keys("rue de l'Église 12, 5000")[0] not in place_keys("rue de l'Église 12", "4000")


def test_a_street_without_a_number_is_no_address():
    assert place_keys("rue des Tilleuls, 5000 Namur") == ()


@pytest.mark.parametrize(
    ("staff", "family", "same"),
    [
        ("Nora Peeters", "Peeters", True),
        ("Youssef El Amrani", "El-Amrani", True),
        ("Anne Dubois-Leroy", "Dubois Leroy", True),
        ("Martin Simon", "Martin", False),
        ("Griet Maes", "Maessen", False),
        ("", "Maes", False),
    ],
)
def test_a_colleague_of_the_same_family_name_is_told_apart_by_whole_words(staff, family, same):
    assert same_surname(staff, family) is same
