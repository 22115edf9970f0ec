import pytest

from followup.rules.wording import hints


@pytest.mark.parametrize(
    ("language", "text", "word", "better"),
    [
        ("en", "She refuses help.", "refuses", "does not want follow-up for now"),
        ("en", "Third no-show", "no-show", "was not there; reason not known"),
        ("fr", "Elle refuse l’aide", "refuse", "ne souhaite pas de suivi pour le moment"),
        ("fr", "Toujours Injoignable.", "Injoignable", "pas encore joint(e) (… essais)"),
        ("nl", "Mevrouw beweert dat", "beweert", "zegt, meldt"),
        ("de", "Er behauptet das", "behauptet", "sagt, berichtet"),
    ],
)
def test_a_word_that_judges_gets_one_that_states_facts(language, text, word, better):
    assert hints(text, language) == [(word, better)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She does not want follow-up for now, says she is tired."),
        ("fr", "Au refuge depuis mardi."),
        ("nl", "Ze zegt dat ze moe is."),
        ("en", ""),
        ("xx", "refuses"),
    ],
)
def test_facts_get_no_hint(language, text):
    assert hints(text, language) == []


def test_each_suggestion_is_made_once():
    assert len(hints("He claims this. He alleges that.", "en")) == 1
