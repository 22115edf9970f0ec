"""Which descriptions are put before the coordinator as one person, why, and by which keys."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules.likeness import (
    MOST,
    POINTS,
    Described,
    compare,
    keys,
    skeleton,
    wider_keys,
)
from followup.vocabulary import Gender, Ground

BORN = date(1991, 3, 27)


def one(family="Benali", first="Amina", born_on=BORN, **more):
    return Described(family, first, born_on, **more)


def meet(left, right):
    """Found by a key, from whichever side one looks."""
    return bool(keys(left) & wider_keys(right)) and bool(keys(right) & wider_keys(left))


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("Van den Broeck", "Vandenbroeck"),
        ("De Smet", "Desmet"),
        ("Van Der Meersch", "Vandermeersch"),
        ("Janssens", "Jansens"),
        ("Thijs", "Thys"),
        ("Cuypers", "Kuijpers"),
        ("De Clercq", "Declerck"),
        ("Hendrickx", "Hendriks"),
        ("D'Hondt", "Dhont"),
        ("Geerts", "Gheerts"),
        ("Wauters", "Wouters"),
        ("Maes", "Maas"),
        ("Lefèvre", "Lefebvre"),
        ("Dupont", "Dupond"),
        ("Renault", "Renaud"),
        ("Müller", "Mueller"),
        ("Yıldız", "Yildiz"),
        ("Gérard", "GERARD"),
    ],
)
def test_one_name_written_in_two_ways_is_enough_even_without_a_birth(written, otherwise):
    left, right = one(written, born_on=None), one(otherwise, born_on=None)

    found = compare(left, right)

    assert found.suggested
    assert found.grounds[0] in (Ground.FAMILY_SAME, Ground.FAMILY_SPELLED)
    assert meet(left, right)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("Katrien", "Catherine"),
        ("Jan", "Jean"),
        ("Liesbeth", "Elisabeth"),
        ("Mohamed", "Mohammed"),
        ("Jean-Pierre", "Jean Pierre"),
        ("Jean-Pierre", "Jean"),
        ("Alex", "Alexandra"),
        ("Moh", "Mohamed"),
        ("A.", "Amina"),
        ("Sofie", "Sophie"),
    ],
)
def test_a_first_name_in_another_form_is_suggested_with_the_same_birth(written, otherwise):
    left, right = one(first=written), one(first=otherwise)

    assert compare(left, right).suggested
    assert meet(left, right)


@pytest.mark.parametrize(
    ("left", "right", "ground"),
    [
        (one(), one("Amina", "Benali"), Ground.NAMES_SWAPPED),
        (one(), one("Benali-Peeters"), Ground.FAMILY_PART),
        (one("Peeters"), one("Pieters"), Ground.FAMILY_ALIKE),
        (one(), one(born_on=date(1991, 3, 21)), Ground.BIRTH_SLIP),
        (one(born_on=date(1991, 3, 4)), one(born_on=date(1991, 4, 3)), Ground.BIRTH_TURNED),
        (one(born_on=date(1991, 12, 4)), one(born_on=date(1991, 12, 14)), Ground.BIRTH_SLIP),
        (one(), one(born_on=date(1991, 1, 1)), Ground.BIRTH_YEAR),
        (one(), one(born_on=None, born_about=1992), Ground.BIRTH_YEAR),
        (one(), one(born_on=None), Ground.BIRTH_UNKNOWN),
    ],
)
def test_each_slip_is_named_and_still_suggested(left, right, ground):
    found = compare(left, right)

    assert ground in found.grounds
    assert found.suggested
    assert meet(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (one(), one("Peeters", "Zoé")),
        (one(), one(first="Karim")),
        (one(), one(born_on=date(1962, 8, 4))),
        (one("Janssens", "Jan", date(1960, 5, 2)), one("Janssens", "Jan", date(1988, 11, 30))),
        (one(), one("Peeters", born_on=None)),
        (one("", "", None), one("", "", None)),
    ],
)
def test_other_people_are_not_suggested(left, right):
    assert not compare(left, right).suggested


def test_twins_on_their_mothers_phone_stay_two():
    phones = frozenset({"+32470123456"})
    sami, lina = one(first="Sami", phones=phones), one(first="Lina", phones=phones)

    assert not compare(sami, lina).suggested


def test_a_married_name_is_suggested_with_birth_and_phone():
    phones = frozenset({"+32470123456"})
    before, after = one(phones=phones), one("Peeters", phones=phones)

    assert compare(before, after).suggested
    assert meet(before, after)


def test_a_shared_phone_alone_is_a_family_not_a_person():
    phones = frozenset({"+32470123456"})

    assert not compare(one(phones=phones), one("Wouters", "Tom", None, phones=phones)).suggested


def test_another_gender_speaks_against():
    woman, man = one(gender=Gender.WOMAN), one(gender=Gender.MAN)

    assert Ground.GENDER_OTHER in compare(woman, man).grounds
    assert compare(woman, man).score < compare(woman, one()).score + 1


def test_the_sure_ones_stand_out():
    assert compare(one(), one("Ben Ali")).strong
    assert not compare(one(), one(born_on=None)).strong


def test_the_score_is_the_sum_of_its_grounds_within_its_bounds():
    found = compare(one("Peeters", born_on=None), one("Pieters", born_on=None))

    assert found.score == sum(POINTS[ground] for ground in found.grounds)


def test_a_single_first_name_far_from_any_other_makes_few_keys():
    assert keys(one()) == {
        "born|1991-03-27",
        "year|benali|1991",
        "year|amina|1991",
        "names|amina|benali",
    }


def test_a_name_of_many_words_still_makes_few_keys():
    long = " ".join("abcdefghijklmnopqrst")

    assert len(wider_keys(one(long, long))) < 50


def test_a_sound_is_written_in_one_way_only():
    assert skeleton("Van den Broeck-Thijs") == skeleton("Vandenbroeckthys")


names = st.text(st.characters(categories=["L"]), max_size=20)
births = st.none() | st.dates(date(1920, 1, 1), date(2026, 1, 1))
people = st.builds(Described, names, names, births)


@given(people, people)
def test_the_order_of_two_is_no_matter(left, right):
    assert compare(left, right) == compare(right, left)
    assert 0 <= compare(left, right).score <= MOST


@given(people)
def test_one_person_written_twice_the_same_is_found(person):
    if len(skeleton(person.family)) > 1 and len(skeleton(person.first)) > 1:
        assert compare(person, person).suggested
        assert meet(person, person)
