import inspect
from enum import StrEnum

import pytest

from followup import vocabulary
from followup.web.labels import LABELS, label

LISTS = [
    kind
    for name in vocabulary.__all__
    if inspect.isclass(kind := getattr(vocabulary, name)) and issubclass(kind, StrEnum)
]


@pytest.mark.parametrize("kind", {**dict.fromkeys(LISTS), **LABELS}, ids=lambda kind: kind.__name__)
def test_every_word_of_the_field_has_its_label(kind, app_in_english):
    unlabelled = [member for member in kind if not says_something(member)]

    assert unlabelled == []


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_no_label_is_left_of_a_word_that_is_gone(kind):
    assert set(LABELS[kind]) <= set(kind)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_a_code_is_short_plain_text_that_fits_its_column(kind):
    for member in kind:
        assert member.value == member.value.lower()
        assert 0 < len(member.value) <= 40
        assert member.value.replace("_", "").isalnum()


def test_every_list_of_the_field_is_exported():
    defined = {
        name
        for module in vars(vocabulary).values()
        if inspect.ismodule(module)
        for name, kind in vars(module).items()
        if inspect.isclass(kind) and issubclass(kind, StrEnum) and kind is not StrEnum
    }

    assert defined == {kind.__name__ for kind in LISTS}


def says_something(member):
    try:
        return bool(str(label(member)).strip())
    except KeyError:
        return False


@pytest.fixture
def app_in_english(apps):
    with apps("sqlite").test_request_context():
        yield
