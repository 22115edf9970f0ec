"""Who works with the product, and for whom."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may do. A person may hold several; no role reads everything."""

    POLICE = "police"
    POLICE_REFERENCE = "police_reference"
    VICTIM_WORKER = "victim_worker"
    PERPETRATOR_WORKER = "perpetrator_worker"
    CHILD_WORKER = "child_worker"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    MUNICIPALITY = "municipality"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class OrganisationKind(StrEnum):
    """The service families of the field; each organisation is its own data controller."""

    POLICE_ZONE = "police_zone"
    VICTIM_SERVICE = "victim_service"
    PERPETRATOR_SERVICE = "perpetrator_service"
    CHILD_SERVICE = "child_service"
    SHELTER = "shelter"
    MUNICIPALITY = "municipality"
    SOCIAL_WELFARE = "social_welfare"
    JUSTICE_HOUSE = "justice_house"
    OTHER = "other"
