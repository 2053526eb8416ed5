"""What nobody knows of a patient's history: no rule may read it as a "no"."""

from tracker.models import Patient
from tracker.triage.protocol import Protocol

THINNERS = frozenset({"anticoagulant", "antiplatelet"})
ASPIRIN = "aspirin_self_chosen"


def blood_thinners(protocol: Protocol) -> tuple[str, ...]:
    found = protocol.medicines.values()
    return tuple(each.id for each in found if each.group in THINNERS or each.id == ASPIRIN)


def unknown_codes(patient: Patient, protocol: Protocol) -> frozenset[str]:
    """What was not asked; where a blood thinner of hers has no name, each that she did not name."""
    unknown = set(patient.not_asked)
    if patient.other_blood_thinner:
        unknown |= set(blood_thinners(protocol)) - set(patient.medicines or ())
    return frozenset(unknown)
