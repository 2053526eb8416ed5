"""Photos of one treatment on several days, as fixtures of the tests about series of photos."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tracker.models import Photo, Treatment, User
from tracker.services.photos import Upload, take_photo

Take = Callable[..., Photo]


def take(by: User, treatment: Treatment, data: bytes, hours_ago: float, view: str) -> Photo:
    at = timezone.now() - timedelta(hours=hours_ago)
    upload = Upload(uuid4(), view, at, data)
    return take_photo(by=by, treatment=treatment, check_in=None, upload=upload)[0]
