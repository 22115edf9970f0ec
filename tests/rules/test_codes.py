import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.rules.codes import ALPHABET, LENGTH, holds, new_code, new_mark, tidy

places = st.integers(min_value=0, max_value=LENGTH - 1)


@st.composite
def codes(draw):
    """Any code, built by trying the check characters: exactly one may hold."""
    drawn = "".join(draw(st.sampled_from(ALPHABET)) for _ in range(LENGTH - 1))
    fitting = [c for c in ALPHABET if holds(f"{drawn[:4]}-{drawn[4:]}{c}")]
    assert len(fitting) == 1
    return drawn + fitting[0]


def test_marks_of_rows_that_nobody_says_aloud_do_not_repeat():
    assert len({new_mark() for _ in range(10_000)}) == 10_000


def written(characters):
    return f"{characters[:4]}-{characters[4:]}"


def test_a_new_code_holds_and_looks_like_the_example():
    code = new_code()

    assert holds(code)
    assert len(code) == len("7QK2-M9FD")
    assert code[4] == "-"


def test_the_example_of_the_documents_is_a_real_code():
    assert holds("7QK2-M9FD")


def test_codes_do_not_repeat_or_follow_each_other():
    drawn = {new_code() for _ in range(2000)}

    assert len(drawn) == 2000


def test_no_vowel_and_no_look_alike_is_ever_drawn():
    assert not set(ALPHABET) & set("AEIOUYLBGSZCV")


@given(codes())
def test_every_code_holds(characters):
    assert holds(written(characters))


@given(codes(), places, st.sampled_from(ALPHABET))
def test_one_wrong_character_never_holds(characters, place, other):
    wrong = characters[:place] + other + characters[place + 1 :]

    assert holds(written(wrong)) == (wrong == characters)


@given(codes(), st.integers(min_value=0, max_value=LENGTH - 2))
def test_two_neighbours_swapped_never_hold(characters, place):
    left, right = characters[place], characters[place + 1]
    swapped = characters[:place] + right + left + characters[place + 2 :]

    assert holds(written(swapped)) == (left == right)


@pytest.mark.parametrize(
    "typed", ["7qk2-m9fd", "7QK2M9FD", " 7qk2 m9fd ", "7 Q K 2 – M 9 F D", "7QK2.M9FD", "7QKZ-M9FD"]
)
def test_a_code_typed_loosely_is_put_right(typed):
    assert tidy(typed) == "7QK2-M9FD"


def test_letters_that_look_like_digits_become_digits():
    assert tidy("oilb-gszd") == "0118-652D"


@given(codes())
def test_tidying_a_code_changes_nothing(characters):
    assert tidy(written(characters)) == written(characters)


@given(codes())
def test_a_zero_read_as_o_and_a_one_read_as_i_are_put_right(characters):
    misread = characters.replace("0", "o").replace("1", "I").lower()

    assert tidy(misread) == written(characters)


@given(st.text())
def test_whatever_is_typed_is_tidied_without_falling_over(text):
    assert isinstance(holds(tidy(text)), bool)


@pytest.mark.parametrize("text", ["", "-", "0000-0000", "7QK2M9FD", "7QK2-M9F", "7QK2-M9FÉ"])
def test_what_is_no_code_does_not_hold(text):
    assert not holds(text)


def test_a_name_typed_in_the_code_field_comes_back_as_it_was():
    assert tidy(" Benali ") == "Benali"
