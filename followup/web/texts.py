"""Our texts in the reader's language: each is looked up once per process and then remembered.

A page prints some hundreds of them.
"""

from flask_babel import Domain, get_locale
from markupsafe import Markup

from followup.web.dates import french_spaces


class Texts(Domain):
    """Our messages; French ones get their spaces when the catalogue is read."""

    def __init__(self):
        super().__init__()
        self._catalogues = {}
        self._plain = {}
        self._safe = {}

    def get_translations(self):
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        found = self._catalogues.get(locale.language)
        if found is None:
            found = self._catalogues[locale.language] = self._with_spaces(locale.language)
        return found

    def gettext(self, string, **variables):
        locale = get_locale()
        if locale is None:
            return super().gettext(string, **variables)
        key = locale.language, string
        text = self._plain.get(key)
        if text is None:
            text = self._plain[key] = self.get_translations().gettext(string)
        return text % variables if variables else text

    def in_template(self, string, **variables):
        """As `gettext`, safe to print; what is put into it is escaped."""
        if variables:
            return Markup(self.gettext(string)) % variables  # noqa: S704 - our own words
        locale = get_locale()
        key = locale and locale.language, string
        text = self._safe.get(key)
        if text is None:
            text = self._safe[key] = Markup(self.gettext(string)) % {}  # noqa: S704 - our own words
        return text

    def _with_spaces(self, language):
        translations = super().get_translations()
        catalogue = getattr(translations, "_catalog", None)
        if catalogue and language == "fr":
            translations._catalog = {key: french_spaces(text) for key, text in catalogue.items()}
        return translations


def set_up(app, babel):
    """Give the pages these texts: `_` without Jinja's detour over the context."""
    texts = babel.domain_instance = Texts()
    app.jinja_env.globals.update(_=texts.in_template, gettext=texts.in_template)
