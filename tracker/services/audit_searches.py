"""Looking through the audit trail is itself an act."""

from django.db import transaction

from tracker.models import AuditEvent, Clinic, User
from tracker.records import audit, audit_search
from tracker.records.access import require_role
from tracker.records.audit_search import Asked
from tracker.services.members import ADMINISTRATORS


@transaction.atomic
def search_audit(
    *, by: User, clinic: Clinic, asked: Asked, before: int | None, most: int
) -> list[AuditEvent]:
    """Newest first, of this clinic alone; recorded with what was asked. Raises NotAllowed."""
    require_role(by, clinic.pk, ADMINISTRATORS)
    rows = audit_search.found(clinic, asked, before, most)
    detail: dict[str, str | int] = {**asked.codes(), "rows": len(rows)}
    audit.record("audit.searched", by=by, clinic_id=clinic.pk, about=clinic, **detail)
    return rows
