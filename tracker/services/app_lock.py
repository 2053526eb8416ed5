"""The app lock: chosen by herself, for all of her devices."""

from django.db import transaction

from tracker.models import User
from tracker.records import audit


@transaction.atomic
def set_app_lock(*, by: User, is_on: bool) -> None:
    """What was chosen before is no act, and leaves no row."""
    if by.app_lock == is_on:
        return
    by.app_lock = is_on
    by.save(update_fields=["app_lock"])
    audit.record("app_lock.changed", by=by, clinic_id=None, about=by, is_on=is_on)
