"""A police zone with its services, and an officer in it."""

import pytest
from sqlalchemy import event

from followup.vocabulary import OrganisationKind, Role, Strand
from tests import factories


@pytest.fixture
def officer(db):
    zone = factories.organisation(OrganisationKind.POLICE_ZONE)
    factories.municipality(zone, "5000", "Namur")
    service = factories.organisation(OrganisationKind.VICTIM_SERVICE, name="Espace VIF")
    factories.routing(zone, Strand.VICTIM, service)
    factories.routing(zone, Strand.CHILD, service)
    other = factories.organisation(OrganisationKind.PERPETRATOR_SERVICE, name="Praxis")
    factories.routing(zone, Strand.PERPETRATOR, other)
    return factories.account(Role.POLICE, zone)


@pytest.fixture
def browser(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def queries(db):
    """`queries(act)`: how many statements an act sends to the database."""

    def queries(act):
        sent = []

        def note(connection, cursor, statement, parameters, context, many):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return queries
