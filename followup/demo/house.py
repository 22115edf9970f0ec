"""The fictitious zone and services, and the people who work there."""

from dataclasses import dataclass, field

from followup import clock
from followup.casework.sign_in import hash_password
from followup.db import db
from followup.models import Account, AccountRole, Municipality, Organisation, Routing
from followup.rules.codes import new_code
from followup.vocabulary import Language, OrganisationKind, Role, Strand

PLACES = [
    ("5000", "Namur"),
    ("5001", "Belgrade"),
    ("5002", "Saint-Servais"),
    ("5004", "Bouge"),
    ("5020", "Malonne"),
    ("5100", "Jambes"),
    ("5101", "Erpent"),
]
VICTIM_SERVICE, PERPETRATOR_SERVICE, ZONE, OFFICE = "EVIF", "RESPO", "NAMUR", "BUREAU"

# name, organisation, roles, language, languages spoken, agreed maximum
PEOPLE = [
    ("Dirk Lambert", ZONE, [Role.POLICE], "fr", ["fr"], 0),
    ("Eva Collard", ZONE, [Role.POLICE], "fr", ["fr", "nl"], 0),
    ("Marc Thiry", ZONE, [Role.POLICE_REFERENCE], "fr", ["fr"], 0),
    ("Anne Simon", VICTIM_SERVICE, [Role.COORDINATOR], "fr", ["fr", "nl"], 0),
    ("Nora Peeters", VICTIM_SERVICE, [Role.VICTIM_WORKER], "fr", ["fr", "nl"], 12),
    ("Griet Maes", VICTIM_SERVICE, [Role.VICTIM_WORKER], "nl", ["nl", "fr"], 12),
    ("Sarah Lejeune", VICTIM_SERVICE, [Role.VICTIM_WORKER], "fr", ["fr"], 12),
    ("Youssef El Amrani", VICTIM_SERVICE, [Role.VICTIM_WORKER], "fr", ["fr", "ar", "ary"], 14),
    ("Claire Dubois", VICTIM_SERVICE, [Role.CHILD_WORKER], "fr", ["fr"], 45),
    ("Luc Baert", PERPETRATOR_SERVICE, [Role.COORDINATOR], "nl", ["nl", "fr"], 0),
    ("Tom Wouters", PERPETRATOR_SERVICE, [Role.PERPETRATOR_WORKER], "nl", ["nl", "fr"], 25),
    ("Karine Renard", PERPETRATOR_SERVICE, [Role.PERPETRATOR_WORKER], "fr", ["fr"], 20),
    ("Ilse Hermans", OFFICE, [Role.ADMINISTRATOR], "en", ["en", "nl"], 0),
    ("Jean Petit", OFFICE, [Role.AUDITOR], "fr", ["fr"], 0),
]


@dataclass
class House:
    """One zone with its services; numbered so that several may stand beside each other."""

    number: int
    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def of_role(self, role: Role, code: str | None = None) -> list[Account]:
        return [
            account
            for account in self.accounts.values()
            if role in account.roles
            and (code is None or account.organisation_id == self.organisations[code].id)
        ]


def build(number: int, password: str) -> House:
    """Make the organisations, routing and accounts; everybody signs in with `password`."""
    house = House(number)
    mark = "" if number == 0 else f"-{number}"
    for code, name, kind, duty in (
        (ZONE, "Zone de police Namur Capitale", OrganisationKind.POLICE_ZONE, True),
        (VICTIM_SERVICE, "Espace VIF Namur", OrganisationKind.VICTIM_SERVICE, True),
        (PERPETRATOR_SERVICE, "Respo Namur", OrganisationKind.PERPETRATOR_SERVICE, False),
        (OFFICE, "Bureau provincial", OrganisationKind.OTHER, False),
    ):
        organisation = Organisation(
            code=code + mark, name=name + mark, kind=kind, language=Language.FRENCH
        )
        organisation.weekend_duty, organisation.phone = duty, "+3281000100"
        organisation.hours, organisation.closing_days = [], []
        db.session.add(organisation)
        house.organisations[code] = organisation
    db.session.flush()
    _routes(house)
    hashed = hash_password(password)
    for person in PEOPLE:
        _account(house, mark, hashed, person)
    db.session.flush()
    return house


def _routes(house: House) -> None:
    zone = house.organisations[ZONE]
    for strand, code in (
        (Strand.VICTIM, VICTIM_SERVICE),
        (Strand.CHILD, VICTIM_SERVICE),
        (Strand.PERPETRATOR, PERPETRATOR_SERVICE),
    ):
        receiver = house.organisations[code].id
        db.session.add(Routing(zone_id=zone.id, strand=strand, organisation_id=receiver))
    db.session.add_all(
        Municipality(zone_id=zone.id, postcode=postcode, name=name) for postcode, name in PLACES
    )


def _account(house: House, mark: str, hashed: str, person: tuple) -> None:
    name, code, roles, language, speaks, maximum = person
    local_part = name.lower().replace(" ", ".")
    account = Account(
        code=new_code(),
        name=name,
        email=f"{local_part}{mark}@demo.example",
        password_hash=hashed,
        password_set_at=clock.now(),
        organisation_id=house.organisations[code].id,
        language=language,
        speaks=speaks,
        agreed_maximum=maximum,
        phone="+3281000101" if roles[0] is Role.POLICE else None,
        created_at=clock.now(),
        role_rows=[AccountRole(role=role) for role in roles],
    )
    db.session.add(account)
    house.accounts[name] = account
