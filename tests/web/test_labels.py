import pytest

from followup.vocabulary import Outcome, Way
from followup.web.labels import inside


@pytest.mark.parametrize(
    ("language", "member", "words"),
    [
        ("en", Outcome.NO_ANSWER, "no answer, no message left"),
        ("fr", Way.VOICEMAIL, "message vocal"),
        ("nl", Way.EMAIL, "e-mail"),
        ("en", Way.SMS, "SMS"),
        ("en", Way.CHAT, "WhatsApp or Signal"),
        ("de", Way.LETTER, "Brief"),
    ],
)
def test_a_word_inside_a_sentence_starts_small_unless_its_language_or_form_forbids(
    app, language, member, words
):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert inside(member) == words
