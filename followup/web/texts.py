"""Our texts in the reader's language: each is looked up once per process and then remembered.

A page prints some hundreds of them, so whose language it is, too, is asked once a request.
"""

from contextvars import ContextVar

import flask_babel
from flask_babel import Domain, LazyString, get_locale
from markupsafe import Markup

from followup.web.dates import french_spaces


class Words(dict):
    """The catalogue of one language by English text; `safe` holds the same for templates."""

    def __init__(self, translations):
        super().__init__()
        self._translations = translations
        self.safe = {}

    def __missing__(self, text):
        found = self[text] = self._translations.gettext(text)
        return found


class Texts(Domain):
    """Our messages; French ones get their spaces and apostrophes when the catalogue is read."""

    def __init__(self):
        super().__init__()
        self._words = {}

    def words(self):
        """Those of the reader's language; looked up once a request while one is served."""
        words = _words.get()
        if isinstance(words, Words):
            return words
        locale = get_locale()
        found = self._words.get(locale)
        if found is None:
            found = self._words[locale] = Words(self._with_spaces(locale))
        if words is not None:
            _words.set(found)
        return found

    def get_translations(self):
        return self.words()._translations

    def gettext(self, string, **variables):
        text = self.words()[string]
        return text % variables if variables else text

    def in_template(self, string, **variables):
        """As `gettext`, safe to print; what is put into it is escaped."""
        words = self.words()
        if variables:
            return Markup(words[string]) % variables  # noqa: S704 - our own words
        text = words.safe.get(string)
        if text is None:
            text = words.safe[string] = Markup(words[string]) % {}  # noqa: S704 - our own words
        return text

    def _with_spaces(self, locale):
        translations = super().get_translations()
        catalogue = getattr(translations, "_catalog", None)
        if catalogue and locale is not None and locale.language == "fr":
            translations._catalog = {key: _french(text) for key, text in catalogue.items()}
        return translations


# None while no request is served, NOT_ASKED from its start until the first text.
NOT_ASKED = object()
_words = ContextVar("words", default=None)


def begin():
    """A request is served: its reader's language will not change until `end`."""
    _words.set(NOT_ASKED)


def end(error=None):
    _words.set(None)


def gettext(string, **variables):
    """As Flask-Babel's, without asking the request each time."""
    words = _words.get()
    if not isinstance(words, Words):
        return flask_babel.gettext(string, **variables)
    return words[string] % variables if variables else words[string]


def lazy_gettext(string, **variables):
    return LazyString(gettext, string, **variables)


def set_up(app, babel):
    """Give the pages these texts: `_` without Jinja's detour over the context."""
    texts = babel.domain_instance = Texts()
    app.jinja_env.globals.update(_=texts.in_template, gettext=texts.in_template)
    app.before_request(begin)
    app.teardown_request(end)


def _french(text):
    return french_spaces(text).replace("'", "’")
