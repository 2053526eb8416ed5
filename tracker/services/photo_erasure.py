"""Erasing every photo of a patient, in every copy: her key is destroyed, then the files go."""

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from tracker.models import Patient, PatientKey, User
from tracker.records import audit
from tracker.services import photo_parts, photo_store


def erase_photos(*, by: User | None, patient: Patient) -> int:
    """Returns how many photos can be opened no more; their rows stay, without a picture.

    The act is audited first. Where the key folder takes nothing NoRoom is raised, nothing is
    shown all the same, and finish_erasures does the rest.
    """
    with transaction.atomic():
        keys = PatientKey.objects.select_for_update().filter(patient=patient, destroyed_at=None)
        key = keys.first()
        if key is None:
            return 0
        _mark(key, by)
    _destroy(key)
    return key.photos.count()


def finish_erasures() -> int:
    """What a lost process or an older database left undone; returns how many keys.

    A restored database may not know that a key was destroyed: the key folder does.
    """
    gone = photo_store.destroyed_keys()
    unknown = PatientKey.objects.filter(pk__in=gone, destroyed_at=None)
    for key in unknown:
        with transaction.atomic():
            _mark(key, None)
    marked = PatientKey.objects.exclude(destroyed_at=None)
    left = [key for key in marked if key.pk not in gone or photo_store.has_key(key.pk)]
    for key in {*unknown, *left}:
        _destroy(key)
    return len({*unknown, *left})


def _mark(key: PatientKey, by: User | None) -> None:
    key.destroyed_at = timezone.now()
    key.save(update_fields=["destroyed_at"])
    count = key.photos.update(
        withdrawn_at=Coalesce("withdrawn_at", key.destroyed_at),
        erased_at=Coalesce("erased_at", key.destroyed_at),
        contents={},
    )
    audit.record("photos.erased", by=by, clinic_id=key.clinic_id, about=key, photos=count)


def _destroy(key: PatientKey) -> None:
    photo_store.destroy_patient_key(key.pk)
    photo_parts.drop_all(key.pk)
    for name in key.photos.values_list("stored_name", flat=True):
        photo_store.erase(name)
