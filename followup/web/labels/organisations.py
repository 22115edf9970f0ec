"""How the words for accounts and organisations read."""

from followup.vocabulary import OrganisationKind, Role
from followup.web.texts import lazy_gettext as _l

LABELS = {
    Role: {
        Role.POLICE: _l("Police officer"),
        Role.POLICE_REFERENCE: _l("Reference police officer"),
        Role.VICTIM_WORKER: _l("Worker for victims"),
        Role.PERPETRATOR_WORKER: _l("Worker for alleged perpetrators"),
        Role.CHILD_WORKER: _l("Worker for children"),
        Role.COORDINATOR: _l("Coordinator"),
        Role.PARTNER: _l("Partner organisation"),
        Role.MUNICIPALITY: _l("Municipality"),
        Role.AUDITOR: _l("Auditor"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
    OrganisationKind: {
        OrganisationKind.POLICE_ZONE: _l("Police zone"),
        OrganisationKind.VICTIM_SERVICE: _l("Service for victims"),
        OrganisationKind.PERPETRATOR_SERVICE: _l("Service for perpetrators"),
        OrganisationKind.CHILD_SERVICE: _l("Service for children"),
        OrganisationKind.SHELTER: _l("Shelter"),
        OrganisationKind.MUNICIPALITY: _l("Municipality"),
        OrganisationKind.SOCIAL_WELFARE: _l("Public social welfare centre (CPAS, OCMW)"),
        OrganisationKind.JUSTICE_HOUSE: _l("House of justice"),
        OrganisationKind.OTHER: _l("Other service"),
    },
}
