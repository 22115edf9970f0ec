import pytest

from followup.vocabulary import Role
from tests import factories


@pytest.fixture
def service(db):
    return factories.organisation(name="Espace VIF Namur")


@pytest.fixture
def coordinator(service):
    return factories.account(Role.COORDINATOR, service, name="Anne Simon")


@pytest.fixture
def board(sign_in, coordinator):
    """The coordinator's browser."""
    return sign_in(coordinator)
