"""The language in which she is spoken to: pages, the protocol's words, mail and reminders."""

from django.conf import settings
from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Patient, User
from tracker.records import audit


@transaction.atomic
def choose_language(*, by: User, patient: Patient, language: str) -> None:
    """Hers from now on; what was judged before keeps its words. Raises Invalid for one we lack.

    Both rows say it: the person's for pages, the patient's for what leaves while nobody is signed
    in. The caller has scoped `patient` to `by`.
    """
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": [wording.UNKNOWN_LANGUAGE]})
    by.language = patient.language = language
    by.save(update_fields=["language"])
    patient.save(update_fields=["language"])
    audit.record("language.chosen", by=by, clinic_id=patient.clinic_id, about=patient)
