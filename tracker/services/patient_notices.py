"""Telling a patient that something waits for her in the app; the notice itself says no more."""

from tracker.models import Notification, Treatment


def tell_patient(treatment: Treatment, *, about: object) -> None:
    """One neutral notice for one thing; nobody without an address is written to."""
    patient = treatment.patient
    address = patient.user.email if patient.user else patient.email
    if not address:
        return
    Notification.objects.bulk_create(
        [
            Notification(
                kind="new_message",
                address=address,
                patient=patient,
                language=patient.language,
                dedupe_key=f"new_message:{about}",
            )
        ],
        ignore_conflicts=True,
    )
