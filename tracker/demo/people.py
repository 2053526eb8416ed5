"""Who works where, and who can be signed in as with one tap. All are invented."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tracker.models import Clinic, Membership, Role, User
from tracker.services.clinics import create_clinic, person

HOUSE = "demo.fadewell.example"
TIME_ZONE = "Europe/Dublin"
ONE_TAP = {
    "ana": "patient, day 3, a bruise, all well",
    "ben": "patient of the same clinic, numb left cheek: flagged",
    "cleo": "patient of the other clinic",
    "dr.cho": "dermatologist of Ana's clinic",
    "dr.dia": "dermatologist of Cleo's clinic",
    "lead.a": "clinical lead and administrator of Ana's clinic",
    "lead.b": "clinical lead and administrator of Cleo's clinic",
    "admin.a": "administrator of Ana's clinic",
}


@dataclass(frozen=True)
class Colleague:
    key: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Practice:
    name: str
    phone: str
    out_of_hours_phone: str
    address: str
    staff: tuple[Colleague, ...]


# Numbers from the range that Ireland keeps for films and books.
PRACTICES: dict[str, Practice] = {
    "harbour": Practice(
        "Harbour Skin Clinic",
        "+353 20 910 0110",
        "+353 20 910 0119",
        "4 Harbour Row, Dunmore Quay",
        (
            Colleague("lead.a", "Dr. Lea Ahlberg", (Role.CLINICAL_LEAD, Role.ADMINISTRATOR)),
            Colleague("dr.cho", "Dr. Min-ji Cho", (Role.DERMATOLOGIST,)),
            Colleague("admin.a", "Alex Moran", (Role.ADMINISTRATOR,)),
            Colleague("tomas", "Tomás Reilly", (Role.COORDINATOR,)),
        ),
    ),
    "meadow": Practice(
        "Meadow Dermatology",
        "+353 20 910 0220",
        "",
        "12 Meadow Lane, Kilbrack",
        (
            Colleague("dr.dia", "Dr. Aminata Dia", (Role.DERMATOLOGIST,)),
            Colleague("lead.b", "Dr. Piet van Loon", (Role.CLINICAL_LEAD, Role.ADMINISTRATOR)),
            Colleague("grace", "Grace Oyelaran", (Role.COORDINATOR,)),
        ),
    ),
}


def phone_of(key: str) -> str:
    """The patients' numbers, from the same range."""
    return f"+353 20 915 {crc32(key.encode()) % 10_000:04}"


def address_of(key: str) -> str:
    return f"{key}@{HOUSE}"


def open_practice(practice: Practice) -> tuple[Clinic, dict[str, User]]:
    """The clinic and its people, by key."""
    facts: dict[str, Any] = {
        "out_of_hours_phone": practice.out_of_hours_phone,
        "address": practice.address,
        "emergency_number": "112",
    }
    clinic = create_clinic(name=practice.name, phone=practice.phone, time_zone=TIME_ZONE, **facts)
    return clinic, {each.key: _hired(each, clinic) for each in practice.staff}


def _hired(colleague: Colleague, clinic: Clinic) -> User:
    user = person(
        email=address_of(colleague.key),
        name=colleague.name,
        language="en",
        time_zone=TIME_ZONE,
        is_verified=True,
    )
    for role in colleague.roles:
        Membership.objects.get_or_create(user=user, clinic=clinic, role=role, ended_at=None)
    return user
