"""The words of one request are never those of the next reader in the same thread."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel, gettext, lazy_gettext

from followup.web import texts

ENGLISH, FRENCH = "Still at the address?", "Toujours à l’adresse\u202f?"


@pytest.fixture
def french_catalogue(tmp_path):
    """A catalogue typed with ordinary spaces or none, as translators do."""
    catalogue = Catalog(locale="fr")
    catalogue.add("Still at the address?", "Toujours à l'adresse ?")
    catalogue.add("Error: %(text)s", "Erreur: %(text)s")
    catalogue.add(("%(num)d day!", "%(num)d days!"), ("%(num)d jour !", "%(num)d jours !"))
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as mo:
        write_mo(mo, catalogue)
    return tmp_path


@pytest.fixture
def house(french_catalogue):
    """A house of one page that says the same text in each way there is to say it."""
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(french_catalogue)
    language = {"now": "en_GB", "asked": 0}

    def reads():
        language["asked"] += 1
        return language["now"]

    texts.set_up(app, Babel(app, locale_selector=reads))
    template = app.jinja_env.from_string('{{ _("Still at the address?") }}')
    lazily = [lazy_gettext(ENGLISH), texts.lazy_gettext(ENGLISH)]
    said = (gettext, texts.gettext)
    app.add_url_rule(
        "/",
        "page",
        lambda: "|".join([template.render(), *map(str, lazily), *(say(ENGLISH) for say in said)]),
    )
    app.language = language
    return app


def test_each_reader_gets_the_own_language_however_the_text_is_said(house):
    browser = house.test_client()

    assert set(browser.get("/").text.split("|")) == {ENGLISH}
    house.language["now"] = "fr_BE"
    assert set(browser.get("/").text.split("|")) == {FRENCH}
    house.language["now"] = "en_GB"
    assert set(browser.get("/").text.split("|")) == {ENGLISH}


def test_the_language_is_asked_once_a_request(house):
    browser = house.test_client()

    browser.get("/")
    browser.get("/")

    assert house.language["asked"] == 2


def test_nothing_outlives_the_request(house):
    house.language["now"] = "fr_BE"
    house.test_client().get("/")
    house.language["now"] = "en_GB"

    with house.app_context():
        assert texts.gettext(ENGLISH) == ENGLISH


def test_what_is_put_into_a_text_is_escaped_in_a_template(house):
    template = house.jinja_env.from_string('{{ _("Error: %(text)s", text="<b>") }}')

    with house.app_context():
        assert template.render() == "Error: &lt;b&gt;"


def test_every_french_message_is_spaced_wherever_it_is_asked_for(french_catalogue):
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(french_catalogue)
    texts.set_up(app, Babel(app, locale_selector=lambda: "fr_BE"))
    template = app.jinja_env.from_string(
        '{{ _("Error: %(text)s", text="a ?") }}|{{ ngettext("%(num)d day!", "%(num)d days!", 2) }}'
    )

    with app.app_context():
        assert gettext("Still at the address?") == "Toujours à l’adresse\u202f?"
        assert str(lazy_gettext("Still at the address?")) == "Toujours à l’adresse\u202f?"
        assert template.render() == "Erreur\u00a0: a ?|2 jours\u202f!"
