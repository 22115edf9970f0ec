import pytest

from followup.casework import own_scripts
from followup.casework.errors import ChangedMeanwhile, NotFound
from followup.rules.scripts import LANGUAGES, Text
from followup.vocabulary import OrganisationKind, Role, Script
from tests import factories

OWN = {language: Text(f"Our own words, {language}.") for language in LANGUAGES}


@pytest.fixture
def coordinator(db):
    return factories.account(Role.COORDINATOR)


@pytest.fixture
def service(coordinator):
    return coordinator.organisation


def test_until_an_organisation_writes_its_own_the_shipped_texts_hold(service):
    own = own_scripts.own(service)

    assert own.number == 0
    assert own.text(Script.FIRST_CALL, "fr").opening.startswith("Bonjour")
    assert own_scripts.on_screen(service) == "1"


def test_an_own_text_replaces_the_shipped_one_in_every_language(service, coordinator):
    own_scripts.write(service, Script.VOICEMAIL, OWN, after=0, by=coordinator)

    own = own_scripts.own(service)
    assert own.text(Script.VOICEMAIL, "nl").opening == "Our own words, nl."
    assert own.text(Script.FIRST_CALL, "nl").opening.startswith("Goeiedag")
    assert own_scripts.on_screen(service) == "1+1"


def test_other_organisations_keep_theirs(service, coordinator):
    own_scripts.write(service, Script.VOICEMAIL, OWN, after=0, by=coordinator)

    assert own_scripts.own(factories.organisation()).number == 0


def test_two_who_write_at_once_never_lose_a_text(service, coordinator):
    own_scripts.write(service, Script.VOICEMAIL, OWN, after=0, by=coordinator)

    with pytest.raises(ChangedMeanwhile):
        own_scripts.write(service, Script.IDENTITY, OWN, after=0, by=coordinator)

    assert set(own_scripts.own(service).texts) == {Script.VOICEMAIL}


def test_the_shipped_text_is_taken_again_without_losing_the_others(service, coordinator):
    own_scripts.write(service, Script.VOICEMAIL, OWN, after=0, by=coordinator)
    own_scripts.write(service, Script.IDENTITY, OWN, after=1, by=coordinator)
    own_scripts.write(service, Script.VOICEMAIL, None, after=2, by=coordinator)

    assert set(own_scripts.own(service).texts) == {Script.IDENTITY}
    assert set(own_scripts.version(service, 2).texts) == {Script.IDENTITY, Script.VOICEMAIL}


def test_going_back_is_a_new_version_and_the_history_says_who_did_it(service, coordinator):
    own_scripts.write(service, Script.VOICEMAIL, OWN, after=0, by=coordinator)
    own_scripts.go_back(service, 0, after=1, by=coordinator)
    own_scripts.go_back(service, 1, after=2, by=coordinator)

    assert own_scripts.own(service).texts.keys() == {Script.VOICEMAIL}
    assert [(made.number, made.taken_from) for made in own_scripts.history(service)] == [
        (3, 1),
        (2, 0),
        (1, None),
    ]
    assert {made.made_by for made in own_scripts.history(service)} == {coordinator.name}


def test_a_version_that_was_never_made_is_not_found(service):
    with pytest.raises(NotFound):
        own_scripts.version(service, 7)


def test_only_an_administrator_reaches_the_texts_of_another_organisation(db, coordinator):
    other = factories.organisation()
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    administrator = factories.account(Role.ADMINISTRATOR)

    assert own_scripts.fetch(other.code, by=administrator).id == other.id
    assert own_scripts.fetch(coordinator.organisation.code, by=coordinator)
    for code, actor in ((other.code, coordinator), (zone.code, administrator)):
        with pytest.raises(NotFound):
            own_scripts.fetch(code, by=actor)
