"""What every page of hers says beside its own: news on the tabs, and whom to call signed out."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.models import Clinic
from tracker.records.access import Person, own_patients_of
from tracker.records.queries import current_treatment, has_unread


def news(request: HttpRequest) -> dict[str, Any]:
    """Whether a message waits for her, and her clinic: asked only by a page that shows them."""
    return {
        "unread": SimpleLazyObject(lambda: has_unread(request.user)),
        "her_clinic": SimpleLazyObject(lambda: _clinic_of(request.user)),
    }


def _clinic_of(user: Person) -> Clinic | None:
    """Of her treatment, else of her record: one may be there before a treatment is."""
    treatment = current_treatment(user)
    patient = treatment.patient if treatment else own_patients_of(user).first()
    return patient.clinic if patient else None
