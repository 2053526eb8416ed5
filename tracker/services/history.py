"""What a patient herself adds to the history that her clinic wrote down (UX.md P4)."""

from collections.abc import Collection

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid, NotAllowed
from tracker.models import Patient, User
from tracker.records import audit, protocol
from tracker.services.consents import require_care
from tracker.services.patient_details import HISTORY


@transaction.atomic
def add_to_history(
    *, by: User, patient: Patient, kind: str, present: Collection[str], others_are_no: bool
) -> Patient:
    """Add what she has; she cannot take back what her clinic recorded, only her clinic can.

    others_are_no False: she is not sure about what she did not tick, so it stays unknown and the
    rules read it as unknown. Raises NotAllowed for anybody but herself, Invalid for other codes,
    ConsentRequired.
    """
    if patient.user_id != by.pk:
        raise NotAllowed
    require_care(patient)
    codes = set(getattr(protocol.in_force(), kind)) if kind in HISTORY else set()
    if not codes or not codes.issuperset(present):
        raise Invalid({kind: [wording.UNKNOWN_CODE % {"code": ""}]})
    held = Patient.objects.select_for_update().get(pk=patient.pk)
    known = set(getattr(held, kind) or ()) | set(present)
    unknown = set() if others_are_no else codes - known
    setattr(held, kind, sorted(known))
    held.not_asked = sorted((set(held.not_asked) - codes) | unknown)
    held.save(update_fields=[kind, "not_asked"])
    audit.record(
        "patient.added_to_history",
        by=by,
        clinic_id=held.clinic_id,
        about=held,
        kind=kind,
        added=len(present),
    )
    return held


def open_kinds(patient: Patient) -> list[str]:
    """The lists of which something is still unknown, in order."""
    table = protocol.in_force()
    unknown = set(patient.not_asked)
    return [
        kind
        for kind in HISTORY
        if getattr(patient, kind) is None or unknown & set(getattr(table, kind))
    ]
