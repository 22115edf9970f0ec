"""The four languages, and which one this reader gets."""

from flask import has_request_context, request, session
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}

babel = Babel()


def set_up(app):
    babel.init_app(
        app,
        default_locale="en_GB",
        default_timezone="Europe/Brussels",
        default_translation_directories="translations",
        locale_selector=_locale,
    )


def reader_language():
    """The account's language, else the one chosen on this browser, else the browser's own."""
    if not has_request_context():
        return "en"
    account = getattr(current_user, "account", None)
    if account is not None:
        return account.language
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or "fr"


def _locale():
    return LOCALES[reader_language()]
